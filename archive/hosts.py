"""The hosts that one process crawls: each asked by one thread, and by no other crawler meanwhile."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from queue import Empty, Queue
from typing import Protocol
from urllib.parse import urlsplit

from archive.config import Config
from archive.crawl import crawl, put_away
from archive.crew import Lease, Leases
from archive.errors import ConfigError, LockHeld, MinutesError, SiteError, StoreError
from archive.fetch import Allowance, Bound, Fetcher, Spent
from archive.model import Council
from archive.schedule import Choice
from archive.steps import Step
from archive.store import Refusal, Round, Store

TRY_AGAIN = 0.25  # seconds until a host is asked after again that another crawler has claimed

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Report:
    """How the crawl of one council came to its end."""

    council: str
    requests: int = 0
    bytes: int = 0
    failed: str = ""  # what stopped it, in words
    misconfigured: bool = False  # by config.toml
    ours: bool = False  # the archive or this machine failed, not the site: another crawler may do better
    spent: str = ""  # which limit of the run it met, in words
    limit: Bound | None = None


Told = Step | Report | None
"""None: a host is done with."""


class Outbox(Protocol):
    """Takes what the threads and processes of a run tell."""

    def put(self, told: Told, /) -> None:
        """Take one thing."""
        ...


class Flag(Protocol):
    """Is set when a run is to stop after the page at hand."""

    def is_set(self) -> bool:
        """Tell whether it is set."""
        ...


@dataclass(frozen=True, slots=True)
class Run:
    """What all the threads of a process have in common."""

    config: Config
    choice: Choice
    store: Store
    allowance: Allowance
    outbox: Outbox
    stop: Flag
    leases: Leases | None = None  # where several crawlers share the work

    def start(self, hosts: Sequence[Sequence[Council]]) -> list[threading.Thread]:
        """Begin to crawl hosts, so many at once as the configuration allows."""
        waiting: Queue[Sequence[Council]] = Queue()
        for councils in hosts:
            waiting.put(councils)
        count = min(len(hosts), self.config.crawl.hosts)
        threads = [threading.Thread(target=self._work, args=(waiting,), daemon=True) for _ in range(count)]
        for thread in threads:
            thread.start()
        return threads

    def _work(self, waiting: Queue[Sequence[Council]]) -> None:
        with suppress(Empty):
            while True:
                councils = waiting.get_nowait()
                if self.leases is None:
                    self.of_host(councils, None)
                elif not self._in_turn(councils, self.leases):
                    waiting.put(councils)
                    time.sleep(TRY_AGAIN)
                    continue
                self.outbox.put(None)

    def of_host(self, councils: Sequence[Council], lease: Lease | None) -> Sequence[Report]:
        """Crawl the councils of one host, one after the other; what stops one does not stop the next."""
        reports = []
        with closing(self._fetcher(lease)) as fetcher:
            for council in councils:
                if not self.stop.is_set():
                    reports.append(self._of(council, fetcher, lease))
                    self.outbox.put(reports[-1])
        return reports

    def _in_turn(self, councils: Sequence[Council], leases: Leases) -> bool:
        """Crawl the councils of one host if no other crawler does; False when this is to be tried again."""
        of = leases.member.round_of(tuple(council.slug for council in councils))
        lease = self._lease(councils, leases, of)
        if not isinstance(lease, Lease):
            return lease == "done"
        done = False
        try:
            reports = self.of_host(councils, lease)
            done = not self.stop.is_set() and not any(report.spent or report.ours for report in reports)
        except LockHeld as taken:
            log.warning("%s", taken)
            return False
        finally:
            leases.give_back(lease, of, done=done)
        return True

    def _lease(self, councils: Sequence[Council], leases: Leases, of: Round) -> Lease | Refusal:
        """Claim a host; one that cannot be, as the database fails, is told of and done with."""
        if self.stop.is_set():
            return "done"
        try:
            return leases.take(host_of(councils[0]), of)
        except StoreError as error:
            for council in councils:
                self.outbox.put(Report(council.slug, failed=str(error), ours=True))
            return "done"

    def _of(self, council: Council, fetcher: Fetcher, lease: Lease | None) -> Report:
        report = Report(council.slug)
        requests, read = fetcher.requests_made, fetcher.bytes_read
        store, crawler = (lease.store, lease.crawler) if lease else (self.store, "")
        try:
            pages = self.config.page_files
            for step in crawl(council, store, pages, fetcher, self.choice, crawler=crawler):
                self.outbox.put(step)
                if self.stop.is_set():
                    break
            put_away(council.slug, store, pages, crawler)
        except LockHeld:
            raise  # another crawler goes on with this host
        except MinutesError as error:
            misconfigured, ours = isinstance(error, ConfigError), not isinstance(error, SiteError)
            report = replace(report, failed=str(error), misconfigured=misconfigured, ours=ours)
        except Spent as spent:
            report = replace(report, spent=str(spent), limit=spent.limit)
        return replace(report, requests=fetcher.requests_made - requests, bytes=fetcher.bytes_read - read)

    def _fetcher(self, lease: Lease | None) -> Fetcher:
        if lease is None:
            return Fetcher(self.config.crawl, self.allowance)
        return Fetcher(self.config.crawl, self.allowance, rests=lease.rests(), note=lease.note)


def by_host(councils: Iterable[Council]) -> list[list[Council]]:
    """Put the councils together whose sites are on one host."""
    found: dict[str, list[Council]] = {}
    for council in councils:
        found.setdefault(host_of(council), []).append(council)
    return list(found.values())


def host_of(council: Council) -> str:
    """Return the host that a council's site is on, with its port."""
    return urlsplit(council.url).netloc.lower()
