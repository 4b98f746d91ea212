"""The answers of the web service: the same content as the pages, with every item's minutes whole."""

# ruff: noqa: E501 - the software's long lines of markup are kept whole, to be compared with real pages

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from xml.sax.saxutils import escape, quoteattr

from web.demo.council import Document, Item, Line, Meeting, SampleCouncil
from web.demo.labels import clock, plain_date, slashed
from web.demo.word import word_block

_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
_STATUS = {
    "held": "Confirmed",
    "upcoming": "Confirmed",
    "cancelled": "Cancelled",
    "rescheduled": "Rescheduled",
    "adjourned": "Adjourned",
}


def committees(council: SampleCouncil) -> str:
    """Answer GetCommittees: the boards of today, and one that no longer meets."""
    rows = [(b.id, b.name, "False", b.category) for b in council.boards]
    rows.append((199, "Harbour Lights Working Party", "True", "Working parties"))
    parts = [
        _element("committee", _leaf("committeeid", number), _leaf("committeetitle", name), _leaf("committeedeleted", "False"),
                 _leaf("committeeexpired", expired), _leaf("committeecategory", category))
        for number, name, expired, category in rows
    ]  # fmt: skip
    return _DECLARATION + _element("committees", _leaf("committeescount", f" {len(rows)}"), *parts)


def meetings(council: SampleCouncil, board_id: int, found: Sequence[Meeting]) -> str:
    """Answer GetMeetings of one board; the count has the service's leading space."""
    names = {b.id: b.name for b in council.boards}
    rows = [
        _element("meeting", _leaf("meetingid", m.id), _leaf("meetingdate", slashed(m.date)), _leaf("meetingstatus", _status(m)),
                 _leaf("meetingtime", clock(m.time)), _leaf("iswebcast", "False"))
        for m in found
    ]  # fmt: skip
    board = _element(
        "committee",
        _leaf("committeeid", board_id),
        _leaf("committeetitle", names.get(board_id, "")),
        _leaf("committeemeetingcount", f" {len(found)}"),
        _element("committeemeetings", *rows),
    )
    counts = _leaf("meetingscount", f" {len(found)}") + _leaf("committeescount", " 1")
    return _DECLARATION + _element("getmeetings", counts, board)


def meeting(root: str, found: Meeting) -> str:
    """Answer GetMeeting; the addresses in it are http, on the host that the site once had."""
    minutes = found.stage in ("draft minutes", "minutes")
    facts = [
        _leaf("meetingid", found.id), _leaf("meetingdate", slashed(found.date)), _leaf("meetingstatus", _status(found)),
        _leaf("isdisplayallowed", "True"), _leaf("meetingtime", clock(found.time)), _leaf("meetingactualstarttime", ""),
        _leaf("meetinglocation", found.venue), _leaf("iswebcast", "False"), _leaf("agendaid", found.agenda_id),
        _leaf("agendapublished", found.stage is not None),
        _leaf("decisionpublished", any(i.decision for i in found.items)), _leaf("minutepublished", minutes),
        _leaf("meetingroom", ""),
    ]  # fmt: skip
    items = [_item(root, found, item, place) for place, item in enumerate(found.items, 1)]
    people = [
        f'<attendee membertype="U" memberid="{a.member or 0}" name={quoteattr(a.name)} roledescription={quoteattr(a.role)} '
        f'attendance={quoteattr(a.attendance)} politicalparty="" ward=""></attendee>\n'
        for a in found.attendance
    ]
    return _DECLARATION + _element(
        "meeting", *facts, _element("agendaitems", *items), _element("attendees", *people)
    )


def _item(root: str, meeting: Meeting, item: Item, place: int) -> str:
    # The service encodes titles twice: "Chair&amp;#39;s". Its own number is the row's place, not what is printed.
    title = item.title.replace("&", "&#38;").replace("'", "&#39;")
    display = item.number and f"{item.number}"
    documents = [_document(root, meeting, item, d) for d in item.documents]
    return _element(
        "agendaitem",
        _leaf("agendaitemid", item.id), _leaf("agendaitemtitle", title), _body("agendatext", item.agenda),
        _leaf("actualmeetingdate", slashed(meeting.date)), _leaf("agendaitemnumber", place if item.number else 0),
        _leaf("agendaitemsubnumber", ""), _leaf("fulldisplaynumberformat", display),
        _body("minutesnonemptyhtmlbody", item.minutes), _body("decisionnonemptyhtmlbody", item.decision),
        _leaf("isdecision", bool(item.decision)), _leaf("isdecisionpublished", bool(item.decision)),
        _leaf("isminutepublished", bool(item.minutes)), _leaf("isrestricted", item.restricted),
        _leaf("isdisplayallowed", "True"), _leaf("meetingdate", slashed(meeting.date)),
        _leaf("refertocommittee", meeting.board.name), _element("linkeddocuments", *documents),
    )  # fmt: skip


def _document(root: str, meeting: Meeting, item: Item, document: Document) -> str:
    old = "http://moderngov.saltmarsh.example" + root
    return _element(
        "linkeddoc",
        _leaf("attachmentid", document.id), _leaf("title", document.title), _leaf("isurl", "False"),
        _leaf("url", f"{old}/mgConvert2PDF.aspx?ID={document.id}"), _leaf("isrestricted", item.restricted),
        _leaf("restrictionsRef", ""), _leaf("publicationdate", slashed(meeting.date - timedelta(days=7))),
        _leaf("isdecisionattachment", "False"), _leaf("ownertitle", item.title),
    )  # fmt: skip


def _status(meeting: Meeting) -> str:
    moved = f"; Rescheduled from {plain_date(meeting.moved_from)}" if meeting.moved_from else ""
    return _STATUS[meeting.status] + moved


def _body(name: str, lines: Sequence[Line]) -> str:
    if not lines:
        return _leaf(name, "")
    block = word_block(lines).removeprefix('<div class="mgWordPara">').rstrip().removesuffix("</div>")
    return f"<{name}>{escape(block)}</{name}>\n"


def _leaf(name: str, value: object) -> str:
    # Empty elements hold a line break, as the service writes them.
    text = escape(str(value)) or "\n"
    return f"<{name}>{text}</{name}>\n"


def _element(name: str, *inner: str) -> str:
    return f"<{name}>\n{''.join(inner)}</{name}>\n"
