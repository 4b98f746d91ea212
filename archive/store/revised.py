"""What records have said before: every revision of a meeting, and those of one of its items."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Text, bindparam, cast, select, true

from archive.databases.sql import members_of, said_in
from archive.model import Item, Stage
from archive.store import tables as t
from archive.store.nouns import ItemRevision, Revision
from archive.store.records import record_key
from archive.store.seen import seen_meeting
from archive.suppression import Hidden, is_withheld
from archive.wire import item_from_json

_r = t.revision.c
_OF_MEETING = (
    _r.council == bindparam("council"),
    _r.kind == "meeting",
    _r.id == bindparam("meeting"),
)
REVISIONS = (
    select(_r.number, _r.json, t.page.c.fetched)
    .join(t.page, t.page.c.id == _r.page)
    .where(*_OF_MEETING)
    .order_by(_r.number)
)
# A database takes the one item out of each revision ten times as fast as the whole of it is read here.
_item = members_of(_r.json, "items").table_valued("value", name="item")
STATES = (
    select(_r.number, t.page.c.fetched, said_in(_r.json, "stage").label("stage"), cast(_item.c.value, Text))
    .select_from(t.revision.join(t.page, t.page.c.id == _r.page).join(_item, true()))
    .where(*_OF_MEETING, said_in(_item.c.value, "id") == bindparam("item"))
    .order_by(_r.number)
)


def revisions(db: Connection, council: str, meeting_id: str, hidden: Hidden) -> list[Revision]:
    """Return every record that a meeting has had, oldest first, as readers see them."""
    rows = db.execute(REVISIONS, {"council": council, "meeting": meeting_id}).all()
    states = ((row, seen_meeting(row.json, hidden)) for row in rows)
    return [Revision(row.number, datetime.fromisoformat(row.fetched), m) for row, m in states if m]


def item_revisions(
    db: Connection, council: str, meeting_id: str, item_id: str, hidden: Hidden
) -> list[ItemRevision]:
    """Return every state that an item has been in, oldest first; those that readers may not see are left out.

    A revision of the meeting in which the item is as it was is none of the item.
    """
    if hidden.bears_on(record_key(council, "meeting", meeting_id)):
        states = _seen_states(revisions(db, council, meeting_id, hidden), item_id)
    else:
        states = _states(db.execute(STATES, {"council": council, "meeting": meeting_id, "item": item_id}))
    return list(_changed(states))


def _seen_states(found: Iterable[Revision], item_id: str) -> Iterator[ItemRevision]:
    for revision in found:
        for item in revision.meeting.items:
            if item.id == item_id and not is_withheld(item):
                yield ItemRevision(revision.number, revision.captured, revision.meeting.stage, item)


def _states(rows: Iterable[Any]) -> Iterator[ItemRevision]:
    read: dict[str, Item] = {}  # nearly all of them are as the one before
    for number, fetched, stage, text in rows:
        if text not in read:
            read = {text: item_from_json(json.loads(text))}
        yield ItemRevision(number, datetime.fromisoformat(fetched), _stage(stage), read[text])


def _stage(said: Any) -> Stage | None:
    stage: Stage | None = said
    return stage


def _changed(states: Iterable[ItemRevision]) -> Iterator[ItemRevision]:
    before: Item | None = None
    for state in states:
        if state.item != before:
            yield state
        before = state.item
