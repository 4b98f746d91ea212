"""What a purge asks of the records database: which pages may hold the words, and that none linger in it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from uuid import uuid4

from sqlalchemy import Connection, or_, select, update

from archive.model import Meeting, Official, PageKind
from archive.store import tables as t
from archive.store.database import upsert
from archive.warc import Place
from archive.wire import meeting_from_json, official_from_json

# Pages that are of no one meeting or decision, and name decisions by their titles.
NAMING: tuple[PageKind, ...] = ("decision-list", "issue", "news")


class Purging:
    """One transaction of a purge."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def taken_at(self, council: str, meeting_id: str) -> list[str]:
        """Return the ids of the decisions on the register that were taken at a meeting."""
        r = t.record.c
        where = (r.council == council, r.kind == "official", r.json.is_not(None))
        rows = self._db.execute(select(r.id, r.json).where(*where).order_by(r.id))
        return [row.id for row in rows if json.loads(row.json)["meeting_id"] == meeting_id]

    def addresses(self, council: str, ids: Collection[str]) -> Mapping[str, str]:
        """Return the addresses of the pages of some meetings and decisions, and the id of what each is of.

        Pages that are of none of them but may name them are there too, with an empty one.
        """
        w = t.wanted.c
        query = select(w.key, w.url, w.of).where(w.council == council, or_(w.of.in_(ids), w.kind.in_(NAMING)))
        rows = self._db.execute(query).all()
        return {address: row.of if row.of in ids else "" for row in rows for address in (row.key, row.url)}

    def redigest(self, digests: Mapping[Place, str]) -> None:
        """Note the digests of pages that were rewritten, and that an index must be made anew.

        An index keeps what it has dropped until its files are merged.
        """
        p = t.page.c
        for place, digest in digests.items():
            where = (p.file == place.file, p.offset == place.offset)
            self._db.execute(update(t.page).where(*where).values(digest=digest))
        upsert(self._db, t.meta, key="identity", value=uuid4().hex)


def states(db: Connection, council: str, kind: str, record_id: str) -> list[Meeting | Official]:
    """Return every state that a record has been in, oldest first, as it is: nothing is hidden."""
    r = t.revision.c
    where = (r.council == council, r.kind == kind, r.id == record_id)
    rows = db.execute(select(r.json).where(*where).order_by(r.number))
    read = meeting_from_json if kind == "meeting" else official_from_json
    return [read(json.loads(text)) for (text,) in rows]
