"""Which address gives which page; names of pages and of parameters are read without regard to case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from web.demo import agenda, feeds, lists, registers, service
from web.demo.council import Item, Meeting, SampleCouncil
from web.demo.labels import ENGLISH, WELSH, Labels
from web.demo.pdf import pdf

HTML = "text/html; charset=utf-8"
XML = "text/xml; charset=utf-8"
Query = dict[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """A body and what it is."""

    body: bytes
    type: str = HTML


@dataclass(frozen=True, slots=True)
class View:
    """What an address is answered from."""

    council: SampleCouncil
    url: str  # of the site's root
    root: str  # its path, "" or "/moderngov"
    web_service: bool = True

    def meeting(self, query: Query) -> Meeting | None:
        """Find the meeting that an address names, by any of the parameter's spellings."""
        number = _number(query, "mid", "meetingid", "lmeetingid", "id")
        return next((m for m in self.council.meetings if m.id == number), None)

    def item(self, query: Query) -> tuple[Meeting, Item] | None:
        """Find the agenda item that an address names."""
        number = _number(query, "aiid", "id")
        return next((found for found in registers.council_items(self.council) if found[1].id == number), None)


def answer(view: View, path: str, query: Query) -> Answer | None:
    """Return the page at a path below the root; None where there is none."""
    name = path.lower().strip("/")
    if name.startswith("documents/"):
        return _document(view, name)
    if name.startswith("mgwebservice.asmx/"):
        return _service(view, name.partition("/")[2], query) if view.web_service else None
    page = _PAGES.get(name)
    return page(view, query) if page else None


def _board_list(view: View, _: Query) -> Answer:
    return _html(lists.board_list(view.council))


def _board(view: View, query: Query) -> Answer | None:
    number = _number(query, "id")
    return next(
        (_html(lists.board_page(view.council, b)) for b in view.council.boards if b.id == number), None
    )


def _meeting_list(view: View, query: Query) -> Answer | None:
    if query.get("ical"):
        meeting = view.meeting(query)
        return (
            Answer(feeds.calendar_file(view.council, meeting).encode(), "text/calendar") if meeting else None
        )
    number = _number(query, "cid", "committeeid", "hcommitteeid")
    board = next((b for b in view.council.boards if b.id == number), None)
    if board is None:
        return None
    meetings = lists.asked_meetings(view.council.of_board(board.id), query)
    return _html(lists.meeting_list(view.council, board, meetings))


def _meeting(view: View, query: Query) -> Answer | None:
    meeting = view.meeting(query)
    return _html(agenda.meeting_page(view.council, meeting, _labels(query))) if meeting else None


def _item(view: View, query: Query) -> Answer | None:
    found = view.item(query)
    if found is None:
        return None
    meeting, item = found
    labels = _labels(query)
    if labels is WELSH:
        item = next((w for w in meeting.welsh if w.id == item.id), item)
    return _html(agenda.item_page(view.council, meeting, item, labels))


def _decision(view: View, query: Query) -> Answer | None:
    found = view.item(query) if query.get("aiid") else None
    number = _number(query, "id")
    if found is None and number:
        found = next((f for f in registers.council_items(view.council) if f[1].reference == number), None)
    if found and found[1].reference:
        return _html(registers.decision_page(view.council, *found))
    alone = next((d for d in view.council.officer_decisions if d.reference == number), None)
    return _html(registers.officer_decision_page(view.council, alone)) if alone else None


def _decisions(view: View, query: Query) -> Answer:
    return _html(registers.decision_list(view.council, _published(view, query)))


def _officer_decisions(view: View, query: Query) -> Answer:
    return _html(registers.officer_list(view.council, [e for e in _published(view, query) if e.officer]))


def _issue(view: View, query: Query) -> Answer | None:
    page = registers.issue_page(view.council, _number(query, "iid"), whole=False)
    return _html(page) if page else None


def _issue_whole(view: View, query: Query) -> Answer | None:
    page = registers.issue_page(view.council, _number(query, "iid"), whole=True)
    return _html(page) if page else None


def _attendance(view: View, query: Query) -> Answer | None:
    meeting = view.meeting(query)
    return _html(registers.attendance_page(view.council, meeting)) if meeting else None


def _votes(view: View, query: Query) -> Answer | None:
    found = view.item(query)
    return _html(registers.votes_page(view.council, *found)) if found and found[1].votes else None


