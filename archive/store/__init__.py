"""The records database: what is kept, what was read off it, and what is missing. Nothing else knows it.

It is a file of SQLite's or a database on a PostgreSQL server: `databases` has all that differs.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from copy import copy
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from archive.model import Board, Meeting, Official
from archive.store import boards, catalogue, counting, revised
from archive.store import tables as t
from archive.store.arrivals import arrivals
from archive.store.claims import Claim, Claims, Refusal, Round, insist, working_alone
from archive.store.database import last_change, open_database
from archive.store.files import file_counts, texts_of
from archive.store.nouns import (
    Arrival,
    BoardSummary,
    Change,
    Counts,
    Entry,
    Evidence,
    ItemRevision,
    Kept,
    MeetingSummary,
    Outcome,
    PageState,
    Revision,
    Sitting,
    Subject,
    Touched,
    Trouble,
    TroubleState,
    UpcomingMeeting,
    Wanted,
)
from archive.store.purging import Purging, states
from archive.store.records import RecordKind, record_key
from archive.store.seen import seen_change, seen_json, seen_meeting, seen_official
from archive.store.sittings import sittings
from archive.store.wanted import all_wanted, troubles
from archive.store.writing import Writing
from archive.store.written import Written, written
from archive.suppression import Hidden
from archive.warc import Copy, Place

__all__ = [
    "Arrival",
    "BoardSummary",
    "Change",
    "Claim",
    "Counts",
    "Entry",
    "Evidence",
    "ItemRevision",
    "Kept",
    "MeetingSummary",
    "Outcome",
    "PageState",
    "RecordKind",
    "Refusal",
    "Revision",
    "Round",
    "Sitting",
    "Store",
    "Subject",
    "Touched",
    "Trouble",
    "TroubleState",
    "UpcomingMeeting",
    "Wanted",
    "Writing",
    "Written",
    "written",
]


class Store:
    """The records database of an archive."""

    def __init__(self, where: Path | str, hidden: Callable[[], Hidden] = Hidden) -> None:
        """Open the database, making it when there is none; StoreError when it cannot be used.

        `where` is a file's path, or the URL of a database on a server. `hidden` is asked each time what
        readers may not see; without it, records are given as they are.
        """
        self._hidden = hidden
        self._claim: Claim | None = None
        self._database = open_database(where)
        self._counted: tuple[tuple[int, Hidden], Counts] | None = None
        # So that a store that is dropped without close() leaves no file open.
        weakref.finalize(self, self._database.engine.dispose)

    def close(self) -> None:
        """Let go of the database."""
        self._database.engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """Write within one transaction: all of it lasts, or none. Writers take turns.

        Under a claim others write beside it; LockHeld when another crawler has taken over what was claimed.
        """
        if self._claim is None:
            with self._database.writing() as db:
                yield Writing(db)
            return
        with self._database.writing_beside() as db:
            insist(db, self._claim)
            yield Writing(db)

    def under(self, claim: Claim) -> Store:
        """Return this store for one that writes only what belongs to a claim's host."""
        other = copy(self)
        other._claim = claim
        return other

    def at_work(self, doing: str, *, alone: bool) -> AbstractContextManager[None]:
        """Do something beside others, or alone, while the block runs; LockHeld names who is in the way.

        Of records in a file the data folder's own lock sees to that.
        """
        if alone:
            return working_alone(self._database, doing)
        return self._database.at_work(doing, alone=False)

    @property
    def claims(self) -> Claims:
        """Return who crawls which host, where several crawlers share the work."""
        return Claims(self._database)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._database.reading() as db:
            yield db

    def file_texts(self, council: str, urls: Sequence[str]) -> Mapping[str, str]:
        """Return the texts of attached files, by their addresses; those that were not read are left out."""
        with self._reading() as db:
            return texts_of(db, council, urls)

    def file_counts(self, council: str) -> Mapping[str, int]:
        """Count the attached files that are wanted, by format where one was read, else by state."""
        with self._reading() as db:
            return file_counts(db, council)

    def meeting(self, council: str, meeting_id: str) -> Meeting | None:
        """Return a meeting's current record."""
        return seen_meeting(self._json(council, "meeting", meeting_id), self._hidden())

    def official(self, council: str, decision_id: str) -> Official | None:
        """Return the current record of a decision on the register."""
        return seen_official(self._json(council, "official", decision_id), self._hidden())

    def _json(self, council: str, kind: str, record_id: str) -> str | None:
        r = t.record.c
        with self._reading() as db:
            return db.execute(
                select(r.json).where(r.council == council, r.kind == kind, r.id == record_id)
            ).scalar()

    def captured(self, council: str, record_id: str, kind: str = "meeting") -> datetime | None:
        """Return when the newest page that a record rests on was fetched."""
        with self._reading() as db:
            return catalogue.captured(db, council, kind, record_id)

    def evidence(
        self, council: str, record_id: str, kind: RecordKind = "meeting"
    ) -> tuple[Evidence, ...] | None:
        """Return the pages that a record was read off, the main one first.

        None when they may hold what is suppressed: then no copy of them may be shown.
        """
        keys = [record_key(council, kind, record_id)]
        if kind == "official":
            official = self.official(council, record_id)
            if official is None:  # hidden by its meeting, perhaps, which only the record would tell
                return None
            keys += [record_key(council, "meeting", official.meeting_id)] if official.meeting_id else []
        if any(map(self._hidden().bears_on, keys)):
            return None
        with self._reading() as db:
            return catalogue.evidence(db, council, kind, record_id)

    def records(self) -> Iterator[Mapping[str, Any]]:
        """Yield every current record as JSON values, by council, meetings first, and id."""
        r = t.record.c
        query = select(r.kind, r.json).where(r.json.is_not(None))
        ordered = query.order_by(r.council, r.kind, func.length(r.id), r.id)
        hidden = self._hidden()
        with self._reading() as db:
            for kind, text in db.execute(ordered.execution_options(yield_per=200)):
                record = seen_json(kind, text, hidden)
                if record:
                    yield record

    def changes(self, since: int, limit: int) -> list[Change]:
        """Return the records that changed after a revision, oldest change first, each once."""
        query = select(t.record).where(t.record.c.change > since).order_by(t.record.c.change).limit(limit)
        with self._reading() as db:
            rows = db.execute(query).all()
        # Asked afterwards: what another machine suppresses meanwhile is noted before its record gets a new
        # number, so that no index can have it under that number as it was.
        hidden = self._hidden()
        return [seen_change(row, hidden) for row in rows]

    def arrivals(self, after: datetime) -> Iterator[Arrival]:
        """Yield the records that a page changed which was fetched after a moment."""
        with self._reading() as db:
            yield from arrivals(db, after, self._hidden())

    def identity(self) -> str:
        """Return what tells these records, and the numbers of their changes, from any made anew."""
        with self._reading() as db:
            return str(db.execute(select(t.meta.c.value).where(t.meta.c.key == "identity")).scalar_one())

    def revision(self) -> int:
        """Return the number of the last change."""
        with self._reading() as db:
            return last_change(db)

    def revisions(self, council: str, meeting_id: str) -> list[Revision]:
        """Return every record a meeting has had, oldest first."""
        with self._reading() as db:
            return revised.revisions(db, council, meeting_id, self._hidden())

    def item_revisions(self, council: str, meeting_id: str, item_id: str) -> list[ItemRevision]:
        """Return every state that an item of a meeting has been in, oldest first."""
        with self._reading() as db:
            return revised.item_revisions(db, council, meeting_id, item_id, self._hidden())

    def sittings(self, council: str) -> list[Sitting]:
        """Return every meeting that a list names or of which there is a record, by day."""
        with self._reading() as db:
            return sittings(db, council)

    def wanted(self, council: str, *, named_by: str | None = None) -> Iterator[Wanted]:
        """Yield the pages that are wanted of a council: all, or those that a page named."""
        with self._reading() as db:
            yield from all_wanted(db, council, named_by)

    def meetings(self, council: str) -> dict[str, Meeting]:
        """Return a council's current records by meeting id."""
        r = t.record.c
        query = select(r.json).where(r.council == council, r.kind == "meeting", r.json.is_not(None))
        hidden = self._hidden()
        with self._reading() as db:
            found = [seen_meeting(text, hidden) for (text,) in db.execute(query)]
        return {m.id: m for m in found if m}

    def boards(self, council: str) -> list[tuple[Board, bool]]:
        """Return the council's boards, each with whether its minutes are wanted."""
        with self._reading() as db:
            return boards.boards(db, council)

    def board_summaries(self, today: date) -> list[BoardSummary]:
        """Return every board that a meeting is kept of, by council and name."""
        with self._reading() as db:
            return boards.board_summaries(db, today, self._hidden())

    def board_summary(self, council: str, board_id: str, today: date) -> BoardSummary | None:
        """Return a board; None when no meeting is kept of it."""
        with self._reading() as db:
            return boards.board_summary(db, council, board_id, today, self._hidden())

    def meetings_of(self, council: str, board_id: str) -> list[MeetingSummary]:
        """Return the meetings that are kept of a board, newest first."""
        with self._reading() as db:
            return boards.meetings_of(db, council, board_id, self._hidden())

    def neighbours(self, meeting: Meeting) -> tuple[MeetingSummary | None, MeetingSummary | None]:
        """Return the meetings of the same board before and after one."""
        with self._reading() as db:
            return boards.neighbours(db, meeting, self._hidden())

    def upcoming(self, council: str, board_id: str, today: date) -> list[UpcomingMeeting]:
        """Return the meetings of a board from a day on, soonest first."""
        with self._reading() as db:
            return boards.upcoming(db, council, board_id, today, self._hidden())

    def troubles(self, council: str) -> list[Trouble]:
        """Return the pages that could not be had or were refused, or are gone."""
        with self._reading() as db:
            return troubles(db, council)

    def counts(self) -> Counts:
        """Count what is held; counted again only when a record, or what is hidden, has changed."""
        hidden = self._hidden()
        with self._reading() as db:
            # Asked for first: counts that are newer than their number are only made once more.
            of = (last_change(db), hidden)
            if self._counted is None or self._counted[0] != of:
                self._counted = (of, counting.counts(db, hidden))
            return self._counted[1]

    def pages(self, council: str | None = None) -> Iterator[Kept]:
        """Yield every page kept, or those of one council, in the order of capture."""
        with self._reading() as db:
            yield from catalogue.pages(db, council)

    def same(self, council: str, url: str, digest: str) -> Copy | None:
        """Find an earlier copy of a page with the same bytes."""
        with self._reading() as db:
            return catalogue.same(db, council, url, digest)

    def copy(self, council: str, url: str) -> Kept | None:
        """Return the newest copy of a page that could be read."""
        with self._reading() as db:
            return catalogue.newest_copy(db, council, url)

    @contextmanager
    def purging(self) -> Iterator[Purging]:
        """Purge within one transaction: all of it lasts, or none."""
        with self._database.writing() as db:
            yield Purging(db)

    def states(self, council: str, kind: str, record_id: str) -> list[Meeting | Official]:
        """Return every state that a record has been in, as it is, also what is hidden from readers."""
        with self._reading() as db:
            return states(db, council, kind, record_id)

    def wipe(self) -> None:
        """Leave nothing on disk of what was deleted; StoreError while another program reads."""
        self._database.wipe()

    def newest_page(self, council: str, crawler: str = "") -> Place | None:
        """Return where the page lies that was catalogued last of a council, or of a crawler's there."""
        with self._reading() as db:
            return catalogue.newest_page(db, council, crawler)

    def has_since(self, council: str, url: str, when: datetime) -> bool:
        """Tell whether there is a copy of a page that was fetched at a moment or later."""
        with self._reading() as db:
            return catalogue.has_since(db, council, url, when)
