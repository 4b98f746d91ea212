"""Keeps what was read off a page, by the kind of page it is."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from archive.model import Meeting, Official, Reading, Way
from archive.store import tables as t
from archive.store.database import upsert
from archive.store.nouns import Touched
from archive.store.parts import copies, joined, put_part
from archive.store.records import keep, record_key, rest_on
from archive.wire import (
    Json,
    attendee_to_json,
    dumps,
    item_to_json,
    meeting_to_json,
    official_to_json,
    printed_to_json,
    vote_to_json,
)


def put(
    db: Connection, council: str, reading: Reading, page_id: int, wanted: Sequence[str] = ()
) -> tuple[Touched, ...]:
    """Keep what was read off a page; say for each meeting it touches what that did to its record.

    `wanted` names the boards whose minutes are kept, all when it is empty.
    """
    if reading.kind == "board-list":
        _put_boards(db, council, reading, wanted)
    elif reading.kind == "meeting-list":
        for m in reading.meetings:
            upsert(db, t.listed, council=council, meeting=m.id, json=dumps(meeting_to_json(m)))
    elif reading.kind == "meeting":
        return tuple(_put_meeting(db, m, reading.way, page_id) for m in reading.meetings)
    elif reading.kind == "item":
        touched = [_put_item(db, council, i.id, item_to_json(i), page_id) for i in reading.items]
        return tuple(one for one in touched if one)
    elif reading.kind == "decision":
        return tuple(_put_official(db, official, page_id) for official in reading.decisions)
    elif reading.kind in ("attendance", "votes", "minutes-file"):
        one = _put_about(db, council, reading, page_id)
        return (one,) if one else ()
    return ()


def _put_boards(db: Connection, council: str, reading: Reading, wanted: Sequence[str]) -> None:
    for board in reading.boards:
        upsert(
            db,
            t.board,
            council=council,
            id=board.id,
            name=board.name,
            url=board.url,
            category=board.category,
            wanted=not wanted or board.name in wanted,
        )


def _put_meeting(db: Connection, meeting: Meeting, way: Way, page_id: int) -> Touched:
    kind = "meeting-cy" if meeting.language == "cy" else "meeting-service" if way == "service" else "meeting"
    fresh = put_part(db, meeting.council, kind, meeting.id, meeting_to_json(meeting), page_id)
    for part_id in (*(i.id for i in meeting.items), *(d.url for d in meeting.documents)):
        upsert(db, t.item, council=meeting.council, id=part_id, meeting=meeting.id)
    alone = len(copies(db, meeting.council, meeting.id)) == 1
    if alone and not fresh and rest_on(db, (meeting.council, "meeting", meeting.id), page_id):
        return Touched(record_key(meeting.council, "meeting", meeting.id), "same")
    return _record(db, meeting.council, meeting.id, page_id)


def _put_item(db: Connection, council: str, item_id: str, read: Json, page_id: int) -> Touched | None:
    fresh = put_part(db, council, "item", item_id, read, page_id)
    return _record_of_item(db, council, item_id, page_id, fresh)


def _put_about(db: Connection, council: str, reading: Reading, page_id: int) -> Touched | None:
    """Keep what a page says of a meeting or an item: attendance, votes, printed minutes."""
    if reading.subject is None:
        return None
    if reading.kind == "attendance":
        people = [attendee_to_json(a) for a in reading.attendance]
        put_part(db, council, "attendance", reading.subject, people, page_id)
        known = copies(db, council, reading.subject)
        return _record(db, council, reading.subject, page_id) if known else None
    if reading.printed:
        read: object = printed_to_json(reading.printed)
    else:
        read = [vote_to_json(v) for v in reading.votes]
    kind = "printed" if reading.printed else "votes"
    fresh = put_part(db, council, kind, reading.subject, read, page_id)
    return _record_of_item(db, council, reading.subject, page_id, fresh)


def _record_of_item(db: Connection, council: str, item_id: str, page_id: int, fresh: bool) -> Touched | None:
    where = (t.item.c.council == council, t.item.c.id == item_id)
    meeting_id = db.execute(select(t.item.c.meeting).where(*where)).scalar()
    if meeting_id is None:
        return None
    if not fresh and rest_on(db, (council, "meeting", meeting_id), page_id):
        return Touched(record_key(council, "meeting", meeting_id), "same")
    return _record(db, council, meeting_id, page_id)


def _record(db: Connection, council: str, meeting_id: str, page_id: int) -> Touched:
    """Join a meeting with its parts, and keep the record."""
    whole = joined(db, council, meeting_id)
    text = dumps(meeting_to_json(whole))
    minutes = whole.stage in ("minutes", "draft minutes")
    day = whole.date.isoformat() if minutes else None
    return keep(db, (council, "meeting", meeting_id), text, page_id, whole.items, day)


def _put_official(db: Connection, official: Official, page_id: int) -> Touched:
    text = dumps(official_to_json(official))
    # One taken at a meeting is among that meeting's decisions already: it is not counted twice.
    items = () if official.meeting_id else (official.item,)
    return keep(db, (official.council, "official", official.id), text, page_id, items, None)
