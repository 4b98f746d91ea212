"""The meetings of a board that are to come, as a calendar to subscribe to (RFC 5545; pure).

Times are those on the clocks of Britain, and the calendar says itself when these are changed. When a meeting
will end nobody says, so no event has an end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid5

from flask_babel import gettext as _

from archive.model import Status
from archive.store import UpcomingMeeting
from web import words

CONTENT_TYPE = "text/calendar; charset=utf-8"
LINE = 75  # octets, without the line's end

STATUSES: dict[Status, str] = {"upcoming": "CONFIRMED", "held": "CONFIRMED", "cancelled": "CANCELLED"}
"""What calendars call a meeting's status; of the others only that it will not be as announced is known."""

# Of this kind of name alone: a meeting's own is made from it, and has to be the same for ever.
_NAMES = UUID("5d1e6c0a-6f0c-4c57-9b1e-0f1a8b7f4e21")

_ZONE = """\
BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19810329T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE"""

_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_TO_ESCAPE = re.compile(r"([\\;,])")
_ADDRESS = re.compile(r"https?://[!-~]+")


def calendar(name: str, meetings: Iterable[UpcomingMeeting], page: Callable[[UpcomingMeeting], str]) -> bytes:
    """Write a calendar of meetings; `page` gives the address at which one can be read about."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Minutes archive//EN",
        "CALSCALE:GREGORIAN",
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",  # what most programs read instead
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        *_ZONE.split("\n"),
        *(line for meeting in meetings for line in _event(meeting, page(meeting))),
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _event(meeting: UpcomingMeeting, page: str) -> Iterator[str]:
    told = f"{meeting.told.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield "BEGIN:VEVENT"
    yield f"UID:{uuid5(_NAMES, f'{meeting.council}/{meeting.id}')}"
    yield f"DTSTAMP:{told}"
    yield f"LAST-MODIFIED:{told}"
    yield _start(meeting)
    yield f"SUMMARY:{_text(_summary(meeting))}"
    yield f"STATUS:{STATUSES.get(meeting.status, 'TENTATIVE')}"
    if meeting.venue:
        yield f"LOCATION:{_text(meeting.venue)}"
    if _ADDRESS.fullmatch(page):
        yield f"URL:{page}"
    if words.linkable(meeting.url):
        authority = _("On the council’s own site: %(address)s", address=meeting.url)
        yield f"DESCRIPTION:{_text(authority)}"
    yield "END:VEVENT"


def _start(meeting: UpcomingMeeting) -> str:
    if meeting.time is None:
        return f"DTSTART;VALUE=DATE:{meeting.date:%Y%m%d}"
    return f"DTSTART;TZID=Europe/London:{datetime.combine(meeting.date, meeting.time):%Y%m%dT%H%M%S}"


def _summary(meeting: UpcomingMeeting) -> str:
    if meeting.status in ("upcoming", "held"):
        return meeting.board
    status = words.STATUSES.get(meeting.status, meeting.status)
    return str(_("%(status)s: %(board)s", status=status, board=meeting.board))


def _text(text: str) -> str:
    """Write any text so that it is nothing but a text: in no way can it begin a line of its own."""
    plain = _CONTROL.sub("", _BREAK.sub("\n", text))
    return _TO_ESCAPE.sub(r"\\\1", plain).replace("\n", r"\n")


def _folded(line: str) -> bytes:
    """Fold a line between characters, so that no part is longer than calendars may have them."""
    parts, part = [], b""
    for character in line:
        octets = character.encode("utf-8", "replace")
        if len(part) + len(octets) > LINE:
            parts.append(part)
            part = b" "
        part += octets
    return b"\r\n".join([*parts, part, b""])
