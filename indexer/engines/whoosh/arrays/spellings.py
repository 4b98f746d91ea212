"""The distinct spellings of words, numbered as they are met.

A dictionary knows them all. In front of it stands a table that numpy asks about all words of many texts at
once: a word of at most 16 bytes is two numbers, which give it a place in the table; the spelling that was put
there first is the word if its two numbers are the same. What is not found so, the dictionary is asked about.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from indexer.engines.whoosh.arrays.files import Array
from indexer.engines.whoosh.arrays.splitting import LOADED, Split

_PLACES = 18  # bits: 262,144 places, 1 MB, so that a processor keeps them at hand
_MIXED = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))  # odd, their bits well spread
_BYTES = np.tri(LOADED + 2, LOADED, -1, np.uint8) * np.uint8(0xFF)  # of a word of n bytes the first n
_BYTES[LOADED + 1] = 0  # of a longer one none
_MASKS = _BYTES.view(np.uint64)


class Spellings:
    """Gives each new spelling the next number."""

    def __init__(self) -> None:
        self._known: dict[bytes, int] = {}
        self._table = np.zeros(1 << _PLACES, np.int32)
        self._keys = np.zeros((1, 2), np.uint64)  # by number; of a longer word zeros, which no word is

    def __len__(self) -> int:
        return len(self._known)

    def __iter__(self) -> Iterator[str]:
        return (word.decode() for word in self._known)

    def numbers(self, words: Split) -> Array:
        """Give the number of each word's spelling."""
        keys, places = self._keyed(words)
        numbers = self._table[places]
        # An empty place says 0, which is no word's number or that of another word: it is compared like any.
        held = self._keys[numbers]
        found = (held[:, 0] == keys[:, 0]) & (held[:, 1] == keys[:, 1]) & (keys[:, 0] != 0)
        others = np.flatnonzero(~found)
        if len(others):
            before = len(self)
            numbers[others] = self._looked_up(words, others)
            new = others[numbers[others] >= before]
            self._remember(numbers[new], keys[new], places[new])
        return numbers

    @staticmethod
    def _keyed(words: Split) -> tuple[Array, Array]:
        """Give each word as two numbers, and its place in the table."""
        widths = words.last - words.first
        loads = np.ndarray(len(words.whole) - LOADED + 1, f"V{LOADED}", words.whole, strides=(1,))
        keys = loads[words.first].view(np.uint64).reshape(-1, 2) & _MASKS[np.minimum(widths, LOADED + 1)]
        mixed = keys[:, 0] * _MIXED[0] + keys[:, 1] * _MIXED[1]
        return keys, (mixed >> np.uint64(64 - _PLACES)).view(np.int64)

    def _looked_up(self, words: Split, which: Array) -> list[int]:
        known, whole = self._known, words.whole
        bounds = zip(words.first[which].tolist(), words.last[which].tolist(), strict=True)
        return [known.setdefault(whole[first:last], len(known)) for first, last in bounds]

    def _remember(self, numbers: Array, keys: Array, places: Array) -> None:
        """Put new spellings in the table, where the first to come stays: it is likely the commoner."""
        grown = np.zeros((max(len(self), 1), 2), np.uint64)
        grown[: len(self._keys)] = self._keys
        grown[numbers] = keys
        self._keys = grown
        free = np.flatnonzero(self._table[places] == 0)[::-1]  # of several, the last that is put there stays
        self._table[places[free]] = numbers[free]
