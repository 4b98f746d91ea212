"""What is held of each council and board, in figures: made anew when the records change, or the day does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock

from archive.account import AMISS, Account, BoardAccount, Holdings, State, account
from archive.model import Council
from archive.settled import is_settled
from archive.store import Trouble

TROUBLES = 20  # of a council that are named; `minutes status --json` lists all

Stamp = tuple[date, tuple[tuple[int, int], ...]]


@dataclass(frozen=True, slots=True)
class BoardCoverage:
    """What is held of one board."""

    board: str
    page: str  # its id, where there is a page of it
    meetings: int  # that it has listed
    held: int  # that took place
    minutes: int  # of which the minutes are here
    newest: date | None  # meeting whose minutes are here
    awaited: int  # meetings whose minutes are not published yet
    since: date | None  # of the oldest of these
    waiting: str  # its id, where there is a page of it
    amiss: int  # meetings of which less is here than was published


@dataclass(frozen=True, slots=True)
class CouncilCoverage:
    """What is held of one council."""

    slug: str
    name: str
    meetings: int
    states: Mapping[State, int]
    boards: tuple[BoardCoverage, ...]  # by name
    troubles: tuple[Trouble, ...]  # the newest first, and no more than TROUBLES
    more: int  # troubles that are left out


class Coverage:
    """Gives the figures of all councils: of 10,000 meetings they take half a second to make, and are kept."""

    def __init__(self, councils: Sequence[Council], store: Holdings, database: Path | None = None) -> None:
        """Look after councils; `database` is the file that the records are in, if they are in one."""
        self._councils, self._store, self._database = councils, store, database
        self._lock = Lock()
        self._kept: tuple[Stamp, tuple[CouncilCoverage, ...]] | None = None

    def on(self, today: date) -> tuple[CouncilCoverage, ...]:
        """Return what is held, as it stands on a day."""
        with self._lock:  # one thread makes the figures, the others wait rather than make them too
            stamp = self._stamp(today)
            if stamp is not None and self._kept is not None and self._kept[0] == stamp:
                return self._kept[1]
            found = tuple(_of_council(account(each, self._store, today)) for each in self._councils)
            self._kept = (stamp, found) if stamp is not None else None
            return found

    def _stamp(self, today: date) -> Stamp | None:
        """Say when the records were last written to; None where that cannot be told, or it was just now.

        What is not in the records themselves, such as a page in trouble, has no change number: so the files
        are looked at.
        """
        if self._database is None:
            return None
        files = [path for path in (self._database, Path(f"{self._database}-wal")) if path.exists()]
        stats = [path.stat() for path in files]
        if not stats or not is_settled(max(s.st_mtime_ns for s in stats)):
            return None
        return today, tuple((s.st_mtime_ns, s.st_size) for s in stats)


def _of_council(found: Account) -> CouncilCoverage:
    newest_first = sorted(found.troubles, key=lambda trouble: trouble.since, reverse=True)
    return CouncilCoverage(
        slug=found.council,
        name=found.name,
        meetings=len(found.standings),
        states=found.states,
        boards=tuple(_of_board(board) for board in found.boards),
        troubles=tuple(newest_first[:TROUBLES]),
        more=max(0, len(newest_first) - TROUBLES),
    )


def _of_board(board: BoardAccount) -> BoardCoverage:
    longest, states = board.awaited_longest, board.states
    has_page = any(standing.sitting.read and standing.sitting.board_id for standing in board.standings)
    return BoardCoverage(
        board=board.board,
        page=board.id if has_page else "",
        meetings=board.meetings,
        held=len(board.held),
        minutes=board.minutes,
        newest=board.newest_minutes,
        awaited=states.get("minutes awaited", 0),
        since=longest.sitting.date if longest else None,
        waiting=longest.sitting.id if longest and longest.sitting.read else "",
        amiss=sum(states.get(state, 0) for state in AMISS),
    )
