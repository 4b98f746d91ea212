"""Columns of few labels counted together: one pass over the matches, however many of them are asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from indexer.engines.whoosh.arrays.files import Array
from indexer.engines.whoosh.searching.column import Column


class Crossed:
    """Columns with one label or none for each document, taken as one whose labels are all combinations.

    Counting what a million matches are costs most by fetching their labels, so four columns of a handful of
    labels each are fetched as one number, and the counts of the combinations added up for each column.
    """

    def __init__(self, columns: Mapping[str, Column]) -> None:
        self._columns = columns
        self._sizes = [len(column.labels) + 1 for column in columns.values()]  # the first stands for none

    def counts(self, ids: Array, names: Sequence[str]) -> dict[str, Array]:
        """Count the documents of each label, for some of the columns."""
        counted = np.bincount(self._numbers[ids], minlength=int(np.prod(self._sizes))).reshape(self._sizes)
        axes = {name: axis for axis, name in enumerate(self._columns)}
        others = {name: tuple(axis for axis in axes.values() if axis != axes[name]) for name in names}
        return {name: counted.sum(axis=others[name])[1:] for name in names}

    @cached_property
    def _numbers(self) -> Array:
        """Give each document's combination, as wide as `bincount` wants it."""
        labels = [column.values + 1 for column in self._columns.values()]
        return np.ravel_multi_index(labels, self._sizes).astype(np.intp, copy=False)
