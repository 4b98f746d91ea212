"""Which host is crawled by whom, where several crawlers share the work.

A claim expires unless it is renewed, so that the hosts of a crawler that died are taken over. All moments are
by the database's clock, which all crawlers share. What a crawler writes of a host's councils it writes while
it holds the claim, in the same transaction: one that was wrongly taken for dead can write nothing any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from typing import Literal

from sqlalchemy import Connection, Update, case, select, update

from archive.databases import Database
from archive.databases.sql import clock
from archive.errors import LockHeld
from archive.store import tables as t
from archive.store.database import upsert

Refusal = Literal["held", "done"]
"""Another crawler is at it; or has been, since this run began, with all that this run was asked for."""

_c = t.claim.c


@dataclass(frozen=True, slots=True)
class Claim:
    """A host that one run may crawl, and nobody else."""

    host: str
    holder: str  # the run
    rests: float = 0.0  # seconds for which the host is to be left alone yet


@dataclass(frozen=True, slots=True)
class Round:
    """What a run is asked for, and since when: what others do meanwhile it need not do."""

    began: float  # by the database's clock
    what: str


class Claims:
    """Who crawls which host."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def moment(self) -> float:
        """Return what the database's clock shows, in seconds since 1970."""
        with self._database.reading() as db:
            return _moment(db)

    def take(self, host: str, holder: str, lasts: float, of: Round) -> Claim | Refusal:
        """Claim a host for so many seconds, unless another run has it or has done with it, or works alone."""
        with self._database.writing_beside() as db:
            if not self._database.may_work(db):
                return "held"
            upsert(db, t.claim, host=host)  # which changes nothing of one that is there
            free = select(t.claim).where(_c.host == host).with_for_update(skip_locked=True)
            row, now = db.execute(free).first(), _moment(db)
            if row is None or (row.holder is not None and row.until > now):
                return "held"
            if row.done >= of.began and row.what == of.what:
                return "done"
            db.execute(update(t.claim).where(_c.host == host).values(holder=holder, until=now + lasts))
            return Claim(host, holder, max(0.0, row.rests - now))

    def renew(self, claim: Claim, lasts: float, rest: float = 0.0) -> bool:
        """Keep a claim for so many seconds more; False when another run has taken it.

        `rest` says for how long the host is to be left alone from now on, whoever asks it next.
        """
        with self._database.writing_beside() as db:
            now = _moment(db)
            rests = case((_c.rests < now + rest, now + rest), else_=_c.rests)
            return db.execute(_ours(claim).values(until=now + lasts, rests=rests)).rowcount == 1

    def release(self, claim: Claim, of: Round, *, done: bool) -> None:
        """Let go of a host, and note when it was crawled to the end."""
        with self._database.writing_beside() as db:
            ended = {"done": _moment(db), "what": of.what} if done else {}
            db.execute(_ours(claim).values(holder=None, until=0.0, **ended))

    def withdraw(self, crawler: str) -> None:
        """Let go of all that earlier runs of a crawler had: they were killed."""
        theirs = _c.holder.startswith(f"{crawler}/", autoescape=True)
        with self._database.writing_beside() as db:
            db.execute(update(t.claim).where(theirs).values(holder=None, until=0.0))


@contextmanager
def working_alone(database: Database, doing: str) -> Iterator[None]:
    """Do something while nobody crawls, nor does the same; LockHeld names who is in the way.

    A crawler whose connections broke, as when the server is started again, is at work by its claims.
    """
    with database.at_work(doing, alone=True):
        _end_claims(database)
        yield


def _end_claims(database: Database) -> None:
    """Take away claims that are over, so that a crawler that wakes does not go on; refuse while one holds."""
    held = select(t.claim).where(_c.holder.is_not(None)).order_by(_c.until.desc())
    with database.reading() as db:
        if db.execute(held).first() is None:
            return
    with database.writing() as db:
        now = _moment(db)
        over = update(t.claim).where(_c.holder.is_not(None), _c.until <= now)
        db.execute(over.values(holder=None, until=0.0))
        row = db.execute(held).first()
    if row:
        crawler = row.holder.rpartition("/")[0]
        raise LockHeld(
            f"{database.name} is in use by minutes crawl, {crawler}; wait for it, or stop it, and try again:"
            f" if it was killed, in {ceil(row.until - now)} s"
        )


def insist(db: Connection, claim: Claim) -> None:
    """See that a claim holds until this transaction ends; LockHeld when another run has taken it."""
    held = select(t.claim).where(_c.host == claim.host, _c.holder == claim.holder)
    if db.execute(held.with_for_update(read=True)).first() is None:
        raise LockHeld(f"{claim.host} was taken over by another crawler, as this one was not heard of")


def _ours(claim: Claim) -> Update:
    return update(t.claim).where(_c.host == claim.host, _c.holder == claim.holder)


def _moment(db: Connection) -> float:
    return float(db.execute(select(clock())).scalar_one())
