"""What came to the archive after a moment: the records that changed, and how they stood until then.

The moment is that of the page which brought a change. So the answer is the same after `minutes reread`, and
what a mended reader finds on a page that was kept before counts as having come with that page.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import Connection, select

from archive.store import tables as t
from archive.store.nouns import Arrival
from archive.store.records import JSON, Key, bound, record_key
from archive.store.seen import seen_meeting, seen_official
from archive.suppression import Hidden

_r = t.revision.c
_REVISIONS = select(_r.council, _r.kind, _r.id).join(t.page, t.page.c.id == _r.page)
_STATES = select(_r.json).join(t.page, t.page.c.id == _r.page).order_by(_r.number)


def arrivals(db: Connection, after: datetime, hidden: Hidden) -> Iterator[Arrival]:
    """Yield the records that a page changed which was fetched after a moment, as readers see them."""
    moment = after.astimezone(UTC).isoformat()
    fetched = t.page.c.fetched  # ISO 8601, UTC: in the order of time
    changed = _REVISIONS.where(fetched > moment).distinct().order_by(_r.council, _r.kind, _r.id)
    for council, kind, id_ in db.execute(changed).all():
        key: Key = (council, kind, id_)
        until_then = _STATES.where(_r.council == council, _r.kind == kind, _r.id == id_, fetched <= moment)
        before = [text for (text,) in db.execute(until_then)]
        yield _arrival(key, before, db.execute(JSON, bound(key)).scalar(), hidden)


def _arrival(key: Key, before: list[str], now: str | None, hidden: Hidden) -> Arrival:
    council, kind, _ = key
    if kind == "meeting":
        meetings = tuple(m for m in (seen_meeting(text, hidden) for text in before) if m)
        return Arrival(record_key(*key), council, meetings, meeting=seen_meeting(now, hidden))
    officials = tuple(o for o in (seen_official(text, hidden) for text in before) if o)
    return Arrival(record_key(*key), council, officials, official=seen_official(now, hidden))
