"""Arrays that were used lately, kept while there is room."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from indexer.engines.whoosh.arrays.files import Array

_ROOM = 96_000_000  # bytes; a word of a million documents takes 12


class Recent:
    """The newest arrays by key; safe to share among threads."""

    def __init__(self, room: int = _ROOM) -> None:
        self._room = room
        self._held: OrderedDict[Hashable, tuple[Array, ...]] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], tuple[Array, ...]]) -> tuple[Array, ...]:
        """Give the arrays of a key, made now if they are not held; two threads may both make them."""
        with self._lock:
            held = self._held.get(key)
            if held is not None:
                self._held.move_to_end(key)
                return held
        made = make()
        with self._lock:
            if key not in self._held:
                self._held[key] = made
                self._size += _bytes(made)
            while self._size > self._room:
                _, dropped = self._held.popitem(last=False)
                self._size -= _bytes(dropped)
        return made

    def __len__(self) -> int:
        return len(self._held)


def _bytes(arrays: tuple[Array, ...]) -> int:
    return sum(each.nbytes for each in arrays)
