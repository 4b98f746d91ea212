"""The answers of the web service, which give every item's minutes whole."""

from __future__ import annotations

from datetime import date
from html import escape

from bench.estate.life import Shown
from bench.estate.plan import MEETINGS, Estate

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'


def committees(estate: Estate) -> bytes:
    """Answer GetCommittees."""
    rows = [
        _element("committee", _leaf("committeeid", board), _leaf("committeetitle", estate.board_name(board)))
        for board in estate.board_ids()
    ]
    return _answer("committees", _leaf("committeescount", len(rows)), *rows)


def meetings(estate: Estate, board: int, on: date) -> bytes:
    """Answer GetMeetings of a board: all of them, whatever days are asked for, as some installs do."""
    shown = [estate.sitting(board, place).shown(on) for place in estate.listed(board, on)]
    rows = [_element("meeting", *_facts(each, estate.time(board))) for each in shown]
    told = (_leaf("committeeid", board), _leaf("committeetitle", estate.board_name(board)))
    return _answer(
        "getmeetings",
        _leaf("meetingscount", len(rows)),
        _element("committee", *told, _element("committeemeetings", *rows)),
    )


def meeting(estate: Estate, shown: Shown) -> bytes:
    """Answer GetMeeting."""
    ids = estate.item_ids(shown.sitting.id) if shown.stage else ()
    items = [_item(estate, shown, number, place) for place, number in enumerate(ids, 1)]
    return _answer(
        "meeting",
        *_facts(shown, estate.time(shown.sitting.id // MEETINGS)),
        _leaf("isdisplayallowed", "True"),
        _leaf("meetinglocation", "Moot Hall"),
        _leaf("agendapublished", shown.stage is not None),
        _leaf("decisionpublished", shown.decided),
        _leaf("minutepublished", shown.stage in ("draft minutes", "minutes")),
        _element("agendaitems", *items),
    )


def _facts(shown: Shown, time: str) -> tuple[str, ...]:
    return (
        _leaf("meetingid", shown.sitting.id),
        _leaf("meetingdate", f"{shown.day:%d/%m/%Y}"),
        _leaf("meetingtime", time),
        _leaf("meetingstatus", "Cancelled" if shown.cancelled else "Confirmed"),
    )


def _item(estate: Estate, shown: Shown, number: int, place: int) -> str:
    text = estate.text(number)
    return _element(
        "agendaitem",
        _leaf("agendaitemid", number),
        _leaf("agendaitemtitle", text.title),
        _leaf("fulldisplaynumberformat", f"{place}."),
        _leaf("agendatext", _markup(text.agenda)),
        _leaf("decisionnonemptyhtmlbody", _markup(text.decision) if shown.decided else ""),
        _leaf("minutesnonemptyhtmlbody", "".join(_markup(p) for p in estate.minutes(shown, number))),
    )


def _markup(text: str) -> str:
    return f"<p>{text}</p>" if text else ""


def _leaf(name: str, value: object) -> str:
    return f"<{name}>{escape(str(value))}</{name}>"


def _element(name: str, *parts: str) -> str:
    return f"<{name}>{''.join(parts)}</{name}>"


def _answer(name: str, *parts: str) -> bytes:
    return (DECLARATION + _element(name, *parts)).encode()
