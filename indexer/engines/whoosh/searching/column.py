"""One property of each document of a segment, for filters and counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from indexer.engines.whoosh.arrays.files import Array
from indexer.engines.whoosh.arrays.inverting import ends_of


@dataclass(frozen=True)
class Column:
    """The numbers of each document's labels, and the labels."""

    labels: tuple[str, ...]
    values: Array  # by document, or all documents' in a row
    ends: Array | None  # of each document's; None: one each, or -1 for none
    everywhere: bool = False  # there is but one label, and every document has it

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
        if self.everywhere:
            return np.array([len(ids)])
        found = self._shifted[ids] if self.ends is None else self.of(ids) + 1
        counted: Array = np.bincount(found, minlength=len(self.labels) + 1)[1:]
        return counted

    def grouped(self, length: int) -> Column:
        """Give the column of the labels' beginnings: of days 2023-03-14 the months, or the years."""
        labels = tuple(sorted({label[:length] for label in self.labels}))
        number = {label: place for place, label in enumerate(labels)}
        of_label = np.array([*(number[label[:length]] for label in self.labels), -1], np.int32)
        return Column(labels, of_label[self.values], None)

    @cached_property
    def _shifted(self) -> Array:
        """Give each document's label number plus 1, as `bincount` wants it."""
        return self.values.astype(np.intp) + 1
