"""Who was at a meeting: mgMeetingAttendance.aspx, and the same words in the web service."""

from __future__ import annotations

import re

from archive.errors import ReadError
from archive.html import Tag, clean, every, inner, text_of
from archive.model import Attendee, Council, Page, Reading
from archive.sources.moderngov import urls
from archive.sources.moderngov.whole import content

SUBSTITUTE = re.compile(r"\b(?:substitut\w*|deputy|dirprwy\w*)\b", re.IGNORECASE)
# "Present, as substitute for Councillor Ash", "(substituting for Cllr Ash)"
FOR_WHOM = re.compile(r"\b(?:substitut\w*|deputising|dirprwy\w*)\s+(?:for|dros)\s+([^,;()]+)", re.IGNORECASE)


def read_attendance(council: Council, page: Page, tree: Tag) -> Reading:
    """Read a meeting's list of attendance: rows of name, role and how they were there."""
    del council  # every page's reader takes it
    meeting_id = urls.parameters(page.url).get("ID")
    if not meeting_id:
        raise ReadError("the address names no meeting (ID=)")
    rows = [[text_of(cell) for cell in inner(row, "td")] for row in every(content(tree), "tr")]
    people = tuple(attendee(*row[:3]) for row in rows if len(row) >= 3 and row[0])
    if not people:
        raise ReadError("not a list of attendance: no row has a name, a role and an attendance")
    return Reading("attendance", subject=meeting_id, attendance=people)


def attendee(name: str, role: str, attendance: str, representing: str | None = None) -> Attendee:
    """Make an attendee; whom a substitute came for is taken only where the words say so.

    Others represent somebody too: a co-opted member the diocese, say.
    """
    name, role, attendance, stood_for = map(clean, (name, role, attendance, representing or ""))
    told = FOR_WHOM.search(attendance) or FOR_WHOM.search(role)
    if told:
        stood_for = told[1].strip()
    elif not (SUBSTITUTE.search(attendance) or SUBSTITUTE.search(role)):
        stood_for = ""
    return Attendee(name, role or None, attendance, stood_for or None)
