"""What the values of facets are called, and in what order they stand: the same for every engine (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter

from indexer.language.dates import first_day
from indexer.model import FILTERS, Facet, Query

Selection = Mapping[str, tuple[str, ...]]
"""The chosen values of each facet."""

_SAID: Mapping[str, Mapping[str, str]] = {
    "stage": {
        "agenda": "Agenda only",
        "nothing": "Nothing published",
        "upcoming": "Still to come",
        "register": "Register of decisions",
    },
    "attachment": {"with": "With attachment", "without": "Without attachment"},
}
_AS_THEY_ARE = ("board", "year", "topic")
_CAPITALISED = ("kind", "decision", "stage")
_NEWEST_FIRST = ("year", "month")


def selection(query: Query) -> Selection:
    """Give the values chosen of each facet."""
    return {facet: tuple(map(str, getattr(query, field))) for facet, field in FILTERS.items()}


def shown(
    facet: str, counts: Mapping[str, int], selected: tuple[str, ...], councils: Mapping[str, str]
) -> tuple[Facet, ...]:
    """Give a facet's values as readers see them: years and months newest first, others by their counts.

    What is selected is there even where nothing has it. `councils` are the councils' names by slug.
    """
    values = dict.fromkeys((*counts, *selected))
    labels = values if facet in _AS_THEY_ARE else [label(facet, value, councils) for value in values]
    rows = [(-counts.get(value, 0), said, value) for value, said in zip(values, labels, strict=True)]
    if facet in _NEWEST_FIRST:
        rows.sort(key=itemgetter(2), reverse=True)
    else:
        rows.sort()
    return tuple([Facet(value, said, -count, value in selected) for count, said, value in rows])


def label(facet: str, value: str, councils: Mapping[str, str]) -> str:
    """Say a value in words; one that nobody knows, such as a month 2023-13 in an address, as it is."""
    if facet in _AS_THEY_ARE:  # most values are, so first
        return value
    if facet == "council":
        return councils.get(value, value)
    if facet == "month":
        first = first_day(value)
        return f"{first:%B} {first.year}" if first else value
    said = _SAID.get(facet, {}).get(value)
    return said or (value.capitalize() if facet in _CAPITALISED else value)
