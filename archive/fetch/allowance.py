"""What a run may use: so many requests, so many minutes, certain hours of the day."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, Protocol

from archive.config import CrawlSettings, Hours

Bound = Literal["budget", "hours"]
DAY = timedelta(days=1)


class Spent(Exception):
    """Say that a run may make no more requests, and by which limit: it ends, and nothing is amiss."""

    def __init__(self, message: str, limit: Bound) -> None:
        super().__init__(message, limit)
        self.limit = limit

    def __str__(self) -> str:
        return str(self.args[0])


class Counter(Protocol):
    """A number that several hold; `multiprocessing.Value("q", 0)` is one that processes can share."""

    value: int

    def get_lock(self) -> AbstractContextManager[object]:
        """Return the lock to hold while the number is read and changed."""
        ...


@dataclass(slots=True)
class Count:
    """A counter that the threads of one process share."""

    value: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get_lock(self) -> threading.Lock:
        """Return its lock."""
        return self._lock


@dataclass(slots=True)
class Allowance:
    """The limits of one run, shared by all of its fetchers.

    Threads share the object. Processes have one each, with a `counter` and a `began` in common.
    """

    settings: CrawlSettings
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = datetime.now  # what this machine's clock on the wall says
    counter: Counter = field(default_factory=Count)
    began: float | None = None  # by the clock; when left out, the run begins now
    _began: float = field(init=False)

    def __post_init__(self) -> None:
        """Note when the run began."""
        self._began = self.clock() if self.began is None else self.began

    @property
    def used(self) -> int:
        """Return how many requests the run has made."""
        return self.counter.value

    def take(self) -> None:
        """Count a request that goes out now; Spent when it may not."""
        self.check()
        most = self.settings.requests
        with self.counter.get_lock():
            if most is not None and self.counter.value >= most:
                raise Spent(
                    f"this run has made as many requests as it may (requests = {most} under [crawl]);"
                    " run again to go on, or raise it",
                    "budget",
                )
            self.counter.value += 1

    def check(self, wait: float = 0.0) -> None:
        """Raise Spent when no request may go out after waiting so many seconds; at once, not after them."""
        self._check_minutes(wait)
        if self.settings.hours:
            self._check_hours(self.settings.hours, timedelta(seconds=wait))

    def _check_minutes(self, wait: float) -> None:
        most = self.settings.minutes
        if most is not None and self.clock() + wait - self._began >= most * 60:
            raise Spent(
                f"this run has taken as long as it may (minutes = {most:g} under [crawl]);"
                " run again to go on, or raise it",
                "budget",
            )

    def _check_hours(self, hours: Hours, wait: timedelta) -> None:
        moment = self.now()
        words = f"{hours[0]:%H:%M}-{hours[1]:%H:%M}"
        if not _left(hours, moment):
            raise Spent(
                f"it is {moment:%H:%M}, outside the hours {words} when sites may be asked;"
                " run again within them, or change hours under [crawl]",
                "hours",
            )
        if _left(hours, moment) <= wait:
            raise Spent(
                f"the hours {words} when sites may be asked end before the next request is due;"
                " run again within them, or change hours under [crawl]",
                "hours",
            )


def _left(hours: Hours, moment: datetime) -> timedelta:
    """Return how much of the hours is left, nothing outside of them; they may go on past midnight."""
    first, last, now = (timedelta(hours=t.hour, minutes=t.minute, seconds=t.second) for t in (*hours, moment))
    if (now - first) % DAY >= (last - first) % DAY:
        return timedelta()
    return (last - now) % DAY
