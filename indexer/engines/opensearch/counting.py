"""Filters, and exact facets: each counted beside its own selection (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.errors import IndexAway
from indexer.engines.opensearch.compiling import Clause
from indexer.facets import Selection

Counts = Mapping[str, Mapping[str, int]]
"""Of each facet, how many documents have each value."""

MOST_VALUES = 20_000  # of one facet: a server gives 65,535 in one answer unless it is told otherwise

_NAMES = "names"  # what counts councils' names beside their slugs


@dataclass(frozen=True, slots=True)
class Counted:
    """The counts of an answer, and the names of the councils among them by slug."""

    counts: Counts
    councils: Mapping[str, str]


def narrowing(selected: Selection, but: str = "") -> list[Clause]:
    """Give a filter for each facet with a selection, except one."""
    return [{"terms": {facet: list(values)}} for facet, values in selected.items() if values and facet != but]


def aggregations(selected: Selection, counting: Sequence[str]) -> dict[str, Any]:
    """Ask for the counts of some facets, each narrowed by what is chosen of the others only."""
    return {
        facet: {
            "filter": {"bool": {"filter": narrowing(selected, but=facet)}},
            "aggs": {"values": _values(facet)},
        }
        for facet in counting
    }


def counted(answer: Mapping[str, Any], counting: Iterable[str]) -> Counted:
    """Read the counts; IndexAway where they are not exact, which no reader could see."""
    buckets = {facet: _buckets(facet, answer[facet]["values"]) for facet in counting}
    counts = {
        facet: {bucket["key"]: bucket["doc_count"] for bucket in held} for facet, held in buckets.items()
    }
    named = {bucket["key"]: bucket[_NAMES]["buckets"] for bucket in buckets.get("council", [])}
    return Counted(counts, {slug: names[0]["key"] for slug, names in named.items() if names})


def _values(facet: str) -> dict[str, Any]:
    values: dict[str, Any] = {"terms": {"field": facet, "size": MOST_VALUES}}
    if facet == "council":
        values["aggs"] = {_NAMES: {"terms": {"field": "council_name", "size": 1}}}
    return values


def _buckets(facet: str, values: Mapping[str, Any]) -> list[Any]:
    if values["sum_other_doc_count"] or values["doc_count_error_upper_bound"]:
        raise IndexAway(
            f"The search server cannot count {facet} exactly: it has more than {MOST_VALUES:,} values."
        )
    buckets: list[Any] = values["buckets"]
    return buckets
