"""How dates, numbers and the archive's own terms are put before a reader."""

from __future__ import annotations

from datetime import date, datetime, time
from urllib.parse import urlsplit

SECTIONS = {"agenda": "Agenda", "decision": "Decision", "minutes": "Minutes"}

KINDS = {"item": "Item", "decision": "Decision", "action": "Action", "meeting": "Meeting"}

STATUSES = {
    "held": "Held",
    "upcoming": "Still to come",
    "cancelled": "Cancelled",
    "rescheduled": "Rescheduled",
    "adjourned": "Adjourned",
}

STAGES = {
    "agenda": "Agenda only: no minutes are published yet",
    "decisions only": "Decisions only: the minutes are not published yet",
    "draft minutes": "Draft minutes, not yet agreed by the board",
    "minutes": "Minutes",
    None: "Nothing is published",
}

SORTS = {"relevance": "Best match", "newest": "Newest", "oldest": "Oldest"}

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day(value: date) -> str:
    """Write a date as "14 March 2023": the machine's own language has no say in it."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def short_day(value: date) -> str:
    """Write a date as "14 Mar 2023"."""
    return f"{value.day} {MONTHS[value.month - 1][:3]} {value.year}"


def clock(value: time | datetime) -> str:
    """Write a time as "1.30pm", and "noon" and "midnight" so: 12 o'clock misleads."""
    if value.minute == 0 and value.hour in (0, 12):
        return "noon" if value.hour else "midnight"
    minutes = f".{value.minute:02}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{'am' if value.hour < 12 else 'pm'}"


def counted(number: int, one: str, many: str = "") -> str:
    """Write a count with its noun: "1 result", "1,234 results", "no results"."""
    noun = one if number == 1 else many or f"{one}s"
    return f"{number:,} {noun}" if number else f"no {noun}"


def shortened(text: str, length: int = 420) -> str:
    """Cut a text between words, saying so with an ellipsis."""
    if len(text) <= length:
        return text
    return f"{text[:length].rsplit(maxsplit=1)[0]} …"


def linkable(url: str | None) -> bool:
    """Tell whether a foreign address may become a link: the web only, never `javascript:` or `data:`."""
    try:
        return bool(url) and urlsplit(url).scheme in ("http", "https")
    except ValueError:  # "http://[": urlsplit takes it for a broken IPv6 address
        return False
