"""What the store tells of what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from archive.model import Item, Meeting, Official, PageKind, Request, Stage, Status
from archive.warc import Place

Outcome = Literal["new", "changed", "same"]
TroubleState = Literal["refused", "unreachable", "forbidden", "gone"]
PageState = Literal["read", "not offered", TroubleState]
"""Not offered: the site has no such page, and nothing is amiss."""


@dataclass(frozen=True, slots=True)
class Touched:
    """What a page did to a record."""

    key: str  # unique in the archive: "lga/3512"
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Entry:
    """What the catalogue says of a page."""

    council: str
    kind: PageKind  # what was asked for
    url: str
    fetched: datetime
    content_type: str
    digest: str  # of the bytes
    place: Place  # of its own record
    body_at: Place  # of the record that holds its bytes: its own, or an earlier copy's
    status: int = 200  # or 404: that a page is gone is kept too
    etag: str = ""  # as the site gave them
    modified: str = ""
    optional: bool = False  # nothing is amiss if it cannot be read


@dataclass(frozen=True, slots=True)
class Kept(Entry):
    """A page in the catalogue."""

    id: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """A page that a record was read off, as it was when it was last fetched."""

    newest: Kept
    first: datetime  # when it was first fetched
    since: datetime  # since when it has said what it says
    times: int  # that it was fetched and could be read


@dataclass(frozen=True, slots=True)
class Change:
    """A meeting, or a decision of a register, whose record changed, as it is now.

    Both are None when no page of it can be read any more.
    """

    revision: int
    council: str
    key: str  # unique in the archive: "lga/3512", "kirklees/decision/13567"
    meeting: Meeting | None = None
    official: Official | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of a meeting's record."""

    number: int  # 1, 2, …
    captured: datetime  # when the page that brought it was fetched
    meeting: Meeting


@dataclass(frozen=True, slots=True)
class ItemRevision:
    """One state of an item, as the revision of its meeting's record that brought it says."""

    number: int  # of the meeting's revision
    captured: datetime  # when the page that brought it was fetched
    stage: Stage | None  # of the meeting, then
    item: Item


@dataclass(frozen=True, slots=True)
class BoardSummary:
    """A board that meetings are kept of, and how many."""

    council: str  # slug
    id: str | None
    name: str  # as the council lists it now, or as its newest meeting has it
    meetings: int
    newest: date | None  # the newest meeting's day that is past; None: all are to come
    names: tuple[str, ...] = ()  # all that its meetings have been printed under, newest first
    category: str | None = None
    url: str | None = None  # its page on the council's own site


@dataclass(frozen=True, slots=True)
class MeetingSummary:
    """A meeting that is kept, in a line of a list."""

    id: str
    board: str  # as printed
    date: date
    status: Status
    stage: Stage | None


@dataclass(frozen=True, slots=True)
class UpcomingMeeting:
    """A meeting that is to come, as its page says it or, before that is read, as a list does."""

    council: str  # slug
    id: str
    board: str
    date: date
    time: time | None
    status: Status  # "upcoming", or that it will not be as it was announced
    venue: str | None
    url: str
    told: datetime  # when the council's site said so
    read: bool  # there is a record of it


@dataclass(frozen=True, slots=True)
class Arrival:
    """A record that changed after a moment: every state it was in until then, oldest first, and as it is now.

    Both are None when no page of it can be read any more, or readers may not see it.
    """

    key: str  # unique in the archive: "lga/3512", "kirklees/decision/13567"
    council: str
    before: tuple[Meeting | Official, ...]
    meeting: Meeting | None = None
    official: Official | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """A page that could not be had, or was refused, when last asked for."""

    council: str
    url: str
    kind: PageKind
    state: TroubleState
    why: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting without its items, as its record says it is or, before it is read, as a list does."""

    id: str
    board: str  # as it was named on the day
    board_id: str | None
    date: date
    status: Status
    stage: Stage | None
    url: str
    listed: datetime | None  # since when its list says of it what it says now; None: no list names it
    signalled: bool  # its list says how much of it is published
    captured: datetime | None  # when the newest page that its record rests on came; None: it has none
    incomplete: tuple[str, ...] = ()  # items, by number or title, whose whole text is not to be had

    @property
    def read(self) -> bool:
        """Tell whether there is a record of it."""
        return self.captured is not None


@dataclass(frozen=True, slots=True)
class Subject:
    """What is known of that which a wanted page is of, as far as it bears on when to ask for it."""

    sitting: Sitting | None = None
    day: date | None = None  # of a decision
    meeting_changed: datetime | None = None  # of a page beside a meeting's: since when that says what it says
    board: str | None = None  # of a list: the board's name
    newest: date | None = None  # of a list: its newest meeting
    ended: datetime | None = None  # of a list: when it was last followed to its end


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page that is wanted, and how it stands."""

    council: str
    request: Request
    asked: datetime | None = None  # when it was last asked for
    had: datetime | None = None  # when a copy that could be read last came
    changed: datetime | None = None  # since when it has said what it says; None: it never changed
    state: PageState | None = None  # None: it has not been asked for yet
    since: datetime | None = None  # since when it has been in this state
    detour: datetime | None = None  # since when the other address is asked, as the first gives nothing
    detour_state: PageState | None = None  # what became of the first
    knocked: datetime | None = None  # when the first was last tried nevertheless
    subject: Subject = Subject()


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is held."""

    meetings: int
    items: int
    decisions: int
    actions: int
    newest: date | None  # the newest meeting with minutes
