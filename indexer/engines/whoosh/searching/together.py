"""Words that stand side by side, or near each other, in one field.

A place is one number, document << 32 | position, so that places of a term are ascending and a phrase is an
intersection of shifted lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from indexer.engines.whoosh.arrays.fields import FieldArrays
from indexer.engines.whoosh.arrays.files import Array
from indexer.engines.whoosh.searching.found import each_once, joined, shared
from indexer.engines.whoosh.searching.segments import View

Spans: TypeAlias = tuple[Array, int]
"""Where a term stands: the places of its first words, and how many words it has."""

_DOCUMENT = 32  # bits to shift by
_NOWHERE: Array = np.empty(0, np.int64)


def phrase(view: View, field: str, words: Sequence[str], among: Array | None = None) -> Spans:
    """Give where words stand side by side, in the documents of `among` if it is given."""
    held = view.segment[field]
    numbers = [number for word in words if (number := held.terms.find(word.encode())) is not None]
    if len(numbers) < len(words):
        return _NOWHERE, len(words)
    # The rarest word first: the others are only looked up for what it leaves.
    order = sorted(range(len(numbers)), key=lambda step: held.frequency(numbers[step]))
    ids, rows = _rows(view, [held.ids[held.postings(numbers[step])] for step in order], among)
    if not len(ids):
        return _NOWHERE, len(words)
    shifted = ids.astype(np.int64) << _DOCUMENT
    firsts = _places(held, numbers[order[0]], shifted, rows[0]) - order[0]
    for step, found in zip(order[1:], rows[1:], strict=True):
        firsts = shared(firsts, _places(held, numbers[step], shifted, found) - step)
    return firsts, len(words)


def word(view: View, field: str, term: str, among: Array | None = None) -> Spans:
    """Give where a single term stands."""
    return phrase(view, field, (term,), among)


def near(left: Spans, right: Spans, within: int) -> Array:
    """Give the documents where two terms stand so near each other; in no order, and one perhaps often."""
    (lefts, left_size), (rights, right_size) = left, right
    after = _reached(lefts + left_size, rights, within)
    before = _reached(rights + right_size, lefts, within)
    return np.concatenate([after, before]) >> _DOCUMENT


def following(left: Spans, right: Spans) -> Array:
    """Give the documents where the right term stands right behind the left one; one perhaps often."""
    (lefts, left_size), (rights, _) = left, right
    return shared(lefts + left_size, rights) >> _DOCUMENT


def documents(places: Array) -> Array:
    """Give the documents of places, ascending and each once."""
    return each_once(places >> _DOCUMENT)


def _reached(starts: Array, targets: Array, within: int) -> Array:
    """Give the places from which a target is found in the next `within` words."""
    if not len(targets):
        return targets
    nearest = targets[np.minimum(targets.searchsorted(starts), len(targets) - 1)]
    return starts[(nearest >= starts) & (nearest < starts + within)]


def _rows(view: View, lists: Sequence[Array], among: Array | None) -> tuple[Array, Sequence[Array]]:
    """Give the documents that are in all lists, and where in each list they stand."""
    ids, rows = (lists[0], [np.arange(len(lists[0]))]) if among is None else (among, [])
    for each in lists[len(rows) :]:
        kept, found = joined(ids, each, view.segment.documents)
        ids, rows = ids[kept], [*(before[kept] for before in rows), found]
    if among is None and not view.whole:
        alive = view.alive[ids].nonzero()[0]
        return ids[alive], [each[alive] for each in rows]
    return ids, rows


def _places(held: FieldArrays, number: int, shifted: Array, rows: Array) -> Array:
    """Give a term's places in some of its postings, whose documents are given shifted."""
    positions, sizes = held.positions_in(number, rows)
    places: Array = shifted.repeat(sizes) + positions
    return places
