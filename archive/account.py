"""An honest account of what is held: every meeting a council lists is in exactly one state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from archive.model import Board, Council, Meeting
from archive.store import Store, Trouble

State = Literal[
    "minutes read",
    "decisions only",
    "minutes awaited",
    "upcoming",
    "cancelled",
    "incomplete",
    "refused",
    "unreachable",
    "forbidden by robots",
    "not asked for",
]
STATES: tuple[State, ...] = get_args(State)
OF_TROUBLE: dict[str, State] = {
    "refused": "refused",
    "unreachable": "unreachable",
    "forbidden": "forbidden by robots",
}


@dataclass(frozen=True, slots=True)
class BoardAccount:
    """The meetings of one board, by state."""

    board: str
    states: Mapping[State, int]
    newest_minutes: date | None

    @property
    def meetings(self) -> int:
        """How many meetings the board has listed."""
        return sum(self.states.values())


@dataclass(frozen=True, slots=True)
class Account:
    """What is held of a council, what is not, and why."""

    council: str
    name: str
    boards: tuple[BoardAccount, ...]
    incomplete: tuple[tuple[Meeting, tuple[str, ...]], ...]  # with the numbers or titles of the items
    troubles: tuple[Trouble, ...]


def account(council: Council, store: Store) -> Account:
    """Account for every meeting of a council."""
    records = store.meetings(council.slug)
    listed = {m.id: m for m in store.listed(council.slug)}
    troubles = store.troubles(council.slug)
    by_url = {t.url: t for t in troubles}
    known = {**listed, **records}
    wanted = [m for m in known.values() if m.id in records or _wanted(council, m)]
    names = _newest_names(store.boards(council.slug), known.values())
    states = [(names[_board(m)], state(records.get(m.id), by_url.get(m.url)), m) for m in wanted]
    incomplete = tuple(
        (m, tuple(i.number or i.title for i in m.items if not i.complete))
        for m in sorted(records.values(), key=lambda m: (m.date, m.id))
        if not all(i.complete for i in m.items)
    )
    return Account(council.slug, council.name, _boards(states), incomplete, tuple(troubles))


def state(record: Meeting | None, trouble: Trouble | None) -> State:
    """Say which one state a listed meeting is in; a good record counts for more than a later refusal."""
    if record is None:
        return OF_TROUBLE[trouble.state] if trouble else "not asked for"
    if record.status == "cancelled":
        return "cancelled"
    if not all(i.complete for i in record.items):
        return "incomplete"
    if record.stage in ("minutes", "draft minutes"):
        return "minutes read"
    if record.status == "upcoming":
        return "upcoming"
    return "decisions only" if record.stage == "decisions only" else "minutes awaited"


def _wanted(council: Council, meeting: Meeting) -> bool:
    return council.since is None or meeting.date >= council.since


def _board(meeting: Meeting) -> str:
    return meeting.board_id or meeting.board


def _newest_names(boards: Iterable[tuple[Board, bool]], meetings: Iterable[Meeting]) -> dict[str, str]:
    """Name each board as it is named now: boards are renamed, and their old meetings with them."""
    names = {_board(m): m.board for m in sorted(meetings, key=lambda m: m.date)}
    return names | {b.id: b.name for b, _ in boards if b.id in names}


def _boards(states: Iterable[tuple[str, State, Meeting]]) -> tuple[BoardAccount, ...]:
    by_board: dict[str, list[tuple[State, Meeting]]] = {}
    for board, found, meeting in states:
        by_board.setdefault(board, []).append((found, meeting))
    return tuple(_board_account(board, by_board[board]) for board in sorted(by_board))


def _board_account(board: str, found: list[tuple[State, Meeting]]) -> BoardAccount:
    counted = Counter(s for s, _ in found)
    read = [m.date for s, m in found if s in ("minutes read", "incomplete")]
    return BoardAccount(board, {s: counted[s] for s in STATES if counted[s]}, max(read, default=None))
