"""Whether a file's time of change can be relied on to tell a later change."""

from __future__ import annotations

import time

_TICK = 2_000_000_000  # nanoseconds; the coarsest clock of a disk in use


def is_settled(changed: int) -> bool:
    """Say that what was changed at this time, in nanoseconds, shows another time when it is changed again.

    What was changed just now may be changed again within one tick of the disk's clock, unseen.
    """
    return changed < time.time_ns() - _TICK
