"""One property of each document of a segment, for filters and counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from indexer.engines.whoosh.arrays.files import Array, shrunk
from indexer.engines.whoosh.arrays.inverting import ends_of


@dataclass(frozen=True)
class Sets:
    """The labels of each set of labels that some document has."""

    terms: Array  # numbers of labels, set after set
    ends: Array

    def with_any(self, wanted: Array) -> Array:
        """Give a mask of the sets that have a wanted label; `wanted` is a mask of labels."""
        sums = ends_of(wanted[self.terms])[self.ends]
        mask: Array = sums[1:] > sums[:-1]
        return mask

    def added(self, counts: Array, labels: int) -> Array:
        """Give each label's count, from the counts of sets."""
        each = counts.repeat(np.diff(self.ends))
        return np.bincount(self.terms, each, labels).astype(np.int64)


@dataclass(frozen=True)
class Column:
    """The number of each document's label, or of its set of labels; and the labels."""

    labels: tuple[str, ...]
    values: Array  # by document; -1 for none
    sets: Sets | None = None  # where a document may have several
    everywhere: bool = False  # there is but one label, and every document has it

    def of(self, ids: Array) -> Array:
        """Give the numbers of some documents."""
        return self.numbers.take(ids)

    def having(self, numbers: Array, labels: Sequence[str]) -> Array:
        """Give a mask of those documents' numbers that stand for one of some labels."""
        wanted = np.zeros(len(self.labels), bool)
        wanted[[number for number, label in enumerate(self.labels) if label in labels]] = True
        mask = np.append(False, self.sets.with_any(wanted) if self.sets else wanted)
        if np.count_nonzero(mask) == 1:  # mostly one label is chosen, and to compare is quickest
            held: Array = numbers == mask.argmax().astype(numbers.dtype)
            return held
        return mask.take(numbers)

    def counts(self, ids: Array) -> Array:
        """Count the documents of each label."""
        return np.array([len(ids)]) if self.everywhere else self.counted(self.of(ids))

    def counted(self, numbers: Array) -> Array:
        """Count the documents of each label, from their numbers."""
        return self.labelled(np.bincount(numbers, minlength=self.distinct))

    def labelled(self, counted: Array) -> Array:
        """Give each label's count, from the counts of numbers."""
        return self.sets.added(counted[1:], len(self.labels)) if self.sets else counted[1:]

    def grouped(self, length: int) -> Column:
        """Give the column of the labels' beginnings: of days 2023-03-14 the months, or the years."""
        labels = tuple(sorted({label[:length] for label in self.labels}))
        number = {label: place for place, label in enumerate(labels)}
        of_label = np.array([*(number[label[:length]] for label in self.labels), -1], np.int32)
        return Column(labels, of_label[self.values])

    @property
    def distinct(self) -> int:
        """Count the numbers that `numbers` may have."""
        return len(self.sets.ends) if self.sets else len(self.labels) + 1

    @cached_property
    def numbers(self) -> Array:
        """Give each document's number plus 1, 0 for none: as narrow as can be, since all of it is read."""
        return shrunk(self.values + 1)
