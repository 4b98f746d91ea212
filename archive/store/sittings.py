"""Meetings without their items: as lists name them, and as their records say."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Boolean,
    Connection,
    RowMapping,
    Select,
    String,
    bindparam,
    case,
    func,
    select,
    update,
)

from archive.store import tables as t
from archive.store.database import upsert_all
from archive.store.nouns import Sitting
from archive.store.written import Listed, Written

SAID = ("board", "board_id", "day", "status", "stage", "url")
"""The columns that say of a meeting what a Sitting does, in `listed` and in `record`."""

_l, _r, _b = t.listed.c, t.record.c, t.board.c
BOARD_OF = select(_l.board, _l.board_id).where(
    _l.council == bindparam("council"), _l.meeting == bindparam("id")
)
# Without the record's JSON, which is a thousand times as long as all the rest.
_RECORDED = (
    select(_r.id, *(_r[name] for name in SAID), _r.incomplete, t.page.c.fetched)
    .select_from(t.record.outerjoin(t.page, t.page.c.id == _r.page))
    .where(_r.council == bindparam("council"), _r.kind == "meeting", _r.json.is_not(None))
)
_LISTED = select(t.listed).where(_l.council == bindparam("council"))
_SOME: BindParameter[list[str]] = bindparam("ids", expanding=True)
RECORDED_SOME, LISTED_SOME = _RECORDED.where(_r.id.in_(_SOME)), _LISTED.where(_l.meeting.in_(_SOME))
_DAY = bindparam("day", type_=String)
NOTE_OF_BOARD = (
    update(t.board)
    .where(_b.council == bindparam("in_council"), _b.id == bindparam("board"))
    .values(
        newest=case((func.coalesce(_b.newest, "") < _DAY, _DAY), else_=_b.newest),
        ended=case((bindparam("to_the_end", type_=Boolean), bindparam("when", type_=String)), else_=_b.ended),
    )
)

Row = Mapping[str, Any] | RowMapping


def put_list(db: Connection, council: str, written: Written, when: str) -> bool:
    """Keep what a list says of its meetings; say whether it says anything new."""
    before = _by(db, LISTED_SOME, council, "meeting", [meeting.id for meeting in written.listed])
    rows, fresh = [], False
    for meeting in written.listed:
        row = _row(meeting, before.get(meeting.id), written.way == "page", when)
        fresh = fresh or _is_new(row, before.get(meeting.id))
        before[meeting.id] = row
        rows.append({"council": council, **row})
    upsert_all(db, t.listed, rows)
    _note_of_boards(db, council, written, when)
    return fresh


def _row(meeting: Listed, before: Row | None, signalled: bool, when: str) -> Row:
    """Write what a list says of a meeting; since when it says so stays as it was while it says the same."""
    said = {"meeting": meeting.id, **meeting.said, "signalled": signalled}
    if before is not None and not signalled:
        said["stage"] = before["stage"]  # the web service's list does not tell it
    return {**said, "since": when if before is None or _is_new(said, before) else before["since"]}


def _is_new(said: Row, before: Row | None) -> bool:
    return before is None or any(before[name] != said[name] for name in SAID)


def _note_of_boards(db: Connection, council: str, written: Written, when: str) -> None:
    """Note the newest meeting of each board, and that a list was followed to its end."""
    newest: dict[str, str] = {}
    for said in (meeting.said for meeting in written.listed):
        if said["board_id"]:
            newest[said["board_id"]] = max(newest.get(said["board_id"], ""), said["day"] or "")
    to_the_end = all(request.beyond != "earlier" for request in written.requests)
    for board, day in newest.items():
        said_of = {"in_council": council, "board": board, "day": day, "to_the_end": to_the_end, "when": when}
        db.execute(NOTE_OF_BOARD, said_of)


def board_of(db: Connection, council: str, meeting_id: str) -> tuple[str, str | None]:
    """Return the name and id of a meeting's board, as the list that named it says."""
    row = db.execute(BOARD_OF, {"council": council, "id": meeting_id}).first()
    return (row.board, row.board_id) if row else ("", None)


def sittings(db: Connection, council: str) -> list[Sitting]:
    """Return every meeting that a list names or of which there is a record, by day."""
    records = _by(db, _RECORDED, council, "id")
    lists = _by(db, _LISTED, council, "meeting")
    found = [_sitting(key, records.get(key), lists.get(key)) for key in records.keys() | lists.keys()]
    return sorted(found, key=lambda s: (s.date, s.id))


def sittings_of(db: Connection, council: str, ids: Collection[str]) -> dict[str, Sitting]:
    """Return those of some meetings that a list names or of which there is a record, by id."""
    records = _by(db, RECORDED_SOME, council, "id", ids)
    lists = _by(db, LISTED_SOME, council, "meeting", ids)
    return {key: _sitting(key, records.get(key), lists.get(key)) for key in {*records, *lists}}


def _by(
    db: Connection, query: Select[Any], council: str, name: str, ids: Collection[str] | None = None
) -> dict[str, Row]:
    """Run a query for a council, or for some of its meetings; return its rows by one of their columns."""
    some = {} if ids is None else {"ids": list(ids)}
    found = db.execute(query, {"council": council, **some})
    return {row[name]: row for row in found.mappings()}


def _sitting(meeting_id: str, record: Row | None, listed: Row | None) -> Sitting:
    """Make a Sitting of a meeting's record, the list's entry, or both; the record counts first."""
    said: Row = record or listed or {}
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
