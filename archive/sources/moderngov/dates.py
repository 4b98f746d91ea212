"""Days and times as ModernGov prints them, in English and in Welsh."""

from __future__ import annotations

import re
from datetime import date, time

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan ionawr ion",
            "february feb chwefror chwef",
            "march mar mawrth",
            "april apr ebrill ebr",
            "may mai",
            "june jun mehefin meh",
            "july jul gorffennaf gorff",
            "august aug awst",
            "september sep sept medi",
            "october oct hydref hyd",
            "november nov tachwedd tach",
            "december dec rhagfyr rhag",
        ),
        1,
    )
    for name in names.split()
}
WEEKDAY = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\bdydd (?:llun|mawrth|mercher|iau|gwener|sadwrn|sul)\b",
    re.IGNORECASE,
)
# "15 January 2026", "14th March, 2023", "9fed Hydref, 2014", "15 Jun 2026"
WORDED = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th|af|il|ydd|ed|fed|eg|ain)?\.?\s+([A-Za-z]{3,10}),?\s+(\d{4})\b"
)
SLASHED = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")
ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
# "7:30 pm", "1.00 pm", "10.30 a.m.", "2.00 o'r gloch", "10.00 yb" (morning), "2.00 yp" (afternoon), "19.30"
HALF = r"a\.?m\b\.?|p\.?m\b\.?|y\.?b\b\.?|y\.?p\b\.?|o'r gloch"
CLOCK = re.compile(rf"\b(\d{{1,2}})[.:](\d{{2}})\s*({HALF})?|\b(\d{{1,2}})\s*(am|pm|yb|yp)\b", re.IGNORECASE)


def day(text: str) -> date | None:
    """Find the first day named in a text; None when there is none, or none that exists."""
    if found := ISO.search(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := SLASHED.search(text):
        return _date(int(found[3]), int(found[2]), int(found[1]))
    for found in WORDED.finditer(text):
        month = MONTHS.get(found[2].lower())
        if month:
            return _date(int(found[3]), month, int(found[1]))
    return None


def clock(text: str) -> time | None:
    """Find the time of day in what follows a date; None when there is none, or none that exists."""
    for found in CLOCK.finditer(text):
        hour, minute = int(found[1] or found[4]), int(found[2] or 0)
        half = (found[3] or found[5] or "").lower().replace(".", "")
        if half in ("pm", "yp") and hour < 12:
            hour += 12
        elif half in ("am", "yb") and hour == 12:
            hour = 0
        if hour < 24 and minute < 60:
            return time(hour, minute)
    return None


def after_day(text: str) -> str:
    """Return what stands behind the first worded day: the time, and notes such as ", CANCELLED"."""
    found = WORDED.search(text) or SLASHED.search(text)
    return text[found.end() :] if found else ""


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:  # "31 June 2024"
        return None
