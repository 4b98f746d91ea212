"""An honest account of what is held: every meeting a council lists is in exactly one state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Protocol, get_args

from archive.model import Board, Council
from archive.store import Trouble
from archive.store.nouns import Sitting, TroubleState

State = Literal[
    "minutes read",
    "draft minutes read",
    "decisions only",
    "agenda only",
    "nothing published",
    "minutes awaited",
    "upcoming",
    "cancelled",
    "incomplete item",
    "refused",
    "unreachable",
    "forbidden by robots",
    "gone",
    "not asked for",
]
STATES: tuple[State, ...] = get_args(State)
AMISS: tuple[State, ...] = (
    "incomplete item",
    "refused",
    "unreachable",
    "forbidden by robots",
    "gone",
    "not asked for",
)
"""The states that say that the archive has less than the council published."""
OF_TROUBLE: Mapping[TroubleState, State] = {
    "refused": "refused",
    "unreachable": "unreachable",
    "forbidden": "forbidden by robots",
    "gone": "gone",
}

# Boards have published minutes a year late; after two years nothing more was ever seen to come.
AWAITED_FOR = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class Standing:
    """A meeting, and the one state it is in."""

    sitting: Sitting
    state: State
    trouble: Trouble | None = None  # with the meeting's own page, as it is now

    @property
    def has_minutes(self) -> bool:
        """Tell whether the archive holds its minutes, draft or not, whatever became of its page since."""
        return self.sitting.read and self.sitting.stage in ("minutes", "draft minutes")

    def days(self, today: date) -> int:
        """Count the days since the meeting."""
        return (today - self.sitting.date).days


@dataclass(frozen=True, slots=True)
class Year:
    """What is held of one board's year."""

    held: int = 0  # meetings that took place
    minutes: int = 0  # those of which the archive has the minutes


@dataclass(frozen=True, slots=True)
class BoardAccount:
    """The meetings of one board, by day."""

    board: str  # its name now
    id: str  # the system's own; its name where none is told
    today: date
    standings: tuple[Standing, ...]

    @property
    def meetings(self) -> int:
        """How many meetings the board has listed."""
        return len(self.standings)

    @property
    def states(self) -> dict[State, int]:
        """How many meetings are in each state, without those that none is in."""
        counted = Counter(s.state for s in self.standings)
        return {state: counted[state] for state in STATES if counted[state]}

    @property
    def held(self) -> tuple[Standing, ...]:
        """The meetings that took place, as far as is known: those past and not cancelled."""
        past = (s for s in self.standings if s.sitting.date < self.today or s.has_minutes)
        return tuple(s for s in past if s.sitting.status != "cancelled")

    @property
    def minutes(self) -> int:
        """Of how many meetings that took place the archive has the minutes."""
        return sum(s.has_minutes for s in self.held)

    @property
    def newest_minutes(self) -> date | None:
        """The day of the newest meeting whose minutes the archive has."""
        return max((s.sitting.date for s in self.held if s.has_minutes), default=None)

    @property
    def awaited_longest(self) -> Standing | None:
        """The oldest meeting whose minutes are awaited."""
        return next((s for s in self.standings if s.state == "minutes awaited"), None)

    @property
    def years(self) -> dict[int, Year]:
        """The board's row in the matrix of coverage: only years in which it met."""
        held = Counter(s.sitting.date.year for s in self.held)
        minutes = Counter(s.sitting.date.year for s in self.held if s.has_minutes)
        return {year: Year(held[year], minutes[year]) for year in sorted(held)}


@dataclass(frozen=True, slots=True)
class Account:
    """What is held of a council, what is not, and why."""

    council: str  # slug
    name: str
    today: date
    boards: tuple[BoardAccount, ...]  # by name; those that list no meetings too
    troubles: tuple[Trouble, ...]  # with pages of every kind

    @property
    def standings(self) -> tuple[Standing, ...]:
        """Every meeting, by board and day."""
        return tuple(s for board in self.boards for s in board.standings)

    @property
    def states(self) -> dict[State, int]:
        """How many meetings are in each state, without those that none is in."""
        counted = sum((Counter(board.states) for board in self.boards), Counter[State]())
        return {state: counted[state] for state in STATES if counted[state]}

    @property
    def newest_minutes(self) -> date | None:
        """The day of the newest meeting whose minutes the archive has."""
        return max((b.newest_minutes for b in self.boards if b.newest_minutes), default=None)

    @property
    def awaited_longest(self) -> Standing | None:
        """The oldest meeting whose minutes are awaited."""
        longest = (b.awaited_longest for b in self.boards if b.awaited_longest)
        return min(longest, key=lambda s: s.sitting.date, default=None)


