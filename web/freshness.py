"""How fresh the archive is, in short: of each board its newest minutes, and how many are awaited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from web.site import Site

SHOWN = 10  # boards; `/status` has all


@dataclass(frozen=True, slots=True)
class Freshness:
    """What is newest of one board."""

    board: str
    council: str  # its name
    newest: date | None  # meeting whose minutes the archive has
    awaited: int  # meetings whose minutes are not published yet


def freshness(site: Site, boards: tuple[str, ...], today: date) -> tuple[Freshness, ...]:
    """Tell of these boards, or else of those that met last, how fresh they are; the newest first."""
    found = [
        Freshness(board.board, each.name, board.newest, board.awaited)
        for each in site.coverage.on(today)
        for board in each.boards
        if board.meetings and (not boards or board.board in boards)
    ]
    return tuple(sorted(found, key=lambda each: each.newest or date.min, reverse=True)[:SHOWN])
