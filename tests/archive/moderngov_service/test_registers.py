"""The pages beside the meetings: who was there, who voted how, issues, news, and the calendar file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from archive.errors import ReadError
from archive.model import Attendee, Reading, Request, Vote
from tests.archive.moderngov_service.asking import FENWICK, ROOT, Sample, read
from web.demo import sample

SITE = Sample(sample())
PAST = "ieListDocuments.aspx?CId=1&MId=9&Ver=4"
OFF = "https://elsewhere.example"


def page(h1: str, body: str, h2: str = "", lang: str = "en") -> str:
    sub = f'<h2 class="mgSubTitleTxt">{h2}</h2>' if h2 else ""
    return (
        f'<html lang="{lang}"><head><title>{h1}</title></head><body><div id="modgov">'
        f'<h1 class="mgMainTitleTxt">{h1}</h1>{sub}<div class="mgContent">{body}</div></div></body></html>'
    )


def meeting(row: str = "", links: str = "", h1: str = "Agenda and minutes", lang: str = "en") -> str:
    table = (
        '<table><tr><td class="mgItemNumberCell"><p><a name="AI7"></a>1.</p></td><td>'
        f'<p class="mgAiTitleTxt">Ferry Fares</p>{row}</td></tr></table>'
    )
    when = "Harbour Board - Tuesday 10 February 2026 10.00 am"
    return page(h1, f'<div class="mgLinks"><ul>{links}</ul></div>{table}', when, lang)


def test_an_attendance_page_gives_name_role_and_how_they_were_there() -> None:
    rows = (
        "<tr><th>Attendee</th><th>Role</th><th>Attendance</th></tr>"
        '<tr><td><a href="mgUserInfo.aspx?UID=1">Councillor&nbsp;Ida Moss</a></td>'
        "<td>Chair</td><td>Present</td></tr>"
        "<tr><td>Bo Reed</td><td></td><td>Present, as substitute for Al Fenn</td></tr>"
    )
    found = read("mgMeetingAttendance.aspx?ID=9", page("Attendance details", f"<table>{rows}</table>"))
    assert found == Reading(
        "attendance",
        subject="9",
        attendance=(
            Attendee("Councillor Ida Moss", "Chair", "Present"),
            Attendee("Bo Reed", None, "Present, as substitute for Al Fenn", "Al Fenn"),
        ),
    )


def test_a_past_meeting_with_minutes_asks_who_was_there() -> None:
    link = '<li><a href="mgMeetingAttendance.aspx?ID=9">Attendance details</a></li>'
    asked = Request(f"{ROOT}/mgMeetingAttendance.aspx?ID=9", "attendance", optional=True, of="9")
    assert asked in read(PAST, meeting(links=link)).requests
    assert asked not in read(PAST, meeting(links=link, h1="Agenda")).requests


VOTES = (
    '<table class="mgTableNoBorderFullWidth"><caption>Recorded Vote</caption><thead><th>Title</th></th>'
    "<tr><td>Ferry Fares: Resolution 1</td><td>Resolution</td><td> </td>"
    '<td><img alt="" src="mgImages/motions/MotionPositive.png"/>Carried</td></tr>'
    "<tr><td>Ferry Fares: Motion 2</td><td>Motion</td><td> </td>"
    '<td><img alt="" src="MotionNegative.png"/></td></tr>'
    '</table><li><a href="mgListRecordedVotesShort.aspx?AIID=7&amp;MID=9">View Recorded Vote</a></li>'
)


def test_the_votes_on_a_meetings_page_are_kept_and_their_names_asked_for() -> None:
    found = read(PAST, meeting(VOTES))
    item = found.meetings[0].items[0]
    assert item.votes == (
        Vote("Ferry Fares: Resolution 1", "Resolution", "Carried"),
        Vote("Ferry Fares: Motion 2", "Motion", "Rejected"),
    )
    assert item.passages == ()
    assert (
        Request(f"{ROOT}/mgListRecordedVotesShort.aspx?MId=9&AIId=7", "votes", optional=True, of="9")
        in found.requests
    )


def labelled(name: str, value: str) -> str:
    return f'<p><span class="mgLabel">{name}: </span>{value}</p>'


def test_a_votes_page_says_who_voted_how_on_each_motion() -> None:
    body = (
        "<h3>Resolution 1</h3>"
        + labelled("Motion status", "Carried")
        + labelled("For (3)", "Ida Moss, Bo Reed and Al Fenn")
        + labelled("Against", "Reed, C.; Ash, D.")
        + labelled("Abstain", "None")
        + "<h3>Motion 2</h3><table><tr><th>Name</th><th>Vote</th></tr>"
        + "<tr><td>Result</td><td>Rejected</td></tr>"
        + "<tr><td>Ida Moss</td><td>Against</td></tr></table>"
    )
    found = read("mgListRecordedVotesShort.aspx?AIID=7&MID=9", page("Recorded votes", body, "Ferry Fares"))
    by = (
        ("Ida Moss", "For"),
        ("Bo Reed", "For"),
        ("Al Fenn", "For"),
        ("Reed, C", "Against"),
        ("Ash, D", "Against"),
    )
    assert (found.kind, found.subject) == ("votes", "7")
    assert found.votes == (
        Vote("Resolution 1", "", "Carried", by),
        Vote("Motion 2", "", "Rejected", (("Ida Moss", "Against"),)),
    )


def test_every_vote_of_the_sample_is_read_with_each_name() -> None:
    council = SITE.view.council
    voted = [(m, i) for m in council.meetings for i in m.items if i.votes]
    assert voted
    for m, i in voted:
        read_off = SITE.read(f"{ROOT}/mgListRecordedVotesShort.aspx?MId={m.id}&AIId={i.id}").votes
        assert [v.title for v in read_off] == [v.title for v in i.votes]
        for got, meant in zip(read_off, i.votes, strict=True):
            ways = (("For", meant.ayes), ("Against", meant.noes), ("Abstain", meant.abstained))
            assert got.votes == tuple((name, way) for way, names in ways for name in names)


def test_a_meetings_own_files_are_kept_without_their_noise() -> None:
    links = (
        '<li><a href="documents/g30/Printed minutes Tuesday.pdf?T=1">Printed minutes '
        '<span class="mgFileSize"><img alt=""/> PDF 111 KB</span></a></li>'
        '<li><a href="mgChooseDocPack.aspx?ID=30&amp;SID=2">Late Material</a></li>'
        '<li><a href="mgMeetingAttendance.aspx?ID=9">Attendance details</a></li>'
    )
    found = read(PAST, meeting(links=links)).meetings[0].documents
    assert [(d.title, d.url, d.size) for d in found] == [
        ("Printed minutes", f"{ROOT}/documents/g30/Printed%20minutes%20Tuesday.pdf?T=1", "111 KB"),
        ("Late Material", f"{ROOT}/mgChooseDocPack.aspx?ID=30&SID=2", None),
    ]


@pytest.mark.parametrize(
    ("address", "h1", "lang", "language"),
    [
        (PAST, "Agenda and minutes", "en", "en"),
        (f"{PAST}&LLL=0", "Agenda and minutes", "en", "en"),
        (f"{PAST}&LLL=1", "Agenda and minutes", "en", "cy"),
        (PAST, "Rhaglen a chofnodion", "en", "cy"),
        (PAST, "Papers", "cy", "cy"),
        (PAST, "Papers", "en", "en"),
    ],
)
def test_a_pages_language_is_told_by_its_address_its_labels_or_its_head(
    address: str, h1: str, lang: str, language: str
) -> None:
    found = read(address, meeting(h1=h1, lang=lang)).meetings[0]
    assert (found.id, found.language) == ("9", language)


def test_no_request_leads_to_a_welsh_page() -> None:
    links = '<li><a href="mgMeetingAttendance.aspx?ID=9&amp;LLL=1">Manylion presenoldeb</a></li>'
    votes = VOTES.replace("MID=9", "MID=9&amp;LLL=1")
    found = read(f"{PAST}&LLL=1", meeting(votes, links, "Rhaglen a chofnodion"))
    assert len(found.requests) == 2
    assert not [r for r in found.requests if "LLL" in r.url]


@pytest.mark.parametrize("name", ["mgIssueHistoryHome", "ieIssueDetails", "mgIssueHistoryChronology"])
def test_an_issues_pages_are_recognised_and_nothing_is_read_off_them(name: str) -> None:
    body = (
        f'<p><a href="{PAST}#AI7">10/02/2026 - Harbour Board</a></p><div class="mgWordPara">RESOLVED.</div>'
    )
    assert read(f"{name}.aspx?IId=5&Opt=0", page("Issue - meetings", body)) == Reading("issue", subject="5")


RSS = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>'
    "<item><title>Harbour Board, 1 May</title>"
    f"<link>{ROOT}/ieListDocuments.aspx?MId=9&amp;CId=1&amp;LLL=1</link></item>"
    f"<item><title>Cabinet, 2 May</title><link>{ROOT}/ieListDocuments.aspx?CId=2&amp;MId=10</link></item>"
    f"<item><title>Cabinet</title><link>{OFF}/ieListDocuments.aspx?CId=2&amp;MId=11</link></item></channel></rss>"
)
NEWS = page(
    "What's new",
    '<ul><li><a href="ieListDocuments.aspx?CId=1&amp;MId=9">Harbour Board, 1 May</a></li>'
    '<li><a href="ieListDocuments.aspx?MID=10&amp;CID=2">Cabinet, 2 May</a></li>'
    f'<li><a href="{OFF}/ieListDocuments.aspx?MID=11">Cabinet</a></li></ul>',
)


@pytest.mark.parametrize(
    ("address", "body"), [("mgRss.aspx", RSS), ("mgRss.aspx?bcr=1", NEWS), ("mgWhatsNew.aspx", NEWS)]
)
def test_news_asks_for_the_meetings_it_names_on_this_site(address: str, body: str) -> None:
    nine, ten = (
        Request(f"{ROOT}/ieListDocuments.aspx?CId={c}&MId={m}", "meeting", of=str(m))
        for c, m in ((1, 9), (2, 10))
    )
    assert read(address, body) == Reading("news", requests=(nine, ten))
    assert read(address, body, replace(FENWICK, boards=("Cabinet",))).requests == (ten,)


EVENT = (
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART{start}\r\n"
    "SUMMARY:Harbour\\, Quay and\r\n  Ferry Board\r\n"
    "LOCATION:Tithe Barn\\; Fenwick\r\nSTATUS:{status}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.mark.parametrize(
    ("start", "clock"),
    [
        (":20260210T103000", time(10, 30)),
        (";TZID=Europe/London:20260210T103000", time(10, 30)),
        (":20260210T103000Z", None),
        (";VALUE=DATE:20260210", None),
    ],
)
def test_a_calendar_file_gives_the_meeting(start: str, clock: time | None) -> None:
    body = EVENT.format(uid="9@fenwick.example", start=start, status="CANCELLED")
    (found,) = read("ieListMeetings.aspx?MeetingId=9&ical=1&mode=export", body).meetings
    assert (found.id, found.board, found.venue) == (
        "9",
        "Harbour, Quay and Ferry Board",
        "Tithe Barn; Fenwick",
    )
    assert (found.date, found.time, found.status) == (date(2026, 2, 10), clock, "cancelled")


@pytest.mark.parametrize(("address", "found"), [("MeetingId=9&ical=1", ["9"]), ("CId=1&ical=1", [])])
def test_an_event_without_an_id_is_the_meeting_asked_for_or_none(address: str, found: list[str]) -> None:
    body = EVENT.format(uid="a-b-c", start=":20260210T103000", status="CONFIRMED")
    assert [m.id for m in read(f"ieListMeetings.aspx?{address}", body).meetings] == found


REFUSALS = {
    "attendance without rows": (
        "mgMeetingAttendance.aspx?ID=9",
        page("Attendance", "<p>None.</p>"),
        "not a list",
    ),
    "attendance of no meeting": ("mgMeetingAttendance.aspx", page("Attendance", ""), "names no meeting"),
    "votes without votes": (
        "mgListRecordedVotesShort.aspx?AIID=7",
        page("Votes", "<p>-</p>"),
        "not a page of",
    ),
    "votes on no item": ("mgListRecordedVotesShort.aspx", page("Votes", ""), "names no item"),
    "no issue": ("mgIssueHistoryHome.aspx?IId=5", page("Calendar", "<p>-</p>"), "not an issue's page"),
    "no news": ("mgWhatsNew.aspx", page("Calendar", "<p>-</p>"), "not a page of news"),
    "a cut-off feed": ("mgRss.aspx", RSS[:-20], "cut off"),
    "no calendar": ("ieListMeetings.aspx?MId=9&ical=1", NEWS, "not a calendar file"),
    "a cut-off calendar": ("ieListMeetings.aspx?MId=9&ical=1", EVENT[:-20], "cut off"),
    "no events": ("ieListMeetings.aspx?MId=9&ical=1", "BEGIN:VCALENDAR\nEND:VCALENDAR", "without events"),
    "no start": ("ieListMeetings.aspx?MId=9&ical=1", EVENT.replace("DTSTART", "X"), "when it starts"),
    "no such day": (
        "ieListMeetings.aspx?MId=9&ical=1",
        EVENT.format(uid="9", start=":20260231T100000", status=""),
        "20260231",
    ),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_what_is_not_the_page_it_should_be_is_refused_with_the_reason(case: str) -> None:
    address, body, why = REFUSALS[case]
    with pytest.raises(ReadError, match=why):
        read(address, body)
