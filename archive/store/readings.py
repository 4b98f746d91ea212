"""Keeps what was read off a page, by the kind of page it is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from archive.attached import with_files
from archive.model import Meeting, Official, Printed, Reading, Way
from archive.store import tables as t
from archive.store.database import upsert
from archive.store.files import attach, put_file, read_of, records_with, urls_of
from archive.store.nouns import Kept, Touched
from archive.store.parts import copies, joined, put_part
from archive.store.records import Summary, is_record, keep, record_key, rest_on
from archive.store.sittings import columns_of, put_list
from archive.wire import (
    attendee_to_json,
    dumps,
    item_to_json,
    meeting_to_json,
    official_from_json,
    official_to_json,
    printed_to_json,
    vote_to_json,
)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a page brought."""

    fresh: bool  # it says something that it did not say before
    touched: tuple[Touched, ...] = ()


def put(db: Connection, kept: Kept, reading: Reading, wanted: Sequence[str] = ()) -> Effect:
    """Keep what was read off a page; say for each record it touches what that did to it.

    `wanted` names the boards whose minutes are kept, all when it is empty.
    """
    if reading.kind == "board-list":
        return Effect(_put_boards(db, kept.council, reading, wanted))
    if reading.kind == "meeting-list":
        return Effect(put_list(db, kept.council, reading, kept.fetched.isoformat()))
    if reading.kind == "meeting":
        return _together([_put_meeting(db, kept, meeting, reading.way) for meeting in reading.meetings])
    if reading.kind == "item":
        return _together([_put_beside(db, kept, "item", i.id, item_to_json(i)) for i in reading.items])
    if reading.kind == "decision":
        return _together([_put_official(db, kept, official) for official in reading.decisions])
    return _put_about(db, kept, reading)


def _together(effects: Sequence[Effect]) -> Effect:
    return Effect(any(e.fresh for e in effects), tuple(one for e in effects for one in e.touched))


def _put_boards(db: Connection, council: str, reading: Reading, wanted: Sequence[str]) -> bool:
    known = db.execute(select(t.board.c.id, t.board.c.name).where(t.board.c.council == council))
    names: dict[str, str] = {row.id: row.name for row in known}
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
    return any(names.get(board.id) != board.name for board in reading.boards)


def _put_meeting(db: Connection, kept: Kept, meeting: Meeting, way: Way) -> Effect:
    kind = "meeting-cy" if meeting.language == "cy" else "meeting-service" if way == "service" else "meeting"
    fresh = put_part(db, kept, kind, meeting.id, meeting_to_json(meeting))
    for part_id in (*(i.id for i in meeting.items), *(d.url for d in meeting.documents)):
        upsert(db, t.item, council=kept.council, id=part_id, meeting=meeting.id)
    attach(db, (kept.council, "meeting", meeting.id), meeting.items)
    alone = len(copies(db, kept.council, meeting.id)) == 1
    return Effect(fresh, (_record(db, kept, meeting.id, unless_same=alone and not fresh),))


def _put_about(db: Connection, kept: Kept, reading: Reading) -> Effect:
    """Keep what a page says of a meeting or an item: attendance, votes, printed minutes."""
    if reading.subject is None:
        return Effect(fresh=False)
    if reading.kind == "attendance":
        people = [attendee_to_json(a) for a in reading.attendance]
        fresh = put_part(db, kept, "attendance", reading.subject, people)
        known = copies(db, kept.council, reading.subject)
        return Effect(fresh, (_record(db, kept, reading.subject, unless_same=not fresh),) if known else ())
    if reading.printed and kept.kind == "file":
        return _put_file(db, kept, reading.subject, reading.printed)
    if reading.printed:
        return _put_beside(db, kept, "printed", reading.subject, printed_to_json(reading.printed))
    return _put_beside(db, kept, "votes", reading.subject, [vote_to_json(v) for v in reading.votes])


def _put_file(db: Connection, kept: Kept, url: str, printed: Printed) -> Effect:
    """Keep a file's text, and note in every record that it is attached to what was read of it."""
    if not put_file(db, kept.council, url, printed):
        return Effect(fresh=False)
    touched = []
    for key in records_with(db, kept.council, url):
        if key[1] == "meeting":
            touched.append(_record(db, kept, key[2], unless_same=False))
        elif text := db.execute(select(t.record.c.json).where(*is_record(key))).scalar():
            touched.append(_record_official(db, kept, official_from_json(json.loads(text))))
    return Effect(True, tuple(touched))


def _put_beside(db: Connection, kept: Kept, kind: str, part_id: str, read: object) -> Effect:
    """Keep what a page beside a meeting's own says, and join it with the meeting that it belongs to."""
    fresh = put_part(db, kept, kind, part_id, read)
    where = (t.item.c.council == kept.council, t.item.c.id == part_id)
    meeting_id = db.execute(select(t.item.c.meeting).where(*where)).scalar()
    return Effect(fresh, (_record(db, kept, meeting_id, unless_same=not fresh),) if meeting_id else ())


def _record(db: Connection, kept: Kept, meeting_id: str, *, unless_same: bool) -> Touched:
    """Join a meeting with its parts, and keep the record; one that is the same rests on a newer page."""
    key = (kept.council, "meeting", meeting_id)
    if unless_same and rest_on(db, key, kept.id):
        return Touched(record_key(*key), "same")
    whole = joined(db, kept.council, meeting_id)
    incomplete = tuple(i.number or i.title for i in whole.items if not i.complete)
    summary = Summary(whole.items, {**columns_of(whole), "incomplete": dumps(incomplete)})
    return keep(db, key, dumps(meeting_to_json(whole)), kept.id, summary)


def _put_official(db: Connection, kept: Kept, official: Official) -> Effect:
    attach(db, (kept.council, "official", official.id), [official.item])
    touched = _record_official(db, kept, official)
    return Effect(touched.outcome != "same", (touched,))


def _record_official(db: Connection, kept: Kept, official: Official) -> Touched:
    files = read_of(db, kept.council, urls_of([official.item]))
    official = replace(official, item=with_files(official.item, files))
    day = official.decided or official.published
    # One taken at a meeting is among that meeting's decisions already: it is not counted twice.
    items = () if official.meeting_id else (official.item,)
    summary = Summary(items, {"day": day.isoformat() if day else None, "url": official.url})
    key = (kept.council, "official", official.id)
    return keep(db, key, dumps(official_to_json(official)), kept.id, summary)
