"""Which address takes what, and answers what: the routes are made of this, and the OpenAPI document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from web.api.parameters import COUNCIL, NARROWING, SEARCH, SIMILAR, Parameter, record_id
from web.api.schemas import TEXT, ref

Json = dict[str, Any]
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"

NO_INDEX = MappingProxyType({503: "There is no search index yet, or it cannot be read."})
NO_RECORD = MappingProxyType({404: "There is no such record."})


@dataclass(frozen=True, slots=True)
class Operation:
    """One address of the API."""

    name: str
    path: str  # "/api/v1/meetings/{council}/{record_id}"
    summary: str
    answers: Json  # the schema of an answer
    parameters: tuple[Parameter, ...] = ()
    refuses: Mapping[int, str] = field(default_factory=dict)  # statuses beside 400, and what each says
    past_the_last: Json | None = None  # what is answered, with 404, where there is no such page
    media: str = JSON
    posted: bool = False  # may be sent as a form too

    @property
    def rule(self) -> str:
        """Write the address as Flask has it."""
        return self.path.replace("{", "<").replace("}", ">")

    @property
    def methods(self) -> tuple[str, ...]:
        """Name the methods that it is asked by."""
        return ("GET", "POST") if self.posted else ("GET",)

    @property
    def asked(self) -> tuple[Parameter, ...]:
        """Give the parameters after the question mark, or in a form."""
        return tuple(each for each in self.parameters if each.place == "query")


API = (
    Operation(
        "search",
        "/api/v1/search",
        "Search: a page of hits, and how many there are by board, year, topic and so on.",
        ref("Results"),
        SEARCH,
        NO_INDEX,
        past_the_last=ref("PastTheLast"),
    ),
    Operation(
        "facets",
        "/api/v1/facets",
        "Count what a search finds, by board, year, topic and so on, without the hits.",
        ref("Counted"),
        NARROWING,
        NO_INDEX,
    ),
    Operation(
        "similar",
        "/api/v1/similar",
        "Find items like an item, or like a text: those that share its most telling words.",
        ref("Similar"),
        SIMILAR,
        {404: "There is no such item.", 413: "The text is too long.", **NO_INDEX},
        posted=True,
    ),
    Operation(
        "meeting",
        "/api/v1/meetings/{council}/{record_id}",
        "Read a meeting: its items with all they say, decisions, actions, attendance and votes.",
        ref("Meeting"),
        (COUNCIL, record_id("The meeting's id.")),
        NO_RECORD,
    ),
    Operation(
        "decision",
        "/api/v1/decisions/{council}/{record_id}",
        "Read a decision of a council's register.",
        ref("RegisterDecision"),
        (COUNCIL, record_id("The decision's id.")),
        NO_RECORD,
    ),
    Operation("councils", "/api/v1/councils", "List the councils and their boards.", ref("Councils")),
    Operation(
        "counts",
        "/api/v1/counts",
        "Count what the archive holds, and say how far search has caught up with it.",
        ref("Counts"),
    ),
)
"""What the API itself answers, as JSON."""

EXPORTS = (
    Operation(
        "csv",
        "/export/results.csv",
        "Take all results of a search away as CSV, whatever the page; for spreadsheets.",
        TEXT,
        SEARCH,
        NO_INDEX,
        media="text/csv",
    ),
    Operation(
        "json",
        "/export/results.json",
        "Take all results of a search away as JSON, whatever the page.",
        ref("Export"),
        SEARCH,
        NO_INDEX,
    ),
    Operation(
        "atom",
        "/feed",
        "Follow a search: its newest results as an Atom feed.",
        TEXT,
        SEARCH,
        {404: "There is no such page.", **NO_INDEX},
        media="application/atom+xml",
    ),
)
"""What the pages offer for taking away; where it is refused, that is said on a page."""
