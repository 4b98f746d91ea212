"""How dates, numbers and the archive's own terms are put before a reader."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from urllib.parse import urlsplit

import flask_babel
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from indexer.language import explain, parse
from indexer.language.dates import in_words, month_in_words
from indexer.language.saying import Say
from web import languages

SAY: Say = flask_babel  # its gettext and ngettext are all that is asked of it

SECTIONS: Mapping[str, str] = {"agenda": _l("Agenda"), "decision": _l("Decision"), "minutes": _l("Minutes")}

STATUSES: Mapping[str, str] = {
    "held": _l("Held"),
    "upcoming": _l("Still to come"),
    "cancelled": _l("Cancelled"),
    "rescheduled": _l("Rescheduled"),
    "adjourned": _l("Adjourned"),
}

STAGES: Mapping[str | None, str] = {
    "agenda": _l("Agenda only: no minutes are published yet"),
    "decisions only": _l("Decisions only: the minutes are not published yet"),
    "draft minutes": _l("Draft minutes, not yet agreed by the board"),
    "minutes": _l("Minutes"),
    None: _l("Nothing is published"),
}

SORTS: Mapping[str, str] = {"relevance": _l("Best match"), "newest": _l("Newest"), "oldest": _l("Oldest")}

SHORT_MONTHS = (
    _l("Jan"),
    _l("Feb"),
    _l("Mar"),
    _l("Apr"),
    _l("May"),
    _l("Jun"),
    _l("Jul"),
    _l("Aug"),
    _l("Sep"),
    _l("Oct"),
    _l("Nov"),
    _l("Dec"),
)


def understood(text: str) -> str:
    """Say in the reader's language what a typed query finds."""
    return explain(parse(text).tree, SAY)


def notes(text: str) -> tuple[str, ...]:
    """Say in the reader's language what of a typed query was taken otherwise than it was typed."""
    return parse(text, SAY).notes


def day(value: date) -> str:
    """Write a date as "14 March 2023"."""
    return in_words(value, SAY)


def short_day(value: date) -> str:
    """Write a date as "14 Mar 2023"."""
    month = languages.once(f"month {value.month}", SHORT_MONTHS[value.month - 1])
    return f"{value.day} {month} {value.year}"


def month(number: int) -> str:
    """Name a month, 1 to 12."""
    return month_in_words(number, SAY)


def clock(value: time | datetime) -> str:
    """Write a time as "1.30pm", and "noon" and "midnight" so: 12 o'clock misleads."""
    if value.minute == 0 and value.hour in (0, 12):
        return str(_("noon") if value.hour else _("midnight"))
    minutes = f".{value.minute:02}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{'am' if value.hour < 12 else 'pm'}"


def shortened(text: str, length: int = 420) -> str:
    """Cut a text between words, saying so with an ellipsis."""
    if len(text) <= length:
        return text
    return f"{text[:length].rsplit(maxsplit=1)[0]} …"


def grouped(number: int) -> str:
    """Write a number with commas between its thousands."""
    return f"{number:,}"


def linkable(url: str | None) -> bool:
    """Tell whether a foreign address may become a link: the web only, never `javascript:` or `data:`."""
    try:
        return bool(url) and urlsplit(url).scheme in ("http", "https")
    except ValueError:  # "http://[": urlsplit takes it for a broken IPv6 address
        return False
