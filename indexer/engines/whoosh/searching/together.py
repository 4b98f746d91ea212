"""Words that stand side by side, or near each other, in one field.

A place is one number, document << 32 | position, so that places of a term are ascending and a phrase is an
intersection of shifted lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from indexer.engines.whoosh.arrays.files import Array
from indexer.engines.whoosh.searching.found import places_in
from indexer.engines.whoosh.searching.segments import View

Spans: TypeAlias = tuple[Array, int]
"""Where a term stands: the places of its first words, and how many words it has."""

_DOCUMENT = 32  # bits to shift by


def phrase(view: View, field: str, words: Sequence[str], among: Array | None = None) -> Spans:
    """Give where words stand side by side, in the documents of `among` if it is given."""
    numbers = [view.segment[field].terms.find(word.encode()) for word in words]
    found = [number for number in numbers if number is not None]
    if len(found) < len(words):
        return np.empty(0, np.int64), len(words)
    common = _common(view, field, found, among)
    # The rarest word first: the others are only looked up for what it leaves.
    order = sorted(range(len(found)), key=lambda step: view.segment[field].frequency(found[step]))
    firsts = _places(view, field, found[order[0]], common) - order[0]
    for step in order[1:]:
        firsts = firsts[places_in(_places(view, field, found[step], common), firsts + step) >= 0]
    return firsts, len(words)


def word(view: View, field: str, term: str, among: Array | None = None) -> Spans:
    """Give where a single term stands."""
    return phrase(view, field, (term,), among)


def near(left: Spans, right: Spans, within: int) -> Array:
    """Give the documents where two terms stand so near each other, ascending."""
    (lefts, left_size), (rights, right_size) = left, right
    after = _reached(lefts + left_size, rights, within)
    before = _reached(rights + right_size, lefts, within)
    return documents(np.concatenate([after, before]))


def documents(places: Array) -> Array:
    """Give the documents of places, ascending and each once."""
    return np.unique(places >> _DOCUMENT).astype(np.int32)


def _reached(starts: Array, targets: Array, within: int) -> Array:
    """Give the places from which a target is found in the next `within` words."""
    if not len(targets):
        return targets
    nearest = targets[np.minimum(np.searchsorted(targets, starts), len(targets) - 1)]
    return starts[(nearest >= starts) & (nearest < starts + within)]


def _common(view: View, field: str, numbers: Sequence[int], among: Array | None) -> Array:
    """Give the documents that have all terms."""
    held = view.segment[field]
    lists = sorted((held.ids[held.postings(number)] for number in set(numbers)), key=len)
    if among is not None:
        lists = sorted([among, *lists], key=len)
    common = lists[0]
    for ids in lists[1:]:
        common = common[places_in(ids, common) >= 0]
    return common[view.alive[common]]


def _places(view: View, field: str, number: int, ids: Array) -> Array:
    """Give a term's places in documents that all have it."""
    held = view.segment[field]
    postings = held.ids[held.postings(number)]
    rows = places_in(postings, ids) if len(ids) < len(postings) else np.arange(len(ids))
    positions, sizes = held.positions_in(number, rows)
    places: Array = np.repeat(ids.astype(np.int64) << _DOCUMENT, sizes) + positions
    return places
