"""What was read off the newest good copy of each page, and the meeting it makes together."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select

from archive.join import Parts, record
from archive.model import Attendee, Meeting, Printed
from archive.store import tables as t
from archive.store.database import upsert
from archive.store.files import read_of, urls_of
from archive.store.nouns import Kept
from archive.store.sittings import board_of
from archive.wire import dumps, item_from_json, meeting_from_json, printed_from_json, vote_from_json

# A meeting as the web service says it, as its page says it, and as its Welsh page does. The first there is
# counts, so that a night on which the service fails changes no record; but a service that has been silent
# for so long was switched off.
MEETING_KINDS = ("meeting-service", "meeting", "meeting-cy")
SILENCE = timedelta(days=30)


def put_part(db: Connection, kept: Kept, kind: str, part_id: str, read: object) -> bool:
    """Keep what was read off a page; say whether it differs from what was read before."""
    c, text = t.part.c, dumps(read)
    where = (c.council == kept.council, c.kind == kind, c.id == part_id)
    before = db.execute(select(c.json).where(*where)).scalar()
    fetched = kept.fetched.isoformat()
    upsert(db, t.part, council=kept.council, kind=kind, id=part_id, fetched=fetched, json=text)
    return before != text


def joined(db: Connection, council: str, meeting_id: str) -> Meeting:
    """Join a meeting's own page with the pages beside it."""
    kind, meeting = _own(db, council, meeting_id)
    listed = board_of(db, council, meeting_id)
    files = read_of(db, council, urls_of(meeting.items))
    if kind == "meeting-service":
        # It is whole as it is. Pages asked for on a night when the service failed must not make another
        # record than there would be without that night.
        return record(meeting, Parts(listed=listed, files=files))
    beside = _parts(db, council, ("item", "votes"), [i.id for i in meeting.items])
    people = _parts(db, council, ("attendance",), [meeting_id]).get(("attendance", meeting_id), [])
    parts = Parts(
        {key: item_from_json(read) for (kind, key), read in beside.items() if kind == "item"},
        tuple(Attendee(**person) for person in people),
        {key: tuple(map(vote_from_json, read)) for (kind, key), read in beside.items() if kind == "votes"},
        listed,
        _printed(db, meeting),
        files,
    )
    return record(meeting, parts)


def copies(db: Connection, council: str, meeting_id: str) -> dict[str, Row[Any]]:
    """Return what is held of a meeting's own page, by the way it came."""
    c = t.part.c
    query = select(t.part).where(c.council == council, c.kind.in_(MEETING_KINDS), c.id == meeting_id)
    return {row.kind: row for row in db.execute(query)}


def _own(db: Connection, council: str, meeting_id: str) -> tuple[str, Meeting]:
    """Choose the copy of a meeting that counts, and say which it is."""
    found = copies(db, council, meeting_id)
    latest = max(datetime.fromisoformat(row.fetched) for row in found.values())
    rows = [found[kind] for kind in MEETING_KINDS if kind in found]
    heard = [row for row in rows if latest - datetime.fromisoformat(row.fetched) <= SILENCE]
    return heard[0].kind, meeting_from_json(json.loads(heard[0].json))


def _printed(db: Connection, meeting: Meeting) -> Printed | None:
    """Return the file of a meeting's minutes, if one has been read."""
    found = _parts(db, meeting.council, ("printed",), [d.url for d in meeting.documents])
    return printed_from_json(next(iter(found.values()))) if found else None


def _parts(
    db: Connection, council: str, kinds: Sequence[str], ids: Sequence[str]
) -> dict[tuple[str, str], Any]:
    """Return what was read off the newest good copies of some pages, by kind and id."""
    query = select(t.part).where(t.part.c.council == council, t.part.c.kind.in_(kinds), t.part.c.id.in_(ids))
    return {(r.kind, r.id): json.loads(r.json) for r in db.execute(query)}
