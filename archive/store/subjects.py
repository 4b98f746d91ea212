"""What is known of that which wanted pages are of: meetings, decisions, boards."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, Select, bindparam, func, select

from archive.model import PageKind
from archive.store import tables as t
from archive.store.nouns import Sitting, Subject
from archive.store.sittings import sittings_of

OF_A_MEETING: tuple[PageKind, ...] = ("meeting", "item", "votes", "attendance", "minutes-file", "file")
NOTHING = Subject()

_ids: BindParameter[list[str]] = bindparam("ids", expanding=True)
_w, _r, _b = t.wanted.c, t.record.c, t.board.c
CHANGED = (
    select(_w.of, func.max(_w.changed).label("changed"))
    .where(_w.council == bindparam("council"), _w.kind == "meeting", _w.of.in_(_ids))
    .group_by(_w.of)
)
DAYS = select(_r.id, _r.day).where(_r.council == bindparam("council"), _r.kind == "official", _r.id.in_(_ids))
BOARDS = select(_b.id, _b.name, _b.newest, _b.ended).where(
    _b.council == bindparam("council"), _b.id.in_(_ids)
)


@dataclass(frozen=True, slots=True)
class Subjects:
    """What is known of meetings, decisions and boards, by their ids."""

    sittings: Mapping[str, Sitting]
    changed: Mapping[str, datetime]  # since when a meeting's own page says what it says
    days: Mapping[str, date]  # of decisions
    boards: Mapping[str, Subject]

    def of(self, kind: PageKind, key: str | None) -> Subject:
        """Say what is known of that which a page is of."""
        if key is None:
            return NOTHING
        if kind == "decision":
            return Subject(day=self.days.get(key))
        if kind == "meeting":
            return Subject(sitting=self.sittings.get(key))
        if kind in OF_A_MEETING:
            return Subject(sitting=self.sittings.get(key), meeting_changed=self.changed.get(key))
        return self.boards.get(key, NOTHING) if kind == "meeting-list" else NOTHING


def subjects_of(db: Connection, council: str, rows: Sequence[Row[Any]]) -> Subjects:
    """Look up what is known of that which some wanted pages are of."""
    meetings = _ids_of(rows, OF_A_MEETING)
    changed = _some(db, CHANGED, council, meetings)
    days = _some(db, DAYS, council, _ids_of(rows, ("decision",)))
    boards = _some(db, BOARDS, council, _ids_of(rows, ("meeting-list",)))
    return Subjects(
        sittings_of(db, council, meetings) if meetings else {},
        {row.of: datetime.fromisoformat(row.changed) for row in changed if row.changed},
        {row.id: date.fromisoformat(row.day) for row in days if row.day},
        {row.id: _board(row) for row in boards},
    )


def _ids_of(rows: Sequence[Row[Any]], kinds: Collection[str]) -> set[str]:
    return {row.of for row in rows if row.kind in kinds and row.of}


def _board(row: Row[Any]) -> Subject:
    return Subject(
        board=row.name,
        newest=date.fromisoformat(row.newest) if row.newest else None,
        ended=datetime.fromisoformat(row.ended) if row.ended else None,
    )


def _some(db: Connection, query: Select[Any], council: str, ids: Collection[str]) -> Sequence[Row[Any]]:
    return db.execute(query, {"council": council, "ids": list(ids)}).all() if ids else ()
