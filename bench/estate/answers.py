"""Which address gives which page, on which day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bench.estate import pages, service
from bench.estate.plan import ITEMS, Estate

ROBOTS = b"User-agent: *\nDisallow: /mgRss.aspx\n"


def answer(estate: Estate, path: str, query: Mapping[str, str], on: date) -> bytes | None:
    """Return the page at a path as it is on a day; None where there is none."""
    name = path.strip("/").lower()
    asked = {key.lower(): value for key, value in query.items()}
    match name.split("/"):
        case ["robots.txt"]:
            return ROBOTS
        case ["mglistcommittees.aspx"]:
            return pages.board_list(estate, on)
        case ["ielistmeetings.aspx"]:
            board = number(asked, "cid", "committeeid")
            return pages.meeting_list(estate, board, asked, on) if board in estate.board_ids() else None
        case ["ielistdocuments.aspx"]:
            shown = estate.meeting(number(asked, "mid"), on)
            return pages.meeting(estate, shown) if shown else None
        case ["mgmeetingattendance.aspx"]:
            shown = estate.meeting(number(asked, "id"), on)
            return pages.attendance(estate, shown) if shown else None
        case ["mgai.aspx"]:
            return _item(estate, number(asked, "id"), on)
        case ["mgwebservice.asmx", operation] if estate.service:
            return _service(estate, operation, asked, on)
    return None


def _item(estate: Estate, item_id: int, on: date) -> bytes | None:
    """Return an item's own page, once there are minutes to show."""
    meeting_id = item_id // ITEMS
    shown = estate.meeting(meeting_id, on)
    if shown is None or item_id not in estate.item_ids(meeting_id):
        return None
    return pages.item(estate, shown, item_id) if estate.minutes(shown, item_id) else None


def _service(estate: Estate, operation: str, asked: Mapping[str, str], on: date) -> bytes | None:
    if operation == "getcommittees":
        return service.committees(estate)
    if operation == "getmeetings":
        board = number(asked, "lcommitteeid")
        return service.meetings(estate, board, on) if board in estate.board_ids() else None
    shown = estate.meeting(number(asked, "lmeetingid"), on) if operation == "getmeeting" else None
    return service.meeting(estate, shown) if shown else None


def number(asked: Mapping[str, str], *names: str) -> int:
    """Return the first of these parameters that is a number; 0, which nothing has, when none is."""
    return next((int(asked[n]) for n in names if asked.get(n, "").isdecimal()), 0)
