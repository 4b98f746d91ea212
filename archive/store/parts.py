"""What was read off the newest good copy of each page, and the meeting it makes together."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, bindparam, select

from archive.join import Parts, record
from archive.model import Attendee, Item, Meeting, Printed
from archive.store import tables as t
from archive.store.database import upsert
from archive.store.files import read_of
from archive.store.nouns import Kept
from archive.store.sittings import board_of
from archive.store.written import Part, urls_of
from archive.wire import item_from_json, meeting_from_json, printed_from_json, vote_from_json

# A meeting as the web service says it, as its page says it, and as its Welsh page does. The first there is
# counts, so that a night on which the service fails changes no record; but a service that has been silent
# for so long was switched off.
MEETING_KINDS = ("meeting-service", "meeting", "meeting-cy")
SILENCE = timedelta(days=30)

_c = t.part.c
_HERE = _c.council == bindparam("council")
JSON = select(_c.json).where(_HERE, _c.kind == bindparam("kind"), _c.id == bindparam("id"))
COPIES = select(_c.kind, _c.fetched).where(_HERE, _c.kind.in_(MEETING_KINDS), _c.id == bindparam("id"))
PARTS = select(_c.kind, _c.id, _c.json).where(
    _HERE, _c.kind.in_(bindparam("kinds", expanding=True)), _c.id.in_(bindparam("ids", expanding=True))
)


def put_part(db: Connection, kept: Kept, part: Part) -> bool:
    """Keep what was read off a page; say whether it differs from what was read before."""
    before = _json(db, kept.council, part.kind, part.id)
    key = {"council": kept.council, "kind": part.kind, "id": part.id}
    upsert(db, t.part, **key, fetched=kept.fetched.isoformat(), json=part.json)
    return before != part.json


def joined(db: Connection, council: str, meeting_id: str) -> Meeting:
    """Join a meeting's own page with the pages beside it."""
    kind = _counts(copies(db, council, meeting_id))
    meeting = _meeting(_json(db, council, kind, meeting_id) or "")
    listed = board_of(db, council, meeting_id)
    files = read_of(db, council, urls_of(meeting.items))
    if kind == "meeting-service":
        # It is whole as it is. Pages asked for on a night when the service failed must not make another
        # record than there would be without that night.
        return record(meeting, Parts(listed=listed, files=files))
    beside = _parts(db, council, ("item", "votes"), [i.id for i in meeting.items])
    people = _json(db, council, "attendance", meeting_id)
    parts = Parts(
        {key: _item(text) for kind, key, text in beside if kind == "item"},
        tuple(Attendee(**person) for person in json.loads(people)) if people else (),
        {key: tuple(map(vote_from_json, json.loads(text))) for kind, key, text in beside if kind == "votes"},
        listed,
        _printed(db, meeting),
        files,
    )
    return record(meeting, parts)


def copies(db: Connection, council: str, meeting_id: str) -> dict[str, datetime]:
    """Return when the copies of a meeting's own page came that are held, by kind."""
    found = db.execute(COPIES, {"council": council, "id": meeting_id})
    return {row.kind: datetime.fromisoformat(row.fetched) for row in found}


def _counts(found: dict[str, datetime]) -> str:
    """Choose the copy of a meeting that counts."""
    latest = max(found.values())
    return next(kind for kind in MEETING_KINDS if kind in found and latest - found[kind] <= SILENCE)


def _printed(db: Connection, meeting: Meeting) -> Printed | None:
    """Return the file of a meeting's minutes, if one has been read."""
    found = _parts(db, meeting.council, ("printed",), [d.url for d in meeting.documents])
    return printed_from_json(json.loads(found[0][2])) if found else None


def _json(db: Connection, council: str, kind: str, part_id: str) -> str | None:
    return db.execute(JSON, {"council": council, "kind": kind, "id": part_id}).scalar()


def _parts(
    db: Connection, council: str, kinds: Sequence[str], ids: Sequence[str]
) -> list[tuple[str, str, str]]:
    """Return kind, id and JSON of what was read off the newest good copies of some pages."""
    if not ids:
        return []
    found: Any = db.execute(PARTS, {"council": council, "kinds": kinds, "ids": ids})
    return list(found)


# A meeting is joined anew after each page beside it, and nearly all its parts are as they were.
@lru_cache(maxsize=32)
def _meeting(text: str) -> Meeting:
    return meeting_from_json(json.loads(text))


@lru_cache(maxsize=256)
def _item(text: str) -> Item:
    return item_from_json(json.loads(text))
