"""What is not a page: the feed that robots may not read, the calendar file, robots.txt itself."""

# ruff: noqa: E501 - the software's long lines of markup are kept whole, to be compared with real pages

from __future__ import annotations

from datetime import datetime, timedelta
from xml.sax.saxutils import escape

from web.demo.council import Meeting, SampleCouncil
from web.demo.labels import plain_date


def robots(root: str) -> str:
    """Forbid the feed, as many installs do."""
    return f"User-agent: *\nDisallow: {root}/mgRss.aspx\n"


def rss(council: SampleCouncil, url: str) -> str:
    """Return what was published of late, as a feed."""
    latest = [m for m in council.meetings if m.stage][-15:]
    items = "".join(
        f"<item><title>{escape(m.board.name)}, {plain_date(m.date)}</title>"
        f"<link>{url}/ieListDocuments.aspx?CId={m.board.id}&amp;MId={m.id}&amp;Ver=4</link></item>\n"
        for m in reversed(latest)
    )
    head = (
        f"<title>{escape(council.name)} - What's new</title><link>{url}/mgWhatsNew.aspx</link><description/>"
    )
    return f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>{head}\n{items}</channel></rss>\n'


def calendar_file(council: SampleCouncil, meeting: Meeting) -> str:
    """Return a meeting as an iCalendar event."""
    start = datetime.combine(meeting.date, meeting.time)
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{council.name}//EN", "BEGIN:VEVENT", f"UID:{meeting.id}@saltmarsh.example",
        f"DTSTAMP:{meeting.created:%Y%m%d}T000000Z", f"DTSTART:{start:%Y%m%dT%H%M%S}", f"DTEND:{start + timedelta(hours=2):%Y%m%dT%H%M%S}",
        f"SUMMARY:{_ical(meeting.board.name)}", f"LOCATION:{_ical(meeting.venue)}",
        f"STATUS:{'CANCELLED' if meeting.status == 'cancelled' else 'CONFIRMED'}", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "\r\n".join(lines) + "\r\n"


def _ical(text: str) -> str:
    return text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
