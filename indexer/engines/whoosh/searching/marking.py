"""Where the sought words stand in the texts of a segment, read from the index instead of the texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

import numpy as np

from indexer.engines.whoosh.searching.found import places_in
from indexer.engines.whoosh.searching.segments import View
from indexer.engines.whoosh.snippets import Mark, Sought

_STEM, _BEGINNING, _FUZZY = 1 << 30, 1 << 31, 1 << 32  # preferences: runs go before, in their own order

Standing: TypeAlias = Mapping[int, Sequence[int]]
"""The positions of a term in each document that has it."""


class Marker:
    """Finds the places of sought words in the documents of a page; each word is looked up once for all."""

    def __init__(self, view: View, sought: Sought, documents: Iterable[int]) -> None:
        self._view = view
        self._documents = np.array(sorted(set(documents)), np.int32)
        self._exact = view.segment["text_exact"]
        self._alone = [
            (self._standing("text_stem", stem), _STEM, term) for stem, term in sought.stems.items()
        ]
        for beginning, term in sought.beginnings.items():
            self._add(self._exact.terms.starting_with(beginning.encode()), _BEGINNING, term)
        for word, term in sought.fuzzy.items():
            self._add(self._exact.terms.one_slip_from(word), _FUZZY, term)
        self._runs = [
            ([self._standing("text_exact", word) for word in words], preference, term)
            for runs in sought.runs.values()
            for preference, (words, term) in enumerate(runs)
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
        for standing, preference, term in self._alone:
            for position in standing.get(document, ()):
                yield position, preference, 1, term
        for run, preference, term in self._runs:
            for position in _side_by_side(run, document):
                yield position, preference, len(run), term

    def _add(self, numbers: Sequence[int], preference: int, term: int) -> None:
        """Note where those of some terms stand that a document has: of thousands, a few."""
        ids, starts = self._exact.in_a_row(numbers)
        rows = np.isin(ids, self._documents).nonzero()[0]
        for place in np.unique(starts.searchsorted(rows, side="right") - 1).tolist():
            self._alone.append((self._numbered("text_exact", numbers[place]), preference, term))

    def _standing(self, field: str, word: str) -> Standing:
        number = self._view.segment[field].terms.find(word.encode())
        return {} if number is None else self._numbered(field, number)

    def _numbered(self, field: str, number: int) -> Standing:
        held = self._view.segment[field]
        rows = places_in(held.ids[held.postings(number)], self._documents)
        documents = self._documents[rows >= 0].tolist()
        positions, sizes = held.positions_in(number, rows[rows >= 0])
        each = iter(positions.tolist())
        return {
            document: [next(each) for _ in range(size)]
            for document, size in zip(documents, sizes.tolist(), strict=True)
        }


def _side_by_side(run: Sequence[Standing], document: int) -> Iterator[int]:
    first, *others = [word.get(document, ()) for word in run]
    after = [set(positions) for positions in others]
    for position in first:
        if all(position + step in positions for step, positions in enumerate(after, 1)):
            yield position
