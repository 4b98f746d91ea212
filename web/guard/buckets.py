"""Token buckets: how much each may ask for in a minute, all at once if they like."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

MOST = 20_000  # buckets; the least recently asked for goes first, so that memory is bounded
MINUTE = 60.0


class Buckets:
    """A bucket for each key: holds a minute's tokens, and fills up again as time goes by."""

    def __init__(self, rate: float, most: int = MOST, clock: Callable[[], float] = time.monotonic) -> None:
        """Make room for buckets of so many tokens a minute; a rate of 0 sets no limit."""
        self._rate, self._most, self._clock = rate, most, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # key → tokens, and when that was
        self._lock = Lock()

    def __len__(self) -> int:
        """Count the buckets that are kept."""
        return len(self._left)

    def take(self, key: str, cost: float) -> float:
        """Take tokens from a bucket; return 0, or after how many seconds there will be enough of them.

        Something that costs more than a whole bucket takes what a full bucket has.
        """
        if not self._rate:
            return 0.0
        cost = min(cost, self._rate)
        with self._lock:
            now = self._clock()
            tokens = self._tokens(key, now)
            enough = tokens >= cost
            self._left[key] = (tokens - cost if enough else tokens, now)
            self._left.move_to_end(key)
            if len(self._left) > self._most:
                self._left.popitem(last=False)
        return 0.0 if enough else (cost - tokens) * MINUTE / self._rate

    def _tokens(self, key: str, now: float) -> float:
        tokens, then = self._left.get(key, (self._rate, now))
        return min(self._rate, tokens + (now - then) * self._rate / MINUTE)
