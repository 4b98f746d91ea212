"""A scale of tens for charts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale of tens, from one power to another, over a stretch of pixels."""

    low: int
    high: int
    start: float
    end: float

    @classmethod
    def around(cls, values: Sequence[float], start: float, end: float) -> Scale:
        """Take in all values, and one power of ten at least."""
        low = math.floor(math.log10(min(values)))
        return cls(low, max(low + 1, math.ceil(math.log10(max(values)))), start, end)

    def at(self, value: float) -> float:
        """Give the place of a value."""
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return round(self.start + (self.end - self.start) * share, 1)

    def powers(self) -> list[float]:
        """Give the values that are marked."""
        return [10.0**power for power in range(self.low, self.high + 1)]
