"""Writes to the records database: what a page brought, what was refused, what could not be had."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from archive.model import Page, PageKind, Reading
from archive.store import tables as t
from archive.store.database import upsert
from archive.store.nouns import Touched, TroubleState
from archive.store.readings import put
from archive.store.records import Key, is_record, named, next_change
from archive.warc import Copy, Place, digest

Records = dict[Key, tuple[int, str | None]]
"""Each record's change number and JSON."""


class Writing:
    """One transaction on the records database."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def copy(self, council: str, page: Page) -> Copy | None:
        """Find an earlier copy of the same page with the same bytes."""
        row = self._db.execute(
            select(t.page.c.fetched, t.page.c.file, t.page.c.offset)
            .where(
                t.page.c.council == council,
                t.page.c.url == page.url,
                t.page.c.digest == digest(page.body),
                t.page.c.copy_of.is_(None),
            )
            .limit(1)
        ).first()
        return Copy(datetime.fromisoformat(row.fetched), Place(row.file, row.offset)) if row else None

    def catalogue(self, council: str, kind: PageKind, page: Page, place: Place, same_as: Copy | None) -> int:
        """Enter a page that is on disk, and return its number."""
        row = {
            "council": council,
            "url": page.url,
            "kind": kind,
            "fetched": page.fetched.isoformat(),
            "content_type": page.content_type,
            "digest": digest(page.body),
            "file": place.file,
            "offset": place.offset,
            "copy_of": self._page_at(same_as.place) if same_as else None,
        }
        return int(self._db.execute(insert(t.page).returning(t.page.c.id), row).scalar_one())

    def put(
        self, council: str, reading: Reading, page_id: int, wanted: Sequence[str] = ()
    ) -> tuple[Touched, ...]:
        """Keep what was read off a page; say for each record it touches what that did to it.

        `wanted` names the boards whose minutes are kept, all when it is empty.
        """
        self._settle(council, page_id)
        return put(self._db, council, reading, page_id, wanted)

    def refuse(self, page_id: int, why: str) -> None:
        """Record that a page was refused; the record read off an earlier copy stays."""
        self._db.execute(update(t.page).where(t.page.c.id == page_id).values(why_refused=why))

    def miss(
        self, council: str, url: str, kind: PageKind, state: TroubleState, why: str, when: datetime
    ) -> None:
        """Record that a page could not be had; since when stays as it was while the state does."""
        where = (t.trouble.c.council == council, t.trouble.c.url == url, t.trouble.c.state == state)
        since = self._db.execute(select(t.trouble.c.since).where(*where)).scalar() or when.isoformat()
        upsert(self._db, t.trouble, council=council, url=url, kind=kind, state=state, why=why, since=since)

    def forget_readings(self) -> Records:
        """Drop all that was read off pages, for reading them again; return the records there were."""
        old = self._records()
        for table in (t.part, t.item, t.listed, t.board, t.revision, t.record):
            self._db.execute(delete(table))
        self._db.execute(delete(t.trouble).where(t.trouble.c.state == "refused"))
        self._db.execute(update(t.page).values(why_refused=None))
        return old

    def keep_numbers(self, old: Records) -> int:
        """Give records that came out as they were their old numbers back; return how many did not.

        A record that no page gives any more stays as an empty one, so that an index learns of it.
        """
        new = self._records()
        for key, (change, text) in old.items():
            if key not in new:
                number = change if text is None else next_change(self._db)
                upsert(self._db, t.record, **named(key), change=number, page=0, json=None)
            elif new[key][1] == text:
                self._db.execute(update(t.record).where(*is_record(key)).values(change=change))
        nothing = (0, None)
        return sum(old.get(key, nothing)[1] != new.get(key, nothing)[1] for key in old.keys() | new.keys())

    def _records(self) -> Records:
        return {(r.council, r.kind, r.id): (r.change, r.json) for r in self._db.execute(select(t.record))}

    def _page_at(self, place: Place) -> int:
        where = (t.page.c.file == place.file, t.page.c.offset == place.offset)
        return int(self._db.execute(select(t.page.c.id).where(*where)).scalar_one())

    def _settle(self, council: str, page_id: int) -> None:
        """Forget the trouble there was with a page that has now been read."""
        url = select(t.page.c.url).where(t.page.c.id == page_id).scalar_subquery()
        self._db.execute(delete(t.trouble).where(t.trouble.c.council == council, t.trouble.c.url == url))
