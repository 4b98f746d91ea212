"""Where the sought words stand in the texts of a segment, read from the index instead of the texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.engines.whoosh.arrays.files import Array
from indexer.engines.whoosh.searching.segments import View
from indexer.engines.whoosh.searching.together import positions_of
from indexer.engines.whoosh.snippets import Mark, Sought

_STEM, _BEGINNING = 1 << 30, 1 << 31  # preferences: runs of words go before both, in their own order


@dataclass(frozen=True, slots=True)
class _Standing:
    """One term's documents, and its positions in them."""

    ids: Array
    positions: Array
    ends: Array

    def at(self, document: int) -> list[int]:
        row = int(self.ids.searchsorted(np.int32(document)))
        if row == len(self.ids) or self.ids[row] != document:
            return []
        standing: list[int] = self.positions[self.ends[row] : self.ends[row + 1]].tolist()
        return standing


class Marker:
    """Finds the places of sought words; each is looked up once for all documents of a page."""

    def __init__(self, view: View, sought: Sought) -> None:
        self._view = view
        self._exact = view.segment["text_exact"]
        self._stems = [(self._standing("text_stem", stem), term) for stem, term in sought.stems.items()]
        self._runs = [
            ([self._standing("text_exact", word) for word in words], preference, term)
            for runs in sought.runs.values()
            for preference, (words, term) in enumerate(runs)
        ]
        self._beginnings = [
            (self._exact.terms.starting_with(beginning.encode()), term)
            for beginning, term in sought.beginnings.items()
        ]

    def marks(self, document: int) -> list[Mark]:
        """Give the places in a document, the first of those that overlap: as `snippets` finds them."""
        starts, widths = self._exact.places(document)
        found: list[Mark] = []
        last = -1
        for position, _, length, term in sorted(self._places(document)):
            if position > last:
                last = position + length - 1
                found.append((int(starts[position]), int(starts[last]) + int(widths[last]), term))
        return found

    def _places(self, document: int) -> Iterator[tuple[int, int, int, int]]:
        """Yield position, preference, how many words, and which term."""
        for standing, term in self._stems:
            yield from ((position, _STEM, 1, term) for position in standing.at(document))
        for run, preference, term in self._runs:
            yield from ((position, preference, len(run), term) for position in _side_by_side(run, document))
        for numbers, term in self._beginnings:
            for number in self._of_document(numbers, document):
                yield from (
                    (at, _BEGINNING, 1, term) for at in self._numbered("text_exact", number).at(document)
                )

    def _standing(self, field: str, word: str) -> _Standing:
        number = self._view.segment[field].terms.find(word.encode())
        if number is None:
            return _Standing(np.empty(0, np.int32), np.empty(0, np.int32), np.zeros(1, np.int64))
        return self._numbered(field, number)

    def _numbered(self, field: str, number: int) -> _Standing:
        held = self._view.segment[field]
        return _Standing(held.ids[held.postings(number)], *positions_of(self._view, field, number))

    def _of_document(self, numbers: range, document: int) -> list[int]:
        """Give those of some terms that a document has."""
        offsets = self._exact.offsets
        first, last = int(offsets[numbers.start]), int(offsets[numbers.stop])
        postings = np.flatnonzero(self._exact.ids[first:last] == document) + first
        found: list[int] = (np.searchsorted(offsets, postings, side="right") - 1).tolist()
        return found


def _side_by_side(run: Sequence[_Standing], document: int) -> Iterator[int]:
    first, *others = [word.at(document) for word in run]
    after = [set(positions) for positions in others]
    for position in first:
        if all(position + step in positions for step, positions in enumerate(after, 1)):
            yield position
