"""The days that `since:`, `until:` and `on:` mean."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from indexer.language.saying import ENGLISH, Say, later

MONTHS = (
    later("January"),
    later("February"),
    later("March"),
    later("April"),
    later("May"),
    later("June"),
    later("July"),
    later("August"),
    later("September"),
    later("October"),
    later("November"),
    later("December"),
)

_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_BRITISH = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")


def first_day(typed: str) -> date | None:
    """Give the first day of a year, month or day; None for nonsense.

    They are written 2023, 2023-03 and 2023-03-14 or 14/03/2023.
    """
    if british := _BRITISH.fullmatch(typed):
        return _day(british[3], british[2], british[1])
    match = _DAY.fullmatch(typed)
    return _day(match[1], match[2] or "1", match[3] or "1") if match else None


def last_day(typed: str) -> date | None:
    """Give the last day of a year, month or day; None for nonsense."""
    first = first_day(typed)
    if first is None:
        return None
    parts = typed.count("-") + typed.count("/")
    if parts == 0:
        return date(first.year, 12, 31)
    return first if parts == 2 else _end_of_month(first)


def span_in_words(first: date, last: date, say: Say = ENGLISH) -> str:
    """Write a first and a last day as readers do: on 14 March 2023, in March 2023, in 2023, from … to …."""
    if first == last:
        return say.gettext("on %(day)s", day=in_words(first, say))
    if first.day == 1 and last == _end_of_month(first):
        return say.gettext("in %(month)s %(year)s", month=month_in_words(first.month, say), year=first.year)
    if first.year == last.year and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return say.gettext("in %(year)s", year=first.year)
    return say.gettext("from %(first)s to %(last)s", first=in_words(first, say), last=in_words(last, say))


def in_words(day: date, say: Say = ENGLISH) -> str:
    """Write a day as British readers do: 14 March 2023."""
    return f"{day.day} {month_in_words(day.month, say)} {day.year}"


def month_in_words(month: int, say: Say = ENGLISH) -> str:
    """Name a month, 1 to 12: the machine's own language has no say in it."""
    return say.gettext(MONTHS[month - 1])


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
