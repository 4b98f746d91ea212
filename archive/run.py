"""A whole run: many councils, each host asked by one thread, in processes where one core is not enough."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing, nullcontext
from dataclasses import replace
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from queue import Empty, Queue
from typing import Protocol

from archive.config import Config
from archive.crew import Leases, Member
from archive.errors import MinutesError
from archive.fetch import Allowance, Counter
from archive.hosts import Flag, Outbox, Report, Run, Told, by_host
from archive.model import Council
from archive.schedule import Choice
from archive.store import Store

__all__ = ["Report", "Run", "Told", "by_host", "run"]

# A page costs some 25 ms of a core, and a host is asked once a second at most: so many keep a core busy.
HOSTS_A_PROCESS = 16
PATIENCE = 4.0  # seconds that the pages at hand may take, all together, when a run is stopped


class Inbox(Protocol):
    """Gives out what was told."""

    def get(self, *, timeout: float) -> Told:
        """Give one thing; Empty when there is none within some seconds."""
        ...


def run(
    councils: Sequence[Council],
    config: Config,
    store: Store,
    choice: Choice,
    told: Callable[[Told], None],
    member: Member | None = None,
) -> None:
    """Crawl councils, several hosts at once; tell each step and each council's report in this thread.

    A `member` is one of several crawlers that share the hosts out among them: what another does this one does
    not, and it ends when all are done with. When this thread is interrupted the others stop too, each after
    the page at hand, and what they tell of that is heard still; those that are not done with it in time are
    left, and have changed nothing.
    """
    hosts = by_host(councils)
    processes = min(os.cpu_count() or 1, config.crawl.hosts, -(-len(hosts) // HOSTS_A_PROCESS))
    if processes > 1:
        _in_processes(hosts, config, choice, told, processes, member)
        return
    outbox: Queue[Told] = Queue()
    stop = threading.Event()
    leases = Leases(store, member) if member else None
    threads = Run(config, choice, store, Allowance(config.crawl), outbox, stop, leases).start(hosts)

    def working() -> bool:
        return any(thread.is_alive() for thread in threads)

    with leases.kept() if leases else nullcontext():
        try:
            _pass_on(outbox, len(hosts), told, working)
        finally:
            stop.set()
            _hear_out(outbox, told, working)


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
    hosts: list[list[Council]],
    config: Config,
    choice: Choice,
    told: Callable[[Told], None],
    count: int,
    member: Member | None,
) -> None:
    """Share the hosts out among processes, each with its threads and its own connection to the records."""
    # Fresh processes, not forks: a progress display may be running threads here.
    context = multiprocessing.get_context("spawn")
    outbox, stop = context.Queue(), context.Event()
    counter, began = context.Value("q", 0), time.monotonic()
    shared = replace(config, crawl=replace(config.crawl, hosts=-(-config.crawl.hosts // count)))
    shares = [
        context.Process(
            target=_share,
            args=(hosts[n::count], shared, choice, outbox, stop, counter, began, member),
            daemon=True,
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
    member: Member | None,
) -> None:
    """Crawl a process's share of the hosts."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the run's own process hears it, and says when to stop
    _die_with_the_run()
    with closing(Store(config.database)) as store:
        allowance = Allowance(config.crawl, counter=counter, began=began)
        leases = Leases(store, member) if member else None
        with leases.kept() if leases else nullcontext():
            for thread in Run(config, choice, store, allowance, outbox, stop, leases).start(hosts):
                thread.join()


def _die_with_the_run() -> None:
    """End this process when the run's own is killed, as its lock is then free for another run."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        watch = [parent.sentinel]
        threading.Thread(target=lambda: (wait(watch), os._exit(1)), daemon=True).start()
