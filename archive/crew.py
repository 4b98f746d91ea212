"""Several crawlers share the work: each host is crawled by one of them at a time.

A crawler has a name, which stays with its data folder: its page files are named after it, so that what it had
kept when it was killed is found again. Its claims are renewed while it works; those of one that died expire.
"""

from __future__ import annotations

import logging
import os
import re
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from uuid import uuid4

from archive.crawl import put_away
from archive.errors import LockHeld, StoreError
from archive.lock import taken
from archive.store import Claim, Refusal, Round, Store
from archive.warc import Pages, councils

RENEWALS = 4  # within the time that a claim lasts: as many may fail in a row, but for one

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Member:
    """One of several crawlers, during one run."""

    crawler: str  # its name
    run: str  # what its claims are held by
    began: float  # by the database's clock
    lasts: float  # seconds that a claim holds without being renewed
    asked_for: str  # what the run was asked for, in words that are the same for the same

    def round_of(self, slugs: tuple[str, ...]) -> Round:
        """Say what this run is to do with the councils of one host."""
        return Round(self.began, f"{self.asked_for} of {', '.join(slugs)}")


def joined(store: Store, crawler: str, lasts: float, asked_for: str) -> Member:
    """Begin a run of a crawler; what earlier runs of it had claimed is free at once, as they were killed."""
    store.claims.withdraw(crawler)
    return Member(crawler, f"{crawler}/{uuid4().hex}", store.claims.moment(), lasts, asked_for)


@dataclass(slots=True)
class Lease:
    """A host that this run has claimed."""

    store: Store
    claim: Claim
    member: Member
    _free: float  # by this machine's steady clock: when the host may be asked again

    @property
    def crawler(self) -> str:
        """The crawler that has claimed it."""
        return self.member.crawler

    def rests(self) -> float:
        """Return for how many seconds the host is to be left alone yet."""
        return max(0.0, self._free - time.monotonic())

    def note(self, rest: float) -> None:
        """Note that the host is to be left alone for so long from now on, and keep the claim.

        LockHeld when another crawler has taken over: then the host must not be asked.
        """
        self._free = time.monotonic() + rest
        if not self.store.claims.renew(self.claim, self.member.lasts, rest):
            raise LockHeld(
                f"{self.claim.host} was taken over by another crawler, as this one was not heard of"
            )


@dataclass(slots=True)
class Leases:
    """The hosts that a process has claimed, kept claimed by a thread beside those that crawl."""

    store: Store
    member: Member
    _held: dict[str, Lease] = field(default_factory=dict)
    _over: threading.Event = field(default_factory=threading.Event)
    _away: float | None = None  # since when, by this machine's steady clock, the database gives no answer

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Renew claims while the block runs."""
        thread = threading.Thread(target=self._renew, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join()

    def take(self, host: str, of: Round) -> Lease | Refusal:
        """Claim a host, unless another run has it or has done with it.

        A host counts as held, too, while the database gives no answer, as when it is started again; after as
        long as claims last that is a StoreError.
        """
        try:
            found = self.store.claims.take(host, self.member.run, self.member.lasts, of)
        except StoreError:
            self._away = self._away or time.monotonic()
            if time.monotonic() - self._away >= self.member.lasts:
                raise
            return "held"
        self._away = None
        if not isinstance(found, Claim):
            return found
        lease = Lease(self.store.under(found), found, self.member, time.monotonic() + found.rests)
        self._held[host] = lease
        return lease

    def give_back(self, lease: Lease, of: Round, *, done: bool) -> None:
        """Let go of a host; when the database is not to be had, the claim expires by itself."""
        self._held.pop(lease.claim.host, None)
        try:
            self.store.claims.release(lease.claim, of, done=done)
        except StoreError as error:
            log.warning("%s stays claimed for a while: %s", lease.claim.host, error)

    def _renew(self) -> None:
        while not self._over.wait(self.member.lasts / RENEWALS):
            for lease in list(self._held.values()):
                try:
                    self.store.claims.renew(lease.claim, self.member.lasts)
                except StoreError as error:
                    log.warning("the claim on %s could not be renewed: %s", lease.claim.host, error)


@contextmanager
def named(data: Path) -> Iterator[str]:
    """Take the first name that no other process crawls under with this data folder: "mill-3f9a-1".

    Its first part is this machine's, made once and kept in the folder: a container's own changes each time.
    """
    data.mkdir(parents=True, exist_ok=True)
    machine = _machine(data)
    for slot in count(1):
        with _held(data / f"crawler-{slot}.lock") as ours:
            if ours:
                yield f"{machine}-{slot}"
                return


def clean_up(store: Store, data: Path, pages: Pages, crawler: str) -> None:
    """Put away the page files that runs which are over left in this data folder, and free their claims.

    They are those of this crawler's name, and of any that no process crawls under now: there may be fewer
    processes from now on, so that nobody else would. Of any council, also of one that is configured no more.
    """
    _put_away(store, pages, crawler)
    for lock in sorted(data.glob("crawler-*.lock")):
        with _held(lock) as idle:
            if idle:
                name = lock.stem.replace("crawler", _machine(data))
                store.claims.withdraw(name)
                _put_away(store, pages, name)


def _put_away(store: Store, pages: Pages, crawler: str) -> None:
    for council in councils(pages):
        put_away(council, store, pages, crawler)


@contextmanager
def _held(lock: Path) -> Iterator[bool]:
    """Hold a lock while the block runs, and say so; or say that another process does."""
    handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        yield taken(handle)
    finally:
        os.close(handle)


def _machine(data: Path) -> str:
    """Return the name that this data folder's crawlers have in common."""
    path = data / "crawler"
    host = re.sub(r"[^a-z0-9]+", "-", socket.gethostname().lower()).strip("-") or "crawler"
    if path.exists():
        return path.read_text("utf-8").strip()
    fresh = path.with_name(f"crawler.{os.getpid()}")
    fresh.write_text(f"{host[:40]}-{secrets.token_hex(2)}", "utf-8")
    with suppress(FileExistsError):  # of two that begin at once one is first, and both take its name
        os.link(fresh, path)
    fresh.unlink()
    return path.read_text("utf-8").strip()
