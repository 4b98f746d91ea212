"""When an action is due, as a day, where what is said names one plainly (pure)."""

from __future__ import annotations

import calendar
import re
from dataclasses import replace
from datetime import date

from archive.model import Action, Item, Meeting

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTH = "|".join(MONTHS)
DAY = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({MONTH})\b,?(?:\s+(\d{{4}}))?", re.IGNORECASE)
WHOLE_MONTH = re.compile(rf"\b({MONTH})\b(?:\s+(\d{{4}}))?", re.IGNORECASE)
UNCLEAR = re.compile(r"\b(?:early|mid|beginning|start|before|prior|from|meeting)\b", re.IGNORECASE)


def dated(meeting: Meeting) -> Meeting:
    """Give each action of a meeting the day it is due, where that is plain."""
    return meeting.with_items(tuple(_dated(item, meeting.date) for item in meeting.items))


def _dated(item: Item, held: date) -> Item:
    actions = tuple(_with_day(action, held) for action in item.actions)
    return item if actions == item.actions else replace(item, actions=actions)


def _with_day(action: Action, held: date) -> Action:
    return replace(action, due_date=due_date(action.due, held) if action.due else None)


def due_date(said: str, held: date) -> date | None:
    """Return the last day that "by 11 May" or "in June" names; the year is the first that is not past.

    None for what names no day or month, and for "early June" and the like.
    """
    if UNCLEAR.search(said):
        return None
    if found := DAY.search(said):
        return _coming(int(found[1]), MONTHS[found[2].lower()], found[3], held)
    if found := WHOLE_MONTH.search(said):
        return _coming(None, MONTHS[found[1].lower()], found[2], held)
    return None


def _coming(day: int | None, month: int, year: str | None, held: date) -> date | None:
    for candidate in [int(year)] if year else [held.year, held.year + 1]:
        last = calendar.monthrange(candidate, month)[1]
        if day is not None and day > last:
            return None
        found = date(candidate, month, day or last)
        if year or found >= held:
            return found
    return None
