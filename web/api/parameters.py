"""What may be asked, each parameter with what it takes, as OpenAPI has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from indexer.model import FACETS, Sort
from indexer.similar import LONGEST as LONGEST_TEXT
from web import forms
from web.forms import LARGEST_PAGE, LISTS, LONGEST, MOST_VALUES, NO_FACETS
from web.pages import similar

Json = dict[str, Any]

_DAY = {
    "anyOf": [
        {"type": "string", "format": "date"},
        {"type": "string", "pattern": "^[1-9][0-9]{3}(-(0[1-9]|1[0-2]))?$"},
    ]
}
_A_FACET = f"({'|'.join(FACETS)})"

_ALONE: Mapping[str, tuple[str, Json]] = {
    "q": (
        "What is searched for, in the query language of the search page. Nothing: everything.",
        {"type": "string", "maxLength": LONGEST},
    ),
    "since": ("The first day: 2024, 2024-03 or 2024-03-14.", _DAY),
    "until": ("The last day, not before the first.", _DAY),
    "sort": (
        "The order. By relevance where words are searched for, else newest first, unless said.",
        {"type": "string", "enum": list(get_args(Sort))},
    ),
    "exact": (
        "1: words as typed only, without acronyms and synonyms.",
        {"type": "string", "enum": ["0", "1"]},
    ),
    "page": (
        "Which page of the results.",
        {"type": "integer", "minimum": 1, "maximum": 10**9 - 1, "default": 1},
    ),
    "size": (
        "How many results a page has.",
        {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": forms.USUAL.size},
    ),
    "facets": (
        f"Which facets are counted, with commas between them, or {NO_FACETS}. All, unless said.",
        {"type": "string", "pattern": f"^({NO_FACETS}|{_A_FACET}(,{_A_FACET})*)$"},
    ),
}

_OF_LISTS: Mapping[str, tuple[str, Json]] = {
    "council": ("The council, by its slug.", {"type": "string"}),
    "board": ("The board, by its name.", {"type": "string"}),
    "year": ("The year.", {"type": "integer", "minimum": 1000, "maximum": 9999}),
    "month": ("The month, as 2024-03.", {"type": "string", "pattern": "^[1-9][0-9]{3}-(0[1-9]|1[0-2])$"}),
    "topic": ("The topic, by its name.", {"type": "string"}),
    "kind": ("What is found: item, decision, action or meeting.", {"type": "string"}),
    "decision": ("The kind of decision: “not carried”.", {"type": "string"}),
    "stage": ("How far the record has come: “draft minutes”.", {"type": "string"}),
    "attachment": ("“with” or “without” attached files.", {"type": "string"}),
}

_OF_SIMILAR: Mapping[str, tuple[str, Json]] = {
    "item": ("An item, by its key: council, meeting and item, as a hit's id begins.", {"type": "string"}),
    "text": ("A text, instead of an item.", {"type": "string", "maxLength": LONGEST_TEXT}),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a parameter is called, means and takes."""

    name: str
    meaning: str
    takes: Json
    place: Literal["query", "path"] = "query"

    @property
    def repeats(self) -> bool:
        """Tell whether it may be given more than once, and any of its values will do."""
        return self.takes.get("type") == "array"

    @property
    def taken(self) -> str:
        """Say in words what it takes, for people."""
        each = self.takes["items"] if self.repeats else self.takes
        said = ", ".join(each.get("enum", ())) or ("day, month or year" if "anyOf" in each else each["type"])
        return f"{each['minimum']} to {each['maximum']}" if "minimum" in each else said

    def document(self) -> Json:
        """Describe it in OpenAPI's words."""
        return {
            "name": self.name,
            "in": self.place,
            "description": self.meaning,
            "required": self.place == "path",
            "schema": self.takes,
        }


def of_search(name: str) -> Parameter:
    """Describe a parameter of `web.forms`; KeyError when it has a new one that is not described here."""
    if name in LISTS:
        meaning, each = _OF_LISTS[name]
        return Parameter(name, meaning, {"type": "array", "items": each, "maxItems": MOST_VALUES})
    return Parameter(name, *_ALONE[name])


SEARCH = tuple(of_search(name) for name in forms.PARAMETERS)

NARROWING = tuple(each for each in SEARCH if each.name not in ("sort", "page", "size"))
"""Those that say what matches, and what is counted."""

SIMILAR = tuple(Parameter(name, *_OF_SIMILAR[name]) for name in similar.PARAMETERS)

COUNCIL = Parameter("council", "The council's slug.", {"type": "string"}, "path")


def record_id(meaning: str) -> Parameter:
    """Describe the id of a record, in the address."""
    return Parameter("record_id", meaning, {"type": "string"}, "path")
