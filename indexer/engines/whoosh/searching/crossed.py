"""Columns counted together: one pass over the matches, however many of them are asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from indexer.engines.whoosh.arrays.files import Array, shrunk
from indexer.engines.whoosh.searching.column import Column

_MOST = 1 << 16  # combinations; more would cost more to add up than columns cost to count one by one


class Crossed:
    """Columns with one number for each document, taken as one whose numbers are all combinations.

    Counting what a million matches are costs most by fetching what they are, so several columns of few
    numbers each are fetched as one, and the counts of the combinations added up for each column.
    """

    def __init__(self, columns: Mapping[str, Column]) -> None:
        self._columns = columns
        self._sizes = [column.distinct for column in columns.values()]
        self._combinations = int(np.prod(self._sizes))

    def counts(self, ids: Array, facets: Sequence[str]) -> dict[str, Array]:
        """Count the documents of each label, for those of the facets that are among the columns."""
        names = [name for name in self._columns if name in facets]
        if len(names) < 2 or self._combinations > min(_MOST, len(ids) * len(names)):
            return {name: self._columns[name].counts(ids) for name in names}
        counted = np.bincount(self._numbers[ids], minlength=self._combinations).reshape(self._sizes)
        axes = dict(zip(self._columns, range(len(self._sizes)), strict=True))
        return {name: self._along(counted, name, axes[name]) for name in names}

    def _along(self, counted: Array, name: str, axis: int) -> Array:
        """Give a column's counts, from those of the combinations."""
        others = tuple(other for other in range(counted.ndim) if other != axis)
        return self._columns[name].labelled(counted.sum(axis=others))

    @cached_property
    def _numbers(self) -> Array:
        """Give each document's combination."""
        numbers = [column.numbers.astype(np.intp) for column in self._columns.values()]
        return shrunk(np.ravel_multi_index(numbers, self._sizes))
