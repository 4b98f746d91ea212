"""What the council publishes when it confirms its minutes: a correction, and no draft any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from web.demo.council import Item, Line, Meeting

CORRECTION = "(When these minutes were confirmed, the apology of Councillor Brackenbury was added.)"


def revised(meeting: Meeting) -> Meeting:
    """Return a meeting with its minutes confirmed and one item corrected; as it was, if it has none."""
    if meeting.stage not in ("draft minutes", "minutes"):
        return meeting
    first = next(item for item in meeting.items if item.minutes)
    items = tuple(_corrected(item) if item is first else item for item in meeting.items)
    modified = (meeting.modified or meeting.date) + timedelta(days=30)
    return replace(meeting, stage="minutes", items=items, modified=modified)


def _corrected(item: Item) -> Item:
    return replace(item, minutes=(*item.minutes, Line(CORRECTION)))
