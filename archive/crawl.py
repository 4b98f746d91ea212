"""The loop: ask for what is due, keep it, read it, repeat."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from difflib import get_close_matches

from archive import warc
from archive.entering import page_of, read_to_keep, settle
from archive.errors import ConfigError, ReadError, Unreachable
from archive.frontier import frontier_of
from archive.model import Board, Council, Request
from archive.schedule import WHAT_IS_DUE, Choice
from archive.sources import source
from archive.steps import Step
from archive.store import Store
from archive.visit import Asking, Visit

# A site that fails so many pages in a row is down; asking on would only add to its troubles.
FAILURES_IN_A_ROW = 5

log = logging.getLogger(__name__)


def now() -> datetime:
    """Return the time, to the second, as page files write it."""
    return datetime.now(UTC).replace(microsecond=0)


def crawl(
    council: Council,
    store: Store,
    pages: warc.Where,
    fetcher: Asking,
    choice: Choice = WHAT_IS_DUE,
    clock: Callable[[], datetime] = now,
    crawler: str = "",
) -> Iterator[Step]:
    """Ask for the pages of a council that are due, and keep what comes.

    Each step is on disk before it is told. `crawler` is the name of one of several that share the work.
    ConfigError when the council names boards the site has not; Unreachable when the site, or its list of
    boards, cannot be had at all; Spent when the run's allowance is.
    """
    with store.writing() as writing:
        writing.want(council.slug, source(council.system).start(council))
        writing.scope(council.slug, f"{council.boards} {council.since}")
    yield from _take_in(council, store, pages, crawler)
    frontier = frontier_of(council, choice, clock())
    frontier.offer(store.wanted(council.slug))
    last = store.newest_page(council.slug, crawler) if crawler else None
    kept = warc.PageFile(warc.pages_in(pages).folder, council.slug, clock(), crawler=crawler, last=last)
    failures = 0
    try:
        while page := frontier.take():
            step = Visit(council, store, pages, kept, fetcher, clock).of(page)
            frontier.offer(store.wanted(council.slug, named_by=step.url))
            failures = failures + 1 if step.outcome == "unreachable" else 0
            yield replace(step, waiting=len(frontier))
            _give_up(council, page.request, step, failures)
            if step.kind == "board-list":
                _check_boards(council, store)
    finally:
        kept.close()


def _take_in(council: Council, store: Store, pages: warc.Where, crawler: str) -> Iterator[Step]:
    """Enter and read the pages that a run which was killed had kept already, but not yet catalogued.

    Another crawler may have asked for one again meanwhile: then its copy is the newer one, and counts.
    """
    newest = store.newest_page(council.slug, crawler)
    for torn in warc.cut_torn(warc.pages_in(pages).folder, council.slug, newest, crawler):
        log.warning("%s: %d bytes that a stopped run had not finished were cut off", torn.file, torn.size)
    for found in warc.scan(pages, council.slug, newest, crawler):
        if not isinstance(found, warc.Found):
            log.warning("%s: damaged at byte %d; `minutes verify` says more", found.file, found.offset)
            continue
        if crawler and store.has_since(council.slug, found.url, found.fetched):
            continue
        with store.writing() as writing:
            if kept := writing.enter(council.slug, found):
                written, why = read_to_keep(council, page_of(kept, pages), kept.kind)
                yield settle(council, kept, written, why, writing)


def put_away(council: str, store: Store, pages: warc.Where, crawler: str) -> None:
    """Move a crawler's page files of a council to the shelf, if there is one; it must write to none of them.

    What a killed run had not catalogued is found there, too.
    """
    pages = warc.pages_in(pages)
    if not pages.shelf:
        return
    warc.cut_torn(pages.folder, council, store.newest_page(council, crawler), crawler)
    for file in warc.files(pages.folder, council, crawler):
        warc.shelve(pages, file)


def _check_boards(council: Council, store: Store) -> None:
    """Refuse a configuration that names boards which the council's site has not."""
    known = [board for board, _ in store.boards(council.slug)]
    missing = [name for name in council.boards if name not in {board.name for board in known}]
    if missing:
        raise ConfigError(_no_such_board(council, missing[0], known))


def _no_such_board(council: Council, name: str, boards: Sequence[Board]) -> str:
    by_folded = {b.name.casefold(): b.name for b in boards}
    near = [by_folded[n] for n in get_close_matches(name.casefold(), by_folded, n=3, cutoff=0.4)]
    offer = " or ".join(f"“{n}”" for n in near) if near else f"see `minutes boards {council.url}`"
    hint = f"the nearest: {offer}" if near else offer
    return f"{council.slug}: its site has no board named “{name}” (boards = in config.toml); {hint}"


def _give_up(council: Council, request: Request, step: Step, failures: int) -> None:
    if step.outcome in ("unreachable", "forbidden", "gone") and request.kind == "board-list":
        raise Unreachable(f"{council.slug}: {step.why}")
    if step.outcome == "refused" and request.kind == "board-list":
        raise ReadError(f"{council.slug}: its list of boards was refused ({step.url}): {step.why}")
    if failures >= FAILURES_IN_A_ROW:
        raise Unreachable(
            f"{council.slug}: stopped after {failures} pages in a row could not be had; the last: {step.why}"
        )
