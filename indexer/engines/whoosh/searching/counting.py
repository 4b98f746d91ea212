"""Filters, and exact facets: counted over all matches, each beside its own selection."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.engines.whoosh.arrays.files import Array
from indexer.engines.whoosh.searching.found import Found
from indexer.engines.whoosh.searching.segments import OpenSegment, View
from indexer.facets import Selection

Counts = Mapping[str, Mapping[str, int]]
"""Of each facet, how many documents have each value."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the filters leave of the matches in a segment, and the counts of each facet there."""

    found: Found
    counts: Counts


def narrowed(found: Found, view: View, selected: Selection, counting: Sequence[str]) -> Narrowed:
    """Keep the matches that have a chosen value of every facet with a selection; count some facets."""
    segment = view.segment
    numbers = {facet: segment.columns[facet].of(found.ids) for facet, values in selected.items() if values}
    masks = {facet: segment.columns[facet].having(numbers[facet], selected[facet]) for facet in numbers}
    kept = found.kept(np.logical_and.reduce(list(masks.values()))) if masks else found
    counted = _counted(segment, kept.ids, [facet for facet in counting if facet not in masks])
    for facet in masks.keys() & set(counting):
        others = [mask for other, mask in masks.items() if other != facet]
        matching = numbers[facet][np.logical_and.reduce(others)] if others else numbers[facet]
        counted[facet] = segment.columns[facet].counted(matching)
    return Narrowed(kept, {facet: _labelled(segment, facet, counted[facet]) for facet in counting})


def added(parts: Iterable[Narrowed], counting: Sequence[str]) -> Counts:
    """Add the segments' counts up."""
    held = list(parts)
    sums: dict[str, Counter[str]] = {facet: Counter() for facet in counting}
    for facet, counts in sums.items():
        for part in held:
            counts.update(part.counts[facet])
    return sums


def _counted(segment: OpenSegment, ids: Array, facets: Sequence[str]) -> dict[str, Array]:
    asked = [facet for facet in facets if not segment.columns[facet].everywhere]
    counted = {
        facet: counts for each in segment.crossings for facet, counts in each.counts(ids, asked).items()
    }
    return counted | {facet: segment.columns[facet].counts(ids) for facet in facets if facet not in counted}


def _labelled(segment: OpenSegment, facet: str, counted: Array) -> dict[str, int]:
    labelled = zip(segment.columns[facet].labels, counted.tolist(), strict=True)
    return {label: count for label, count in labelled if count}
