"""ModernGov's web service: the boards, a board's meetings, and a meeting with every item's minutes whole.

It answers in XML, one request a meeting, and sometimes where the pages are shielded. The records it gives are
those that the pages give; docs/moderngov.md says where one of them knows more.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime

from archive.errors import ReadError
from archive.html import fragment, nodes
from archive.model import (
    Attachment,
    Attendee,
    Board,
    Council,
    Item,
    Meeting,
    Page,
    Passage,
    Reading,
    Request,
    Section,
    Stage,
)
from archive.prose import passages
from archive.sources.moderngov import answers, dates, items, labels, register, urls
from archive.sources.moderngov.answers import Element, flag, records, said
from archive.sources.moderngov.attendance import attendee
from archive.sources.moderngov.files import file_requests
from archive.sources.moderngov.restricted import restricted

OLDEST = date(1990, 1, 1)  # no install holds older meetings; the service insists on a day
FILE = re.compile(r"(?:documents/|(?:mg|Ce)Convert2PDF\.aspx\?).*", re.IGNORECASE)


def boards_request(council: Council) -> Request:
    """Ask the service for the boards; where it does not answer, the page."""
    page = Request(f"{council.url}/mgListCommittees.aspx", "board-list")
    return Request(f"{council.url}/mgWebService.asmx/GetCommittees", "board-list", instead=page)


def read_boards(council: Council, page: Page) -> Reading:
    """Read GetCommittees: boards of today and expired ones, whose old meetings are asked for too."""
    root = answers.answer(page, "committees")
    rows = records(root, "committee")
    _refuse_fewer(root, "committeescount", len(rows))
    boards = tuple(_board(council, row) for row in rows)
    if not boards:
        raise ReadError("a list of no boards: the service answers, but from an empty site")
    deleted = {b.id for b, row in zip(boards, rows, strict=True) if flag(row, "committeedeleted")}
    wanted = [b for b in boards if b.id not in deleted and (not council.boards or b.name in council.boards)]
    return Reading(
        "board-list",
        way="service",
        boards=boards,
        requests=(
            *(_meetings_request(council, b, page) for b in wanted),
            *register.requests(council, page),
        ),
    )


def _board(council: Council, row: Element) -> Board:
    board_id, name = _id(row, "committeeid"), answers.title(row, "committeetitle")
    if not name:
        raise ReadError(f"board {board_id} has no name")
    url = f"{council.url}/mgCommitteeDetails.aspx?ID={board_id}"
    return Board(board_id, name, url, answers.title(row, "committeecategory") or None)


def _meetings_request(council: Council, board: Board, page: Page) -> Request:
    """Ask for a board's meetings up to the end of next year; the service insists on both days."""
    since, until = council.since or OLDEST, date(page.fetched.year + 1, 12, 31)
    query = f"lCommitteeId={board.id}&sFromDate={since:%d/%m/%Y}&sToDate={until:%d/%m/%Y}"
    url = urls.canonical(council.url, f"{council.url}/mgWebService.asmx/GetMeetings?{query}")
    by_pages = Request(f"{council.url}/ieListMeetings.aspx?CId={board.id}", "meeting-list", of=board.id)
    return Request(url, "meeting-list", instead=by_pages, of=board.id)


def read_meetings(council: Council, page: Page) -> Reading:
    """Read GetMeetings: a board's meetings; those from the council's first day on are asked for."""
    root = answers.answer(page, "getmeetings")
    asked = urls.parameters(page.url).get("lCommitteeId")
    found: list[Meeting] = []
    for row in records(root, "committee"):
        if asked not in (None, "0", _id(row, "committeeid")):
            raise ReadError(f"asked for the meetings of board {asked}, it gives those of another")
        found += [_listed(council, page, row, m) for m in records(row, "committeemeetings", "meeting")]
    _refuse_fewer(root, "meetingscount", len(found))
    # Some installs ignore the days they are asked for.
    wanted = [m for m in found if council.since is None or m.date >= council.since]
    requests = tuple(_meeting_request(council, m) for m in wanted)
    return Reading("meeting-list", way="service", meetings=tuple(found), requests=requests, ends=True)


def _listed(council: Council, page: Page, board: Element, row: Element) -> Meeting:
    meeting_id, board_id, day = _id(row, "meetingid"), _id(board, "committeeid"), _day(row)
    return Meeting(
        council=council.slug,
        id=meeting_id,
        board=answers.title(board, "committeetitle"),
        board_id=board_id,
        date=day,
        time=dates.clock(said(row, "meetingtime")),
        status=labels.status(said(row, "meetingstatus"), day, page.fetched.date()),
        stage=None,  # this list does not say what is published
        url=urls.meeting_page(council.url, board_id, meeting_id),
    )


def _meeting_request(council: Council, meeting: Meeting) -> Request:
    """Ask for a meeting; CId is not the service's, but the answer does not name its board."""
    url = f"{council.url}/mgWebService.asmx/GetMeeting?CId={meeting.board_id}&lMeetingId={meeting.id}"
    page = Request(meeting.url, "meeting", of=meeting.id)
    return Request(url, "meeting", instead=page, of=meeting.id)


