from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace
from urllib.parse import quote

import pytest
import requests

from tests.demo.ask import fetch, get, heading, page
from web.demo import Site, sample
from web.demo.faults import STUB
from web.demo.pdf import pdf
from web.demo.revise import CORRECTION

COUNCIL = sample()
CABINET = next(m for m in COUNCIL.meetings if m.board.key == "cabinet")
DECIDED = next(i for i in CABINET.items if i.reference and i.issue)
VOTED = next((m, i) for m in COUNCIL.meetings for i in m.items if i.votes)
MEMBER = COUNCIL.boards[0].members[0]

BOTH = "Agenda, decisions and minutes"
KINDS = [
    ("", "Committee structure"),
    ("mgListCommittees.aspx?bcr=1", "Committee structure"),
    ("mgCommitteeStructure.aspx", "Committee structure"),
    (f"mgCommitteeDetails.aspx?ID={CABINET.board.id}", "Committee details"),
    (f"ieListMeetings.aspx?CId={CABINET.board.id}&Year=0", "Browse meetings"),
    (f"ieListMeetings.aspx?CommitteeId={CABINET.board.id}", "Browse meetings"),
    (f"ieListDocuments.aspx?CId={CABINET.board.id}&MId={CABINET.id}&Ver=4", BOTH),
    (f"CeListDocuments.aspx?CommitteeId=228&MeetingId={CABINET.id}&DF=12%2f01%2f2021", BOTH),
    (f"mgAi.aspx?ID={DECIDED.id}", "Agenda item"),
    (f"ieDecisionDetails.aspx?AIId={DECIDED.id}", "Decision details"),
    (f"ieDecisionDetails.aspx?ID={DECIDED.reference}", "Decision details"),
    ("ieDecisionDetails.aspx?ID=2600", "Decision details"),
    ("mgDelegatedDecisions.aspx?XXR=0&DS=2", "Decisions"),
    ("mgListOfficerDecisions.aspx?XXR=0", "Officer decisions"),
    (f"mgIssueHistoryHome.aspx?IId={DECIDED.issue}&Opt=0", "Issue - meetings"),
    (f"ieIssueDetails.aspx?IId={DECIDED.issue}&Opt=3", "Issue - meetings"),
    (f"mgMeetingAttendance.aspx?ID={CABINET.id}", "Attendance details"),
    (f"mgListRecordedVotesShort.aspx?AIID={VOTED[1].id}&MID={VOTED[0].id}", "Recorded votes"),
    (f"mgUserInfo.aspx?UID={MEMBER.id}", "Councillor details"),
    ("mgWhatsNew.aspx?bcr=1", "What's new"),
]  # fmt: skip


@pytest.mark.parametrize(("address", "title"), KINDS)
def test_the_site_answers_each_kind_of_page(site: Site, address: str, title: str) -> None:
    assert heading(site, address) == title


def test_names_of_pages_and_parameters_are_read_without_regard_to_case(site: Site) -> None:
    address = f"IELISTDOCUMENTS.ASPX?cid={CABINET.board.id}&mID={CABINET.id}"
    usual = f"ieListDocuments.aspx?CId={CABINET.board.id}&MId={CABINET.id}"
    assert get(site, address).content == get(site, usual).content


@pytest.mark.parametrize("session", ["(S(czobl0450xbqi155ede3ifez))", "(X(1)S(4mjwew45f4rxl1mmrjr43b45))"])
@pytest.mark.parametrize("encode", [str, lambda s: quote(s, safe="")])
def test_a_session_in_the_path_changes_nothing(site: Site, session: str, encode: type[str]) -> None:
    assert heading(site, f"{encode(session)}/mgAi.aspx?ID={DECIDED.id}") == "Agenda item"


@pytest.mark.parametrize(
    "address", ["nothing.aspx", "mgAi.aspx?ID=1", "ieListDocuments.aspx?MId=x", "mgCommitteeDetails.aspx"]
)
def test_an_unknown_page_leads_to_an_error_page_that_answers_200(site: Site, address: str) -> None:
    assert get(site, address, follow=False).status_code == 302
    answer = get(site, address)
    assert answer.status_code == 200
    assert answer.url.endswith("/mgError.aspx")


