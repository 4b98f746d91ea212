"""Filters, and exact facets: counted over all matches, each beside its own selection."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from indexer.engines.whoosh.arrays.files import Array
from indexer.engines.whoosh.searching.found import Found
from indexer.engines.whoosh.searching.segments import View
from indexer.model import FACETS, Facet, Query

Selection = Mapping[str, tuple[str, ...]]
"""The chosen values of each facet."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the filters leave of the matches in a segment, and the counts of each facet there."""

    found: Found
    counts: Mapping[str, Counter[str]]


def selection(query: Query) -> Selection:
    """Give the values chosen of each facet."""
    years = tuple(str(year) for year in query.years)
    return {"board": query.boards, "year": years, "topic": query.topics, "kind": query.kinds}


def narrowed(found: Found, view: View, selected: Selection) -> Narrowed:
    """Keep the matches that have a chosen value of every facet with a selection; count every facet."""
    columns = view.segment.columns
    masks = {facet: columns[facet].having(found.ids, values) for facet, values in selected.items() if values}
    kept = _kept(masks.values())
    counts = {}
    for facet in FACETS:
        beside = kept if facet not in masks else _kept(_others(masks, facet))
        ids = found.ids if beside is None else found.ids[beside]
        numbers = columns[facet].counts(ids)
        some = np.flatnonzero(numbers).tolist()
        counts[facet] = Counter({columns[facet].labels[number]: int(numbers[number]) for number in some})
    return Narrowed(found if kept is None else found.kept(kept), counts)


def facets(parts: Iterable[Narrowed], selected: Selection) -> dict[str, tuple[Facet, ...]]:
    """Add the segments' counts up, and show them with what is chosen."""
    held = list(parts)
    return {facet: _shown(facet, [part.counts[facet] for part in held], selected[facet]) for facet in FACETS}


def _kept(masks: Iterable[Array]) -> Array | None:
    """Give the mask of what all masks keep; None for everything."""
    held = list(masks)
    return np.logical_and.reduce(held) if held else None


def _others(masks: Mapping[str, Array], facet: str) -> Iterable[Array]:
    return (mask for other, mask in masks.items() if other != facet)


def _shown(facet: str, counted: Iterable[Counter[str]], selected: tuple[str, ...]) -> tuple[Facet, ...]:
    counts: Counter[str] = Counter()
    for each in counted:
        counts.update(each)
    values = [*counts, *(value for value in dict.fromkeys(selected) if value not in counts)]
    made = [Facet(value, _label(facet, value), counts[value], value in selected) for value in values]
    if facet == "year":
        return tuple(sorted(made, key=lambda each: each.value, reverse=True))
    return tuple(sorted(made, key=lambda each: (-each.count, each.label)))


def _label(facet: str, value: str) -> str:
    return value.capitalize() if facet == "kind" else value
