"""Boards as their pages show them: what is kept of each, its meetings in order, and those to come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Select, func, literal, select, tuple_

from archive.databases.sql import said_in
from archive.model import Board, Meeting
from archive.store import tables as t
from archive.store.nouns import BoardSummary, MeetingSummary, UpcomingMeeting
from archive.store.seen import seen_meeting
from archive.suppression import Hidden, parse

_r, _b, _l = t.record.c, t.board.c, t.listed.c
_LINE = (_r.id, _r.board, _r.day, _r.status, _r.stage)

Unseen = Sequence[tuple[str, str]]
"""Meetings, by council and id, of which readers see nothing."""


def boards(db: Connection, council: str) -> list[tuple[Board, bool]]:
    """Return the council's boards, each with whether its minutes are wanted."""
    query = select(t.board).where(_b.council == council).order_by(_b.name)
    return [(Board(r.id, r.name, r.url, r.category), r.wanted) for r in db.execute(query)]


def board_summaries(db: Connection, today: date, hidden: Hidden) -> list[BoardSummary]:
    """Return every board that a meeting is kept of, by council and name."""
    return _summaries(db, _meetings(_counted(today), unseen(db, hidden)))


def board_summary(
    db: Connection, council: str, board_id: str, today: date, hidden: Hidden
) -> BoardSummary | None:
    """Return a board; None when no meeting is kept of it."""
    query = _of_board(_counted(today), council, board_id, unseen(db, hidden))
    return next(iter(_summaries(db, query)), None)


def meetings_of(db: Connection, council: str, board_id: str, hidden: Hidden) -> list[MeetingSummary]:
    """Return the meetings that are kept of a board, newest first."""
    query = _of_board(select(*_LINE), council, board_id, unseen(db, hidden))
    return [_line(row) for row in db.execute(query.order_by(_r.day.desc(), _r.id.desc()))]


def neighbours(
    db: Connection, meeting: Meeting, hidden: Hidden
) -> tuple[MeetingSummary | None, MeetingSummary | None]:
    """Return the meetings of the same board before and after one."""
    if meeting.board_id is None:
        return None, None
    query = _of_board(select(*_LINE), meeting.council, meeting.board_id, unseen(db, hidden)).limit(1)
    place, here = tuple_(_r.day, _r.id), tuple_(literal(meeting.date.isoformat()), literal(meeting.id))
    before = db.execute(query.where(place < here).order_by(_r.day.desc(), _r.id.desc())).first()
    after = db.execute(query.where(place > here).order_by(_r.day, _r.id)).first()
    return _line(before) if before else None, _line(after) if after else None


def upcoming(
    db: Connection, council: str, board_id: str, today: date, hidden: Hidden
) -> list[UpcomingMeeting]:
    """Return the meetings of a board from a day on, soonest first; their records count before the lists."""
    gone = {meeting_id for slug, meeting_id in unseen(db, hidden) if slug == council}
    listed = {row.meeting: _from_list(row) for row in _listed(db, council, board_id, today)}
    query = _of_board(_fetched(), council, board_id, ()).where(_r.day >= today.isoformat())
    kept = {row.id: _from_record(row) for row in db.execute(query)}
    found = {key: meeting for key, meeting in (listed | kept).items() if key not in gone}
    return sorted(found.values(), key=lambda m: (m.date, m.time or time.min, m.id))


def unseen(db: Connection, hidden: Hidden) -> Unseen:
    """Name the meetings of which readers see nothing; those that no record is left of are among them."""
    named = [parse(key) for key in hidden.bearing]
    keys = [(address.council, address.id) for address in named if address.kind == "meeting"]
    if not keys:
        return ()
    query = select(_r.council, _r.id, _r.json).where(_r.kind == "meeting", _r.json.is_not(None))
    found = db.execute(query.where(tuple_(_r.council, _r.id).in_(keys)))
    seen = {(row.council, row.id) for row in found if seen_meeting(row.json, hidden)}
    return [key for key in keys if key not in seen]


def _counted(today: date) -> Select[Any]:
    """Count the meetings of each board under each name, with the newest of all and of those that are past."""
    past = func.max(_r.day).filter(_r.day <= today.isoformat())
    named = (_r.council, _r.board_id, _r.board)
    return select(*named, func.count(), func.max(_r.day), past).group_by(*named)


def _summaries(db: Connection, query: Select[Any]) -> list[BoardSummary]:
    rows = sorted(db.execute(query).all(), key=_board)
    listed = {(row.council, row.id): row for row in db.execute(select(t.board))}
    groups = groupby(rows, key=_board)
    found = (_summary(list(group), listed.get((council, id_))) for (council, id_, _), group in groups)
    return sorted(found, key=lambda board: (board.council, board.name.casefold()))


def _meetings(query: Select[Any], gone: Unseen) -> Select[Any]:
    query = query.where(_r.kind == "meeting", _r.json.is_not(None))
    return query.where(tuple_(_r.council, _r.id).not_in(gone)) if gone else query


def _of_board(query: Select[Any], council: str, board_id: str, gone: Unseen) -> Select[Any]:
    return _meetings(query, gone).where(_r.council == council, _r.board_id == board_id)


def _fetched() -> Select[Any]:
    said = (said_in(_r.json, name).label(name) for name in ("time", "venue"))
    query = select(*_LINE, _r.council, _r.url, t.page.c.fetched, *said)
    return query.join(t.page, t.page.c.id == _r.page)


def _listed(db: Connection, council: str, board_id: str, today: date) -> Iterable[Any]:
    of_board = (_l.council == council, _l.board_id == board_id, _l.day >= today.isoformat())
    recorded = select(_r.id).where(_r.council == _l.council, _r.kind == "meeting", _r.id == _l.meeting)
    return db.execute(select(t.listed).where(*of_board, ~recorded.where(_r.json.is_not(None)).exists()))


def _board(row: Any) -> tuple[str, str, str]:
    """Say which board a row is of; one without an id is known by its name."""
    return row.council, row.board_id or "", "" if row.board_id else row.board


def _summary(rows: Sequence[Any], listed: Any) -> BoardSummary:
    newest_first = sorted(rows, key=lambda row: row[4], reverse=True)
    past = max((row[5] for row in rows if row[5]), default=None)
    return BoardSummary(
        council=rows[0].council,
        id=rows[0].board_id,
        name=listed.name if listed else newest_first[0].board,
        meetings=sum(row[3] for row in rows),
        newest=date.fromisoformat(past) if past else None,
        names=tuple(row.board for row in newest_first),
        category=listed.category if listed else None,
        url=listed.url if listed else None,
    )


def _line(row: Any) -> MeetingSummary:
    return MeetingSummary(row.id, row.board, date.fromisoformat(row.day), row.status, row.stage)


def _from_record(row: Any) -> UpcomingMeeting:
    return UpcomingMeeting(
        council=row.council,
        id=row.id,
        board=row.board,
        date=date.fromisoformat(row.day),
        time=time.fromisoformat(row.time) if row.time else None,
        status=row.status,
        venue=row.venue,
        url=row.url,
        told=datetime.fromisoformat(row.fetched),
        read=True,
    )


def _from_list(row: Any) -> UpcomingMeeting:
    return UpcomingMeeting(
        council=row.council,
        id=row.meeting,
        board=row.board,
        date=date.fromisoformat(row.day),
        time=None,
        status=row.status,
        venue=None,
        url=row.url,
        told=datetime.fromisoformat(row.since),
        read=False,
    )
