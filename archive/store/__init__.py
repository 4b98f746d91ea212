"""The records database: what is kept, what was read off it, and what is missing. Nothing else knows it."""

from __future__ import annotations

import json
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from archive.model import Board, Meeting, Official
from archive.store import tables as t
from archive.store.database import last_change, open_database, plainly
from archive.store.nouns import Change, Counts, Kept, Outcome, Revision, Touched, Trouble, TroubleState
from archive.store.records import record_key
from archive.store.writing import Writing
from archive.warc import Place
from archive.wire import meeting_from_json, official_from_json

__all__ = [
    "Change",
    "Counts",
    "Kept",
    "Outcome",
    "Revision",
    "Store",
    "Touched",
    "Trouble",
    "TroubleState",
    "Writing",
]


class Store:
    """The records database of one data folder."""

    def __init__(self, path: Path) -> None:
        """Open the database, making it when there is none; StoreError when it cannot be used."""
        self._path = path
        self._engine = open_database(path)
        # So that a store that is dropped without close() leaves no file open.
        weakref.finalize(self, self._engine.dispose)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """Write within one transaction: all of it lasts, or none."""
        with plainly(self._path), self._engine.begin() as db:
            yield Writing(db)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with plainly(self._path), self._engine.connect() as db:
            yield db

    def meeting(self, council: str, meeting_id: str) -> Meeting | None:
        """Return a meeting's current record."""
        text = self._json(council, "meeting", meeting_id)
        return meeting_from_json(json.loads(text)) if text else None

    def official(self, council: str, decision_id: str) -> Official | None:
        """Return the current record of a decision on the register."""
        text = self._json(council, "official", decision_id)
        return official_from_json(json.loads(text)) if text else None

    def _json(self, council: str, kind: str, record_id: str) -> str | None:
        r = t.record.c
        with self._reading() as db:
            return db.execute(
                select(r.json).where(r.council == council, r.kind == kind, r.id == record_id)
            ).scalar()

    def captured(self, council: str, record_id: str, kind: str = "meeting") -> datetime | None:
        """Return when the newest page that a record rests on was fetched."""
        r = t.record.c
        query = (
            select(t.page.c.fetched)
            .join(t.record, r.page == t.page.c.id)
            .where(r.council == council, r.kind == kind, r.id == record_id)
        )
        with self._reading() as db:
            found = db.execute(query).scalar()
        return datetime.fromisoformat(found) if found else None

    def records(self) -> Iterator[Mapping[str, Any]]:
        """Yield every current record as JSON values, by council, meetings first, and id."""
        r = t.record.c
        query = select(r.json).where(r.json.is_not(None)).order_by(r.council, r.kind, func.length(r.id), r.id)
        with self._reading() as db:
            for (text,) in db.execute(query.execution_options(yield_per=200)):
                yield json.loads(text)

    def changes(self, since: int, limit: int) -> list[Change]:
        """Return the records that changed after a revision, oldest change first, each once."""
        query = select(t.record).where(t.record.c.change > since).order_by(t.record.c.change).limit(limit)
        with self._reading() as db:
            return [_change(row) for row in db.execute(query)]

    def revision(self) -> int:
        """Return the number of the last change."""
        with self._reading() as db:
            return last_change(db)

    def revisions(self, council: str, meeting_id: str) -> list[Revision]:
        """Return every record a meeting has had, oldest first."""
        r = t.revision.c
        query = (
            select(r.number, r.json, t.page.c.fetched)
            .join(t.page, t.page.c.id == r.page)
            .where(r.council == council, r.kind == "meeting", r.id == meeting_id)
            .order_by(r.number)
        )
        with self._reading() as db:
            return [
                Revision(
                    row.number, datetime.fromisoformat(row.fetched), meeting_from_json(json.loads(row.json))
                )
                for row in db.execute(query)
            ]

    def listed(self, council: str) -> list[Meeting]:
        """Return every meeting the council's lists name, as they name it."""
        query = select(t.listed.c.json).where(t.listed.c.council == council)
        with self._reading() as db:
            return [meeting_from_json(json.loads(text)) for (text,) in db.execute(query)]

    def meetings(self, council: str) -> dict[str, Meeting]:
        """Return a council's current records by meeting id."""
        r = t.record.c
        query = select(r.json).where(r.council == council, r.kind == "meeting", r.json.is_not(None))
        with self._reading() as db:
            found = [meeting_from_json(json.loads(text)) for (text,) in db.execute(query)]
        return {m.id: m for m in found}

    def boards(self, council: str) -> list[tuple[Board, bool]]:
        """Return the council's boards, each with whether its minutes are wanted."""
        query = select(t.board).where(t.board.c.council == council).order_by(t.board.c.name)
        with self._reading() as db:
            return [(Board(r.id, r.name, r.url, r.category), r.wanted) for r in db.execute(query)]

    def troubles(self, council: str) -> list[Trouble]:
        """Return the pages that could not be had or were refused."""
        query = select(t.trouble).where(t.trouble.c.council == council).order_by(t.trouble.c.url)
        with self._reading() as db:
            return [
                Trouble(r.council, r.url, r.kind, r.state, r.why, datetime.fromisoformat(r.since))
                for r in db.execute(query)
            ]

    def counts(self) -> Counts:
        """Count what is held."""
        c = t.record.c
        meetings_only = func.count(c.json).filter(c.kind == "meeting")
        sums = (func.sum(c[name]) for name in ("items", "decisions", "actions"))
        query = select(meetings_only, *sums, func.max(c.minutes_of))
        with self._reading() as db:
            meetings, items, decisions, actions, newest = db.execute(query).one()
        day = date.fromisoformat(newest) if newest else None
        return Counts(meetings, items or 0, decisions or 0, actions or 0, day)

    def pages(self) -> Iterator[Kept]:
        """Yield every page kept, in the order of capture."""
        own, body = t.page.alias("own"), t.page.alias("body")
        query = (
            select(own, body.c.file.label("body_file"), body.c.offset.label("body_offset"))
            .join(body, body.c.id == func.coalesce(own.c.copy_of, own.c.id))
            .order_by(own.c.id)
        )
        with self._reading() as db:
            for r in db.execute(query.execution_options(yield_per=500)):
                fetched = datetime.fromisoformat(r.fetched)
                place = Place(r.body_file, r.body_offset)
                yield Kept(
                    r.id, r.council, r.kind, r.url, fetched, r.content_type, place, r.why_refused is not None
                )


def _change(row: Any) -> Change:
    read = json.loads(row.json) if row.json else None
    return Change(
        row.change,
        row.council,
        record_key(row.council, row.kind, row.id),
        meeting_from_json(read) if read and row.kind == "meeting" else None,
        official_from_json(read) if read and row.kind == "official" else None,
    )
