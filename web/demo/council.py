"""The nouns of the made-up council: frozen, and independent of any markup."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from archive.model import Kind, Stage, Status, Style

Day = date  # a field called `date` hides the type from the fields below it

BoardKey = Literal["council", "cabinet", "planning", "people"]


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, bullet, numbered clause, heading or table row, as its author meant it."""

    text: str
    style: Style = "paragraph"
    mark: str = ""  # the enumerator or bullet sign, never part of the text
    cells: tuple[str, ...] = ()  # of a row, whose text is the cells with " | " between them

    @property
    def printed(self) -> str:
        """Return the line with its enumerator in front; the sign of a bullet is no part of it."""
        return self.text if self.style == "bullet" else f"{self.mark} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class Decision:
    """One clause of what was decided, as printed."""

    text: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Action:
    """What somebody must do, as printed."""

    text: str
    owner: str
    due: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file linked from an item."""

    id: int
    title: str
    file: str  # with raw spaces, as the site links it
    size: str


@dataclass(frozen=True, slots=True)
class Vote:
    """A recorded vote and who cast it."""

    title: str
    type: str
    carried: bool
    ayes: tuple[str, ...]
    noes: tuple[str, ...]
    abstained: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One matter on an agenda; `decisions` and `actions` are what its author decided."""

    id: int
    number: str
    title: str
    agenda: tuple[Line, ...] = ()
    decision: tuple[Line, ...] = ()
    minutes: tuple[Line, ...] = ()
    decisions: tuple[Decision, ...] = ()
    actions: tuple[Action, ...] = ()
    documents: tuple[Document, ...] = ()
    votes: tuple[Vote, ...] = ()
    topic: str | None = None  # None: procedural
    restricted: bool = False
    issue: int | None = None  # the number of the issue that this item belongs to
    reference: int | None = None  # its number in the register of decisions

    @property
    def lines(self) -> tuple[Line, ...]:
        """Everything printed of the item, in page order."""
        return self.agenda + self.decision + self.minutes


@dataclass(frozen=True, slots=True)
class Member:
    """A councillor."""

    id: int
    name: str
    party: str
    ward: str


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who was at a meeting, and how."""

    name: str
    role: str
    attendance: str
    member: int | None = None


@dataclass(frozen=True, slots=True)
class Officer:
    """Whom to ask about a board."""

    name: str
    telephone: str
    email: str


@dataclass(frozen=True, slots=True)
class Board:
    """A committee, board, panel or cabinet."""

    key: BoardKey
    id: int
    name: str
    category: str
    purpose: tuple[str, ...]
    members: tuple[Member, ...]
    contact: Officer
    links_every_item: bool = False  # prints "view the full minutes text" whether or not it cut anything


@dataclass(frozen=True, slots=True)
class Meeting:
    """A sitting of a board, with everything published of it."""

    id: int
    agenda_id: int
    board: Board
    date: date
    time: time
    status: Status
    stage: Stage | None
    venue: str
    created: Day
    modified: Day | None = None
    moved_from: Day | None = None
    items: tuple[Item, ...] = ()
    attendance: tuple[Attendance, ...] = ()
    welsh: tuple[Item, ...] = ()  # the same items in Welsh, of the few meetings that have them

    @property
    def upcoming(self) -> bool:
        """Say whether the meeting is still to come."""
        return self.status == "upcoming"


@dataclass(frozen=True, slots=True)
class OfficerDecision:
    """A decision that an officer took alone, under delegated powers."""

    reference: int
    title: str
    maker: str
    purpose: str
    text: tuple[str, ...]
    decided: date
    published: date
    key: bool = False


@dataclass(frozen=True, slots=True)
class SampleCouncil:
    """The whole council, as it stands on its own fixed today."""

    name: str
    motto: str
    today: date
    boards: tuple[Board, ...]
    meetings: tuple[Meeting, ...]  # in order of date
    officer_decisions: tuple[OfficerDecision, ...]

    def of_board(self, board_id: int) -> tuple[Meeting, ...]:
        """Return a board's meetings, in order of date."""
        return tuple(m for m in self.meetings if m.board.id == board_id)
