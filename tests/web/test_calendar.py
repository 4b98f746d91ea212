"""A board's meetings to come as a calendar: what RFC 5545 asks of one, whatever a council's pages say."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.store import UpcomingMeeting
from tests.kept import NOON, SITE
from web.exports.calendar import calendar

MEETING = UpcomingMeeting(
    council="fernholt",
    id="41",
    board="Bridge Panel",
    date=date(2026, 7, 7),
    time=time(18, 30),
    status="upcoming",
    venue="Weir House, Mill Row",
    url=f"{SITE}/41",
    told=NOON,
    read=True,
)
PAGE = "https://minutes.example/fernholt/41"


APP = Flask("calendar")
Babel(APP)


def written(*meetings: UpcomingMeeting, name: str = "Bridge Panel", page: str = PAGE) -> bytes:
    with APP.test_request_context():
        return calendar(name, meetings, lambda _: page)


def lines(text: bytes) -> list[str]:
    """Unfold a calendar, as its readers do."""
    assert text.endswith(b"\r\n")
    parts = text.removesuffix(b"\r\n").split(b"\r\n")
    assert all(part and len(part) <= 75 and b"\n" not in part and b"\r" not in part for part in parts)
    return re.sub(rb"\r\n ", b"", b"\r\n".join(parts)).decode().split("\r\n")


def event(meeting: UpcomingMeeting, page: str = PAGE) -> dict[str, str]:
    """Read the only event of a calendar, by property; parameters stay with the name."""
    found = lines(written(meeting, page=page))
    inside = found[found.index("BEGIN:VEVENT") + 1 : found.index("END:VEVENT")]
    names = [line.partition(":")[0] for line in inside]
    assert len(names) == len(set(names))
    return dict(line.split(":", 1) for line in inside)


def plain(value: str) -> str:
    """Take the escapes out of a text, as calendars' readers do."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def test_a_meeting_is_an_event() -> None:
    assert event(MEETING) == {
        "UID": event(MEETING)["UID"],
        "DTSTAMP": "20260220T120000Z",
        "LAST-MODIFIED": "20260220T120000Z",
        "DTSTART;TZID=Europe/London": "20260707T183000",
        "SUMMARY": "Bridge Panel",
        "STATUS": "CONFIRMED",
        "LOCATION": "Weir House\\, Mill Row",
        "URL": PAGE,
        "DESCRIPTION": f"On the council’s own site: {SITE}/41",
    }


def test_the_calendar_says_what_it_needs_and_is_the_same_each_time() -> None:
    found = lines(written(MEETING))
    assert found[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Minutes archive//EN"]
    assert found[-1] == "END:VCALENDAR"
    assert "TZID:Europe/London" in found
    opened = [line.removeprefix("BEGIN:") for line in found if line.startswith("BEGIN:")]
    closed = [line.removeprefix("END:") for line in found if line.startswith("END:")]
    assert sorted(opened) == sorted(closed)
    assert written(MEETING) == written(MEETING)


def test_a_meeting_keeps_its_name_whatever_becomes_of_it_and_shares_it_with_no_other() -> None:
    moved = replace(
        MEETING,
        date=date(2026, 8, 4),
        board="Bridges",
        status="rescheduled",
        told=datetime(2026, 7, 1, tzinfo=UTC),
    )
    assert event(moved)["UID"] == event(MEETING)["UID"] == "8a4f693c-c021-582f-9e9a-657eef22c6ba"
    others = (replace(MEETING, id="42"), replace(MEETING, council="elsewhere"))
    assert len({event(meeting)["UID"] for meeting in (MEETING, *others)}) == 3


@pytest.mark.parametrize(
    ("status", "told", "named"),
    [
        ("cancelled", "CANCELLED", "Cancelled: Bridge Panel"),
        ("rescheduled", "TENTATIVE", "Rescheduled: Bridge Panel"),
        ("held", "CONFIRMED", "Bridge Panel"),
    ],
)
def test_a_meeting_that_will_not_be_as_announced_says_so(status: str, told: str, named: str) -> None:
    found = event(replace(MEETING, status=status))  # type: ignore[arg-type]
    assert (found["STATUS"], found["SUMMARY"]) == (told, named)


def test_a_meeting_without_a_time_is_of_the_whole_day() -> None:
    found = event(replace(MEETING, time=None, venue=None))
    assert found["DTSTART;VALUE=DATE"] == "20260707"
    assert "LOCATION" not in found


@pytest.mark.parametrize("page", ["javascript:alert(1)", "", "https://fernholt.example/ \r\nX:1", "//x"])
def test_only_an_address_of_the_web_is_an_address(page: str) -> None:
    assert "URL" not in event(MEETING, page)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_stays_a_text_in_one_property(text: str) -> None:
    found = lines(written(replace(MEETING, board=text, venue=text, url=text), name=text))
    expected = lines(written(replace(MEETING, venue=MEETING.venue if text else None, url="")))
    assert [line.partition(":")[0] for line in found] == [line.partition(":")[0] for line in expected]


@settings(deadline=None)
@given(st.text(st.characters(blacklist_categories=["C", "Z"], whitelist_characters=" \n"), max_size=300))
def test_what_can_be_printed_comes_back_as_it_was(text: str) -> None:
    assert plain(event(replace(MEETING, board=text))["SUMMARY"]) == text
