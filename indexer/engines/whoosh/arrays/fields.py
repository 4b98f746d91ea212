"""The arrays of one segment, by field: terms, postings, positions, lengths, values, offsets, what is stored.

Sections of a field F; a "number" is a term's place in the sorted terms, an "end" begins with 0:

    F/terms F/term_ends        UTF-8, sorted as bytes
    F/offsets                  term → its postings
    F/ids F/counts             documents, ascending within a term; how often (absent when always once)
    F/position_offsets F/positions      term → its positions, posting after posting
    F/position_steps           every so manieth posting of the field → where its positions begin
    F/lengths F/norms          words of each document, exactly and as Whoosh's byte
    F/values                   document → the number of its term, or -1; of its set where there are sets
    F/set_terms F/set_ends     set → the numbers of its terms, where a document has more than one
    F/slot_ends F/slot_terms   document, position → the number of the term that stands there
    F/starts F/widths          document, position → where the word stands in the text
    F/blob F/blob_ends         document → what is stored of it
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np

from indexer.engines.whoosh.arrays.files import Array
from indexer.engines.whoosh.arrays.inverting import STEP, ends_of
from indexer.engines.whoosh.arrays.slips import TermsByLength

_REMEMBERED = 4096  # terms that were looked up, and where they are
_STEP = 64  # terms from one that is held in memory to the next


class Terms(Sequence[bytes]):
    """The terms of a field, sorted; read in place."""

    def __init__(self, blob: Array, ends: Array) -> None:
        self._blob = memoryview(blob.data)  # whose values are read four times as fast as an array's
        self._ends = memoryview(ends.data)
        self.find = lru_cache(_REMEMBERED)(self._find)
        self.one_slip_from = lru_cache(_REMEMBERED)(TermsByLength(blob, ends).one_slip_from)

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
        number = self._first_from(term)
        return number if number < len(self) and self[number] == term else None

    def starting_with(self, prefix: bytes) -> range:
        """Give the numbers of the terms with a prefix."""
        after = prefix.rstrip(b"\xff")
        first = self._first_from(prefix)
        if not after:
            return range(first, len(self))
        return range(first, self._first_from(after[:-1] + bytes([after[-1] + 1])))

    def _first_from(self, term: bytes) -> int:
        """Give the number of the first term that is not before this one."""
        start = max(bisect_left(self._heads, term) - 1, 0) * _STEP
        return bisect_left(self, term, start, min(start + _STEP, len(self)))

    @cached_property
    def _heads(self) -> list[bytes]:
        """Give every so manieth term, in a list, which is bisected far faster than the file."""
        return [self[number] for number in range(0, len(self), _STEP)]


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
        self.counts(self.postings(number)).cumsum(out=ends[1:])
        offsets = self["position_offsets"]
        return self["positions"][int(offsets[number]) : int(offsets[number + 1])], ends

    def positions_in(self, number: int, rows: Array) -> tuple[Array, Array]:
        """Give a term's positions in some of its postings, ascending, and how many each has."""
        where = self.postings(number)
        sizes = self.counts(where)[rows].astype(np.int64)
        if len(rows) == where.stop - where.start:
            offsets = self["position_offsets"]
            return self["positions"][int(offsets[number]) : int(offsets[number + 1])], sizes
        ends = sizes.cumsum()
        places = (self._starts(number, rows) - ends + sizes).repeat(sizes)
        return self["positions"][places + np.arange(len(places))], sizes

    def _starts(self, number: int, rows: Array) -> Array:
        """Give where the positions of some of a term's postings begin.

        Of few: where those of their step do, and the counts from there on; of many: all counts, summed up.
        """
        where = self.postings(number)
        if not self.has("counts") or len(rows) * STEP > where.stop - where.start:
            starts: Array = ends_of(self.counts(where))[rows]
            starts += int(self["position_offsets"][number])
            return starts
        postings = rows + where.start
        steps, behind = postings // STEP, postings % STEP
        each = np.arange(STEP)
        counts = self["counts"].take((steps * STEP)[:, None] + each, mode="clip")
        before = (counts * (each < behind[:, None])).sum(axis=1, dtype=np.int64)
        found: Array = self["position_steps"][steps] + before
        return found

    def terms_at(self, slots: Array) -> Array:
        """Give the numbers of the terms that stand in some slots; see `inverting.slots`."""
        found: Array = self["slot_terms"][slots]
        return found

    def in_a_row(self, numbers: Sequence[int]) -> tuple[Array, Array]:
        """Give the postings of some terms one after the other, and where each term's begin among them."""
        if isinstance(numbers, range):  # so they lie in the file
            starts = self.offsets[numbers.start : numbers.stop]
            return self.ids[
                int(self.offsets[numbers.start]) : int(self.offsets[numbers.stop])
            ], starts - starts[:1]
        lists = [self.ids[self.postings(number)] for number in numbers]
        return np.concatenate([*lists, self.ids[:0]]), ends_of(np.array([len(ids) for ids in lists]))[:-1]

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
        value = self["values"][document : document + 1]
        if not self.has("set_ends"):
            return value[value >= 0]
        ends = self["set_ends"]
        return self["set_terms"][int(ends[value[0]]) : int(ends[value[0] + 1])]


def indexed_fields(arrays: Mapping[str, Array]) -> dict[str, FieldArrays]:
    """Give the fields that have terms, by name."""
    names = (name.rpartition("/") for name in arrays)
    return {field: FieldArrays(arrays, field) for field, _, part in names if part == "offsets"}


class Stored:
    """What is stored of each document in a field; nothing where it is an empty text."""

    def __init__(self, blob: Array, ends: Array) -> None:
        self._blob, self._ends = memoryview(blob.data), memoryview(ends.data)

    def __getitem__(self, document: int) -> str:
        return str(self._blob[self._ends[document] : self._ends[document + 1]], "utf-8")


def stored_fields(arrays: Mapping[str, Array]) -> dict[str, Stored]:
    """Give the fields of which something is stored, by name."""
    names = [name.removesuffix("/blob") for name in arrays if name.endswith("/blob")]
    return {name: Stored(arrays[f"{name}/blob"], arrays[f"{name}/blob_ends"]) for name in names}
