"""Meetings without their items: as lists name them, and as their records say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select, update

from archive.model import Meeting, Reading
from archive.store import tables as t
from archive.store.database import upsert
from archive.store.nouns import Sitting

SAID = ("board", "board_id", "day", "status", "stage", "url")
"""The columns that say of a meeting what a Sitting does, in `listed` and in `record`."""


def put_list(db: Connection, council: str, reading: Reading, when: str) -> bool:
    """Keep what a list says of its meetings; say whether it says anything new."""
    fresh = [_put(db, council, meeting, reading.way == "page", when) for meeting in reading.meetings]
    _note_of_boards(db, council, reading, when)
    return any(fresh)


def _put(db: Connection, council: str, meeting: Meeting, signalled: bool, when: str) -> bool:
    said = columns_of(meeting)
    before = _listed_row(db, council, meeting.id)
    if before is not None and not signalled:
        said["stage"] = before["stage"]  # the web service's list does not tell it
    fresh = before is None or any(before[name] != said[name] for name in SAID)
    since = when if before is None or fresh else before["since"]
    upsert(db, t.listed, council=council, meeting=meeting.id, **said, signalled=signalled, since=since)
    return fresh


def columns_of(meeting: Meeting) -> dict[str, Any]:
    """Write what a Sitting tells of a meeting as columns."""
    return {
        "board": meeting.board,
        "board_id": meeting.board_id,
        "day": meeting.date.isoformat(),
        "status": meeting.status,
        "stage": meeting.stage,
        "url": meeting.url,
    }


def _listed_row(db: Connection, council: str, meeting_id: str) -> Mapping[str, Any] | None:
    where = (t.listed.c.council == council, t.listed.c.meeting == meeting_id)
    row = db.execute(select(t.listed).where(*where)).mappings().first()
    return dict(row) if row else None


def _note_of_boards(db: Connection, council: str, reading: Reading, when: str) -> None:
    """Note the newest meeting of each board, and that a list was followed to its end."""
    newest: dict[str, str] = {}
    for m in reading.meetings:
        if m.board_id:
            newest[m.board_id] = max(newest.get(m.board_id, ""), m.date.isoformat())
    ended = all(request.beyond != "earlier" for request in reading.requests)
    for board_id, day in newest.items():
        c = t.board.c
        values: dict[str, Any] = {"newest": func.max(func.coalesce(c.newest, ""), day)}
        if ended:
            values["ended"] = when
        db.execute(update(t.board).where(c.council == council, c.id == board_id).values(**values))


def board_of(db: Connection, council: str, meeting_id: str) -> tuple[str, str | None]:
    """Return the name and id of a meeting's board, as the list that named it says."""
    row = _listed_row(db, council, meeting_id)
    return (row["board"], row["board_id"]) if row else ("", None)


def sittings(db: Connection, council: str) -> list[Sitting]:
    """Return every meeting that a list names or of which there is a record, by day."""
    r, page = t.record, t.page
    recorded = (
        select(r, page.c.fetched)
        .select_from(r.outerjoin(page, page.c.id == r.c.page))
        .where(r.c.council == council, r.c.kind == "meeting", r.c.json.is_not(None))
    )
    records = {row["id"]: dict(row) for row in db.execute(recorded).mappings()}
    listed = db.execute(select(t.listed).where(t.listed.c.council == council)).mappings()
    lists = {row["meeting"]: dict(row) for row in listed}
    found = [sitting(key, records.get(key), lists.get(key)) for key in records.keys() | lists.keys()]
    return sorted(found, key=lambda s: (s.date, s.id))


def sitting(meeting_id: str, record: Mapping[str, Any] | None, listed: Mapping[str, Any] | None) -> Sitting:
    """Make a Sitting of a meeting's record, the list's entry, or both; the record counts first."""
    said = {**(listed or {}), **(record or {})}
    return Sitting(
        id=meeting_id,
        board=said["board"],
        board_id=said["board_id"],
        date=date.fromisoformat(said["day"]),
        status=said["status"],
        stage=said["stage"],
        url=said["url"],
        listed=datetime.fromisoformat(listed["since"]) if listed else None,
        signalled=bool(listed and listed["signalled"]),
        captured=datetime.fromisoformat(record["fetched"]) if record else None,
        incomplete=tuple(json.loads(record["incomplete"])) if record else (),
    )
