"""The terms one slip from a word, looked for among all terms of about its length at once.

What a slip is, `indexer.spelling` says. It leaves the rest of a word to either side of it as it was: what two
words begin with alike and what they end with alike is the longer but for one letter, or, where two neighbours
are swapped, but for those two.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from indexer.engines.whoosh.arrays.files import Array


class TermsByLength:
    """The terms of a field by how many letters they have; the tables of a length are made on first use."""

    def __init__(self, blob: Array, ends: Array) -> None:
        self._blob = np.asarray(blob)
        self._ends = np.asarray(ends)
        self._tables = cache(self._made)

    def one_slip_from(self, word: str) -> tuple[int, ...]:
        """Give the numbers of the terms that are the word or at most one slip from it, ascending."""
        letters = tuple(map(ord, word))
        lengths = range(max(1, len(letters) - 1), len(letters) + 2)
        found = [table.one_slip_from(letters) for length in lengths for table in self._tables(length)]
        return tuple(sorted(number for numbers in found for number in numbers.tolist()))

    def _made(self, length: int) -> list[_Table]:
        return [table for table in (self._ascii(length), self._others(length)) if len(table.numbers)]

    def _ascii(self, length: int) -> _Table:
        numbers = np.flatnonzero(self._ascii_lengths == length)
        return _Table(numbers, self._blob[self._ends[numbers] + np.arange(length)[:, None]])

    def _others(self, length: int) -> _Table:
        others = {number: text for number, text in self._not_ascii.items() if len(text) == length}
        letters = np.array([*others.values()], f"U{length}").view(np.uint32).reshape(len(others), length)
        return _Table(np.array([*others], np.intp), np.ascontiguousarray(letters.T))

    @cached_property
    def _ascii_lengths(self) -> Array:
        """Give the length of each term in ASCII, of which a byte is a letter; of the others, -1."""
        lengths = np.diff(self._ends)
        lengths[list(self._not_ascii)] = -1
        return lengths

    @cached_property
    def _not_ascii(self) -> dict[int, str]:
        """Give the few terms that are not in ASCII, by number."""
        high = np.flatnonzero(self._blob >= 0x80)
        numbers = np.unique(np.searchsorted(self._ends, high, side="right") - 1).tolist()
        return {n: str(self._blob[self._ends[n] : self._ends[n + 1]].tobytes(), "utf-8") for n in numbers}


@dataclass(frozen=True, slots=True)
class _Table:
    """Terms of one length: their numbers, and in a row for each place the letters they have there."""

    numbers: Array
    letters: Array

    def one_slip_from(self, word: tuple[int, ...]) -> Array:
        """Give the numbers of those at most one slip from a word no more than a letter longer or shorter."""
        few = self._with_half_of(word)
        shared = min(len(word), len(few.letters))
        starts = _alike(few.letters[:shared], word[:shared])
        ends = _alike(few.letters[-shared:][::-1], word[-shared:][::-1])
        near = starts + ends >= max(len(word), len(few.letters)) - 1
        if len(word) == len(few.letters):
            near |= few.swapped(word, starts, starts + ends == len(word) - 2)
        return few.numbers[near]

    def swapped(self, word: tuple[int, ...], starts: Array, all_but_two: Array) -> Array:
        """Give a mask of the terms that have two letters otherwise than a word: the word's own, swapped."""
        columns = np.flatnonzero(all_but_two)
        here, after = starts[columns], starts[columns] + 1
        letters = np.array(word, np.uint32)
        mask = np.zeros(len(self.numbers), bool)
        mask[columns] = (self.letters[here, columns] == letters[after]) & (
            self.letters[after, columns] == letters[here]
        )
        return mask

    def _with_half_of(self, word: tuple[int, ...]) -> _Table:
        """Give the few that begin or end as the word does, for half of its length: no slip is in both."""
        half = (len(word) - 1) // 2
        begun, ended = np.ones((2, len(self.numbers)), bool)
        for place in range(half):
            begun &= self.letters[place] == word[place]
            ended &= self.letters[-1 - place] == word[-1 - place]
        few = np.flatnonzero(begun | ended)
        return _Table(self.numbers[few], self.letters[:, few])


def _alike(letters: Array, word: tuple[int, ...]) -> Array:
    """Count the letters that each term has as the word has them, up to the first that differs."""
    same = letters == np.array(word, np.uint32)[:, None]
    counts: Array = np.logical_and.accumulate(same).sum(axis=0)
    return counts
