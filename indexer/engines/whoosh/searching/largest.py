"""The largest of many numbers, found without sorting them."""

from __future__ import annotations

import numpy as np

from indexer.engines.whoosh.arrays.files import Array

_ROWS = 64


def largest(keys: Array, count: int) -> Array:
    """Give the places of the largest, ascending: `count` of them, and all that equal the last of these."""
    if len(keys) <= count:
        return np.arange(len(keys))
    places = (keys >= _reached(keys, count)).nonzero()[0]
    if len(places) > count:
        left = keys[places]
        places = places[left >= last_of(left, count)]
    return places


def last_of(keys: Array, count: int) -> float:
    """Give the last of the `count` largest; less than any where there are fewer."""
    return float(np.partition(keys, -count)[-count]) if len(keys) >= count else float("-inf")


def _reached(keys: Array, count: int) -> float:
    """Give a number that `count` keys reach at least: seldom many more, and found in a tenth of the time."""
    columns = len(keys) // _ROWS
    if columns < 4 * count:
        return last_of(keys, count)
    return last_of(keys[: columns * _ROWS].reshape(_ROWS, columns).max(axis=0), count)
