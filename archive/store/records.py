"""Current records, the change numbers they took, and every revision they have had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, Integer, String, bindparam, cast, func, insert, select, update

from archive.model import Item
from archive.store import tables as t
from archive.store.database import upsert
from archive.store.nouns import Touched

RecordKind = Literal["meeting", "official"]

Key = tuple[str, str, str]
"""Which record: council, "meeting" or "official", id."""

IS_RECORD = (
    t.record.c.council == bindparam("of_council"),
    t.record.c.kind == bindparam("of_kind"),
    t.record.c.id == bindparam("of_id"),
)
"""The conditions that find the row of a key, with `bound(key)`."""

JSON = select(t.record.c.json).where(*IS_RECORD)
REST_ON = update(t.record).where(*IS_RECORD).values(page=bindparam("newest"))
REVISIONS = (
    select(func.count())
    .select_from(t.revision)
    .where(
        t.revision.c.council == bindparam("of_council"),
        t.revision.c.kind == bindparam("of_kind"),
        t.revision.c.id == bindparam("of_id"),
    )
)
REVISE = insert(t.revision)
_value = t.meta.c.value
COUNT_ON = (
    update(t.meta)
    .where(t.meta.c.key == "change")
    .values(value=cast(cast(_value, Integer) + 1, String))
    .returning(_value)
)


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
    before = db.execute(JSON, bound(key)).first()
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
    had = db.execute(REVISIONS, bound(key)).scalar_one()
    db.execute(REVISE, {**named(key), "number": had + 1, "page": page_id, "json": text})
    return Touched(record_key(*key), "changed" if before else "new")


def rest_on(db: Connection, key: Key, page_id: int) -> bool:
    """Note the newest page that a record rests on; False when there is no such record."""
    return db.execute(REST_ON, {**bound(key), "newest": page_id}).rowcount == 1


def json_of(db: Connection, key: Key) -> str | None:
    """Return a record's JSON; None when there is none, or no page of it can be read any more."""
    return db.execute(JSON, bound(key)).scalar()


def next_change(db: Connection) -> int:
    """Take the next change number; none is used twice.

    Until this transaction ends no other gets one, so that a reader who has seen a number has seen all below.
    """
    return int(db.execute(COUNT_ON).scalar_one())


def named(key: Key) -> dict[str, str]:
    """Write a key as the columns of its row."""
    return {"council": key[0], "kind": key[1], "id": key[2]}


def bound(key: Key) -> dict[str, str]:
    """Write a key as what `IS_RECORD` asks for."""
    return {"of_council": key[0], "of_kind": key[1], "of_id": key[2]}
