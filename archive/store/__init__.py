"""The records database: what is kept, what was read off it, and what is missing. Nothing else knows it."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select, tuple_

from archive.model import Board, Meeting, Official
from archive.sqlite import plainly
from archive.store import tables as t
from archive.store.database import last_change, open_database
from archive.store.files import file_counts, texts_of
from archive.store.nouns import (
    Change,
    Counts,
    Entry,
    Kept,
    Outcome,
    PageState,
    Revision,
    Sitting,
    Subject,
    Touched,
    Trouble,
    TroubleState,
    Wanted,
)
from archive.store.purging import Purging, states, wipe
from archive.store.seen import less, seen_change, seen_json, seen_meeting, seen_official
from archive.store.sittings import sittings
from archive.store.wanted import all_wanted, troubles
from archive.store.writing import Writing
from archive.store.written import Written, written
from archive.suppression import Hidden, parse
from archive.warc import Copy, Place

__all__ = [
    "Change",
    "Counts",
    "Entry",
    "Kept",
    "Outcome",
    "PageState",
    "Revision",
    "Sitting",
    "Store",
    "Subject",
    "Touched",
    "Trouble",
    "TroubleState",
    "Wanted",
    "Writing",
    "Written",
    "written",
]


class Store:
    """The records database of one data folder."""

    def __init__(self, path: Path, hidden: Callable[[], Hidden] = Hidden) -> None:
        """Open the database, making it when there is none; StoreError when it cannot be used.

        `hidden` is asked each time what readers may not see; without it, records are given as they are.
        """
        self._path = path
        self._hidden = hidden
        self._engine = open_database(path)
        self._turn = threading.Lock()
        # So that a store that is dropped without close() leaves no file open.
        weakref.finalize(self, self._engine.dispose)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """Write within one transaction: all of it lasts, or none. Threads take turns."""
        with self._turn, plainly(self._path), self._engine.begin() as db:
            yield Writing(db)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with plainly(self._path), self._engine.connect() as db:
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
        hidden = self._hidden()
        with self._reading() as db:
            return [seen_change(row, hidden) for row in db.execute(query)]

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
        r = t.revision.c
        query = (
            select(r.number, r.json, t.page.c.fetched)
            .join(t.page, t.page.c.id == r.page)
            .where(r.council == council, r.kind == "meeting", r.id == meeting_id)
            .order_by(r.number)
        )
        with self._reading() as db:
            rows = db.execute(query).all()
        states = ((row, seen_meeting(row.json, self._hidden())) for row in rows)
        return [Revision(row.number, datetime.fromisoformat(row.fetched), m) for row, m in states if m]

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
        with self._reading() as db:
            found = [seen_meeting(text, self._hidden()) for (text,) in db.execute(query)]
        return {m.id: m for m in found if m}

    def boards(self, council: str) -> list[tuple[Board, bool]]:
        """Return the council's boards, each with whether its minutes are wanted."""
        query = select(t.board).where(t.board.c.council == council).order_by(t.board.c.name)
        with self._reading() as db:
            return [(Board(r.id, r.name, r.url, r.category), r.wanted) for r in db.execute(query)]

    def troubles(self, council: str) -> list[Trouble]:
        """Return the pages that could not be had or were refused, or are gone."""
        with self._reading() as db:
            return troubles(db, council)

    def counts(self) -> Counts:
        """Count what is held."""
        c = t.record.c
        meetings_only = func.count(c.json).filter(c.kind == "meeting")
        sums = (func.sum(c[name]) for name in ("items", "decisions", "actions"))
        published = c.json.is_not(None) & c.stage.in_(("minutes", "draft minutes"))
        query = select(meetings_only, *sums, func.max(c.day).filter(published))
        with self._reading() as db:
            meetings, items, decisions, actions, newest = db.execute(query).one()
        day = date.fromisoformat(newest) if newest else None
        held = Counts(meetings, items or 0, decisions or 0, actions or 0, day)
        hidden = self._hidden()
        return less(held, self._borne_on(hidden), hidden) if hidden.bearing else held

    def _borne_on(self, hidden: Hidden) -> list[Any]:
        """Return the records that a suppression bears on."""
        r = t.record.c
        found = [parse(key) for key in hidden.bearing]
        keys = [(address.council, address.kind, address.id) for address in found]
        query = select(t.record).where(r.json.is_not(None), tuple_(r.council, r.kind, r.id).in_(keys))
        with self._reading() as db:
            return list(db.execute(query))

    def pages(self, council: str | None = None) -> Iterator[Kept]:
        """Yield every page kept, or those of one council, in the order of capture."""
        own, body = t.page.alias("own"), t.page.alias("body")
        query = (
            select(own, body.c.file.label("body_file"), body.c.offset.label("body_offset"))
            .join(body, body.c.id == func.coalesce(own.c.copy_of, own.c.id))
            .order_by(own.c.id)
        )
        if council is not None:
            query = query.where(own.c.council == council)
        with self._reading() as db:
            for row in db.execute(query.execution_options(yield_per=500)):
                yield _kept(row)

    def same(self, council: str, url: str, digest: str) -> Copy | None:
        """Find an earlier copy of a page with the same bytes."""
        c = t.page.c
        where = (c.council == council, c.url == url, c.digest == digest, c.copy_of.is_(None))
        with self._reading() as db:
            row = db.execute(select(c.fetched, c.file, c.offset).where(*where).limit(1)).first()
        if row is None:
            return None
        return Copy(datetime.fromisoformat(row.fetched), Place(row.file, row.offset), digest)

    def copy(self, council: str, url: str) -> Kept | None:
        """Return the newest copy of a page that could be read."""
        own, body = t.page.alias("own"), t.page.alias("body")
        query = (
            select(own, body.c.file.label("body_file"), body.c.offset.label("body_offset"))
            .join(body, body.c.id == func.coalesce(own.c.copy_of, own.c.id))
            .where(own.c.council == council, own.c.url == url)
            .where(own.c.status == 200, own.c.why_refused.is_(None))
            .order_by(own.c.id.desc())
            .limit(1)
        )
        with self._reading() as db:
            row = db.execute(query).first()
        return _kept(row) if row else None

    @contextmanager
    def purging(self) -> Iterator[Purging]:
        """Purge within one transaction: all of it lasts, or none."""
        with self._turn, plainly(self._path), self._engine.begin() as db:
            yield Purging(db)

    def states(self, council: str, kind: str, record_id: str) -> list[Meeting | Official]:
        """Return every state that a record has been in, as it is, also what is hidden from readers."""
        with self._reading() as db:
            return states(db, council, kind, record_id)

    def wipe(self) -> None:
        """Leave nothing on disk of what was deleted; StoreError while another program reads."""
        with plainly(self._path):
            wipe(self._engine, self._path)

    def newest_page(self, council: str) -> Place | None:
        """Return where the page lies that the catalogue entered last of a council."""
        c = t.page.c
        query = select(c.file, c.offset).where(c.council == council).order_by(c.id.desc()).limit(1)
        with self._reading() as db:
            row = db.execute(query).first()
        return Place(row.file, row.offset) if row else None


def _kept(row: Any) -> Kept:
    return Kept(
        id=row.id,
        council=row.council,
        kind=row.kind,
        url=row.url,
        fetched=datetime.fromisoformat(row.fetched),
        content_type=row.content_type,
        digest=row.digest,
        place=Place(row.file, row.offset),
        body_at=Place(row.body_file, row.body_offset),
        status=row.status,
        etag=row.etag,
        modified=row.modified,
        optional=row.optional,
    )
