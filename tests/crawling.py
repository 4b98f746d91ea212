"""An archive in a folder of its own, crawled without waiting, for the tests of everything that crawls."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from archive.config import CrawlSettings
from archive.crawl import crawl, now
from archive.errors import Absent
from archive.fetch import Fetcher, Unmodified, Validators
from archive.model import Council, Exchange, Request
from archive.reread import reread
from archive.schedule import Choice
from archive.steps import Step, Tally
from archive.store import Store
from archive.wire import dumps
from tests.databases import records_in
from web.demo import sample
from web.demo.council import SampleCouncil

SETTINGS = CrawlSettings("https://archive.example/crawl", delay=0.0, allow_private_addresses=True)


@dataclass(slots=True)
class Clocked:
    """A fetcher to which every answer comes at one moment, the real one unless told otherwise."""

    fetcher: Fetcher
    at: datetime | None

    def fetch(self, council: Council, request: Request, known: Validators | None, /) -> Exchange | Unmodified:
        try:
            answer = self.fetcher.fetch(council, request, known)
        except Absent as absent:
            raise Absent(str(absent), self._dated(absent.exchange)) from None
        return self._dated(answer) if isinstance(answer, Exchange) else self._confirmed(answer)

    def _dated(self, exchange: Exchange) -> Exchange:
        return replace(exchange, page=replace(exchange.page, fetched=self.at or exchange.page.fetched))

    def _confirmed(self, answer: Unmodified) -> Unmodified:
        return replace(answer, fetched=self.at or answer.fetched)


EVERYTHING = Choice(everything=True)


@dataclass
class Crawled:
    """An archive of one council."""

    folder: Path
    council: Council
    steps: list[Step] = field(default_factory=list)  # of the last crawl

    def __post_init__(self) -> None:
        self.store = Store(records_in(self.folder))

    @property
    def pages(self) -> Path:
        return self.folder / "pages"

    def crawl(self, choice: Choice = EVERYTHING, at: datetime | None = None) -> Tally:
        """Crawl once, as patiently as ever but without the waiting."""
        tally, self.steps = Tally(), []
        asker = Clocked(Fetcher(SETTINGS, sleep=lambda _seconds: None), at)
        for step in crawl(self.council, self.store, self.pages, asker, choice, lambda: at or now()):
            self.steps.append(step)
            tally = tally.with_step(step)
        return tally

    def reread(self) -> int:
        """Read all again, in this process."""
        return reread({self.council.slug: self.council}, self.store, self.pages, lambda _step: None, 1)

    def export(self) -> str:
        return "\n".join(dumps(record) for record in self.store.records())

    def changes(self) -> list[tuple[int, str]]:
        return [(change.revision, change.key) for change in self.store.changes(0, 10_000)]


def archive_of(folder: Path, url: str, *, boards: tuple[str, ...] = (), since: date | None = None) -> Crawled:
    return Crawled(folder, Council("t", "Thistlemoor", "moderngov", url, boards, since))


# Of the cabinet one with cut items, one cancelled, one with decisions only, one still to come; of the
# people's board one with a cut item and in Welsh, one rescheduled, one with draft minutes.
SMALL = frozenset({4100, 4166, 4280, 4289, 4109, 4145, 4277})


def small_sample() -> SampleCouncil:
    """Keep a meeting of each sort of two of the sample's boards."""
    whole = sample()
    boards = tuple(board for board in whole.boards if board.key in ("people", "cabinet"))
    meetings = tuple(meeting for meeting in whole.meetings if meeting.id in SMALL)
    assert len(meetings) == len(SMALL), "the sample council has changed; choose again"
    return replace(whole, boards=boards, meetings=meetings)