def test_robots_are_kept_from_the_feed_alone() -> None:
    with Site(COUNCIL, root="moderngov") as below:
        told = fetch(below.url.removesuffix("/moderngov") + "/robots.txt").text
    assert told == "User-agent: *\nDisallow: /moderngov/mgRss.aspx\n"


def test_the_site_can_lie_below_a_path() -> None:
    with Site(COUNCIL, root="/moderngov") as below:
        assert below.url.endswith("/moderngov")
        assert heading(below, f"mgAi.aspx?ID={DECIDED.id}") == "Agenda item"
        top = below.url.removesuffix("/moderngov")
        assert fetch(f"{top}/mgAi.aspx?ID={DECIDED.id}").url.endswith("/moderngov/mgError.aspx")


def test_lists_turn_their_pages_back_to_the_first_meeting_and_forth_again(site: Site) -> None:
    address, seen = f"ieListMeetings.aspx?CId={CABINET.board.id}", []
    for _ in range(3):
        soup = page(site, address)
        seen += [a["href"] for a in soup.select("a.mgMeetingTableLnk")]
        assert len(soup.select("a.mgMeetingTableLnk")) <= 15
        earlier = [a for a in soup.select("a.mgTableNextLnk") if "Earlier" in a.get_text()]
        if not earlier:
            break
        address = str(earlier[0]["href"])
    assert len(seen) == len(set(seen)) == len(COUNCIL.of_board(CABINET.board.id))
    assert [a for a in soup.select("a.mgTableNextLnk") if "Later" in a.get_text()]


def test_a_year_of_a_list_has_that_years_meetings(site: Site) -> None:
    found = page(site, f"ieListMeetings.aspx?CId={CABINET.board.id}&Year=2024").select("a.mgMeetingTableLnk")
    assert len(found) == sum(m.date.year == 2024 for m in COUNCIL.of_board(CABINET.board.id))
    assert all("2024" in a.get_text() for a in found)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("mgDelegatedDecisions.aspx?DR=01%2f01%2f2023-31%2f12%2f2023", 2023),
        ("mgListOfficerDecisions.aspx?DR=01%2f01%2f2022-31%2f12%2f2022", 2022),
    ],
)
def test_registers_of_decisions_keep_to_the_dates_asked_for(site: Site, asked: str, expected: int) -> None:
    days = [row.select("td")[1].get_text() for row in page(site, asked).select("tbody tr")]
    assert days
    assert all(day.endswith(f"/{expected}") for day in days)


def test_every_link_on_a_meeting_page_leads_somewhere(site: Site) -> None:
    soup = page(site, f"ieListDocuments.aspx?CId={CABINET.board.id}&MId={CABINET.id}")
    wanted = ("ie", "mgAi", "mgMeeting", "mgCommitteeDetails", "mgIssue", "documents/")
    links = {str(a["href"]) for a in soup.select("a[href]") if str(a["href"]).startswith(wanted)}
    assert len(links) > 10
    assert not [href for href in links if get(site, href).url.endswith("mgError.aspx")]


def test_files_are_pdfs_whatever_name_they_are_asked_by(site: Site) -> None:
    document = DECIDED.documents[0]
    answer = get(site, f"documents/s{document.id}/another%20name.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-1.4")
    assert answer.content.endswith(b"%%EOF\n")


def test_a_pdf_says_where_each_of_its_objects_stands() -> None:
    raw = pdf(["A line (in brackets) with a \\ and a £.", *(f"Line {n}" for n in range(120))])
    table = raw[int(raw.rsplit(b"startxref\n", 1)[1].split()[0]) :].splitlines()
    assert table[0] == b"xref"
    places = [int(row.split()[0]) for row in table[3 : 2 + int(table[1].split()[1])]]
    assert [raw[p:].split()[0] for p in places] == [str(n).encode() for n in range(1, len(places) + 1)]
    assert raw.count(b"/Type /Page ") == 3
    assert rb"\(in brackets\) with a \\ and a " + "£".encode("cp1252") in raw


