"""A whole run: many councils, each host asked by one thread, in processes where one core is not enough."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from queue import Empty, Queue
from typing import Protocol
from urllib.parse import urlsplit

from archive.config import Config
from archive.crawl import crawl
from archive.errors import ConfigError, MinutesError
from archive.fetch import Allowance, Bound, Counter, Fetcher, Spent
from archive.model import Council
from archive.schedule import Choice
from archive.steps import Step
from archive.store import Store

# A page costs some 25 ms of a core, and a host is asked once a second at most: so many keep a core busy.
HOSTS_A_PROCESS = 16
PATIENCE = 4.0  # seconds that the pages at hand may take, all together, when a run is stopped


@dataclass(frozen=True, slots=True)
class Report:
    """How the crawl of one council came to its end."""

    council: str
    requests: int = 0
    bytes: int = 0
    failed: str = ""  # what stopped it, in words
    misconfigured: bool = False  # by config.toml
    spent: str = ""  # which limit of the run it met, in words
    limit: Bound | None = None


Told = Step | Report | None
"""None: a host is done with."""


class Outbox(Protocol):
    """Takes what the threads and processes of a run tell."""

    def put(self, told: Told, /) -> None:
        """Take one thing."""
        ...


class Inbox(Protocol):
    """Gives out what was told."""

    def get(self, *, timeout: float) -> Told:
        """Give one thing; Empty when there is none within some seconds."""
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
                self.of_host(waiting.get_nowait())

    def of_host(self, councils: Sequence[Council]) -> None:
        """Crawl the councils of one host, one after the other; what stops one does not stop the next."""
        for council in councils:
            if not self.stop.is_set():
                self.outbox.put(self._of(council))
        self.outbox.put(None)

    def _of(self, council: Council) -> Report:
        with closing(Fetcher(self.config.crawl, self.allowance)) as fetcher:
            report = Report(council.slug)
            try:
                for step in crawl(council, self.store, self.config.pages, fetcher, self.choice):
                    self.outbox.put(step)
                    if self.stop.is_set():
                        break
            except MinutesError as error:
                report = replace(report, failed=str(error), misconfigured=isinstance(error, ConfigError))
            except Spent as spent:
                report = replace(report, spent=str(spent), limit=spent.limit)
            return replace(report, requests=fetcher.requests_made, bytes=fetcher.bytes_read)


def run(
    councils: Sequence[Council], config: Config, store: Store, choice: Choice, told: Callable[[Told], None]
) -> None:
    """Crawl councils, several hosts at once; tell each step and each council's report in this thread.

    When this thread is interrupted the others stop too, each after the page at hand, and what they tell of
    that is heard still; those that are not done with it in time are left, and have changed nothing.
    """
    hosts = by_host(councils)
    processes = min(os.cpu_count() or 1, -(-len(hosts) // HOSTS_A_PROCESS))
    if processes > 1:
        _in_processes(hosts, config, choice, told, processes)
        return
    outbox: Queue[Told] = Queue()
    stop = threading.Event()
    threads = Run(config, choice, store, Allowance(config.crawl), outbox, stop).start(hosts)

    def working() -> bool:
        return any(thread.is_alive() for thread in threads)

    try:
        _pass_on(outbox, len(hosts), told, working)
    finally:
        stop.set()
        _hear_out(outbox, told, working)


def by_host(councils: Iterable[Council]) -> list[list[Council]]:
    """Put the councils together whose sites are on one host."""
    found: dict[str, list[Council]] = {}
    for council in councils:
        found.setdefault(urlsplit(council.url).netloc.lower(), []).append(council)
    return list(found.values())


def _pass_on(outbox: Inbox, hosts: int, told: Callable[[Told], None], working: Callable[[], bool]) -> None:
    """Tell what the threads or processes say, until all hosts are done with."""
    left = hosts
    while left:
        try:
            said = outbox.get(timeout=1.0)
        except Empty:
            if not working():
                raise MinutesError("a part of the run ended unforeseen; what it had told is kept") from None
            continue
        if said is None:
            left -= 1
        else:
            told(said)


def _hear_out(outbox: Inbox, told: Callable[[Told], None], working: Callable[[], bool]) -> None:
    """Tell what threads or processes say while they come to their end, for as long as there is patience."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            said = outbox.get(timeout=0.05)
        except Empty:
            if not working():
                return
            continue
        if said is not None:
            told(said)


def _in_processes(
    hosts: list[list[Council]], config: Config, choice: Choice, told: Callable[[Told], None], count: int
) -> None:
    """Share the hosts out among processes, each with its threads and its own connection to the records."""
    # Fresh processes, not forks: a progress display may be running threads here.
    context = multiprocessing.get_context("spawn")
    outbox, stop = context.Queue(), context.Event()
    counter, began = context.Value("q", 0), time.monotonic()
    shared = replace(config, crawl=replace(config.crawl, hosts=-(-config.crawl.hosts // count)))
    shares = [
        context.Process(
            target=_share, args=(hosts[n::count], shared, choice, outbox, stop, counter, began), daemon=True
        )
        for n in range(count)
    ]
    for process in shares:
        process.start()
    try:
        _pass_on(outbox, len(hosts), told, lambda: _sound(shares))
    finally:
        stop.set()
        _hear_out(outbox, told, lambda: any(share.is_alive() for share in shares))
        for process in shares:
            process.kill()
            process.join()


def _sound(shares: Sequence[SpawnProcess]) -> bool:
    """Tell whether processes are at work, and none has ended but of itself."""
    return any(share.is_alive() for share in shares) and not any(share.exitcode for share in shares)


def _share(
    hosts: list[list[Council]],
    config: Config,
    choice: Choice,
    outbox: Outbox,
    stop: Flag,
    counter: Counter,
    began: float,
) -> None:
    """Crawl a process's share of the hosts."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the run's own process hears it, and says when to stop
    _die_with_the_run()
    with closing(Store(config.records)) as store:
        allowance = Allowance(config.crawl, counter=counter, began=began)
        for thread in Run(config, choice, store, allowance, outbox, stop).start(hosts):
            thread.join()


def _die_with_the_run() -> None:
    """End this process when the run's own is killed, as its lock is then free for another run."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        watch = [parent.sentinel]
        threading.Thread(target=lambda: (wait(watch), os._exit(1)), daemon=True).start()
