"""What must be true of a crawl that several crawlers shared (pure): each check says what is not so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bench.crawlers.sites import Asked

ROBOTS = "/robots.txt"  # each crawler asks for it, as it must know the rules
JITTER = 0.1  # seconds by which a request may be seen late on a busy machine, and so the next one early


@dataclass(frozen=True, slots=True)
class Twice:
    """A page that was asked for twice."""

    host: int
    target: str
    first: float
    again: float


def twice(log: Iterable[Asked]) -> list[Twice]:
    """Find the pages that were asked for more than once."""
    times: dict[tuple[int, str], list[float]] = defaultdict(list)
    for asked in log:
        if asked.target != ROBOTS:
            times[asked.host, asked.target].append(asked.when)
    return [Twice(*key, *pair) for key, found in times.items() for pair in pairwise(sorted(found))]


def unexcused(found: Iterable[Twice], kills: Sequence[float], within: float) -> Iterator[Twice]:
    """Yield the pages that no kill excuses: one that came while the first was under way, for that host alone.

    `within` is how long a page may be under way, in seconds: asked for, kept and catalogued.
    """
    used: set[tuple[float, int]] = set()
    for one in sorted(found, key=lambda one: one.first):
        excuse = next((k for k in kills if one.first <= k <= one.first + within and k < one.again), None)
        if excuse is None or (excuse, one.host) in used:
            yield one
        else:
            used.add((excuse, one.host))


def at_each_kill(found: Iterable[Twice], kills: Sequence[float], within: float) -> list[int]:
    """Count the pages that were under way at each kill and had to be asked for again."""
    found = list(found)
    return [sum(one.first <= kill <= one.first + within for one in found) for kill in kills]


def hurried(log: Iterable[Asked], pause: float) -> Iterator[tuple[Asked, float]]:
    """Yield the requests that came too soon after the one before, and how soon: `pause` is to be between."""
    of_host: dict[int, list[Asked]] = defaultdict(list)
    for asked in log:
        of_host[asked.host].append(asked)
    for requests in of_host.values():
        for before, after in pairwise(sorted(requests, key=lambda asked: asked.when)):
            if (apart := after.when - before.when) < pause - JITTER:
                yield after, apart


def shortest_pause(log: Iterable[Asked]) -> float:
    """Return the shortest time between two requests to one host."""
    return min((apart for _, apart in hurried(log, float("inf"))), default=float("inf"))
