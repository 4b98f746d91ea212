"""The days that `since:` and `until:` mean."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def first_day(typed: str) -> date | None:
    """Give the first day of a year, month or day written 2023, 2023-03 or 2023-03-14; None for nonsense."""
    match = _DAY.fullmatch(typed)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None


def last_day(typed: str) -> date | None:
    """Give the last day of a year, month or day; None for nonsense."""
    first = first_day(typed)
    if first is None:
        return None
    parts = typed.count("-")
    if parts == 0:
        return date(first.year, 12, 31)
    return first if parts == 2 else first.replace(day=monthrange(first.year, first.month)[1])


def in_words(day: date) -> str:
    """Write a day as British readers do: 14 March 2023."""
    return f"{day.day} {day:%B} {day.year}"
