"""The addresses that were mailed lately to ask whether they want mails, and have not answered: as digests.

A saved search alone cannot tell: whoever has it may give it another address, silence or delete it, and have
the same mailbox asked again and again.
"""

from __future__ import annotations

from hashlib import blake2b

from sqlalchemy import Connection, delete, func, insert, select

from archive.own import tables as t
from archive.own.salt import salt_in

_c = t.asked_address.c


def note(db: Connection, confirming: str, address: str, at: str) -> None:
    """Note that an address is mailed a token, whose SHA-256 is `confirming`, at a moment in ISO 8601, UTC."""
    row = {"confirming": confirming, "digest": _digest(db, address), "at": at}
    db.execute(insert(t.asked_address), row)


def count(db: Connection, address: str | None = None) -> int:
    """Count the mails that nobody has answered: to one address, or all."""
    all_ = select(func.count()).select_from(t.asked_address)
    wanted = all_ if address is None else all_.where(_c.digest == _digest(db, address))
    return int(db.execute(wanted).scalar_one())


def answered(db: Connection, address: str) -> None:
    """Forget the mails to an address: whoever reads it wants them."""
    db.execute(delete(t.asked_address).where(_c.digest == _digest(db, address)))


def unsent(db: Connection, confirming: str) -> None:
    """Forget a mail that did not go out."""
    db.execute(delete(t.asked_address).where(_c.confirming == confirming))


def expire(db: Connection, before: str) -> int:
    """Forget the mails from before a moment; return how many."""
    return db.execute(delete(t.asked_address).where(_c.at < before)).rowcount


def _digest(db: Connection, address: str) -> str:
    # "asked": the same words, were they suppressed, would have another digest.
    return blake2b(address.lower().encode(), key=salt_in(db), person=b"asked").hexdigest()
