"""The loop: ask for what is due, keep it, read it, repeat."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Literal, Protocol, cast

from archive import warc
from archive.errors import Absent, ConfigError, Forbidden, OutsideRoot, ReadError, SiteError, Unreachable
from archive.fetch import Unmodified, Validators, validators
from archive.frontier import frontier_of
from archive.model import Board, Council, Exchange, Page, PageKind, Reading, Request
from archive.schedule import WHAT_IS_DUE, Choice, first_address_due, itself_due
from archive.sources import source
from archive.store import Entry, Kept, Store, Touched, TroubleState, Wanted, Writing, Written, written

# A site that fails so many pages in a row is down; asking on would only add to its troubles.
FAILURES_IN_A_ROW = 5

log = logging.getLogger(__name__)

Outcome = Literal["read", "refused", "unreachable", "forbidden", "gone", "not offered"]
"""`not offered`: the site has no such page, and nothing is amiss: it is optional, or another is asked for."""


class Asking(Protocol):
    """What asks a site for a page: `archive.fetch.Fetcher`."""

    def fetch(self, council: Council, request: Request, known: Validators | None, /) -> Exchange | Unmodified:
        """Return a page, or the site's word that it is as it was; Absent, or another SiteError."""
        ...


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
    forbidden: int = 0
    gone: int = 0

    @property
    def missed(self) -> int:
        """How many pages were wanted and could not be had."""
        return self.unreachable + self.forbidden + self.gone

    def with_step(self, step: Step) -> Tally:
        """Add a step; a record that is new in this run is not counted as changed too."""
        new = self.new | {x.key for x in step.touched if x.outcome == "new"}
        changed = {x.key for x in step.touched if x.outcome == "changed"}
        return Tally(
            new,
            (self.changed | changed) - new,
            self.read + (step.outcome == "read"),
            self.refused + (step.outcome == "refused"),
            self.unreachable + (step.outcome == "unreachable"),
            self.forbidden + (step.outcome == "forbidden"),
            self.gone + (step.outcome == "gone"),
        )


def now() -> datetime:
    """Return the time, to the second, as page files write it."""
    return datetime.now(UTC).replace(microsecond=0)


def crawl(
    council: Council,
    store: Store,
    pages: Path,
    fetcher: Asking,
    choice: Choice = WHAT_IS_DUE,
    clock: Callable[[], datetime] = now,
) -> Iterator[Step]:
    """Ask for the pages of a council that are due, and keep what comes.

    Each step is on disk before it is told. ConfigError when the council names boards the site has not;
    Unreachable when the site, or its list of boards, cannot be had at all; Spent when the run's allowance is.
    """
    with store.writing() as writing:
        writing.want(council.slug, source(council.system).start(council))
        writing.scope(council.slug, f"{council.boards} {council.since}")
    yield from _take_in(council, store, pages)
    frontier = frontier_of(council, choice, clock())
    frontier.offer(store.wanted(council.slug))
    kept = warc.PageFile(pages, council.slug, clock())
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


