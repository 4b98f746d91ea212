"""Where the sought words stand in the texts of a segment, read from the index instead of the texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

import numpy as np

from indexer.engines.whoosh.arrays.files import Array
from indexer.engines.whoosh.searching import together
from indexer.engines.whoosh.searching.found import places_in
from indexer.engines.whoosh.searching.segments import View
from indexer.snippets import Mark, Sought

_STEM, _BEGINNING, _FUZZY = 1 << 30, 1 << 31, 1 << 32  # preferences: runs go before, in their own order

Standing: TypeAlias = tuple[Array, Array, int, int, int]
"""Where a term stands: rows of documents, and positions there; its preference, how many words, and which."""


def marks(view: View, sought: Sought, documents: Iterable[int]) -> Mapping[int, list[Mark]]:
    """Give the places in some documents, the first of those that overlap, as `snippets` finds them."""
    wanted = np.array(sorted(set(documents)), np.intp)
    found: dict[int, list[Mark]] = {document: [] for document in wanted.tolist()}
    standing = [each for each in _standing(view, sought, wanted) if len(each[0])]
    if not standing:
        return found
    document, last = -1, -1
    for row, position, end, *mark in _in_order(view, wanted, standing):
        if row != document:
            document, last, held = row, -1, found[int(wanted[row])]
        if position > last:
            last = end
            held.append((mark[0], mark[1], mark[2]))
    return found


def _in_order(view: View, wanted: Array, standing: Sequence[Standing]) -> Iterator[tuple[int, ...]]:
    """Yield row, first and last position, start and end in the text, and term, in the order of the texts."""
    rows, positions, lengths, terms = _merged(standing)
    exact = view.segment["text_exact"]
    first = exact["slot_ends"][wanted][rows] + positions
    last = first + lengths - 1
    starts = exact["starts"][first]
    ends = exact["starts"][last].astype(np.int64) + exact["widths"][last]
    columns = (rows, positions, positions + lengths - 1, starts, ends, terms)
    return zip(*(column.tolist() for column in columns), strict=True)


def _merged(standing: Sequence[Standing]) -> tuple[Array, Array, Array, Array]:
    """Give rows, positions, lengths and terms, in the order of the texts: of a single term they are in it."""
    if len(standing) == 1:
        rows, positions, _, length, term = standing[0]
        return rows, positions, np.full(len(rows), length), np.full(len(rows), term)
    rows, positions = (np.concatenate([each[at] for each in standing]) for at in (0, 1))
    sizes = [len(each[0]) for each in standing]
    preferences, lengths, terms = (np.repeat([each[at] for each in standing], sizes) for at in (2, 3, 4))
    order = np.lexsort((terms, lengths, preferences, positions, rows))
    return rows[order], positions[order], lengths[order], terms[order]


def _standing(view: View, sought: Sought, wanted: Array) -> Iterator[Standing]:
    exact = view.segment["text_exact"]
    for stem, term in sought.stems.items():
        number = view.segment["text_stem"].terms.find(stem.encode())
        if number is not None:
            yield *_numbered(view, "text_stem", number, wanted), _STEM, 1, term
    for beginning, term in sought.beginnings.items():
        for number in _present(view, exact.terms.starting_with(beginning.encode()), wanted):
            yield *_numbered(view, "text_exact", number, wanted), _BEGINNING, 1, term
    for word, term in sought.fuzzy.items():
        for number in _present(view, exact.terms.one_slip_from(word), wanted):
            yield *_numbered(view, "text_exact", number, wanted), _FUZZY, 1, term
    for runs in sought.runs.values():
        for preference, (words, term) in enumerate(runs):
            places, length = together.phrase(view, "text_exact", words, wanted)
            yield *_parted(places, wanted), preference, length, term


def _present(view: View, numbers: Sequence[int], wanted: Array) -> Iterator[int]:
    """Yield those terms, of perhaps thousands, that a wanted document has."""
    ids, starts = view.segment["text_exact"].in_a_row(numbers)
    rows = np.isin(ids, wanted).nonzero()[0]
    for place in np.unique(starts.searchsorted(rows, side="right") - 1).tolist():
        yield numbers[place]


def _numbered(view: View, field: str, number: int, wanted: Array) -> tuple[Array, Array]:
    """Give where a term stands: rows of documents, and positions."""
    held = view.segment[field]
    postings = places_in(held.ids[held.postings(number)], wanted)
    rows = (postings >= 0).nonzero()[0]
    positions, sizes = held.positions_in(number, postings[rows])
    return rows.repeat(sizes), positions.astype(np.int64)


def _parted(places: Array, wanted: Array) -> tuple[Array, Array]:
    documents, positions = together.parted(places)
    return wanted.searchsorted(documents), positions
