"""Pages that say what there is: the boards of a council, the meetings of a board."""

from __future__ import annotations

from datetime import date
from typing import Literal

from archive.errors import ReadError
from archive.html import Tag, attribute, every, maybe, text_of, under
from archive.model import Board, Council, Meeting, Page, Reading, Request
from archive.sources.moderngov import dates, labels, register, urls
from archive.sources.moderngov.links import inside
from archive.sources.moderngov.meetings import meeting_url
from archive.sources.moderngov.whole import content

# An empty list has its <ul> still; a board's own page and a meeting's have none of these.
LIST_OF_MEETINGS = "ul.mgNonBulletTableList, a.mgMeetingTableLnk, .mgMeetingsEarlierLater"


def read_boards(council: Council, page: Page, tree: Tag) -> Reading:
    """Read the list of boards; those the council's configuration wants are asked for their meetings."""
    boards = tuple(_boards(council, page, content(tree)))
    if not boards:
        raise ReadError("not a list of boards: no link leads to one")
    wanted = [b for b in boards if not council.boards or b.name in council.boards]
    lists = tuple(_meetings_request(council, b.id) for b in wanted)
    return Reading("board-list", boards=boards, requests=(*lists, *register.requests(council, page)))


def _boards(council: Council, page: Page, body: Tag) -> list[Board]:
    category: str | None = None
    found: dict[str, Board] = {}
    for node in every(body, 'h2.mgSectionTitle, a[href*="mgCommitteeDetails.aspx" i]'):
        if node.tag == "h2":
            category = text_of(node)
            continue
        url = inside(council, node, page.url)
        board_id = urls.parameters(url).get("ID") if url else None
        if url and board_id and text_of(node):
            found.setdefault(board_id, Board(board_id, text_of(node), url, category))
    return list(found.values())


def read_board(council: Council, page: Page, tree: Tag) -> Reading:
    """Read a board's own page: its name, and where its meetings are listed."""
    body = content(tree)
    board_id = urls.parameters(page.url).get("ID")
    name = maybe(body, "h2.mgSubTitleTxt")
    if not board_id or name is None or not text_of(name):
        raise ReadError("not a board's page: it names no board")
    board = Board(board_id, text_of(name), page.url)
    return Reading("board", boards=(board,), requests=(_meetings_request(council, board_id),))


def _meetings_request(council: Council, board_id: str) -> Request:
    return Request(f"{council.url}/ieListMeetings.aspx?CId={board_id}", "meeting-list", of=board_id)


def read_meetings(council: Council, page: Page, tree: Tag) -> Reading:
    """Read a board's list of meetings; a row says how much of each is published."""
    body = content(tree)
    name = maybe(body, "h2.mgSubTitleTxt")
    board = "" if name is None else text_of(name)
    if not board or maybe(body, LIST_OF_MEETINGS) is None:
        raise ReadError("not a list of meetings")
    board_id = urls.parameters(page.url).get("CId")
    rows = [_row(council, page, board, board_id, link) for link in every(body, "a.mgMeetingTableLnk")]
    meetings = tuple(m for m in rows if m)
    wanted = [m for m in meetings if _in_range(council, m.date)]
    asked = [Request(m.url, "meeting", of=m.id) for m in wanted]
    further = _earlier_and_later(council, page, body, board_id, [m.date for m in meetings])
    ends = _direction(page.url) != "later" and not any(r.beyond == "earlier" for r in further)
    requests = tuple(dict.fromkeys((*asked, *further)))
    return Reading("meeting-list", meetings=meetings, requests=requests, ends=ends)


def _row(council: Council, page: Page, board: str, board_id: str | None, link: Tag) -> Meeting | None:
    url = meeting_url(council, attribute(link, "href"), page.url)
    if url is None:
        return None
    day = dates.day(text_of(link))
    if day is None:
        raise ReadError(f"a meeting in the list has no day that can be read: “{text_of(link)}”")
    entry = text_of(link.getparent())
    suffix = entry[len(text_of(link)) :]
    return Meeting(
        council=council.slug,
        id=urls.parameters(url)["MId"],
        board=board,
        board_id=board_id,
        date=day,
        time=dates.clock(dates.after_day(text_of(link))),
        status=labels.status(suffix, day, page.fetched.date()),
        stage=labels.stage(suffix),
        url=url,
    )


def _in_range(council: Council, day: date) -> bool:
    return council.since is None or day >= council.since


def _earlier_and_later(
    council: Council, page: Page, body: Tag, board_id: str | None, days: list[date]
) -> list[Request]:
    """Follow the paging links onwards, never back; to earlier meetings only while they can be wanted."""
    found: list[Request] = []
    for link in under(body, ".mgMeetingsEarlierLater", "a[href]"):
        url = inside(council, link, page.url)
        if url is None:
            continue
        beyond = _direction(url) or "later"
        if beyond == "earlier" and council.since and days and min(days) < council.since:
            continue
        if _direction(page.url) in (None, beyond):
            found.append(Request(url, "meeting-list", of=board_id, beyond=beyond))
    return found


def _direction(url: str) -> Literal["earlier", "later"] | None:
    """Say in which direction an address pages through a list."""
    act = urls.parameters(url).get("Act", "").lower()
    return "earlier" if act == "earlier" else "later" if act == "later" else None
