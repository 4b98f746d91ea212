"""A segment open for searching, and all segments of a commit as one collection."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from math import log

import numpy as np

from indexer.engines.whoosh.arrays.fields import FieldArrays, indexed_fields, stored_value
from indexer.engines.whoosh.arrays.files import Array, ArrayFile
from indexer.engines.whoosh.arrays.inverting import LENGTHS, ends_of
from indexer.engines.whoosh.schema import CURSOR, PROCEDURAL
from indexer.engines.whoosh.searching.recent import Recent

_B, _K1 = 0.75, 1.2  # Whoosh's own


@dataclass(frozen=True)
class Column:
    """One property of each document: the numbers of its labels, and the labels."""

    labels: tuple[str, ...]
    values: Array  # by document, or all documents' in a row
    ends: Array | None  # of each document's; None: one each, or -1 for none

    def of(self, ids: Array) -> Array:
        """Give the label numbers of documents, in a row."""
        if self.ends is None:
            return self.values[ids]
        starts = self.ends[ids]
        sizes = self.ends[ids + 1] - starts
        return self.values[
            np.repeat(starts - (np.cumsum(sizes) - sizes), sizes) + np.arange(int(sizes.sum()))
        ]

    def having(self, ids: Array, labels: Sequence[str]) -> Array:
        """Give a mask of the documents that have one of some labels."""
        wanted = np.zeros(len(self.labels) + 1, bool)  # the last is -1's
        wanted[[number for number, label in enumerate(self.labels) if label in labels]] = True
        held = wanted[self.of(ids)]
        if self.ends is None:
            return held
        sums = ends_of(held)
        ends = ends_of(self.ends[ids + 1] - self.ends[ids])
        mask: Array = sums[ends[1:]] > sums[ends[:-1]]
        return mask

    def counts(self, ids: Array) -> Array:
        """Count the documents of each label."""
        found = self._shifted[ids] if self.ends is None else self.of(ids) + 1
        counted: Array = np.bincount(found, minlength=len(self.labels) + 1)[1:]
        return counted

    @cached_property
    def _shifted(self) -> Array:
        """Give each document's label number plus 1, as `bincount` wants it."""
        return self.values.astype(np.intp) + 1


class OpenSegment:
    """What never changes of a segment: its file, and what follows from it."""

    def __init__(self, arrays: ArrayFile) -> None:
        self.arrays = arrays
        self.fields = indexed_fields(arrays)
        self.columns = {name: self._column(name) for name in ("board", "topic", "kind")}
        days = self._column("day")
        self.columns["year"] = _years(days)
        ordinals = np.array([0, *(date.fromisoformat(day).toordinal() for day in days.labels)], np.int32)
        self.days: Array = ordinals[days.values + 1]  # 0 for what is no document
        self.documents = len(self.days)

    def __getitem__(self, name: str) -> FieldArrays:
        return self.fields[name]

    def ids(self, name: str, term: str) -> Array:
        """Give the documents of a term, deleted ones too."""
        held = self.fields[name]
        number = held.terms.find(term.encode())
        return held.ids[:0] if number is None else held.ids[held.postings(number)]

    def place(self, document: int) -> bytes:
        """Give the value that documents of a day are sorted by."""
        place = self.fields["place"]
        return place.terms[int(place["values"][document])]

    def stored(self, document: int) -> str:
        """Give what is stored of a document."""
        return stored_value(self.arrays, "document", document)

    @cached_property
    def procedural(self) -> Array:
        """Give a mask of the procedural documents."""
        mask = np.zeros(self.documents, bool)
        mask[self.ids("procedural", PROCEDURAL)] = True
        return mask

    def _column(self, name: str) -> Column:
        held = self.fields[name]
        labels = tuple(term.decode() for term in held.terms)
        return Column(labels, held["values"], held["value_ends"] if held.has("value_ends") else None)


@dataclass(frozen=True)
class View:
    """A segment as one commit has it: without what was deleted since."""

    segment: OpenSegment
    alive: Array  # mask: documents, and not deleted
    base: int  # what the segment's document numbers are counted from
    collection: Collection = field(repr=False)

    @cached_property
    def every(self) -> Array:
        """Give all documents."""
        return np.flatnonzero(self.alive)


@dataclass(frozen=True)
class Part:
    """A segment and a mask of its entries that are not deleted."""

    segment: OpenSegment
    kept: Array


class Collection:
    """The segments of one commit, and what is counted over all of them, deleted documents included.

    That is Whoosh's way, and the oracle's: counts change when segments are merged, not when one is marked.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        bases = ends_of(np.array([len(part.kept) for part in parts], np.int64)).tolist()
        self.views = tuple(
            View(part.segment, part.kept & (part.segment.columns["kind"].values >= 0), base, self)
            for part, base in zip(parts, bases, strict=False)
        )
        self.entries = bases[-1]
        self.recent = Recent()
        self._kept = [part.kept for part in parts]
        self._norms: dict[str, Array] = {}

    @cached_property
    def count(self) -> int:
        """Count the documents."""
        return sum(int(np.count_nonzero(view.alive)) for view in self.views)

    @cached_property
    def cursor(self) -> int:
        """Read the cursor off its entry."""
        for view, kept in zip(self.views, self._kept, strict=True):
            for entry in view.segment.ids("id", CURSOR).tolist():
                if kept[entry]:
                    return int(view.segment.stored(entry))
        return 0

    @cached_property
    def words(self) -> Mapping[str, int]:
        """Give every word of titles and texts in its exact form, with how many documents have it, at most.

        Documents that are deleted but not yet merged away count too; one with it in title and text twice.
        """
        counts: Counter[str] = Counter()
        for view in self.views:
            for held in (view.segment["title_exact"], view.segment["text_exact"]):
                frequencies = np.diff(held.offsets).tolist()
                counts.update(
                    {str(term, "utf-8"): n for term, n in zip(held.terms, frequencies, strict=True)}
                )
        return counts

    def idf(self, field: str, term: str) -> float:
        """Say how much a term tells, as Whoosh does."""
        frequency = sum(len(view.segment.ids(field, term)) for view in self.views)
        return log(self.entries / (frequency + 1)) + 1

    def norms(self, field: str) -> Array:
        """Give what BM25F adds below the line for each of Whoosh's length bytes."""
        if field not in self._norms:
            total = sum(view.segment[field].total_length for view in self.views)
            average = total / (self.entries or 1) or 1
            self._norms[field] = _K1 * ((1 - _B) + _B * LENGTHS / average)
        return self._norms[field]

    def bm25f(self, idf: float, counts: Array, norms: Array) -> Array:
        """Score documents by how often they have a term, and what their lengths add."""
        often = counts.astype(np.float64)
        scores: Array = often / (often + norms)
        scores *= idf * (_K1 + 1)
        return scores

    def refuse_cut(self) -> None:
        """Raise IndexFault when a file was cut: reading it would kill the process."""
        for view in self.views:
            view.segment.arrays.refuse_cut()


def _years(days: Column) -> Column:
    labels = tuple(sorted({day[:4] for day in days.labels}))
    number = {label: place for place, label in enumerate(labels)}
    of_day = np.array([*(number[day[:4]] for day in days.labels), -1], np.int32)
    return Column(labels, of_day[days.values], None)
