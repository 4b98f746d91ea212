"""A segment open for searching, and all segments of a commit as one collection."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from math import log

import numpy as np

from indexer.engines.whoosh.arrays.fields import FieldArrays, indexed_fields, stored_fields
from indexer.engines.whoosh.arrays.files import Array, ArrayFile
from indexer.engines.whoosh.arrays.inverting import LENGTHS, ends_of
from indexer.engines.whoosh.schema import CURSOR, PROCEDURAL, document
from indexer.engines.whoosh.searching.column import Column, Sets
from indexer.engines.whoosh.searching.crossed import Crossed
from indexer.engines.whoosh.searching.recent import Recent
from indexer.model import Document

_B, _K1 = 0.75, 1.2  # Whoosh's own
_TABLED = 64  # counts of a term in a document that the table knows: 0 to 63

_COLUMNS = ("council", "board", "topic", "kind", "decision", "stage", "attachment")
_CROSSED = (("kind", "decision", "stage", "attachment"), ("board", "year"))
"""Columns that are counted together: the combinations of their labels are few."""


class OpenSegment:
    """What never changes of a segment: its file, and what follows from it."""

    def __init__(self, arrays: ArrayFile) -> None:
        self.arrays = arrays
        self.fields = indexed_fields(arrays)
        self.columns = {name: self._column(name) for name in _COLUMNS}
        days = self._column("day")
        self.columns |= {"year": days.grouped(len("2023")), "month": days.grouped(len("2023-03"))}
        ordinals = np.array([0, *(date.fromisoformat(day).toordinal() for day in days.labels)], np.int32)
        self.days: Array = ordinals[days.values + 1]  # 0 for what is no document
        self.documents = len(self.days)
        self.stored = stored_fields(arrays)

    def __getitem__(self, name: str) -> FieldArrays:
        return self.fields[name]

    def ids(self, name: str, term: str) -> Array:
        """Give the documents of a term, deleted ones too."""
        held = self.fields[name]
        number = held.terms.find(term.encode())
        return held.ids[:0] if number is None else held.ids[held.postings(number)]

    def frequency(self, name: str, term: str) -> int:
        """Count the documents of a term, deleted ones too."""
        number = self.fields[name].terms.find(term.encode())
        return 0 if number is None else self.fields[name].frequency(number)

    def place(self, document: int) -> bytes:
        """Give the value that documents of a day are sorted by."""
        place = self.fields["place"]
        return place.terms[int(place["values"][document])]

    def document(self, number: int) -> Document:
        """Give a document as it was put in."""
        return document({name: values[number] for name, values in self.stored.items()})

    @cached_property
    def crossings(self) -> Sequence[Crossed]:
        """Take some columns of few labels as one."""
        return [Crossed({name: self.columns[name] for name in names}) for names in _CROSSED]

    @cached_property
    def councils(self) -> Mapping[str, str]:
        """Give the councils' names by slug, as a document of each says."""
        firsts = {slug: int(self.ids("council", slug)[0]) for slug in self.columns["council"].labels}
        return {slug: self.document(first).council_name for slug, first in firsts.items()}

    @cached_property
    def procedural(self) -> Array:
        """Give a mask of the procedural documents."""
        mask = np.zeros(self.documents, bool)
        mask[self.ids("procedural", PROCEDURAL)] = True
        return mask

    @cached_property
    def sorts(self) -> Array:
        """Give twice the number of each document's kind, and one more for the procedural."""
        return (self.columns["kind"].values * 2 + self.procedural).astype(np.uint8)

    def _column(self, name: str) -> Column:
        held = self.fields[name]
        labels = tuple(term.decode() for term in held.terms)
        everywhere = len(labels) == 1 and len(held.ids) == len(self.fields["kind"].ids)
        sets = Sets(held["set_terms"], held["set_ends"]) if held.has("set_ends") else None
        return Column(labels, held["values"], sets, everywhere)


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
        return self.alive.nonzero()[0]

    @cached_property
    def whole(self) -> bool:
        """Say that no document was deleted."""
        return int(np.count_nonzero(self.segment.columns["kind"].values >= 0)) == len(self.every)


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
        self._averages: dict[str, float] = {}
        self._norms: dict[str, Array] = {}
        self._tables: dict[str, Array] = {}

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
                    return int(view.segment.stored["shown"][entry])
        return 0

    @cached_property
    def councils(self) -> Mapping[str, str]:
        """Give the councils' names by slug."""
        return {slug: name for view in self.views for slug, name in view.segment.councils.items()}

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
        return log(self.entries / (self.frequency(field, term) + 1)) + 1

    def frequency(self, field: str, term: str) -> int:
        """Count the documents of a term in a field, deleted ones too."""
        return sum(view.segment.frequency(field, term) for view in self.views)

    def norms(self, field: str) -> Array:
        """Give what BM25F adds below the line for each of Whoosh's length bytes."""
        if field not in self._norms:
            self._norms[field] = _K1 * ((1 - _B) + _B * LENGTHS / self.average(field))
        return self._norms[field]

    def average(self, field: str) -> float:
        """Give the average length of a field; 1 where nothing has it."""
        if field not in self._averages:
            total = sum(view.segment[field].total_length for view in self.views)
            self._averages[field] = total / (self.entries or 1) or 1.0
        return self._averages[field]

    def bm25f(self, field: str, idf: float, counts: Array, norms: Array) -> Array:
        """Score documents by how often they have a term, and their length bytes.

        Nearly all counts are small, so that one look into a table spares four passes of arithmetic.
        """
        if counts.dtype == np.uint8 and (not len(counts) or counts.max() < _TABLED):
            keys = counts.astype(np.uint16) << 8
            keys |= norms
            scores: Array = self._table(field).take(keys, mode="clip")  # which spares looking for a wrong one
        else:
            scores = _saturated(counts.astype(np.float64), self.norms(field)[norms])
        scores *= idf * (_K1 + 1)
        return scores

    def _table(self, field: str) -> Array:
        """Give what a term says of a document, by count and length byte."""
        if field not in self._tables:
            counts = np.arange(_TABLED, dtype=np.float64).repeat(256)
            self._tables[field] = _saturated(counts, np.tile(self.norms(field), _TABLED))
        return self._tables[field]

    def refuse_cut(self) -> None:
        """Raise IndexFault when a file was cut: reading it would kill the process."""
        for view in self.views:
            view.segment.arrays.refuse_cut()


def _saturated(often: Array, norms: Array) -> Array:
    """Give how much of what a term can say is said where it stands so often."""
    said: Array = often / (often + norms)
    return said
