"""The loop: ask, keep, read, repeat."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from archive import warc
from archive.errors import Absent, ConfigError, Forbidden, OutsideRoot, ReadError, SiteError, Unreachable
from archive.fetch import Fetcher
from archive.model import Board, Council, Exchange, Page, PageKind, Reading, Request
from archive.sources import source
from archive.store import Store, Touched, TroubleState, Writing

# A site that fails so many pages in a row is down; asking on would only add to its troubles.
FAILURES_IN_A_ROW = 5

log = logging.getLogger(__name__)

Outcome = Literal["read", "refused", "unreachable", "forbidden", "not offered"]
"""`not offered`: the site has no such page, and nothing is amiss: it is optional, or another is asked for."""


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one page."""

    council: str
    url: str
    kind: PageKind
    outcome: Outcome
    touched: tuple[Touched, ...] = ()
    why: str = ""
    waiting: int = 0  # pages still to be asked for, as far as is known


@dataclass(frozen=True, slots=True)
class Tally:
    """What a run did: records new or changed, pages refused or not to be had."""

    new: frozenset[str] = frozenset()  # keys of records
    changed: frozenset[str] = frozenset()
    read: int = 0
    refused: int = 0
    unreachable: int = 0

    def with_step(self, step: Step) -> Tally:
        """Add a step; a record that is new in this run is not counted as changed too."""
        new = self.new | {x.key for x in step.touched if x.outcome == "new"}
        changed = {x.key for x in step.touched if x.outcome == "changed"}
        return Tally(
            new,
            (self.changed | changed) - new,
            self.read + (step.outcome == "read"),
            self.refused + (step.outcome == "refused"),
            self.unreachable + (step.outcome in ("unreachable", "forbidden")),
        )


def crawl(council: Council, store: Store, pages: Path, fetcher: Fetcher) -> Iterator[Step]:
    """Ask for every page of a council that its configuration wants, and keep what comes.

    Each step is on disk before it is told. ConfigError when the council names boards the site has not;
    Unreachable when the site, or its list of boards, cannot be had at all.
    """
    queue = deque(source(council.system).start(council))
    seen = set(queue)
    failures = 0
    kept = warc.PageFile(pages, council.slug, datetime.now(UTC))
    try:
        while queue:
            request = queue.popleft()
            step, reading = _visit(council, request, store, kept, fetcher)
            if reading:
                _check_boards(council, reading)
                _enqueue(queue, seen, reading.requests)
            elif request.instead:
                queue.appendleft(request.instead)
            if not request.instead:  # else the page asked for instead will say whether the site is down
                failures = failures + 1 if step.outcome == "unreachable" else 0
            yield replace(step, waiting=len(queue))
            _give_up(council, request, step, failures)
    finally:
        kept.close()


def _visit(
    council: Council, request: Request, store: Store, kept: warc.PageFile, fetcher: Fetcher
) -> tuple[Step, Reading | None]:
    """Ask for one page; keep it as evidence, whatever it is, then read it."""
    try:
        exchange = fetcher.fetch(council, request)
    except (Absent, Forbidden, OutsideRoot, Unreachable) as error:
        return _missed(council, request, store, error), None
    reading, why = read_page(council, exchange.page)
    with store.writing() as writing:
        page_id = _keep(council, request, exchange, writing, kept)
        if reading:
            touched = writing.put(council.slug, reading, page_id, council.boards)
            return Step(council.slug, request.url, request.kind, "read", touched), reading
        writing.refuse(page_id, why)
        if request.instead or request.optional:
            return Step(council.slug, request.url, request.kind, "not offered"), None
        writing.miss(council.slug, request.url, request.kind, "refused", why, exchange.page.fetched)
    return Step(council.slug, request.url, request.kind, "refused", why=why), None


def _keep(
    council: Council, request: Request, exchange: Exchange, writing: Writing, kept: warc.PageFile
) -> int:
    same_as = writing.copy(council.slug, exchange.page)
    place = kept.append(exchange, same_as)
    return writing.catalogue(council.slug, request.kind, exchange.page, place, same_as)


def _missed(council: Council, request: Request, store: Store, error: SiteError) -> Step:
    if request.instead or (request.optional and isinstance(error, Absent | Forbidden)):
        return Step(council.slug, request.url, request.kind, "not offered")
    state: TroubleState = "forbidden" if isinstance(error, Forbidden) else "unreachable"
    with store.writing() as writing:
        writing.miss(council.slug, request.url, request.kind, state, str(error), datetime.now(UTC))
    return Step(council.slug, request.url, request.kind, state, why=str(error))


def read_page(council: Council, page: Page) -> tuple[Reading | None, str]:
    """Read a page, or say why it is refused."""
    try:
        return source(council.system).read(council, page), ""
    except ReadError as error:
        return None, str(error)
    except Exception as error:
        # Foreign pages make strict readers fail in ways nobody foresaw; such a page is refused, and the
        # crawl goes on. The traceback is logged, as this is always a fault of ours.
        log.exception("reading %s failed", page.url)
        return None, f"the reader failed on it ({error.__class__.__name__}: {error}); please report this"


def _enqueue(queue: deque[Request], seen: set[Request], requests: Sequence[Request]) -> None:
    """Put item pages first, so that a meeting is whole before the next is begun."""
    fresh = [r for r in dict.fromkeys(requests) if r not in seen]
    seen.update(fresh)
    queue.extend(r for r in fresh if r.kind != "item")
    queue.extendleft(reversed([r for r in fresh if r.kind == "item"]))


def _check_boards(council: Council, reading: Reading) -> None:
    if reading.kind == "board-list":
        missing = [name for name in council.boards if name not in {b.name for b in reading.boards}]
        if missing:
            raise ConfigError(_no_such_board(council, missing[0], reading.boards))


def _no_such_board(council: Council, name: str, boards: Sequence[Board]) -> str:
    by_folded = {b.name.casefold(): b.name for b in boards}
    near = [by_folded[n] for n in get_close_matches(name.casefold(), by_folded, n=3, cutoff=0.4)]
    offer = " or ".join(f"“{n}”" for n in near) if near else f"see `minutes boards {council.url}`"
    hint = f"the nearest: {offer}" if near else offer
    return f"{council.slug}: its site has no board named “{name}” (boards = in config.toml); {hint}"


def _give_up(council: Council, request: Request, step: Step, failures: int) -> None:
    if step.outcome in ("unreachable", "forbidden") and request.kind == "board-list":
        raise Unreachable(f"{council.slug}: {step.why}")
    if step.outcome == "refused" and request.kind == "board-list":
        raise ReadError(f"{council.slug}: its list of boards was refused ({request.url}): {step.why}")
    if failures >= FAILURES_IN_A_ROW:
        raise Unreachable(
            f"{council.slug}: stopped after {failures} pages in a row could not be had; the last: {step.why}"
        )