class Holdings(Protocol):
    """What an account asks of the archive's store."""

    def sittings(self, council: str) -> Sequence[Sitting]:
        """Return every meeting that is listed or recorded."""
        ...

    def troubles(self, council: str) -> Sequence[Trouble]:
        """Return the pages that could not be had or were refused."""
        ...

    def boards(self, council: str) -> Sequence[tuple[Board, bool]]:
        """Return the council's boards, each with whether its minutes are wanted."""
        ...


def account(council: Council, store: Holdings, today: date) -> Account:
    """Account for every meeting of a council, from what the store holds."""
    slug = council.slug
    return reckon(council, store.sittings(slug), store.troubles(slug), store.boards(slug), today)


def reckon(
    council: Council,
    sittings: Iterable[Sitting],
    troubles: Sequence[Trouble],
    boards: Iterable[tuple[Board, bool]],
    today: date,
) -> Account:
    """Put every meeting in its state and under its board; meetings that are not wanted are left out."""
    by_url = {t.url: t for t in troubles}
    known = sorted((s for s in sittings if s.read or _wanted(council, s)), key=lambda s: (s.date, s.id))
    wanted = {board.id: board.name for board, is_wanted in boards if is_wanted}
    # Boards are renamed; of a former one, which the list has dropped, the newest meeting has the name.
    names = {_board(s): s.board for s in known} | wanted
    found: dict[str, list[Standing]] = {key: [] for key in names}
    for s in known:
        trouble = by_url.get(s.url)
        found[_board(s)].append(Standing(s, state(s, trouble, today), trouble))
    accounts = [BoardAccount(names[key], key, today, tuple(found[key])) for key in names]
    accounts.sort(key=lambda b: (b.board.casefold(), b.id))
    return Account(council.slug, council.name, today, tuple(accounts), tuple(troubles))


def state(sitting: Sitting, trouble: Trouble | None, today: date) -> State:
    """Say which one state a meeting is in; `trouble` is the one there is with its own page.

    What has been read of a meeting's outcome counts for more than a later refusal or silence, but a page that
    is gone is told always; the record stays. A meeting of which nothing but an agenda has been read is in
    trouble when its page is: nobody can know whether its minutes are awaited still.
    """
    if trouble and trouble.state == "gone":
        return "gone"
    outcome = _outcome(sitting) if sitting.read else None
    if outcome:
        return outcome
    if trouble:
        return OF_TROUBLE[trouble.state]
    if sitting.status == "cancelled":
        return "cancelled"
    if sitting.date >= today:
        return "upcoming"
    return _waiting(sitting, today) if sitting.read else "not asked for"


def _outcome(sitting: Sitting) -> State | None:
    """Say what has been read of how a meeting came out."""
    if sitting.status == "cancelled":
        return "cancelled"
    if sitting.incomplete:
        return "incomplete item"
    if sitting.stage == "minutes":
        return "minutes read"
    if sitting.stage == "draft minutes":
        return "draft minutes read"
    return "decisions only" if sitting.stage == "decisions only" else None


def _waiting(sitting: Sitting, today: date) -> State:
    if today - sitting.date <= AWAITED_FOR:
        return "minutes awaited"
    return "agenda only" if sitting.stage == "agenda" else "nothing published"


def every_state(found: Account | BoardAccount) -> dict[str, int]:
    """Count the meetings in each state there is, 0 where none is: monitors want every figure every time."""
    states = found.states
    return {state: states.get(state, 0) for state in STATES}


def shortfalls(council: Council, found: Account) -> tuple[str, ...]:
    """Say in sentences where the archive holds less than the council is known to publish."""
    counts = {
        "boards": (council.expect.boards, len(found.boards)),
        "meetings": (council.expect.meetings, len(found.standings)),
        "meetings with minutes": (council.expect.minutes, sum(s.has_minutes for s in found.standings)),
    }
    return tuple(
        f"{council.slug}: expects at least {least} {what}, the archive holds {held}"
        for what, (least, held) in counts.items()
        if held < least
    )


def _wanted(council: Council, sitting: Sitting) -> bool:
    return council.since is None or sitting.date >= council.since


def _board(sitting: Sitting) -> str:
    return sitting.board_id or sitting.board
