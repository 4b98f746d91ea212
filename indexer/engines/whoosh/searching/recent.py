"""Arrays that were asked for again lately, kept while there is room.

Most words are asked for once, and to keep what they found takes memory that is new to the process: its pages
are made as they are written, which costs a common word as much as the search. So a first answer is not kept.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from indexer.engines.whoosh.arrays.files import Array

_ROOM = 96_000_000  # bytes; a word of a million documents takes 12


_NAMES = 1_000  # keys that are known to have been asked for


class Recent:
    """The newest arrays by key, from the second time on; safe to share among threads."""

    def __init__(self, room: int = _ROOM) -> None:
        self._room = room
        self._held: OrderedDict[Hashable, tuple[Array, ...]] = OrderedDict()
        self._asked: OrderedDict[Hashable, None] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], tuple[Array, ...]]) -> tuple[Array, ...]:
        """Give the arrays of a key, made now if they are not held; two threads may both make them."""
        with self._lock:
            held = self._held.get(key)
            if held is not None:
                self._held.move_to_end(key)
                return held
            again = self._note(key)
        made = make()
        if again:
            with self._lock:
                self._keep(key, made)
        return made

    def _note(self, key: Hashable) -> bool:
        """Note that a key is asked for; say whether it was before."""
        known = key in self._asked
        self._asked[key] = None
        self._asked.move_to_end(key)
        if len(self._asked) > _NAMES:
            self._asked.popitem(last=False)
        return known

    def _keep(self, key: Hashable, made: tuple[Array, ...]) -> None:
        if key not in self._held:
            self._held[key] = made
            self._size += _bytes(made)
        while self._size > self._room:
            _, dropped = self._held.popitem(last=False)
            self._size -= _bytes(dropped)

    def __len__(self) -> int:
        return len(self._held)


def _bytes(arrays: tuple[Array, ...]) -> int:
    return sum(each.nbytes for each in arrays)
