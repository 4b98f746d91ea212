"""An archive in a folder of its own, crawled without waiting, for the tests of everything that crawls."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from archive.config import CrawlSettings
from archive.crawl import Step, Tally, crawl
from archive.fetch import Fetcher
from archive.model import Council
from archive.reread import reread
from archive.store import Store
from archive.wire import dumps
from web.demo import sample
from web.demo.council import SampleCouncil

SETTINGS = CrawlSettings("https://archive.example/crawl", delay=0.0, allow_private_addresses=True)


@dataclass
class Crawled:
    """An archive of one council."""

    folder: Path
    council: Council
    steps: list[Step] = field(default_factory=list)  # of the last crawl

    def __post_init__(self) -> None:
        self.store = Store(self.folder / "records.sqlite")

    @property
    def pages(self) -> Path:
        return self.folder / "pages"

    def crawl(self) -> Tally:
        """Crawl once, as patiently as ever but without the waiting."""
        tally, self.steps = Tally(), []
        asker = Fetcher(SETTINGS, sleep=lambda _seconds: None)
        for step in crawl(self.council, self.store, self.pages, asker):
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
