"""The nouns of search: frozen, plain, shared by every engine and by the web.

What a page of results has dozens of is a tuple with names: frozen dataclasses take three to five times as
long to make, and that was a seventh of a search.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal, NamedTuple, Protocol

DocumentKind = Literal["item", "decision", "action", "meeting"]

Sort = Literal["relevance", "newest", "oldest"]

DocumentStage = Literal[
    "minutes",
    "draft minutes",
    "decisions only",
    "agenda",
    "nothing",
    "upcoming",
    "cancelled",
    "rescheduled",
    "adjourned",
    "register",
]
"""How far the record that a document is of has come: what is published of a meeting; where that is no more
than an agenda, what became of it; or that the decision stands on the council's register."""

FILTERS: Mapping[str, str] = MappingProxyType(
    {
        "council": "councils",
        "board": "boards",
        "year": "years",
        "month": "months",
        "topic": "topics",
        "kind": "kinds",
        "decision": "decisions",
        "stage": "stages",
        "attachment": "attachments",
    }
)
"""Each facet, in the order they are shown, and the field of a Query that holds its chosen values."""

FACETS = tuple(FILTERS)
"""The facets that can be counted."""


class Topic(NamedTuple):
    """A topic that a document is about, and the words that show it."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attached:
    """A file attached to an item, and its whole text."""

    title: str
    text: str  # a passage a line


class Document(NamedTuple):
    """The unit of search: an item, a decision, an action, or a meeting without items."""

    id: str  # unique in the archive: "lga/3512/51203", "lga/3512/51203/d1"
    meeting: str  # the record it comes from: "lga/3512", "kirklees/decision/13567"
    kind: DocumentKind
    council: str  # slug
    council_name: str
    board: str
    date: date
    title: str  # of the item; of a meeting without items, the board's name
    number: str  # as printed; empty where there is none
    text: str  # what is searched beside the title, a passage a line
    lead: str  # what is shown of it: the whole decision or action, the item's first passages
    url: str  # site-relative, with the anchor of the item or of where it was decided: "/lga/3512#item-51203"
    source_url: str  # the council's own page
    decision_kind: str | None = None
    owner: str | None = None  # of an action
    due: str | None = None  # of an action
    order: int = 0  # its place among its meeting's documents, in the order of the agenda
    procedural: bool = False
    complete: bool = True
    topics: tuple[Topic, ...] = ()
    attached: tuple[Attached, ...] = ()  # of an item; searched too, for less than its own words
    stage: DocumentStage | None = None  # None: not said
    has_attachments: bool = False  # files are linked, whether or not their texts are kept
    anchors: tuple[str, ...] = ()  # of each line of the text, that of its passage on the page; empty: none

    @property
    def item(self) -> str:
        """Give the key of the item that the document is, or is a part of: "lga/3512/51203"."""
        return "/".join(self.id.split("/")[:3])


@dataclass(frozen=True, slots=True)
class Query:
    """Everything a search asks for; what is typed, and what is chosen beside it.

    Several values of one filter are alternatives; different filters must all hold.
    """

    text: str = ""
    councils: tuple[str, ...] = ()  # slugs
    boards: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    months: tuple[str, ...] = ()  # "2023-03"
    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()  # kinds of decision: "not carried"
    stages: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()  # "with", "without"
    since: date | None = None
    until: date | None = None
    sort: Sort | None = None  # None: relevance where words are given, else newest
    page: int = 1
    size: int = 20
    expand: bool = True  # find what the words mean as well: acronyms and synonyms
    facets: tuple[str, ...] = FACETS  # which to count: each takes time


class Fragment(NamedTuple):
    """A piece of a snippet; data, never HTML."""

    text: str
    matched: bool
    anchor: str = ""  # on the document's page, of the passage that the piece is shown for; empty: none


class Hit(NamedTuple):
    """One document of an answer."""

    document: Document
    snippet: tuple[Fragment, ...]
    score: float = 0.0
    anchor: str = ""  # of the passage that the best piece is shown for; empty: none

    @property
    def url(self) -> str:
        """Give where the hit opens, site-relative: at its passage, or else where its document does."""
        return f"{self.document.url.partition('#')[0]}#{self.anchor}" if self.anchor else self.document.url


class Facet(NamedTuple):
    """One value of a facet, and how many matches have it."""

    value: str  # what a filter takes
    label: str  # what a reader sees
    # exact, over all matches; the facet's own selection does not narrow it
    count: int  # type: ignore[assignment] # a tuple has a method of this name
    selected: bool


@dataclass(frozen=True, slots=True)
class Also:
    """What was searched for beside typed words, because it means the same."""

    typed: str
    words: str
    title: str = ""  # of the item that says so; empty where synonyms.toml does
    url: str = ""  # of that item, site-relative


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to a query: exact total, one page of hits, exact facets."""

    query: Query
    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[Facet, ...]]
    understood: str  # the query's meaning, in words
    notes: tuple[str, ...] = field(default=())  # what the reader should know: "page 9 is past the last, 3"
    took_ms: float = 0.0
    also: tuple[Also, ...] = ()
    alone: tuple[tuple[str, int], ...] = ()  # when nothing matches: each word, and how many it finds alone
    instead: str | None = None  # when a word finds nothing: a query that finds something, as typed text

    @property
    def pages(self) -> int:
        """How many pages the hits fill; at least 1."""
        return max(1, -(-self.total // self.query.size))


@dataclass(frozen=True, slots=True)
class IndexFile:
    """A file of an index that was verified."""

    name: str  # its path
    why: str = ""  # what is wrong with it; empty: it is whole


class Engine(Protocol):
    """Keeps documents and answers queries: a module or package under `indexer/engines` gives one."""

    def cursor(self) -> int:
        """Return the archive's last revision that the index holds; 0 when it is new."""
        ...

    def replace(self, meetings: Iterable[str], documents: Iterable[Document], cursor: int) -> None:
        """Take all documents of these meetings out, put these in, move the cursor last.

        The same call twice leaves the same index.
        """
        ...

    def search(self, query: Query) -> Results:
        """Answer with exact totals and exact facets."""
        ...

    def words(self) -> Mapping[str, int]:
        """Return every word of titles and texts in its exact form, with how many documents have it."""
        ...

    def count(self) -> int:
        """Return how many documents the index holds."""
        ...

    def close(self) -> None:
        """Let go of files and connections; a later call opens them again."""
        ...
