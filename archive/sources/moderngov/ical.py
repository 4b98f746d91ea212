"""A meeting as a calendar event: ieListMeetings.aspx?MeetingId=…&ical=1 (iCalendar, RFC 5545)."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from archive.errors import ReadError
from archive.html import clean
from archive.model import Council, Meeting, Page, Reading
from archive.sources.moderngov import labels, urls

LIMIT = 2_000_000  # bytes
FOLD = re.compile(r"\r?\n[ \t]")
LINE = re.compile(r"([A-Za-z-]+)((?:;[^:\"]*(?:\"[^\"]*\")?)*?):(.*)")
ESCAPED = re.compile(r"\\([\\,;nN])")
STARTS = re.compile(r"(\d{8})(?:T(\d{4})\d{2}(Z?))?")
OWN_ID = re.compile(r"\A(\d{1,11})(?:@|\Z)")
Event = dict[str, str]


def is_calendar(url: str) -> bool:
    """Tell whether an address asks for a calendar file."""
    return "ical" in urls.parameters(url)


def read_calendar(council: Council, page: Page) -> Reading:
    """Read the events of a calendar file that say which meeting they are."""
    if len(page.body) > LIMIT:
        raise ReadError(f"too large for a calendar file: {len(page.body)} bytes")
    text = page.body.decode("utf-8-sig", "replace").strip()
    if not text.startswith("BEGIN:VCALENDAR"):
        raise ReadError("not a calendar file: it does not begin as one")
    if not text.endswith("END:VCALENDAR"):
        raise ReadError("cut off: the calendar file does not reach its end")
    events = _events(text)
    if not events:
        raise ReadError("a calendar file without events")
    asked = urls.parameters(page.url).get("MId") if len(events) == 1 else None
    found = [(_meeting_id(event) or asked, event) for event in events]
    meetings = tuple(_meeting(council, page, known, event) for known, event in found if known)
    return Reading("calendar", meetings=meetings)


def _events(text: str) -> list[Event]:
    events: list[Event] = []
    inside = False
    for line in FOLD.sub("", text).splitlines():
        if line.startswith(("BEGIN:", "END:")):
            inside = line.strip() == "BEGIN:VEVENT"
            events += [{}] if inside else []
        elif inside and (found := LINE.match(line)):
            events[-1].setdefault(found[1].upper(), found[3])
    return events


def _meeting_id(event: Event) -> str | None:
    """Find the meeting's id: in a link to its page, else at the start of the event's own id."""
    own = OWN_ID.match(event.get("UID", ""))
    linked = urls.parameters(event.get("URL", "")).get("MId")
    return linked or (own[1] if own else None)


def _meeting(council: Council, page: Page, meeting_id: str, event: Event) -> Meeting:
    day, clock = _starts(event)
    status = event.get("STATUS", "")
    return Meeting(
        council=council.slug,
        id=meeting_id,
        board=_plain(event.get("SUMMARY", "")),
        board_id=None,
        date=day,
        time=clock,
        status=labels.status(f"{status} {event.get('SUMMARY', '')}", day, page.fetched.date()),
        stage=None,
        url=urls.meeting_page(council.url, None, meeting_id),
        venue=_plain(event.get("LOCATION", "")) or None,
    )


def _starts(event: Event) -> tuple[date, time | None]:
    """Return the day and time an event starts; no time where it is in UTC, as the zone is not told."""
    found = STARTS.match(event.get("DTSTART", "").strip())
    if found is None:
        raise ReadError("a calendar event does not say when it starts")
    try:
        day = datetime.strptime(found[1], "%Y%m%d").date()
        clock = datetime.strptime(found[2], "%H%M").time() if found[2] and not found[3] else None
    except ValueError:
        raise ReadError(f"a calendar event starts when no day is: “{found[0]}”") from None
    return day, clock


def _plain(value: str) -> str:
    return clean(ESCAPED.sub(lambda m: " " if m[1] in "nN" else m[1], value))
