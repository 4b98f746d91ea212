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
    rarest = min(range(len(numbers)), key=lambda step: held.frequency(numbers[step]))
    documents, positions = _standing(view, held, numbers[rarest], among)
    if len(numbers) > 1:
        beside = _beside(held, numbers, rarest, held["slot_ends"][documents] + positions)
        documents, positions = documents[beside], positions[beside] - rarest
    return (documents << _DOCUMENT) + positions, len(words)


def _standing(view: View, held: FieldArrays, number: int, among: Array | None) -> tuple[Array, Array]:
    """Give each place of a term: its document and its position there."""
    ids = held.ids[held.postings(number)]
    if among is not None:
        kept, rows = joined(among, ids, view.segment.documents)
        ids = among[kept]
    elif view.whole:
        rows = np.arange(len(ids))
    else:
        rows = view.alive[ids].nonzero()[0]
        ids = ids[rows]
    positions, sizes = held.positions_in(number, rows)
    return ids.astype(np.int64).repeat(sizes), positions.astype(np.int64)


def _beside(held: FieldArrays, numbers: Sequence[int], step: int, slots: Array) -> Array:
    """Give the places of those slots about which all terms stand in a row; the one of `step` stands there.

    From the inside out, so that none is looked for beyond a slot without a term, where a document ends.
    """
    left = np.arange(len(slots))
    for other in (*range(step + 1, len(numbers)), *range(step - 1, -1, -1)):
        there = held.terms_at(slots[left] + (other - step)) == numbers[other]
        left = left[there.nonzero()[0]]
    return left


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


def parted(places: Array) -> tuple[Array, Array]:
    """Give the document and the position of each place."""
    return places >> _DOCUMENT, places & ((1 << _DOCUMENT) - 1)


def _reached(starts: Array, targets: Array, within: int) -> Array:
    """Give the places from which a target is found in the next `within` words."""
    if not len(targets):
        return targets
    nearest = targets[np.minimum(targets.searchsorted(starts), len(targets) - 1)]
    return starts[(nearest >= starts) & (nearest < starts + within)]