def _member(view: View, query: Query) -> Answer | None:
    page = registers.member_page(view.council, _number(query, "uid"))
    return _html(page) if page else None


def _news(view: View, _: Query) -> Answer:
    return _html(registers.news_page(view.council))


def _rss(view: View, _: Query) -> Answer:
    return Answer(feeds.rss(view.council, view.url).encode(), XML)


def _pdf(view: View, query: Query) -> Answer | None:
    return _attachment(view, _number(query, "id"))


_PAGES: dict[str, Callable[[View, Query], Answer | None]] = {
    "": _board_list,
    "mglistcommittees.aspx": _board_list,
    "mgcommitteestructure.aspx": _board_list,
    "iedochome.aspx": _board_list,
    "mgcommitteedetails.aspx": _board,
    "ielistmeetings.aspx": _meeting_list,
    "ielistdocuments.aspx": _meeting,
    "celistdocuments.aspx": _meeting,
    "mgai.aspx": _item,
    "iedecisiondetails.aspx": _decision,
    "mgdelegateddecisions.aspx": _decisions,
    "mglistofficerdecisions.aspx": _officer_decisions,
    "mgissuehistoryhome.aspx": _issue,
    "ieissuedetails.aspx": _issue_whole,
    "mgmeetingattendance.aspx": _attendance,
    "mglistrecordedvotesshort.aspx": _votes,
    "mguserinfo.aspx": _member,
    "mgwhatsnew.aspx": _news,
    "mgrss.aspx": _rss,
    "mgconvert2pdf.aspx": _pdf,
}


def _service(view: View, operation: str, query: Query) -> Answer | None:
    if operation == "getcommittees":
        return Answer(service.committees(view.council).encode(), XML)
    if operation == "getmeetings" and "sfromdate" in query and "stodate" in query:
        board = _number(query, "lcommitteeid")
        since, until = _day(query["sfromdate"], date.min), _day(query["stodate"], date.max)
        found = [m for m in view.council.of_board(board) if since <= m.date <= until]
        return Answer(service.meetings(view.council, board, found).encode(), XML)
    if operation == "getmeeting":
        meeting = view.meeting(query)
        return Answer(service.meeting(view.root, meeting).encode(), XML) if meeting else None
    return None


def _document(view: View, name: str) -> Answer | None:
    """Return a file by its number alone: names change, the `s{n}` and `g{n}` do not."""
    code = name.split("/")[1] if name.count("/") else ""
    if code[:1] == "s" and code[1:].isdigit():
        return _attachment(view, int(code[1:]))
    meeting = next((m for m in view.council.meetings if f"g{m.agenda_id}" == code), None)
    if meeting is None or meeting.stage is None:
        return None
    lines = [view.council.name, meeting.board.name, str(meeting.date), ""]
    for item in meeting.items:
        lines += [
            f"{item.number} {item.title}".strip(),
            *(x.printed for x in item.lines),
            "",
        ]
    return Answer(pdf(lines), "application/pdf")


def _attachment(view: View, number: int) -> Answer | None:
    for meeting, item in registers.council_items(view.council):
        for document in item.documents:
            if document.id == number:
                told = [
                    view.council.name,
                    meeting.board.name,
                    document.title,
                    "",
                    *(x.text for x in item.agenda),
                ]
                return Answer(pdf(told), "application/pdf")
    return None


def _published(view: View, query: Query) -> list[registers.Entry]:
    since, _, until = query.get("dr", "").partition("-")
    first, last = _day(since, date.min), _day(until, date.max)
    found = [e for e in registers.register(view.council) if first <= e.published <= last]
    return sorted(found, key=lambda e: (e.published, e.reference), reverse=True)


def _labels(query: Query) -> Labels:
    return WELSH if query.get("lll") == "1" else ENGLISH


def _number(query: Query, *names: str) -> int:
    """Return the first of these parameters that is a number; 0, which nothing has, when none is."""
    return next((int(query[n]) for n in names if query.get(n, "").isdecimal()), 0)


def _day(text: str, otherwise: date) -> date:
    """Read dd/mm/yyyy; anything else is no limit, as the real service ignores dates it cannot read."""
    try:
        return datetime.strptime(text.strip(), "%d/%m/%Y").date()
    except ValueError:
        return otherwise


def _html(page: str) -> Answer:
    return Answer(page.encode())
