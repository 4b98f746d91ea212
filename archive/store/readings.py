"""Keeps what was read off a page, by the kind of page it is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, bindparam, select

from archive.attached import with_files
from archive.model import Board, Official
from archive.store import tables as t
from archive.store.database import upsert_all
from archive.store.files import attach, put_file, read_of, records_with
from archive.store.nouns import Kept, Touched
from archive.store.parts import MEETING_KINDS, copies, joined, put_part
from archive.store.records import Summary, json_of, keep, record_key, rest_on
from archive.store.sittings import put_list
from archive.store.written import FileText, Part, Written, columns_of, urls_of
from archive.wire import dumps, meeting_to_json, official_from_json, official_to_json

MEETING_OF = select(t.item.c.meeting).where(
    t.item.c.council == bindparam("council"), t.item.c.id == bindparam("id")
)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a page brought."""

    fresh: bool  # it says something that it did not say before
    touched: tuple[Touched, ...] = ()


def put(db: Connection, kept: Kept, written: Written, wanted: Sequence[str] = ()) -> Effect:
    """Keep what was read off a page; say for each record it touches what that did to it.

    `wanted` names the boards whose minutes are kept, all when it is empty.
    """
    if written.kind == "board-list":
        return Effect(_put_boards(db, kept.council, written.boards, wanted))
    if written.kind == "meeting-list":
        return Effect(put_list(db, kept.council, written, kept.fetched.isoformat()))
    if written.file:
        return _put_file(db, kept, written.file)
    parts = [_put_part(db, kept, part) for part in written.parts]
    return _together(parts + [_put_official(db, kept, official) for official in written.officials])


def _together(effects: Sequence[Effect]) -> Effect:
    return Effect(any(e.fresh for e in effects), tuple(one for e in effects for one in e.touched))


def _put_boards(db: Connection, council: str, boards: Sequence[Board], wanted: Sequence[str]) -> bool:
    known = db.execute(select(t.board.c.id, t.board.c.name).where(t.board.c.council == council))
    names: dict[str, str] = {row.id: row.name for row in known}
    rows = [
        {
            "council": council,
            "id": board.id,
            "name": board.name,
            "url": board.url,
            "category": board.category,
            "wanted": not wanted or board.name in wanted,
        }
        for board in boards
    ]
    upsert_all(db, t.board, rows)
    return any(names.get(board.id) != board.name for board in boards)


def _put_part(db: Connection, kept: Kept, part: Part) -> Effect:
    if part.kind in MEETING_KINDS:
        return _put_meeting(db, kept, part)
    if part.kind == "attendance":
        fresh = put_part(db, kept, part)
        known = copies(db, kept.council, part.id)
        return Effect(fresh, (_record(db, kept, part.id, unless_same=not fresh),) if known else ())
    return _put_beside(db, kept, part)


def _put_meeting(db: Connection, kept: Kept, part: Part) -> Effect:
    fresh = put_part(db, kept, part)
    held = [{"council": kept.council, "id": part_id, "meeting": part.id} for part_id in part.holds]
    upsert_all(db, t.item, held)
    attach(db, (kept.council, "meeting", part.id), part.attached)
    alone = len(copies(db, kept.council, part.id)) == 1
    return Effect(fresh, (_record(db, kept, part.id, unless_same=alone and not fresh),))


def _put_beside(db: Connection, kept: Kept, part: Part) -> Effect:
    """Keep what a page beside a meeting's own says, and join it with the meeting that it belongs to."""
    fresh = put_part(db, kept, part)
    meeting_id = db.execute(MEETING_OF, {"council": kept.council, "id": part.id}).scalar()
    return Effect(fresh, (_record(db, kept, meeting_id, unless_same=not fresh),) if meeting_id else ())


def _put_file(db: Connection, kept: Kept, file: FileText) -> Effect:
    """Keep a file's text, and note in every record that it is attached to what was read of it."""
    if not put_file(db, kept.council, file):
        return Effect(fresh=False)
    touched = []
    for key in records_with(db, kept.council, file.url):
        if key[1] == "meeting":
            touched.append(_record(db, kept, key[2], unless_same=False))
        elif text := json_of(db, key):
            touched.append(_record_official(db, kept, official_from_json(json.loads(text))))
    return Effect(True, tuple(touched))


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
    attach(db, (kept.council, "official", official.id), urls_of((official.item,)))
    touched = _record_official(db, kept, official)
    return Effect(touched.outcome != "same", (touched,))


def _record_official(db: Connection, kept: Kept, official: Official) -> Touched:
    files = read_of(db, kept.council, urls_of((official.item,)))
    official = replace(official, item=with_files(official.item, files))
    day = official.decided or official.published
    # One taken at a meeting is among that meeting's decisions already: it is not counted twice.
    items = () if official.meeting_id else (official.item,)
    summary = Summary(items, {"day": day.isoformat() if day else None, "url": official.url})
    key = (kept.council, "official", official.id)
    return keep(db, key, dumps(official_to_json(official)), kept.id, summary)
