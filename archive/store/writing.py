"""Writes to the records database: what a page brought, what was refused, what could not be had."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from archive.model import Request
from archive.store import tables as t
from archive.store import wanted
from archive.store.database import upsert
from archive.store.nouns import Entry, Kept, Touched, TroubleState
from archive.store.readings import put
from archive.store.records import IS_RECORD, Key, bound, named, next_change
from archive.store.written import Written
from archive.warc import Found, Place

NOT_MODIFIED = 304

CATALOGUE = insert(t.page).returning(t.page.c.id)
# A copy is of the same address; nothing else of a place is in an index.
COPIED = select(t.page.c.id).where(
    t.page.c.council == bindparam("council"),
    t.page.c.url == bindparam("address"),
    t.page.c.file == bindparam("file"),
    t.page.c.offset == bindparam("offset"),
)
REFUSE = update(t.page).where(t.page.c.id == bindparam("page")).values(why_refused=bindparam("said"))
IS_THERE = select(t.record.c.change).where(*IS_RECORD)
RENUMBER = update(t.record).where(*IS_RECORD).values(change=bindparam("number"))

Records = Mapping[Key, tuple[int, str | None]]
"""Each record's change number and JSON."""


class Writing:
    """One transaction on the records database."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def catalogue(self, entry: Entry) -> Kept:
        """Enter a page that is on disk."""
        row = {
            "council": entry.council,
            "url": entry.url,
            "kind": entry.kind,
            "fetched": entry.fetched.isoformat(),
            "content_type": entry.content_type,
            "digest": entry.digest,
            "file": entry.place.file,
            "offset": entry.place.offset,
            "copy_of": None if entry.body_at == entry.place else self._copied(entry),
            "status": entry.status,
            "etag": entry.etag,
            "modified": entry.modified,
            "optional": entry.optional,
        }
        number = self._db.execute(CATALOGUE, row).scalar_one()
        return Kept(**{field.name: getattr(entry, field.name) for field in fields(Entry)}, id=int(number))

    def enter(self, council: str, found: Found) -> Kept | None:
        """Enter a page that the catalogue lacks; None when the copy that it points to is not there."""
        body_at, content_type = found.place, found.content_type
        etag, modified = found.etag, found.modified
        if found.same_as:
            c = t.page.c
            where = (c.council == council, c.url == found.url, c.digest == found.digest)
            held = select(t.page).where(*where, c.copy_of.is_(None)).order_by(c.id)
            copies = self._db.execute(held).all()
            # Of several whole copies the one it names: a page whose file was lost is kept whole again.
            when = found.same_as.fetched.isoformat()
            row = min(copies, key=lambda copy: bool(copy.fetched != when), default=None)
            if row is None:
                return None
            body_at, content_type = Place(row.file, row.offset), content_type or row.content_type
            if found.status == NOT_MODIFIED:  # such an answer need not say again what it said of the copy
                etag, modified = etag or row.etag, modified or row.modified
        return self.catalogue(
            Entry(
                council=council,
                kind=found.kind,
                url=found.url,
                fetched=found.fetched,
                content_type=content_type,
                digest=found.digest,
                place=found.place,
                body_at=body_at,
                status=200 if found.status == NOT_MODIFIED else found.status,
                etag=etag,
                modified=modified,
                optional=found.optional,
            )
        )

    def scope(self, council: str, scope: str) -> None:
        """Note what of a council is wanted; when that is new, its lists are due, and from the beginning."""
        key = f"scope of {council}"
        before = self._db.execute(select(t.meta.c.value).where(t.meta.c.key == key)).scalar()
        if before != scope:
            upsert(self._db, t.meta, key=key, value=scope)
            wanted.ask_lists_again(self._db, council)

    def want(self, council: str, requests: Iterable[Request], named_by: str = "") -> None:
        """Note pages that are wanted."""
        wanted.want(self._db, council, requests, named_by)

    def put(self, kept: Kept, written: Written, boards: Sequence[str] = ()) -> tuple[Touched, ...]:
        """Keep what was read off a page; say for each record it touches what that did to it.

        `boards` names those whose minutes are kept, all when it is empty.
        """
        effect = put(self._db, kept, written, boards)
        when = kept.fetched.isoformat()
        wanted.was_read(self._db, kept.council, kept.url, when, fresh=effect.fresh)
        wanted.forget_old_ways(self._db, kept.council, kept.url, written.requests)
        wanted.want(self._db, kept.council, written.requests, kept.url)
        return effect.touched

    def refuse(self, kept: Kept, why: str) -> None:
        """Record that a page was refused; the record read off an earlier copy stays."""
        self._db.execute(REFUSE, {"page": kept.id, "said": why})
        self.miss(kept.council, kept.url, "gone" if kept.status != 200 else "refused", why, kept.fetched)

    def miss(self, council: str, url: str, state: TroubleState, why: str, when: datetime) -> None:
        """Record that a page could not be had; since when stays as it was while the state does."""
        wanted.was_missed(self._db, council, url, when.isoformat(), state, why)

    def touch(self, council: str, kind: str, record_id: str) -> None:
        """Give a record a new change number, so that an index takes it anew."""
        key = bound((council, kind, record_id))
        if self._db.execute(IS_THERE, key).first():
            self._db.execute(RENUMBER, {**key, "number": next_change(self._db)})

    def forget_readings(self, but: Collection[str] = ()) -> Records:
        """Drop all that was read off pages, for reading them again; return the records there were.

        `but` names councils whose pages are not read again: of them all stays as it is.
        """
        old = self._records()
        for table in (t.part, t.file, t.attached, t.item, t.listed, t.board, t.revision, t.record, t.wanted):
            self._db.execute(delete(table).where(table.c.council.not_in(but)))
        self._db.execute(update(t.page).where(t.page.c.council.not_in(but)).values(why_refused=None))
        return old

    def missed(self) -> list[Mapping[str, Any]]:
        """Return how those pages stand of which no copy tells it: they could not be had."""
        return wanted.missed(self._db)

    def carry_over(self, missed: Iterable[Mapping[str, Any]]) -> None:
        """Note again how pages stood that could not be had since their newest copies came."""
        wanted.carry_over(self._db, missed)

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
                self._db.execute(RENUMBER, {**bound(key), "number": change})
        nothing = (0, None)
        return sum(old.get(key, nothing)[1] != new.get(key, nothing)[1] for key in old.keys() | new.keys())

    def _records(self) -> Records:
        r = t.record.c
        query = select(r.council, r.kind, r.id, r.change, r.json)
        return {(row.council, row.kind, row.id): (row.change, row.json) for row in self._db.execute(query)}

    def _copied(self, entry: Entry) -> int:
        """Return the page that holds the bytes of one which only points there."""
        place = {"file": entry.body_at.file, "offset": entry.body_at.offset}
        found = self._db.execute(COPIED, {"council": entry.council, "address": entry.url, **place})
        return int(found.scalar_one())
