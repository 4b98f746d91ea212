"""The parts of a results page that follow from its answer alone: chips, facets and page links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from indexer.facets import label
from indexer.model import Facet, Fragment, Hit, Query, Results
from web import words
from web.forms import LISTS

OPEN = 8  # values of a facet that are always in sight; the rest unfold

LEGENDS: Mapping[str, str] = {
    "council": "Council",
    "board": "Board",
    "year": "Year",
    "month": "Month",
    "topic": "Topic",
    "kind": "Kind",
    "decision": "Kind of decision",
    "stage": "Stage",
    "attachment": "Attachments",
}


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, and the change to the query that takes it off."""

    name: str
    label: str
    without: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Filter:
    """A facet as the form shows it: the values in sight, and those that unfold."""

    name: str
    legend: str
    shown: tuple[Facet, ...]
    folded: tuple[Facet, ...]
    largest: int  # count of the commonest value, at least 1

    @property
    def of_time(self) -> bool:
        """Tell whether the counts are a chart of the years or months."""
        return self.name in ("year", "month")

    @property
    def before_dates(self) -> bool:
        """Tell whether it stands above the first and last day: who met, and when."""
        return self.of_time or self.name in ("council", "board")

    @property
    def unfolded(self) -> bool:
        """Tell whether the rest must be in sight, because something in it is selected."""
        return any(facet.selected for facet in self.folded)


def chips(query: Query, facets: Mapping[str, tuple[Facet, ...]]) -> tuple[Chip, ...]:
    """List every filter in force, dates last."""
    lists = (chip for name, field in LISTS.items() for chip in _list_chips(query, name, field, facets))
    first = (Chip("From", words.day(query.since), {"since": None}),) if query.since else ()
    last = (Chip("To", words.day(query.until), {"until": None}),) if query.until else ()
    return (*lists, *first, *last)


def counted(query: Query) -> tuple[str, ...]:
    """Name the facets that the page shows: the months of twenty years are no help, those of one are."""
    wanted = (name for name in LEGENDS if name in query.facets)
    return tuple(name for name in wanted if name != "month" or query.years or query.months)


def filters(results: Results) -> tuple[Filter, ...]:
    """Arrange the facets that can be used: a single value that every result has is no choice."""
    present = ((name, results.facets.get(name, ())) for name in LEGENDS)
    return tuple(_filter(name, facets) for name, facets in present if _divides(facets, results.total))


def page_links(page: int, pages: int) -> tuple[int | None, ...]:
    """Choose the pages to link: the ends and those near this one; None stands for a gap."""
    near = sorted({1, pages, *range(max(1, page - 1), min(pages, page + 1) + 1)})
    linked: list[int | None] = []
    for number in near:
        before = linked[-1] if linked else 0
        if before is not None and number - before == 2:
            linked.append(number - 1)  # a gap of one page is as long as the page's own number
        elif before is not None and number - before > 2:
            linked.append(None)
        linked.append(number)
    return tuple(linked)


def pieces(hit: Hit) -> tuple[tuple[str, tuple[Fragment, ...]], ...]:
    """Part a snippet into its pieces, each with its anchor, unless the hit itself opens there."""
    runs = ((anchor, tuple(run)) for anchor, run in groupby(hit.snippet, key=lambda piece: piece.anchor))
    return tuple((anchor if anchor != hit.anchor else "", run) for anchor, run in runs)


def no_filters() -> dict[str, Any]:
    """Return the change to a query that takes every filter off."""
    return {**dict.fromkeys(LISTS.values(), ()), "since": None, "until": None}


def _list_chips(query: Query, name: str, field: str, facets: Mapping[str, tuple[Facet, ...]]) -> list[Chip]:
    labels = {facet.value: facet.label for facet in facets.get(name, ())}
    chosen = getattr(query, field)
    return [
        Chip(
            LEGENDS[name],
            labels.get(str(value)) or label(name, str(value), {}),
            {field: tuple(other for other in chosen if other != value)},
        )
        for value in chosen
    ]


def _divides(facets: Sequence[Facet], total: int) -> bool:
    return len(facets) > 1 or any(facet.selected or facet.count < total for facet in facets)


def _filter(name: str, facets: tuple[Facet, ...]) -> Filter:
    # One value left over would take a click to see and no less room than the click's own line.
    in_sight = 12 if name == "month" else OPEN  # a year is seen whole
    cut = in_sight if len(facets) > in_sight + 1 else len(facets)
    largest = max(1, *(facet.count for facet in facets))
    return Filter(name, LEGENDS[name], facets[:cut], facets[cut:], largest)
