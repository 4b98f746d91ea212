"""Current records, the change numbers they took, and every revision they have had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from archive.model import Item
from archive.store import tables as t
from archive.store.database import last_change, upsert
from archive.store.nouns import Touched

Key = tuple[str, str, str]
"""Which record: council, "meeting" or "official", id."""


def record_key(council: str, kind: str, record_id: str) -> str:
    """Name a record uniquely in the archive: "lga/3512", "kirklees/decision/13567"."""
    return f"{council}/{record_id}" if kind == "meeting" else f"{council}/decision/{record_id}"


@dataclass(frozen=True, slots=True)
class Summary:
    """What can be told of a record without reading it."""

    items: Sequence[Item]  # to be counted
    said: Mapping[str, str | None]  # the columns of a Sitting


def keep(db: Connection, key: Key, text: str, page_id: int, summary: Summary) -> Touched:
    """Keep a record; one that differs from the last is a new revision."""
    before = db.execute(select(t.record.c.json).where(*is_record(key))).first()
    if before and before.json == text:
        rest_on(db, key, page_id)
        return Touched(record_key(*key), "same")
    upsert(
        db,
        t.record,
        **named(key),
        change=next_change(db),
        page=page_id,
        json=text,
        items=len(summary.items),
        decisions=sum(len(i.decisions) for i in summary.items),
        actions=sum(len(i.actions) for i in summary.items),
        **summary.said,
    )
    _revise(db, key, text, page_id)
    return Touched(record_key(*key), "changed" if before else "new")


def rest_on(db: Connection, key: Key, page_id: int) -> bool:
    """Note the newest page that a record rests on; False when there is no such record."""
    return db.execute(update(t.record).where(*is_record(key)).values(page=page_id)).rowcount == 1


def next_change(db: Connection) -> int:
    """Take the next change number; none is used twice."""
    number = last_change(db) + 1
    upsert(db, t.meta, key="change", value=str(number))
    return number


def named(key: Key) -> dict[str, str]:
    """Write a key as the columns of its row."""
    return {"council": key[0], "kind": key[1], "id": key[2]}


def is_record(key: Key) -> tuple[ColumnElement[bool], ...]:
    """Write a key as the conditions that find its row."""
    return t.record.c.council == key[0], t.record.c.kind == key[1], t.record.c.id == key[2]


def _revise(db: Connection, key: Key, text: str, page_id: int) -> None:
    r = t.revision.c
    of_record = (r.council == key[0], r.kind == key[1], r.id == key[2])
    had = db.execute(select(func.count()).select_from(t.revision).where(*of_record)).scalar_one()
    row = {**named(key), "number": had + 1, "page": page_id, "json": text}
    db.execute(insert(t.revision), row)
