"""What the pages are made from: an engine, the archive's records, and the councils' names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from flask import abort
from flask_babel import gettext as _

from archive.config import Config
from archive.model import Board, Meeting, Official
from archive.store import (
    BoardSummary,
    Counts,
    Evidence,
    ItemRevision,
    MeetingSummary,
    RecordKind,
    Revision,
    Sitting,
    Trouble,
    UpcomingMeeting,
)
from indexer.model import Engine
from indexer.topics import Topics
from web.watch.coverage import Coverage


class Records(Protocol):
    """What the pages ask of the archive's records."""

    def meeting(self, council: str, meeting_id: str) -> Meeting | None:
        """Return a meeting's current record, or None when the archive has none."""
        ...

    def official(self, council: str, decision_id: str) -> Official | None:
        """Return the current record of a decision on the council's register."""
        ...

    def captured(self, council: str, record_id: str, kind: str = "meeting") -> datetime | None:
        """Return when the record's page was last fetched from the council's site."""
        ...

    def counts(self) -> Counts:
        """Count what may be read."""
        ...

    def evidence(
        self, council: str, record_id: str, kind: RecordKind = "meeting"
    ) -> Sequence[Evidence] | None:
        """Return the pages that a record was read off; None when they may hold what is suppressed."""
        ...

    def item_revisions(self, council: str, meeting_id: str, item_id: str) -> Sequence[ItemRevision]:
        """Return every state that an item of a meeting has been in, oldest first."""
        ...

    def neighbours(self, meeting: Meeting) -> tuple[MeetingSummary | None, MeetingSummary | None]:
        """Return the meetings of the same board before and after one."""
        ...

    def board_summaries(self, today: date) -> Sequence[BoardSummary]:
        """Return every board that a meeting is kept of, by council and name."""
        ...

    def board_summary(self, council: str, board_id: str, today: date) -> BoardSummary | None:
        """Return a board; None when no meeting is kept of it."""
        ...

    def meetings_of(self, council: str, board_id: str) -> Sequence[MeetingSummary]:
        """Return the meetings that are kept of a board, newest first."""
        ...

    def upcoming(self, council: str, board_id: str, today: date) -> Sequence[UpcomingMeeting]:
        """Return the meetings of a board from a day on, soonest first."""
        ...

    def revision(self) -> int:
        """Return the number of the last change."""
        ...

    def identity(self) -> str:
        """Return what tells these records, and the numbers of their changes, from any made anew."""
        ...

    def revisions(self, council: str, meeting_id: str) -> Sequence[Revision]:
        """Return every record a meeting has had, oldest first."""
        ...

    def sittings(self, council: str) -> Sequence[Sitting]:
        """Return every meeting that is listed or recorded."""
        ...

    def troubles(self, council: str) -> Sequence[Trouble]:
        """Return the pages that could not be had or were refused."""
        ...

    def boards(self, council: str) -> Sequence[tuple[Board, bool]]:
        """Return the council's boards, each with whether its minutes are wanted."""
        ...


@dataclass(frozen=True, slots=True)
class Site:
    """Everything a view needs."""

    engine: Engine | None  # None while there is no index
    store: Records
    names: Mapping[str, str]  # slug → the council's name
    topics: Topics
    coverage: Coverage
    config: Config | None = None  # None: records in memory, with no diary of runs, and no run at work

    def council(self, slug: str) -> str:
        """Return a council's name; of one that is no longer configured, its slug."""
        return self.names.get(slug, slug)

    def filled(self) -> Engine | None:
        """Return the engine where its index holds something; None while nothing can be found."""
        return self.engine if self.engine is not None and self.engine.count() else None

    def searched(self) -> Engine:
        """Return the engine; where there is no index, the request is answered so, with status 503."""
        if self.engine is None:
            abort(503, _("There is no search index yet. Run “minutes crawl”, then “minutes index”."))
        return self.engine
