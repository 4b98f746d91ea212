"""The arrays of one segment, by field: terms, postings, positions, lengths, values, offsets, what is stored.

Sections of a field F; a "number" is a term's place in the sorted terms, an "end" begins with 0:

    F/terms F/term_ends        UTF-8, sorted as bytes
    F/offsets                  term → its postings
    F/ids F/counts             documents, ascending within a term; how often (absent when always once)
    F/position_offsets F/positions      term → its positions, posting after posting
    F/lengths F/norms          words of each document, exactly and as Whoosh's byte
    F/values F/value_ends      document → numbers of its terms (without ends: one each, or -1)
    F/slot_ends F/starts F/widths       document, position → where the word stands in the text
    F/blob F/blob_ends         document → what is stored of it
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np

from indexer.engines.whoosh.arrays.files import Array

_REMEMBERED = 4096  # terms that were looked up, and where they are


class Terms(Sequence[bytes]):
    """The terms of a field, sorted; read in place."""

    def __init__(self, blob: Array, ends: Array) -> None:
        self._blob = memoryview(blob.data)  # whose values are read four times as fast as an array's
        self._ends = memoryview(ends.data)
        self.find = lru_cache(_REMEMBERED)(self._find)

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> bytes:  # type: ignore[override]  # slices are not asked for
        if not 0 <= number < len(self):
            raise IndexError(number)
        return bytes(self._blob[self._ends[number] : self._ends[number + 1]])

    def __iter__(self) -> Iterator[bytes]:
        whole, ends = bytes(self._blob), self._ends.tolist()
        return (whole[start:end] for start, end in pairwise(ends))

    def _find(self, term: bytes) -> int | None:
        """Give the number of a term; None where the field does not have it."""
        number = bisect_left(self, term)
        return number if number < len(self) and self[number] == term else None

    def starting_with(self, prefix: bytes) -> range:
        """Give the numbers of the terms with a prefix."""
        after = prefix.rstrip(b"\xff")
        first = bisect_left(self, prefix)
        if not after:
            return range(first, len(self))
        return range(first, bisect_left(self, after[:-1] + bytes([after[-1] + 1]), first))


class FieldArrays:
    """One field of one segment."""

    def __init__(self, arrays: Mapping[str, Array], name: str) -> None:
        self._arrays = arrays
        self.name = name
        self.terms = Terms(self["terms"], self["term_ends"])
        self.offsets = self["offsets"]
        self.ids = self["ids"]

    def __getitem__(self, part: str) -> Array:
        return self._arrays[f"{self.name}/{part}"]

    def has(self, part: str) -> bool:
        """Say whether the field keeps this."""
        return f"{self.name}/{part}" in self._arrays

    def postings(self, number: int) -> slice:
        """Give where a term's postings lie."""
        return slice(int(self.offsets[number]), int(self.offsets[number + 1]))

    def frequency(self, number: int) -> int:
        """Count a term's postings."""
        return int(self.offsets[number + 1]) - int(self.offsets[number])

    def counts(self, where: slice) -> Array:
        """Give how often the term stands in each document of some postings."""
        if not self.has("counts"):
            return np.ones(where.stop - where.start, np.uint8)
        return self["counts"][where]

    def positions(self, number: int) -> tuple[Array, Array]:
        """Give a term's positions, posting after posting, and the ends of the postings among them."""
        ends = np.zeros(self.postings(number).stop - self.postings(number).start + 1, np.int64)
        np.cumsum(self.counts(self.postings(number)), out=ends[1:])
        offsets = self["position_offsets"]
        return self["positions"][int(offsets[number]) : int(offsets[number + 1])], ends

    @cached_property
    def total_length(self) -> int:
        """Say how many words all documents have, deleted ones included."""
        return int(self["lengths"].sum(dtype=np.int64)) if self.has("lengths") else 0

    def places(self, document: int) -> tuple[Array, Array]:
        """Give the start and the width of the word at each position of a document's text."""
        ends = self["slot_ends"]
        where = slice(int(ends[document]), int(ends[document + 1]))
        return self["starts"][where], self["widths"][where]

    def values_of(self, document: int) -> Array:
        """Give the numbers of a document's terms."""
        if self.has("value_ends"):
            ends = self["value_ends"]
            return self["values"][int(ends[document]) : int(ends[document + 1])]
        value = self["values"][document : document + 1]
        return value[value >= 0]


def indexed_fields(arrays: Mapping[str, Array]) -> dict[str, FieldArrays]:
    """Give the fields that have terms, by name."""
    names = (name.rpartition("/") for name in arrays)
    return {field: FieldArrays(arrays, field) for field, _, part in names if part == "offsets"}


def stored_value(arrays: Mapping[str, Array], field: str, document: int) -> str:
    """Give what is stored of a document in a field; nothing for an empty text."""
    ends = arrays[f"{field}/blob_ends"]
    return str(arrays[f"{field}/blob"][int(ends[document]) : int(ends[document + 1])].tobytes(), "utf-8")


def stored_values(arrays: Mapping[str, Array], document: int) -> dict[str, str]:
    """Give what is stored of a document, by field."""
    fields = [name.removesuffix("/blob") for name in arrays if name.endswith("/blob")]
    found = {field: stored_value(arrays, field, document) for field in fields}
    return {field: value for field, value in found.items() if value}
