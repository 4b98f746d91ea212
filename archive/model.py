"""The nouns of the archive: frozen, plain, without behaviour of their own.

`docs/glossary.md` says what each word means to a reader. `archive/wire.py` writes them as JSON.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Literal

Kind = Literal["procedural", "noted", "substantive", "deferred", "not carried"]
"""What sort of decision: see OUTCOMES in docs/reading.md."""

Section = Literal["agenda", "decision", "minutes"]
"""The part of an item that a passage stands in: what was put, the Decision section, the minutes."""

Style = Literal["paragraph", "bullet", "numbered", "heading", "row"]

Status = Literal["held", "upcoming", "cancelled", "rescheduled", "adjourned"]

Stage = Literal["agenda", "decisions only", "draft minutes", "minutes"]
"""The most that is published of a meeting."""

PageKind = Literal[
    "board-list",
    "board",
    "meeting-list",
    "meeting",
    "item",
    "attendance",
    "votes",
    "decision",
    "decision-list",
    "issue",
    "news",
    "calendar",
    "minutes-file",
    "file",
]

Language = Literal["en", "cy"]

FileFormat = Literal["pdf", "docx", "scan", "doc"]
"""A scan is a PDF without text, a doc is Word's old format: neither is read."""

Way = Literal["page", "service"]
"""How a system was asked: for pages as people see them, or through its web service."""


AttachmentPolicy = Literal["none", "minutes", "all"]
"""Which linked files are fetched: none, those of printed minutes only, or all that items have too."""


@dataclass(frozen=True, slots=True)
class Expected:
    """The least that a council is known to publish; a crawl that finds less has failed."""

    boards: int = 0
    meetings: int = 0
    minutes: int = 0  # meetings whose minutes have been read


@dataclass(frozen=True, slots=True)
class Council:
    """A body whose minutes are kept, and where it publishes them."""

    slug: str
    name: str
    system: str
    url: str  # the root of its site, without a slash at the end
    boards: tuple[str, ...] = ()  # the names of those to keep; empty: all
    since: date | None = None  # meetings before this day are not kept
    expect: Expected = Expected()
    attachments: AttachmentPolicy = "minutes"
    largest_attachment: float = 20_000_000.0  # bytes; a file that is said to be larger is not asked for


@dataclass(frozen=True, slots=True)
class Request:
    """A page we want."""

    url: str  # canonical: no session, one spelling of each parameter
    kind: PageKind
    instead: Request | None = None  # what to ask for when this cannot be had or read
    optional: bool = False  # many sites do not offer it: then nothing is amiss
    of: str | None = None  # the id of what it is of: a list's board, an item page's meeting, a decision
    beyond: Literal["earlier", "later"] | None = None  # a further page of a list, in which direction


@dataclass(frozen=True, slots=True)
class Page:
    """One response, byte for byte."""

    url: str  # canonical address, the page's identity within its council
    body: bytes
    fetched: datetime  # aware, UTC
    content_type: str = "text/html"
    status: int = 200


