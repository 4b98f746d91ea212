"""The web service's three answers, as they are when all is well and when it is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from archive.errors import ReadError
from archive.model import Attendee, Item, Meeting, Request
from archive.sources import moderngov
from tests.archive.moderngov_service.asking import FENWICK, ROOT, item, meeting, read

GET_MEETING = "mgWebService.asmx/GetMeeting?CId=144&lMeetingId=4967"
GET_MEETINGS = "mgWebService.asmx/GetMeetings?lCommitteeId=144&sFromDate=01/01/1990&sToDate=31/12/2027"
GET_COMMITTEES = "mgWebService.asmx/GetCommittees"


def committee(number: int, name: str, *, deleted: str = "False", expired: str = "False") -> str:
    return (
        f"<committee><committeeid>{number}</committeeid><committeetitle>{name}</committeetitle>"
        f"<committeedeleted>{deleted}</committeedeleted><committeeexpired>{expired}</committeeexpired>"
        "<committeecategory>Boards &amp; panels</committeecategory></committee>"
    )


def committees(*rows: str) -> str:
    return f"<committees><committeescount> {len(rows)}</committeescount>{''.join(rows)}</committees>"


def meetings(*rows: tuple[int, str, str], count: int | None = None) -> str:
    listed = "".join(
        f"<meeting><meetingid>{n}</meetingid><meetingdate>{day}</meetingdate><meetingstatus>{status}"
        "</meetingstatus><meetingtime>10.00 am</meetingtime></meeting>"
        for n, day, status in rows
    )
    told = len(rows) if count is None else count
    return (
        f"<getmeetings><meetingscount> {told}</meetingscount><committee><committeeid>144</committeeid>"
        f"<committeetitle>Harbour Board</committeetitle><committeemeetings>{listed}</committeemeetings>"
        "</committee></getmeetings>"
    )


def one(items: str = "", attendees: str = "", **facts: str) -> Meeting:
    return read(GET_MEETING, meeting(items, attendees, **facts)).meetings[0]


def one_item(**facts: str) -> Item:
    return one(item(18831, more="", **facts)).items[0]


def test_a_crawl_asks_the_service_first_and_the_page_of_boards_instead() -> None:
    page = Request(f"{ROOT}/mgListCommittees.aspx", "board-list")
    assert list(moderngov.start(FENWICK)) == [Request(f"{ROOT}/{GET_COMMITTEES}", "board-list", page)]


def test_expired_boards_are_asked_for_their_meetings_and_deleted_ones_are_only_named() -> None:
    body = committees(
        committee(144, "Harbour Board"),
        committee(7, "Old Quay Panel", expired="True"),
        committee(8, "Made in Error", deleted="True"),
    )
    found = read(GET_COMMITTEES, body)
    assert [(b.id, b.name, b.category) for b in found.boards] == [
        ("144", "Harbour Board", "Boards & panels"),
        ("7", "Old Quay Panel", "Boards & panels"),
        ("8", "Made in Error", "Boards & panels"),
    ]
    assert [r.url for r in found.requests if r.kind == "meeting-list"] == [
        f"{ROOT}/mgWebService.asmx/GetMeetings?lCommitteeId={n}&sFromDate=01%2F01%2F1990&sToDate=31%2F12%2F2027"
        for n in (144, 7)
    ]
    page = Request(f"{ROOT}/ieListMeetings.aspx?CId=144", "meeting-list", of="144")
    assert found.requests[0].instead == page


def test_only_the_boards_that_the_configuration_names_are_asked_for() -> None:
    council = replace(FENWICK, boards=("Children's Board",), since=date(2024, 5, 1))
    body = committees(committee(1, "Children&amp;#39;s Board"), committee(2, "Harbour Board"))
    (request,) = read(GET_COMMITTEES, body, council).requests
    assert "lCommitteeId=1&sFromDate=01%2F05%2F2024" in request.url


def test_a_list_of_meetings_asks_for_each_meeting_and_for_its_page_instead() -> None:
    found = read(GET_MEETINGS, meetings((4966, "13/01/2026", "Cancelled"), (4967, "10/04/2026", "Confirmed")))
    assert [(m.id, m.board, m.board_id, m.date, m.time, m.status) for m in found.meetings] == [
        ("4966", "Harbour Board", "144", date(2026, 1, 13), time(10), "cancelled"),
        ("4967", "Harbour Board", "144", date(2026, 4, 10), time(10), "upcoming"),
    ]
    page = f"{ROOT}/ieListDocuments.aspx?CId=144&MId=4966&Ver=4"
    asked = f"{ROOT}/mgWebService.asmx/GetMeeting?CId=144&lMeetingId=4966"
    instead = Request(page, "meeting", of="4966")
    assert found.requests[0] == Request(asked, "meeting", instead, of="4966")


def test_meetings_before_the_councils_first_day_are_not_asked_for_though_the_service_gives_them() -> None:
    body = meetings((1, "01/02/2019", "Confirmed"), (2, "01/02/2024", "Confirmed"))
    found = read(GET_MEETINGS, body, replace(FENWICK, since=date(2024, 1, 1)))
    assert [r.url.rpartition("=")[2] for r in found.requests] == ["2"]


def test_a_board_without_meetings_is_a_true_answer() -> None:
    assert read(GET_MEETINGS, meetings()).meetings == ()


def test_a_meeting_is_read_with_its_items_and_its_pages_address() -> None:
    found = one(item(agendatext="&lt;p&gt;To consider.&lt;/p&gt;"))
    assert (found.id, found.board, found.board_id) == ("4967", "Harbour Board", "144")
    assert found.url == f"{ROOT}/ieListDocuments.aspx?CId=144&MId=4967&Ver=4"
    assert (found.date, found.time, found.status, found.stage) == (
        date(2026, 2, 10),
        time(10),
        "held",
        "minutes",
    )
    assert found.venue == "The Tithe Barn, Fenwick"
    (only,) = found.items
    assert (only.id, only.number, only.title, only.complete) == ("18831", "9.", "Ferry Fares", True)
    assert only.text == "To consider.\nThe fares were discussed."


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Chair&amp;#39;s Report", "Chair's Report"),
        ("Fish &amp;amp; Chips", "Fish & Chips"),
        ("Fish &amp; Chips", "Fish & Chips"),
        ("Loads &amp;lt; 5 Tonnes", "Loads < 5 Tonnes"),
        ("<i>Ferry</i> Fares", "Ferry Fares"),
        ("Fish & Chips&nbsp;Vans", "Fish & Chips Vans"),
    ],
)
def test_titles_are_read_however_often_they_were_encoded(written: str, title: str) -> None:
    assert one_item(agendaitemtitle=written).title == title


@pytest.mark.parametrize(
    "written",
    [
        "&lt;p&gt;Fares rose.&lt;/p&gt;&lt;p&gt;RESOLVED: That they fall.&lt;/p&gt;",
        "<p>Fares rose.</p><p>RESOLVED: That they fall.</p>",
        "<p>Fares&nbsp;rose.<br><p>RESOLVED: That they fall.",
        "<![CDATA[<p>Fares rose.<p>RESOLVED: That they fall.]]>",
        "<![CDATA[&lt;p&gt;Fares rose.&lt;/p&gt;&lt;p&gt;RESOLVED: That they fall.&lt;/p&gt;]]>",
        "<div><p>Fares rose.</b></p></div></div><p>RESOLVED: That they fall.</p>",
    ],
)
def test_minutes_are_read_escaped_or_raw_well_formed_or_not(written: str) -> None:
    after = item(18832, fulldisplaynumberformat="10.")
    first, second = one(item(minutesnonemptyhtmlbody=written) + after).items
    assert first.text == "Fares rose.\nRESOLVED: That they fall."
    assert ["they fall." in d.text for d in first.decisions] == [True]
    assert (second.number, second.text) == ("10.", "The fares were discussed.")


def test_an_answer_in_windows_1252_that_calls_itself_utf_8_is_read() -> None:
    body = meeting(item(agendaitemtitle="Cafés – Licences")).encode("cp1252")
    assert read(GET_MEETING, body).meetings[0].items[0].title == "Cafés – Licences"


@pytest.mark.parametrize(
    ("status", "read_as"),
    [
        ("Confirmed", "held"),
        ("Cancelled", "cancelled"),
        ("Rescheduled", "rescheduled"),
        ("Confirmed; Rescheduled from 24 September 2025", "held"),
        ("Adjourned", "adjourned"),
    ],
)
def test_the_status_is_free_text_and_a_meeting_moved_here_is_held_here(status: str, read_as: str) -> None:
    assert one(meetingstatus=status).status == read_as


@pytest.mark.parametrize(
    ("agenda", "decisions", "minutes", "stage"),
    [
        ("False", "False", "False", None),
        ("True", "False", "False", "agenda"),
        ("True", "True", "False", "decisions only"),
        ("True", "True", "True", "minutes"),
    ],
)
def test_the_stage_is_the_most_that_is_published(
    agenda: str, decisions: str, minutes: str, stage: str
) -> None:
    found = one(agendapublished=agenda, decisionpublished=decisions, minutepublished=minutes)
    assert found.stage == stage


def test_minutes_that_are_not_published_yet_are_not_read() -> None:
    found = one(item(isminutepublished="False"), minutepublished="False")
    assert found.items[0].passages == ()


def test_an_item_that_may_not_be_displayed_is_left_out_and_such_a_meeting_is_refused() -> None:
    assert [i.id for i in one(item(1, isdisplayallowed="False") + item(2)).items] == ["2"]
    with pytest.raises(ReadError, match="not allow"):
        one(isdisplayallowed="False")


def test_a_section_row_has_no_number() -> None:
    found = one_item(fulldisplaynumberformat="\n", agendaitemnumber="0", agendaitemtitle="Part One")
    assert (found.number, found.title) == ("", "Part One")


def test_the_flag_and_the_title_both_say_that_an_item_is_restricted() -> None:
    assert one_item(isrestricted="True").restricted
    assert one_item(agendaitemtitle="Lease of the Kiosk (Exempt Category 3)").restricted
    assert not one_item().restricted


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("http://democracy.fenwick.example/mg/mgConvert2PDF.aspx?ID=60", f"{ROOT}/mgConvert2PDF.aspx?ID=60"),
        ("http://10.1.2.3:9071/mgConvert2PDF.aspx?ID=60", f"{ROOT}/mgConvert2PDF.aspx?ID=60"),
        ("http://old.example/documents/s60/Ferry plan.pdf", f"{ROOT}/documents/s60/Ferry%20plan.pdf"),
        ("http://10.1.2.3:9071/UserData/60.pdf", f"{ROOT}/mgConvert2PDF.aspx?ID=60"),
        ("\n", f"{ROOT}/mgConvert2PDF.aspx?ID=60"),
    ],
)
def test_a_files_address_is_on_the_councils_own_site_whatever_host_is_named(url: str, kept: str) -> None:
    files = (
        "<linkeddocuments><linkeddoc><attachmentid>60</attachmentid><title>Ferry Plan</title>"
        f"<url>{url}</url></linkeddoc><linkeddoc><attachmentid>61</attachmentid><title>Closed</title>"
        "<isrestricted>True</isrestricted></linkeddoc></linkeddocuments>"
    )
    found = one(item(more=files)).items[0]
    assert [(a.title, a.url) for a in found.attachments] == [("Ferry Plan", kept)]


def test_who_was_there_is_read_and_a_substitute_says_for_whom() -> None:
    people = (
        '<attendee name="Councillor Ida Moss" roledescription="Chair" attendance="Present, virtual"/>'
        '<attendee name="Councillor Bo Reed" roledescription="" attendance="Present, as substitute"'
        ' representing="Councillor Al Fenn"/>'
        '<attendee name="Canon Ash" roledescription="Co-opted" attendance="Present"'
        ' representing="The Diocese"/>'
        '<attendee name=" " attendance="Expected"/>'
    )
    assert one(attendees=people).attendance == (
        Attendee("Councillor Ida Moss", "Chair", "Present, virtual"),
        Attendee("Councillor Bo Reed", None, "Present, as substitute", "Councillor Al Fenn"),
        Attendee("Canon Ash", "Co-opted", "Present"),
    )


@pytest.mark.parametrize(("room", "venue"), [("Loft", "Loft, Tithe Barn"), ("Tithe", "Tithe Barn")])
def test_the_room_stands_before_the_place_unless_it_is_part_of_it(room: str, venue: str) -> None:
    assert one(meetinglocation="Tithe Barn", meetingroom=room).venue == venue


def test_a_board_is_not_guessed_from_an_item_that_is_referred_to_another() -> None:
    assert one(item(1) + item(2, refertocommittee="Cabinet")).board == ""


def test_a_service_address_is_read_in_any_case() -> None:
    found = read("MGWEBSERVICE.ASMX/getmeeting?LMEETINGID=4967&committeeid=144", meeting())
    assert found.meetings[0].url.endswith("CId=144&MId=4967&Ver=4")


REFUSALS = {
    "a web page": (GET_MEETING, "<html><body><h1>Error</h1></body></html>", "it says: “Error”"),
    "nothing": (GET_MEETING, "", "it says: nothing"),
    "no boards": (GET_COMMITTEES, "<committees/>", "a list of no boards"),
    "no boards, spelt out": (GET_COMMITTEES, committees(), "a list of no boards"),
    "another operation's answer": (GET_COMMITTEES, meetings(), "not the answer <committees>"),
    "another meeting": (GET_MEETING, meeting(meetingid="5"), "asked for meeting 4967"),
    "another board": (GET_MEETINGS.replace("144", "145"), meetings((1, "01/02/2026", "")), "another"),
    "fewer meetings than told": (GET_MEETINGS, meetings((1, "01/02/2026", ""), count=9), "tells of 9"),
    "a day that is none": (GET_MEETING, meeting(meetingdate="31/02/2026"), "31/02/2026"),
    "an id that is none": (GET_MEETING, meeting(item().replace("18831", "../x")), "agendaitemid"),
    "a cut-off answer": (GET_MEETING, meeting(item())[:-40], "cut off"),
    "two items with one id": (GET_MEETING, meeting(item() + item()), "same id"),
    "too much": (GET_MEETING, meeting(item(agendatext="x" * 1_100_000)), "too large"),
    "an item that ends in another": (
        GET_MEETING,
        meeting(item(1).replace("</agendaitem>", "") + item(2)),
        "damaged",
    ),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_what_is_not_the_true_answer_is_refused_with_the_reason(case: str) -> None:
    address, body, why = REFUSALS[case]
    with pytest.raises(ReadError, match=why):
        read(address, body)
