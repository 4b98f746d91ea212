"""The documents of one page: best, newest or oldest first.

Equals by score stand newest first, equals by day in the order of the agenda, which is that of their places.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from indexer.engines.whoosh.arrays.files import Array
from indexer.engines.whoosh.searching.found import Found
from indexer.engines.whoosh.searching.largest import largest
from indexer.engines.whoosh.searching.segments import View
from indexer.model import Sort


class Match(NamedTuple):
    """A document in its segment, and its score."""

    view: View
    document: int
    score: float


def page(parts: Sequence[tuple[View, Found]], order: Sort, first: int, size: int) -> list[Match]:
    """Give the matches of a page, in order: `size` of them from `first` on, counted from 0."""
    wanted = first + size
    best = [(view, _best(view, found, order, wanted)) for view, found in parts]
    if sum(len(found.ids) for _, found in best) <= first:
        return []
    scores = np.concatenate([_scores(found, order) for _, found in best])
    days = np.concatenate([_days(view, found.ids, order) for view, found in best])
    ids = np.concatenate([found.ids for _, found in best])
    views = np.repeat(np.arange(len(best)), [len(found.ids) for _, found in best])
    ranked = np.lexsort((_places(best), days, -scores))[first:wanted]
    chosen = (views[ranked].tolist(), ids[ranked].tolist(), scores[ranked].tolist())
    return [Match(best[part][0], number, score) for part, number, score in zip(*chosen, strict=True)]


def _best(view: View, found: Found, order: Sort, wanted: int) -> Found:
    """Give those that can be among the first, by score, then day, then place; in no order."""
    left = found.at(largest(_scores(found, order), wanted))
    if len(left.ids) > wanted:
        left = left.at(_sooner(_scores(left, order), -_days(view, left.ids, order), wanted))
    if len(left.ids) > wanted:
        places = view.segment["place"]["values"][left.ids]
        ranks = np.lexsort((places, _days(view, left.ids, order), -_scores(left, order)))
        left = left.at(np.sort(ranks[:wanted]))
    return left


def _sooner(scores: Array, days: Array, wanted: int) -> Array:
    """Give the places, of those that are equal to the last by score only of those whose day is soonest."""
    last = scores.min()
    sure, ties = (scores > last).nonzero()[0], (scores == last).nonzero()[0]
    return np.sort(np.concatenate([sure, ties[largest(days[ties], wanted - len(sure))]]))


def _scores(found: Found, order: Sort) -> Array:
    if order != "relevance" or found.scores is None:
        return np.zeros(len(found.ids))
    return found.scores


def _days(view: View, ids: Array, order: Sort) -> Array:
    days = view.segment.days[ids]
    return days if order == "oldest" else -days


def _places(best: Sequence[tuple[View, Found]]) -> Array:
    """Give numbers in the order of the places; within one segment they are there already."""
    held = [(view, found) for view, found in best if len(found.ids)]
    if len(held) == 1:
        return held[0][0].segment["place"]["values"][held[0][1].ids]
    places = [view.segment.place(number) for view, found in held for number in found.ids.tolist()]
    rank = {place: number for number, place in enumerate(sorted(set(places)))}
    return np.array([rank[place] for place in places])
