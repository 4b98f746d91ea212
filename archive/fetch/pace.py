"""How long a host is left alone between two requests: longer when it is slow or says that it is busy."""

from __future__ import annotations

from dataclasses import dataclass, replace

LONGEST_PAUSE = 60.0  # seconds; a host's trouble slows us down no further than this
RECENT = 0.5  # how much the last answer counts among the recent ones
EASE = 2 / 3  # what a good answer leaves of a pause that trouble made


@dataclass(frozen=True, slots=True)
class Pace:
    """The pace at which one host is asked; each answer gives the next pace. All times are in seconds."""

    base: float  # as configured, or as its robots.txt asks
    took: float = 0.0  # by the recent answers
    trouble: float = 0.0  # the pause since it said that it was busy

    @property
    def delay(self) -> float:
        """Return the time from the start of one request to the next, were answers to take none."""
        return max(self.base, self.trouble)

    def free_at(self, began: float, ended: float) -> float:
        """Return when the next request may go out.

        A slow host has at least as long a rest as its recent answers took, so that we never have more than
        half of its time.
        """
        return max(began + self.delay, ended + min(self.took, LONGEST_PAUSE))

    def timed(self, seconds: float) -> Pace:
        """Learn how long an answer took, or how long one was waited for in vain."""
        took = self.took + RECENT * (seconds - self.took) if self.took else seconds
        return replace(self, took=took)

    def slower(self) -> Pace:
        """Double the pause, for a host that says it is busy."""
        return replace(self, trouble=min(LONGEST_PAUSE, 2 * self.delay))

    def eased(self) -> Pace:
        """Come a step back towards the usual pace, after a good answer."""
        trouble = self.trouble * EASE
        return replace(self, trouble=trouble if trouble > self.base else 0.0)

    def based(self, base: float) -> Pace:
        """Take another usual pace."""
        return replace(self, base=base)