def test_the_calendar_file_names_the_board_and_the_time(site: Site) -> None:
    answer = get(site, f"ieListMeetings.aspx?MeetingId={CABINET.id}&ical=1&lookahead=0&mode=export")
    assert answer.headers["Content-Type"] == "text/calendar"
    assert f"DTSTART:{CABINET.date:%Y%m%d}T173000" in answer.text


def test_the_year_selector_posts_its_form(site: Site) -> None:
    form = {"hCommitteeId": "228", "YearSelect": "2024", "MD": "ielistmeetings"}
    posted = requests.post(f"{site.url}/ieListMeetings.aspx", data=form, timeout=10)
    assert posted.content == get(site, "ieListMeetings.aspx?CId=228&Year=2024").content


def test_what_was_asked_for_is_remembered() -> None:
    with Site(COUNCIL) as fresh:
        get(fresh, "mgAi.aspx?ID=30410")
        get(fresh, "robots.txt")
        assert fresh.requests == ["/mgAi.aspx?ID=30410", "/robots.txt"]


def test_a_draft_that_is_confirmed_comes_with_a_correction() -> None:
    draft = next(m for m in COUNCIL.meetings if m.stage == "draft minutes")
    address = f"ieListDocuments.aspx?MId={draft.id}"
    with Site(COUNCIL) as fresh:
        assert heading(fresh, address) == "Agenda and draft minutes"
        before = get(fresh, address).text
        fresh.revise(draft.id)
        assert heading(fresh, address) == "Agenda and minutes"
        after = " ".join(page(fresh, address).get_text().split())
        assert CORRECTION in after
        assert CORRECTION not in " ".join(before.split())
        assert fresh.council.meetings[0] == COUNCIL.meetings[0]


def test_a_meeting_without_minutes_cannot_be_revised() -> None:
    cancelled = next(m for m in COUNCIL.meetings if m.status == "cancelled")
    with Site(COUNCIL) as fresh, pytest.raises(KeyError, match=str(cancelled.id)):
        fresh.revise(cancelled.id)


def test_the_web_service_can_be_off() -> None:
    with Site(COUNCIL, web_service=False) as bare:
        assert get(bare, "mgWebService.asmx/GetCommittees").url.endswith("/mgError.aspx")


def outcome(site: Site, number: int) -> str:
    """Say what became of asking for an item, in a word."""
    try:
        answer = get(site, f"mgAi.aspx?ID={number}")
    except OSError:
        return "cut"
    if answer.status_code == 503:
        assert answer.headers["Retry-After"] == "1"
        return "busy"
    if answer.content == STUB:
        return "stub"
    return "session" if "(S(" in answer.url else "whole"


def test_faults_are_of_every_sort_and_the_same_for_the_same_seed() -> None:
    runs = []
    for _ in range(2):
        with Site(COUNCIL, faults=0.7, seed=5) as bad:
            runs.append(
                [outcome(bad, item.id) for item in [i for m in COUNCIL.meetings for i in m.items][:40]]
            )
    assert runs[0] == runs[1]
    assert set(runs[0]) == {"busy", "cut", "stub", "session", "whole"}


def test_robots_txt_never_goes_wrong() -> None:
    with Site(COUNCIL, faults=1.0) as bad:
        assert get(bad, "robots.txt").text.startswith("User-agent")


def test_a_council_with_other_meetings_can_be_served() -> None:
    with Site(replace(COUNCIL, meetings=COUNCIL.meetings[:1])) as small:
        assert (
            len(page(small, f"ieListMeetings.aspx?CId={CABINET.board.id}").select("a.mgMeetingTableLnk")) == 1
        )


def test_a_slow_site_takes_its_time() -> None:
    with Site(COUNCIL, slow=0.1) as slow:
        began = time.monotonic()
        get(slow, "robots.txt")
        assert time.monotonic() - began >= 0.1


def test_the_module_serves_the_council_until_it_is_stopped() -> None:
    command = [sys.executable, "-m", "web.demo", "--port", "0", "--root", "moderngov"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        try:
            url = running.stdout.readline().strip()
            assert url.endswith("/moderngov")
            assert COUNCIL.name in fetch(f"{url}/mgListCommittees.aspx").text
        finally:
            running.terminate()
