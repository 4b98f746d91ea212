"""A small site whose every page a test can set: a board, a meeting with a cut item, and that item's page."""

from __future__ import annotations

from archive.model import Council
from tests.archive.loopback import Reply

BOARDS = "/mgListCommittees.aspx"
LIST = "/ieListMeetings.aspx?CId=31"
MEETING = "/ieListDocuments.aspx?CId=31&MId=820&Ver=4"
ITEM = "/mgAi.aspx?ID=7201"
SERVICE = "/mgWebService.asmx/GetCommittees"
BEGINNING = "Stalls had been moved because the drains beneath the"
WHOLE = f"{BEGINNING} old pitch had failed.</p><p>RESOLVED that the stalls remain on the south side."


def html(body: str, head: str = "") -> Reply:
    page = (
        f"<!DOCTYPE html><html><head>{head}<title>t</title></head>"
        f'<body><div id="modgov">{body}</div></body></html>'
    )
    return Reply(body=page.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


def board_list() -> Reply:
    return html(
        '<ul class="mgBulletList"><li><a href="mgCommitteeDetails.aspx?ID=31">Area Forum</a></li></ul>'
    )


def meeting_list(suffix: str = " - Agenda, Minutes") -> Reply:
    link = f'<a class="mgMeetingTableLnk" href="{MEETING.replace("&", "&amp;")}">16 Apr 2026&nbsp;7:30 pm</a>'
    row = f"<li>{link}{suffix}</li>"
    return html(
        '<h2 class="mgSubTitleTxt">Area Forum</h2><div class="mgContent">'
        f'<ul class="mgNonBulletTableList">{row}</ul></div>'
    )


def meeting(text: str = BEGINNING, title: str = "Market Square") -> Reply:
    more = ' &nbsp;...&nbsp; <a href="mgAi.aspx?ID=7201"> view the full minutes text for item 8.</a>'
    return html(
        '<h1 class="mgMainTitleTxt">Agenda and minutes</h1>'
        '<h2 class="mgSubTitleTxt">Area Forum - Thursday, 16th April, 2026 7.30 pm</h2>'
        '<div class="mgContent"><table><tr>'
        '<td class="mgItemNumberCell"><p class="mgAiTitleTxt"><a name="AI7201"></a>8.</p></td>'
        f'<td><p class="mgAiTitleTxt">{title}</p><p class="mgSubItemTitleTxt">Minutes:</p>'
        f'<div class="mgWordPara"><p>{text}{more}</p></div></td></tr></table></div>'
    )


def item(text: str = WHOLE) -> Reply:
    return html(
        '<h2 class="mgSubTitleTxt">Market Square</h2><div class="mgContent">'
        f'<p class="mgSubItemTitleTxt">Minutes:</p><div class="mgWordPara"><p>{text}</p></div></div>'
    )


def stub() -> Reply:
    return Reply(body=b"<html><body>Please wait while your browser is looked at.</body></html>")


def site(**pages: Reply | list[Reply]) -> dict[str, Reply | list[Reply]]:
    """Return the whole site, some pages as given: boards=, list=, meeting=, item=, robots=, service=."""
    usual: dict[str, Reply | list[Reply]] = {
        BOARDS: board_list(),
        LIST: meeting_list(),
        MEETING: meeting(),
        ITEM: item(),
    }
    places = {
        "boards": BOARDS,
        "list": LIST,
        "meeting": MEETING,
        "item": ITEM,
        "robots": "/robots.txt",
        "service": SERVICE,
    }
    return usual | {places[name]: page for name, page in pages.items()}


def council(url: str, *boards: str) -> Council:
    return Council("t", "Thistlemoor", "moderngov", url, boards)
