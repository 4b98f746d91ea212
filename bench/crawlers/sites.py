"""Hosts on loopback that note every request, and when it came."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from bench.estate.plan import Estate
from bench.estate.serve import Reply, Sites, serving

DAY = date(2026, 1, 5)
BOARDS, MEETINGS, ITEMS = 2, 6, 4  # of each council: some forty pages


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as a site saw it."""

    host: int  # which of the sites, from 0
    target: str
    when: float  # by this machine's steady clock


@dataclass
class WatchedSites(Sites):
    """Sites that note every request."""

    log: list[Asked] = field(default_factory=list)

    def reply(self, number: int, target: str, known: str) -> Reply:
        """Note a request, and answer it."""
        self.log.append(Asked(number, target, time.monotonic()))
        return super().reply(number, target, known)


@contextmanager
def watched(hosts: int, answers_take: float) -> Iterator[tuple[WatchedSites, dict[str, str]]]:
    """Serve so many councils, each on a host of its own; give their addresses by their slugs."""
    estates = [Estate(number, BOARDS, MEETINGS, ITEMS, DAY) for number in range(hosts)]
    sites = WatchedSites(estates, DAY, answers_take)
    with serving(sites) as roots:
        yield sites, {f"c{number}": root for number, root in enumerate(roots)}
