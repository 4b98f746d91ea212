"""What is merged: a segment's fields with the documents that are kept, and pieces of their postings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from indexer.engines.whoosh.arrays.fields import FieldArrays
from indexer.engines.whoosh.arrays.files import Array, ArrayFile
from indexer.engines.whoosh.arrays.inverting import ends_of

_PIECE = 1 << 20  # postings, positions or bytes that are copied at a time
NO_TERMS = np.zeros(0, np.int64)  # until they are known


@dataclass(frozen=True)
class Source:
    """The arrays of a segment, and a mask of its documents that are to be kept."""

    arrays: Mapping[str, Array]
    alive: Array

    @property
    def documents(self) -> int:
        """Count the documents that are kept."""
        return int(np.count_nonzero(self.alive))

    @cached_property
    def whole(self) -> bool:
        """Say whether all documents are kept."""
        return bool(self.alive.all())

    @cached_property
    def new_numbers(self) -> Array:
        """Give each kept document's number among those that are kept."""
        numbers: Array = (np.cumsum(self.alive) - 1).astype(np.int32)
        return numbers

    def forget(self) -> None:
        """Give back the memory of what was read of a file."""
        if isinstance(self.arrays, ArrayFile):
            self.arrays.forget()


@dataclass(slots=True)
class Part:
    """One field of one source; `terms` are the places of its terms among all."""

    field: FieldArrays
    source: Source
    base: int  # the number of its first kept document
    terms: Array

    def live(self) -> Array:
        """Count each term's kept postings."""
        offsets, counts = self.field.offsets, np.diff(self.field.offsets)
        if not self.source.whole:
            for first, last in pieces(offsets):
                keep = self.source.alive[self.field.ids[int(offsets[first]) : int(offsets[last])]]
                counts[first:last] = of_rows(keep, counts[first:last])
        return counts

    def between(self, first: int, last: int) -> Postings:
        """Give the kept postings of the merged terms [first, last)."""
        low, high = (int(place) for place in np.searchsorted(self.terms, [first, last]))
        offsets = self.field.offsets[low : high + 1]
        where = slice(int(offsets[0]), int(offsets[-1]))
        ids, counts = self.field.ids[where], self.field.counts(where)
        found = Postings(self.terms[low:high], np.diff(offsets), ids, counts, *self._positions(low, high))
        return _kept(found, self.source, self.base)

    def _positions(self, low: int, high: int) -> tuple[Array, Array]:
        """Give how many positions each term has, and the positions; none where the field keeps none."""
        if not self.field.has("positions"):
            return np.zeros(0, np.int64), np.zeros(0, np.uint8)
        ends = self.field["position_offsets"][low : high + 1]
        return np.diff(ends), self.field["positions"][int(ends[0]) : int(ends[-1])]


@dataclass(frozen=True, slots=True)
class Postings:
    """Postings in the order of terms and documents: of each term those of one source, then of the next."""

    terms: Array
    sizes: Array  # postings of each term
    ids: Array
    counts: Array
    position_sizes: Array  # positions of each term
    positions: Array


def _kept(found: Postings, source: Source, base: int) -> Postings:
    """Leave out what is not kept, and number the documents as they are among those of all sources."""
    if source.whole:
        return replace(found, ids=found.ids + np.int32(base))
    keep = source.alive[found.ids]
    position_sizes, positions = found.position_sizes, found.positions
    if len(position_sizes):
        position_sizes = of_rows(np.where(keep, found.counts, 0), found.sizes)
        positions = positions[np.repeat(keep, found.counts)]
    ids = source.new_numbers[found.ids[keep]] + np.int32(base)
    sizes = of_rows(keep, found.sizes)
    return Postings(found.terms, sizes, ids, found.counts[keep], position_sizes, positions)


def of_rows(values: Array, sizes: Array) -> Array:
    """Sum the values of rows that are so long; there may be rows of none."""
    sums: Array = np.diff(ends_of(values)[ends_of(sizes)])
    return sums


def pieces(ends: Array) -> Iterator[tuple[int, int]]:
    """Cut rows into ranges of about as many values as are copied at a time, at least one row each."""
    first = 0
    while first < len(ends) - 1:
        last = int(np.searchsorted(ends, ends[first] + _PIECE, side="right")) - 1
        last = min(max(last, first + 1), len(ends) - 1)
        yield first, last
        first = last
