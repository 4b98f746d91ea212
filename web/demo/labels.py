"""The site's own words, in English and in Welsh, and how it writes dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from web.demo.council import Meeting

_WELSH_DAYS = ("Llun", "Mawrth", "Mercher", "Iau", "Gwener", "Sadwrn", "Sul")
_WELSH_MONTHS = (
    "Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin",
    "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Labels:
    """The words that the software itself prints around the council's text."""

    lang: str
    headings: dict[str | None, str]  # by stage: what the meeting page's h1 says exists
    venue: str
    proposed_venue: str
    contact: str
    items: str
    number: str
    item: str
    decision: str
    minutes: str
    additional: str
    supporting: str
    nothing: str
    icon: str
    attendance: str
    agenda_item: str
    view_full: str


ENGLISH = Labels(
    lang="en",
    headings={
        None: "Meeting",
        "agenda": "Agenda",
        "decisions only": "Agenda and decisions",
        "draft minutes": "Agenda and draft minutes",
        "minutes": "Agenda and minutes",
        "both": "Agenda, decisions and minutes",
    },
    venue="Venue: ",
    proposed_venue="Proposed venue: ",
    contact="Contact: ",
    items="Items",
    number="No.",
    item="Item",
    decision="Decision:",
    minutes="Minutes:",
    additional="Additional documents:",
    supporting="Supporting documents:",
    nothing="No documents are available for this meeting",
    icon="pdf icon",
    attendance="Attendance details",
    agenda_item="Agenda item",
    view_full="view the full minutes text for item {number}",
)

WELSH = Labels(
    lang="cy",
    headings={
        None: "Cyfarfod",
        "agenda": "Rhaglen",
        "decisions only": "Rhaglen a phenderfyniadau",
        "draft minutes": "Rhaglen a chofnodion drafft",
        "minutes": "Rhaglen a chofnodion",
        "both": "Rhaglen, penderfyniadau a chofnodion",
    },
    venue="Lleoliad: ",
    proposed_venue="Lleoliad arfaethedig: ",
    contact="Cyswllt: ",
    items="Eitemau",
    number="Rhif",
    item="eitem",
    decision="Penderfyniad:",
    minutes="Cofnodion:",
    additional="Dogfennau ychwanegol:",
    supporting="Dogfennau ategol:",
    nothing="Nid oes dogfennau ar gael ar gyfer y cyfarfod hwn",
    icon="pdf eicon",
    attendance="Manylion presenoldeb",
    agenda_item="Eitem Agenda",
    view_full="gweld testun llawn y cofnodion ar gyfer eitem {number}",
)


def heading(labels: Labels, meeting: Meeting) -> str:
    """Say what exists of a meeting, as its page's h1 does."""
    both = meeting.stage == "minutes" and any(item.decision for item in meeting.items)
    return labels.headings["both" if both else meeting.stage]


def suffix(meeting: Meeting) -> str:
    """Return what a list of meetings prints after the link: plain text, and often nothing."""
    if meeting.status in ("cancelled", "rescheduled", "adjourned"):
        return f" - {meeting.status.upper()}"
    if meeting.stage is None:
        return ""
    parts = ["Agenda"]
    if any(item.decision for item in meeting.items):
        parts.append("Decisions")
    if meeting.stage == "draft minutes":
        parts.append("Draft minutes")
    if meeting.stage == "minutes":
        parts.append("Minutes")
    return " - " + ", ".join(parts)


def clock(at: time) -> str:
    """Write a time of day: "7.30 pm"."""
    return f"{at.hour % 12 or 12}.{at.minute:02} {'am' if at.hour < 12 else 'pm'}"


def long_date(day: date, labels: Labels = ENGLISH) -> str:
    """Write a date with its weekday: "Tuesday, 14th March, 2023", as installs with ordinals do."""
    if labels.lang == "cy":
        weekday, month = _WELSH_DAYS[day.weekday()], _WELSH_MONTHS[day.month - 1]
        return f"Dydd {weekday}, {day.day}{_welsh_ending(day.day)} {month}, {day.year}"
    return f"{day:%A}, {day.day}{_ending(day.day)} {day:%B}, {day.year}"


def plain_date(day: date) -> str:
    """Write a date as a clerk does: "14 March 2023"."""
    return f"{day.day} {day:%B %Y}"


def short_date(day: date) -> str:
    """Write a date as lists do: "14 Mar 2023"."""
    return f"{day.day} {day:%b %Y}"


def slashed(day: date) -> str:
    """Write a date as the web service and the registers do: "14/03/2023"."""
    return f"{day:%d/%m/%Y}"


def when(meeting: Meeting, labels: Labels = ENGLISH) -> str:
    """Write a meeting's day and time as its page's h2 does; two of the boards leave the ordinals out."""
    if labels.lang == "cy":
        return (
            f"{long_date(meeting.date, labels)} {clock(meeting.time).replace('pm', 'yp').replace('am', 'yb')}"
        )
    if meeting.board.key in ("cabinet", "planning"):
        return f"{meeting.date:%A} {plain_date(meeting.date)} {clock(meeting.time).replace('.', ':')}"
    return f"{long_date(meeting.date)} {clock(meeting.time)}"


def _ending(day: int) -> str:
    return "th" if 11 <= day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def _welsh_ending(day: int) -> str:
    small = {1: "af", 2: "il", 3: "ydd", 4: "ydd", 5: "ed", 6: "ed"}
    return small.get(day, "fed" if day in (7, 8, 9, 10, 12, 15, 18, 20) else "eg" if day < 20 else "ain")
