"""What goes wrong on purpose: the faults of real installs, drawn from a seed."""

from __future__ import annotations

import random
import threading
from typing import Literal, get_args

Fault = Literal["busy", "cut", "stub", "slow", "session"]

SESSION = "(S(saltm4rshsaltm4rshsaltm4))"
STUB = (
    b"<html><head><META NAME='robots' content='noindex, nofollow'></head>"
    b"<body>Please wait while we check your browser.</body></html>"
)
SLOW = 0.2  # seconds


class Faults:
    """Draws a fault for a share of the answers; the same seed draws the same ones in the same order."""

    def __init__(self, share: float, seed: int) -> None:
        self._share, self._random, self._lock = share, random.Random(seed), threading.Lock()  # noqa: S311 - no secret

    def draw(self) -> Fault | None:
        """Return what is to go wrong with the next answer, if anything."""
        with self._lock:
            if self._random.random() >= self._share:
                return None
            kinds: tuple[Fault, ...] = get_args(Fault)
            return self._random.choice(kinds)
