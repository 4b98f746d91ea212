"""What goes wrong on purpose: drawn for each address and each time that it is asked for."""

from __future__ import annotations

from collections import Counter
from typing import get_args

from bench.estate.chance import draw
from web.demo.faults import Fault

KINDS: tuple[Fault, ...] = get_args(Fault)


class Faults:
    """Draws a fault for a share of the answers, so that the n-th answer of an address is always the same.

    What an address answers does not depend on what else is asked for, nor on the order of asking.
    """

    def __init__(self, share: float, seed: int) -> None:
        self._share, self._seed = share, seed
        self._asked: Counter[str] = Counter()

    def draw(self, url: str) -> Fault | None:
        """Return what is to go wrong with the next answer of an address, if anything."""
        if not self._share:
            return None
        self._asked[url] += 1
        if draw(1_000_000, self._seed, url, self._asked[url]) >= self._share * 1_000_000:
            return None
        return KINDS[draw(len(KINDS), self._seed, url, self._asked[url], "kind")]
