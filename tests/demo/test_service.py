from __future__ import annotations

import html
from xml.etree.ElementTree import Element, fromstring

import pytest
from bs4 import BeautifulSoup

from tests.demo.ask import get, words_of
from web.demo import Site, sample
from web.demo.council import Meeting

COUNCIL = sample()


def ask(site: Site, operation: str) -> Element:
    answer = get(site, f"mgWebService.asmx/{operation}")
    assert answer.headers["Content-Type"].startswith("text/xml")
    return fromstring(answer.content)  # noqa: S314 - our own site's answer


def test_the_service_lists_the_boards_and_one_that_has_expired(site: Site) -> None:
    rows = ask(site, "GetCommittees").findall("committee")
    assert [r.findtext("committeetitle") for r in rows][:4] == [b.name for b in COUNCIL.boards]
    assert [r.findtext("committeeexpired") for r in rows] == ["False"] * 4 + ["True"]


def test_counts_begin_with_a_space(site: Site) -> None:
    assert ask(site, "GetCommittees").findtext("committeescount") == " 5"


def test_the_service_lists_a_boards_meetings_between_two_days(site: Site) -> None:
    found = ask(site, "GetMeetings?lCommitteeId=228&sFromDate=01/01/2024&sToDate=31/12/2024")
    rows = found.findall("committee/committeemeetings/meeting")
    wanted = [str(m.id) for m in COUNCIL.of_board(228) if m.date.year == 2024]
    assert [r.findtext("meetingid") for r in rows] == wanted
    assert found.findtext("meetingscount") == f" {len(wanted)}"


def test_both_dates_are_needed_though_the_service_calls_them_optional(site: Site) -> None:
    assert get(site, "mgWebService.asmx/GetMeetings?lCommitteeId=228").url.endswith("mgError.aspx")


@pytest.mark.parametrize("meeting", [m for m in COUNCIL.meetings if m.id % 5 == 0], ids=lambda m: str(m.id))
def test_the_service_has_every_items_minutes_whole(site: Site, meeting: Meeting) -> None:
    rows = ask(site, f"getmeeting?LMEETINGID={meeting.id}").findall("agendaitems/agendaitem")
    assert [r.findtext("agendaitemid") for r in rows] == [str(i.id) for i in meeting.items]
    for row, item in zip(rows, meeting.items, strict=True):
        body = " ".join(words_of(BeautifulSoup(row.findtext("minutesnonemptyhtmlbody") or "", "lxml")))
        assert all(" ".join(line.cells or line.text.split()) in body for line in item.minutes)
        assert html.unescape(row.findtext("agendaitemtitle") or "") == item.title
        assert (row.findtext("fulldisplaynumberformat") or "").strip() == item.number


def test_a_meeting_that_was_moved_says_from_when(site: Site) -> None:
    moved = next(m for m in COUNCIL.meetings if m.moved_from)
    told = ask(site, f"GetMeeting?lMeetingId={moved.id}").findtext("meetingstatus")
    assert told == "Confirmed; Rescheduled from 12 September 2022"


def test_the_addresses_in_the_answers_name_a_host_that_is_gone(site: Site) -> None:
    meeting = next(m for m in COUNCIL.meetings if any(i.documents for i in m.items))
    urls = [e.text or "" for e in ask(site, f"GetMeeting?lMeetingId={meeting.id}").iter("url")]
    assert urls
    assert all(u.startswith("http://moderngov.saltmarsh.example/mgConvert2PDF.aspx?ID=") for u in urls)


def test_a_restricted_item_is_flagged(site: Site) -> None:
    meeting = next(m for m in COUNCIL.meetings if any(i.restricted for i in m.items))
    rows = ask(site, f"GetMeeting?lMeetingId={meeting.id}").findall("agendaitems/agendaitem")
    assert [r.findtext("isrestricted") == "True" for r in rows] == [i.restricted for i in meeting.items]
