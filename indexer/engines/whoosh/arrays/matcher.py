"""A term's postings as Whoosh's matchers walk them, one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh.matching import LeafMatcher, ReadTooFar

from indexer.engines.whoosh.arrays.fields import FieldArrays
from indexer.engines.whoosh.arrays.inverting import LENGTHS


class ArrayMatcher(LeafMatcher):
    """Walks one term's postings in one segment; all of them are one block of Whoosh's."""

    def __init__(
        self, field: FieldArrays, number: int, format_: Any, term: tuple[str, bytes], scorer: Any
    ) -> None:
        self.format = format_
        self.scorer = scorer
        self._term = term
        self._field = field
        self._number = number
        where = field.postings(number)
        self._ids = field.ids[where]
        self._counts = field.counts(where)
        self._at = 0

    def is_active(self) -> bool:
        """Say whether there is a posting here."""
        return self._at < len(self._ids)

    def copy(self) -> ArrayMatcher:
        """Give another matcher at the same posting."""
        other = ArrayMatcher(self._field, self._number, self.format, self._term, self.scorer)
        other._at = self._at
        return other

    def reset(self) -> None:
        """Go back to the first posting."""
        self._at = 0

    def id(self) -> int:
        """Give the posting's document."""
        if not self.is_active():
            raise ReadTooFar
        return int(self._ids[self._at])

    def all_ids(self) -> Iterator[int]:
        """Give the documents from here on."""
        return iter(self._ids[self._at :].tolist())

    def next(self) -> bool:
        """Go to the next posting; say whether a new block begins, as at the end."""
        if not self.is_active():
            raise ReadTooFar
        self._at += 1
        return not self.is_active()

    def skip_to(self, id: int) -> None:  # noqa: A002 - Whoosh's name
        """Go on to the first posting of a document or a later one."""
        if not self.is_active():
            raise ReadTooFar
        self._at += int(np.searchsorted(self._ids[self._at :], id))

    def skip_to_quality(self, minquality: float) -> int:
        """Leave the block, which is all, when nothing in it is better."""
        if self.block_quality() > minquality:
            return 0
        self._at = len(self._ids)
        return 1

    def weight(self) -> float:
        """Give how often the term stands in the document."""
        return float(self._counts[self._at])

    def value(self) -> bytes:
        """Give no bytes: values are read with `value_as`."""
        return b""

    def value_as(self, astype: str) -> Any:
        """Give the frequency, the weight, the positions, or positions with places in the text."""
        if astype in ("frequency", "weight"):
            return self.weight()
        positions, ends = self._field.positions(self._number)
        here = positions[ends[self._at] : ends[self._at + 1]].tolist()
        if astype == "positions":
            return here
        if astype == "characters":
            starts, widths = self._field.places(self.id())
            return [(at, int(starts[at]), int(starts[at]) + int(widths[at])) for at in here]
        raise NotImplementedError(astype)

    def block_min_length(self) -> float:
        """Give the shortest length of the term's documents."""
        return float(LENGTHS[self._field["norms"][self._ids].min()])

    def block_max_length(self) -> float:
        """Give the longest length of the term's documents."""
        return float(LENGTHS[self._field["norms"][self._ids].max()])

    def block_max_weight(self) -> float:
        """Give how often the term stands where it stands most."""
        return float(self._counts.max())

    def block_min_id(self) -> int:
        """Give the first document."""
        return int(self._ids[0])

    def block_max_id(self) -> int:
        """Give the last document."""
        return int(self._ids[-1])