@dataclass(frozen=True, slots=True)
class Visit:
    """What is needed to ask for a page, keep it and read it."""

    council: Council
    store: Store
    pages: Path
    kept: warc.PageFile
    fetcher: Asking
    clock: Callable[[], datetime]

    def of(self, page: Wanted) -> Step:
        """Ask for a page, at its other address when the first gives nothing."""
        request = page.request
        if request.instead is None:
            return self._ask(request, page)
        if first_address_due(page, self.clock()):
            step = self._ask(request, page)
            if step.outcome == "read" or itself_due(page, self.clock()) > self.clock():
                return step
        return self._ask(request.instead, page)

    def _ask(self, request: Request, page: Wanted) -> Step:
        """Ask for one page; keep it as evidence, whatever it is, then read it."""
        copy = self.store.copy(self.council.slug, request.url) if page.had else None
        try:
            answer = self.fetcher.fetch(self.council, request, _validators(copy))
        except Absent as absent:
            return self._take(request, absent.exchange)
        except (Forbidden, OutsideRoot, Unreachable) as error:
            return self._miss(request, error)
        if isinstance(answer, Unmodified):
            return self._confirm(request, cast(Kept, copy), answer)  # it was asked for on condition of a copy
        return self._take(request, answer)

    def _take(self, request: Request, exchange: Exchange) -> Step:
        page = exchange.page
        digest = warc.digest(page.body)
        same_as = self.store.same(self.council.slug, page.url, digest)
        place = self.kept.append(exchange, _asked(request), same_as)
        said = validators(exchange.answered)
        entry = Entry(
            council=self.council.slug,
            kind=request.kind,
            url=page.url,
            fetched=page.fetched,
            content_type=page.content_type,
            digest=digest,
            place=place,
            body_at=same_as.place if same_as else place,
            status=page.status,
            etag=said.etag,
            modified=said.modified,
            optional=_asked(request).optional,
        )
        written, why = read_to_keep(self.council, page, request.kind)
        with self.store.writing() as writing:
            return settle(self.council, writing.catalogue(entry), written, why, writing)

    def _confirm(self, request: Request, copy: Kept, answer: Unmodified) -> Step:
        """Take a page as it was; it is read again, as what it means may hang on the day: upcoming, held."""
        body = warc.read(self.pages, copy.body_at)
        page = Page(request.url, body, answer.fetched, copy.content_type)
        same_as = warc.Copy(copy.fetched, copy.body_at, copy.digest)
        place = self.kept.append_unmodified(request.url, answer, _asked(request), same_as)
        said = validators(answer.answered)
        entry = replace(
            copy,
            fetched=answer.fetched,
            place=place,
            etag=said.etag or copy.etag,
            modified=said.modified or copy.modified,
            optional=_asked(request).optional,
        )
        written, why = read_to_keep(self.council, page, request.kind)
        with self.store.writing() as writing:
            return settle(self.council, writing.catalogue(entry), written, why, writing)

    def _miss(self, request: Request, error: SiteError) -> Step:
        state: TroubleState = "forbidden" if isinstance(error, Forbidden) else "unreachable"
        with self.store.writing() as writing:
            writing.miss(self.council.slug, request.url, state, str(error), self.clock())
        if request.instead or (request.optional and state == "forbidden"):
            return Step(self.council.slug, request.url, request.kind, "not offered")
        return Step(self.council.slug, request.url, request.kind, state, why=str(error))


def _take_in(council: Council, store: Store, pages: Path) -> Iterator[Step]:
    """Enter and read the pages that a run which was killed had kept already, but not yet catalogued."""
    newest = store.newest_page(council.slug)
    for torn in warc.cut_torn(pages, council.slug, newest):
        log.warning("%s: %d bytes that a stopped run had not finished were cut off", torn.file, torn.size)
    for found in warc.scan(pages, council.slug, newest):
        if not isinstance(found, warc.Found):
            log.warning("%s: damaged at byte %d; `minutes verify` says more", found.file, found.offset)
            continue
        with store.writing() as writing:
            if kept := writing.enter(council.slug, found):
                written, why = read_to_keep(council, page_of(kept, pages), kept.kind)
                yield settle(council, kept, written, why, writing)


def page_of(kept: Kept, pages: Path) -> Page:
    """Return a page from its page file."""
    body = warc.read(pages, kept.body_at)
    return Page(kept.url, body, kept.fetched, kept.content_type, kept.status)


def settle(council: Council, kept: Kept, written: Written | None, why: str, writing: Writing) -> Step:
    """Enter what a kept page brought, or why it was refused."""
    if written is not None:
        touched = writing.put(kept, written, council.boards)
        return Step(council.slug, kept.url, kept.kind, "read", touched)
    writing.refuse(kept, why)
    if kept.optional:
        return Step(council.slug, kept.url, kept.kind, "not offered")
    return Step(council.slug, kept.url, kept.kind, "refused" if kept.status == 200 else "gone", why=why)


def read_to_keep(council: Council, page: Page, asked: PageKind) -> tuple[Written | None, str]:
    """Read a page and write what it says as the store keeps it, or say why it is refused."""
    reading, why = read_page(council, page)
    return (written(reading, asked) if reading else None), why


def read_page(council: Council, page: Page) -> tuple[Reading | None, str]:
    """Read a page, or say why it is refused."""
    if page.status != 200:
        return None, f"the site answered {page.status}: it has no such page"
    try:
        return source(council.system).read(council, page), ""
    except ReadError as error:
        return None, str(error)
    except Exception as error:
        # Foreign pages make strict readers fail in ways nobody foresaw; such a page is refused, and the
        # crawl goes on. The traceback is logged, as this is always a fault of ours.
        log.exception("reading %s failed", page.url)
        return None, f"the reader failed on it ({error.__class__.__name__}: {error}); please report this"


def _asked(request: Request) -> warc.Asked:
    return warc.Asked(request.kind, request.optional or request.instead is not None)


def _validators(copy: Kept | None) -> Validators | None:
    return Validators(copy.etag, copy.modified) if copy and (copy.etag or copy.modified) else None


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