@dataclass(frozen=True, slots=True)
class Exchange:
    """A page with the request and the response it came by, for keeping as evidence."""

    page: Page
    asked: tuple[tuple[str, str], ...]  # request headers
    answered: tuple[tuple[str, str], ...]  # response headers, of the unpacked body
    reason: str  # "OK"


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, bullet, heading or table row of an item, in clean Unicode."""

    section: Section
    text: str
    style: Style = "paragraph"
    level: int = 0  # of a bullet or a numbered clause, 0 outermost
    mark: str = ""  # the enumerator as printed, "1." or "(a)"; never part of the text


@dataclass(frozen=True, slots=True)
class Decision:
    """One clause of what was decided."""

    text: str
    kind: Kind
    passage: int  # where it stands: an index into the item's passages
    by: str | None = None  # who decided, as said: "The Board"; None when only the meeting itself is meant
    proposer: str | None = None  # as said: "Councillor Reed"
    seconder: str | None = None
    votes: str | None = None  # as said: "22 votes to one", "unanimously"


@dataclass(frozen=True, slots=True)
class Action:
    """What somebody must do."""

    text: str
    owner: str | None  # as said, "Officers"; None when nobody is named
    due: str | None  # as said, "by the end of April"; None when no time is
    passage: int
    due_date: date | None = None  # the last day that it names, where that is plain


@dataclass(frozen=True, slots=True)
class Vote:
    """A recorded vote on a motion or amendment."""

    title: str
    type: str  # as said: "Resolution", "Amendment"
    result: str  # as said: "Carried"
    votes: tuple[tuple[str, str], ...] = ()  # who voted, and how, as said: ("Councillor A. Reed", "For")


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody on a meeting's list of attendance."""

    name: str
    role: str | None  # as said: "Chair", "Committee Member"
    attendance: str  # as said: "Present", "Apologies", "Present, as substitute, virtual"
    instead_of: str | None = None  # for whom a substitute came, where that is said


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file linked from an item, or from a meeting."""

    title: str
    url: str  # absolute, percent-encoded
    size: str | None = None  # as said, "161 KB"
    format: FileFormat | None = None  # what the file turned out to be; None: it was not read
    digest: str | None = None  # of its text, which is too long for a record: it lies in the store


@dataclass(frozen=True, slots=True)
class Printed:
    """A file of printed minutes."""

    format: FileFormat
    passages: tuple[Passage, ...] = ()
    pages: int = 0  # of a PDF; 0 for Word, whose pages are made when it is printed


@dataclass(frozen=True, slots=True)
class Item:
    """One matter on a meeting's agenda."""

    id: str  # the system's own, stable: "51902"
    number: str  # as printed: "59.", "77/21", "6i"; empty where there is none
    title: str
    passages: tuple[Passage, ...] = ()
    complete: bool = True  # False while the page shows less than the council published
    decisions: tuple[Decision, ...] = ()
    actions: tuple[Action, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    more: str | None = None  # where the whole text is, of an item that the meeting page does not show whole
    restricted: bool = False  # the council says that the public may not see all of it
    votes: tuple[Vote, ...] = ()

    @property
    def text(self) -> str:
        """The whole text, a passage a line, enumerators as printed."""
        return "\n".join(f"{p.mark} {p.text}".strip() for p in self.passages)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A sitting of a board."""

    council: str  # slug
    id: str
    board: str  # as printed on the day it was fetched: boards are renamed
    board_id: str | None
    date: date
    time: time | None
    status: Status
    stage: Stage | None  # None: nothing is published
    url: str
    venue: str | None = None
    contact: str | None = None
    items: tuple[Item, ...] = ()
    attendance: tuple[Attendee, ...] = ()
    documents: tuple[Attachment, ...] = ()  # packs, printed minutes and decisions of the whole meeting
    language: Language = "en"
    printed: FileFormat | None = None  # the minutes are a file's, or (scan, doc) would be if it could be read
    doubts: tuple[str, ...] = ()  # where the page disagrees with itself: what it says, and what was taken

    def with_items(self, items: tuple[Item, ...]) -> Meeting:
        """Copy the meeting with other items."""
        return replace(self, items=items)


@dataclass(frozen=True, slots=True)
class Official:
    """A decision on a council's register: an officer's, an executive member's, or one taken at a meeting."""

    council: str  # slug
    id: str
    url: str
    item: Item  # its title, what was decided, its documents
    maker: str | None = None  # as said: "Strategic Director for Environment"
    status: str | None = None  # as said: "Recommendations Approved"
    key: bool | None = None  # None: not said
    call_in: bool | None = None  # whether it can be called in
    decided: date | None = None
    published: date | None = None
    meeting_id: str | None = None  # where it was taken at a meeting
    purpose: str | None = None
    reasons: str | None = None
    alternatives: str | None = None  # other options that were considered


@dataclass(frozen=True, slots=True)
class Board:
    """A committee, board, panel or cabinet."""

    id: str
    name: str
    url: str
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a source found on a page.

    A meeting page gives one meeting with its items; a meeting list gives meetings without items;
    item pages give items, decision pages a decision and its item; attendance and votes pages say of which
    meeting or item they are.
    `requests` are the pages to ask for next.
    """

    kind: PageKind
    way: Way = "page"
    meetings: tuple[Meeting, ...] = ()
    items: tuple[Item, ...] = ()
    decisions: tuple[Official, ...] = ()
    boards: tuple[Board, ...] = ()
    requests: tuple[Request, ...] = ()
    # What an attendance page, a page of votes or a file of minutes is about: the id of a meeting or an item,
    # the address of the file.
    subject: str | None = None
    attendance: tuple[Attendee, ...] = ()
    votes: tuple[Vote, ...] = ()
    printed: Printed | None = None
    ends: bool = False  # of a list of meetings: there are no earlier ones that are wanted