def read_meeting(council: Council, page: Page) -> Reading:
    """Read GetMeeting: a meeting with its items and who was there."""
    root = answers.answer(page, "meeting")
    meeting_id, day = _id(root, "meetingid"), _day(root)
    asked = urls.parameters(page.url)
    if asked.get("lMeetingId", meeting_id) != meeting_id:
        raise ReadError(f"asked for meeting {asked['lMeetingId']}, it gives meeting {meeting_id}")
    if flag(root, "isdisplayallowed") is False:
        raise ReadError("the council does not allow this meeting to be shown")
    meeting = Meeting(
        council=council.slug,
        id=meeting_id,
        board=_board_name(root),
        board_id=asked.get("CId"),
        date=day,
        time=dates.clock(said(root, "meetingtime")),
        status=labels.status(said(root, "meetingstatus"), day, page.fetched.date()),
        stage=_stage(root),
        url=urls.meeting_page(council.url, asked.get("CId"), meeting_id),
        venue=_venue(root),
        items=_items(council, root),
        attendance=_attendance(root),
    )
    requests = tuple(replace(asked, of=meeting_id) for asked in file_requests(council, meeting.items))
    return Reading("meeting", way="service", meetings=(meeting,), requests=requests)


def _id(node: Element, name: str) -> str:
    """Return an id; ReadError when it is none, as it becomes part of addresses."""
    text = said(node, name)
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 12):
        raise ReadError(f"<{name}> is no number: “{text[:40]}”")
    return text


def _day(node: Element) -> date:
    text = said(node, "meetingdate")
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()
    except ValueError:
        raise ReadError(f"a meeting's day cannot be read: “{text[:40]}”") from None


def _refuse_fewer(root: Element, count: str, found: int) -> None:
    told = answers.number(root, count)
    if told is not None and found < told:
        raise ReadError(f"it tells of {told} and holds {found}")


def _board_name(root: Element) -> str:
    """Return the board's name where the items and their documents agree on it; empty otherwise.

    An item's board may be another: that which it is referred to.
    """
    names = {answers.title(n, "refertocommittee") for n in records(root, "agendaitems", "agendaitem")}
    names -= {""}
    return names.pop() if len(names) == 1 else ""


def _stage(root: Element) -> Stage | None:
    if flag(root, "minutepublished"):
        return "minutes"
    if flag(root, "decisionpublished"):
        return "decisions only"
    return "agenda" if flag(root, "agendapublished") else None


def _venue(root: Element) -> str | None:
    """Return the place, and the room where that is not part of its name already."""
    place, room = answers.title(root, "meetinglocation"), answers.title(root, "meetingroom")
    return (place if room in place else f"{room}, {place}" if place else room) or None


def _items(council: Council, root: Element) -> tuple[Item, ...]:
    published = flag(root, "minutepublished") is True
    rows = records(root, "agendaitems", "agendaitem")
    found = [_item(council, r, published) for r in rows if flag(r, "isdisplayallowed") is not False]
    items.refuse_twins(found)
    return tuple(found)


def _item(council: Council, row: Element, published: bool) -> Item:
    cell = items.Cell(title=answers.title(row, "agendaitemtitle"))
    cell.passages += _passages(row, "agendatext", "agenda")
    cell.passages += _passages(row, "decisionnonemptyhtmlbody", "decision")
    # Minutes that neither the item nor its meeting calls published are not on the page either.
    if published or flag(row, "isminutepublished") is not False:
        cell.passages += _passages(row, "minutesnonemptyhtmlbody", "minutes")
    cell.restricted = flag(row, "isrestricted") is True or restricted(cell.title)
    cell.attachments += [a for a in (_attachment(council, d) for d in _documents(row)) if a]
    # The service's own number is the row's place; what is printed is another.
    return items.item(cell, _id(row, "agendaitemid"), said(row, "fulldisplaynumberformat"))


def _passages(row: Element, name: str, section: Section) -> tuple[Passage, ...]:
    written = answers.markup(row, name)
    return passages(nodes(fragment(written)), section) if written.strip() else ()


def _documents(row: Element) -> list[Element]:
    return [d for d in records(row, "linkeddocuments", "linkeddoc") if not flag(d, "isrestricted")]


def _attachment(council: Council, document: Element) -> Attachment | None:
    """Read a linked file; its address may be http, or name another or an inner host, but the file is here.

    None for a link that leads to no file of this site.
    """
    title = items.FILE_NOISE.sub("", answers.title(document, "title"))
    named = FILE.search(said(document, "url"))
    if named:
        return Attachment(title, urls.file_url(f"{council.url}/", named[0]))
    number = answers.number(document, "attachmentid")
    if number is None or flag(document, "isurl"):
        return None
    return Attachment(title, f"{council.url}/mgConvert2PDF.aspx?ID={number}")


def _attendance(root: Element) -> tuple[Attendee, ...]:
    """Read who was expected or there; a row without a name is a vacancy."""
    people = [_attributes(a) for a in records(root, "attendees", "attendee")]
    return tuple(
        attendee(
            p.get("name", ""), p.get("roledescription", ""), p.get("attendance", ""), p.get("representing")
        )
        for p in people
        if p.get("name", "").strip()
    )


def _attributes(node: Element) -> dict[str, str]:
    return {answers.local(name): str(value) for name, value in node.attrib.items()}
