"""A record as it is kept → as readers see it: the one place where what is suppressed is taken out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from archive.model import Item, Meeting, Official
from archive.store.nouns import Change, Counts
from archive.store.records import record_key
from archive.suppression import Hidden, is_withheld
from archive.wire import Json, meeting_from_json, meeting_to_json, official_from_json, official_to_json


def seen_meeting(text: str | None, hidden: Hidden) -> Meeting | None:
    """Return what readers see of a meeting's record."""
    return hidden.meeting(meeting_from_json(json.loads(text))) if text else None


def seen_official(text: str | None, hidden: Hidden) -> Official | None:
    """Return what readers see of the record of a decision on a register."""
    return hidden.official(official_from_json(json.loads(text))) if text else None


def seen_json(kind: str, text: str, hidden: Hidden) -> Json | None:
    """Return what readers see of a record, as JSON values."""
    if not hidden.bearing:
        read: Json = json.loads(text)
        return read
    if kind == "meeting":
        meeting = seen_meeting(text, hidden)
        return meeting_to_json(meeting) if meeting else None
    official = seen_official(text, hidden)
    return official_to_json(official) if official else None


def seen_change(row: Any, hidden: Hidden) -> Change:
    """Return a record that changed, as readers see it."""
    return Change(
        row.change,
        row.council,
        record_key(row.council, row.kind, row.id),
        seen_meeting(row.json, hidden) if row.kind == "meeting" else None,
        seen_official(row.json, hidden) if row.kind == "official" else None,
    )


def less(counts: Counts, suppressed: Iterable[Any], hidden: Hidden) -> Counts:
    """Take off what readers do not see of these rows, the only ones that a suppression bears on."""
    meetings = items = decisions = actions = 0
    for row in suppressed:
        found = _items(row, hidden)
        meetings += row.kind == "meeting" and found is None
        left = [item for item in found or () if not is_withheld(item)]
        items += row.items - len(left)
        decisions += row.decisions - sum(len(item.decisions) for item in left)
        actions += row.actions - sum(len(item.actions) for item in left)
    return Counts(
        counts.meetings - meetings,
        counts.items - items,
        counts.decisions - decisions,
        counts.actions - actions,
        counts.newest,
    )


def _items(row: Any, hidden: Hidden) -> Sequence[Item] | None:
    """Return the items that count of what readers see of a record; None when they see nothing of it."""
    if row.kind == "meeting":
        meeting = seen_meeting(row.json, hidden)
        return meeting.items if meeting else None
    official = seen_official(row.json, hidden)
    if official is None:
        return None
    return () if official.meeting_id else (official.item,)
