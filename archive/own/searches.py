"""The searches that readers have saved: reached by unguessable links, as there are no accounts.

Of the link to a saved search, and of the link that confirms an address, only the SHA-256 is kept: they are
told once, and whoever reads this database cannot make them. The token that ends its mails is kept as it is,
since every mail has it; it can do nothing else.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, false, func, insert, select, update

from archive.own import asked
from archive.own import tables as t
from archive.own.home import Home

TOKEN_BYTES = 32
MOST_SAVED = 10_000  # saved searches of an archive: anybody can save one
MOST_MAILED = 20  # saved searches of one address
MOST_ASKED = 2  # mails that ask one address, until it confirms one or they are forgotten
MOST_AWAITED = 500  # such mails to all addresses: no site is to be used for pestering

_c = t.saved_search.c
_AWAITED = _c.confirming.is_not(None)
_NO_ADDRESS = {"address": None, "confirming": None, "asked": None, "leaving": None, "refusals": 0}


class TooMany(Exception):
    """Refuse one more saved search, or one more mail that asks an address."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search that somebody saved under a name."""

    number: int
    name: str
    query: str  # as the address bar has it: "q=harbour&board=Cabinet"
    language: str  # "en", "cy"
    begun: datetime  # aware, UTC: what came to the archive later counts
    mark: datetime  # the same: what came until then has been told
    paused: bool
    address: str | None  # None: no mails are wanted
    confirmed: bool  # whoever reads the mails of that address wants these
    leaving: str | None  # the token with which its mails end


class SavedSearches:
    """The table of saved searches."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def save(self, name: str, query: str, language: str, begun: datetime) -> str:
        """Save a search, and return the token of its private link, which cannot be had again; TooMany."""
        token, since = _token(), _instant(begun)
        row = {"name": name, "query": query, "language": language, "begun": since, "mark": since}
        with self._home.writing_alone() as db:
            if _counted(db, _c.number.is_not(None)) >= MOST_SAVED:
                raise TooMany
            db.execute(insert(t.saved_search), {**row, "token": _digest(token)})
        return token

    def of(self, token: str) -> SavedSearch | None:
        """Find a saved search by the token of its private link."""
        return self._one(_c.token == _digest(token))

    def to_confirm(self, token: str) -> SavedSearch | None:
        """Find the saved search whose address a mailed token confirms."""
        return self._one(_c.confirming == _digest(token))

    def to_leave(self, token: str) -> SavedSearch | None:
        """Find the saved search whose mails a token ends."""
        return self._one(_left_by(token))

    def count(self) -> int:
        """Count what is saved."""
        return self._count(_c.number.is_not(None))

    def awaited(self, address: str | None = None) -> int:
        """Count the addresses that nobody has confirmed yet: all, or how often this one was given."""
        return self._count(_AWAITED if address is None else _AWAITED & _same(address))

    def mailed_to(self, address: str) -> int:
        """Count the saved searches whose mails go to an address."""
        return self._count(_same(address))

    def mailing(self) -> list[SavedSearch]:
        """Return those whose news is to be mailed: the longest wait first, those lately refused last."""
        wanted = _c.address.is_not(None) & _c.confirming.is_(None) & ~_c.paused
        with self._reading() as db:
            rows = db.execute(select(t.saved_search).where(wanted).order_by(_c.refusals, _c.mark, _c.number))
            return [_saved(row) for row in rows]

    def rename(self, number: int, name: str) -> None:
        """Give a saved search another name."""
        self._change(_c.number == number, name=name)

    def pause(self, number: int) -> None:
        """Mail no news until it is resumed."""
        self._change(_c.number == number, paused=True)

    def resume(self, number: int, mark: datetime) -> None:
        """Mail again, what comes after a moment."""
        self._change(_c.number == number, paused=False, mark=_instant(mark))

    def ask(self, number: int, address: str, when: datetime) -> str:
        """Note an address to be confirmed, and return the token to be mailed to it; TooMany."""
        token, at = _token(), _instant(when)
        awaited = {**_NO_ADDRESS, "address": address, "confirming": _digest(token), "asked": at}
        with self._home.writing_alone() as db:
            if _is_too_much(db, address):
                raise TooMany
            db.execute(update(t.saved_search).where(_c.number == number).values(awaited))
            asked.note(db, _digest(token), address, at)
        return token

    def confirm(self, token: str, mark: datetime) -> bool:
        """Note that the address to which a token was mailed is confirmed: what comes after a moment is, too.

        False when no address awaits that token: it is used up, or another address was given since.
        """
        where = _c.confirming == _digest(token)
        confirmed = {"confirming": None, "asked": None, "leaving": _token(), "mark": _instant(mark)}
        with self._home.writing_alone() as db:
            address = db.execute(select(_c.address).where(where)).scalar()
            if address is not None:
                db.execute(update(t.saved_search).where(where).values(confirmed))
                asked.answered(db, address)
        return address is not None

    def told(self, numbers: Sequence[int], mark: datetime) -> None:
        """Note that all that came until a moment has been told to these."""
        with self._home.writing() as db:
            said = {"mark": _instant(mark), "refusals": 0}
            db.execute(update(t.saved_search).where(_c.number.in_(numbers)).values(said))

    def refused(self, number: int, most: int) -> bool:
        """Note that an address was refused for good; after so many times it is forgotten, which is told."""
        self._change(_c.number == number, refusals=_c.refusals + 1)
        return self._forget((_c.number == number) & (_c.refusals >= most)) > 0

    def forget_address(self, number: int) -> None:
        """Delete the address of a saved search, from the disk too."""
        self._forget(_c.number == number)

    def take_back(self, token: str, *, mailed: bool = False) -> None:
        """Delete the address that awaits a token; unless it may have been `mailed`, nobody was asked."""
        if not mailed:
            with self._home.writing() as db:
                asked.unsent(db, _digest(token))
        self._forget(_c.confirming == _digest(token))

    def leave(self, token: str) -> None:
        """Delete the address whose mails a token ends."""
        self._forget(_left_by(token))

    def delete(self, number: int) -> None:
        """Delete a saved search, from the disk too."""
        with self._home.writing() as db:
            db.execute(delete(t.saved_search).where(_c.number == number))
        self._home.wipe()

    def expire(self, before: datetime) -> int:
        """Delete the addresses that were asked for confirmation before a moment; return how many.

        And forget that they were asked, and others that are deleted since.
        """
        moment = _instant(before)
        with self._home.writing_alone() as db:
            late = _AWAITED & (_c.asked < moment)
            gone = db.execute(update(t.saved_search).where(late).values(_NO_ADDRESS)).rowcount
            forgotten = asked.expire(db, moment)
        if gone or forgotten:
            self._home.wipe()
        return gone

    def wipe(self) -> None:
        """Leave nothing on disk of what was deleted while somebody read it: to be done again and again."""
        self._home.wipe()

    def _forget(self, where: ColumnElement[bool]) -> int:
        gone = self._change(where, **_NO_ADDRESS)
        if gone:  # not for a passer-by with a made-up link
            self._home.wipe()
        return gone

    def _change(self, where: ColumnElement[bool], **values: Any) -> int:
        with self._home.writing() as db:
            return db.execute(update(t.saved_search).where(where).values(values)).rowcount

    def _one(self, where: ColumnElement[bool]) -> SavedSearch | None:
        with self._reading() as db:
            row = db.execute(select(t.saved_search).where(where)).first()
        return _saved(row) if row else None

    def _count(self, where: ColumnElement[bool]) -> int:
        with self._reading() as db:
            return _counted(db, where)

    def _reading(self) -> AbstractContextManager[Connection]:
        return self._home.database.reading()


def _saved(row: Any) -> SavedSearch:
    return SavedSearch(
        number=row.number,
        name=row.name,
        query=row.query,
        language=row.language,
        begun=datetime.fromisoformat(row.begun),
        mark=datetime.fromisoformat(row.mark),
        paused=row.paused,
        address=row.address,
        confirmed=row.address is not None and row.confirming is None,
        leaving=row.leaving,
    )


def _is_too_much(db: Connection, address: str) -> bool:
    """Tell whether an address, or all addresses together, are asked as often as may be."""
    mailed = _counted(db, _same(address))
    return asked.count(db, address) >= MOST_ASKED or mailed >= MOST_MAILED or asked.count(db) >= MOST_AWAITED


def _counted(db: Connection, where: ColumnElement[bool]) -> int:
    return int(db.execute(select(func.count()).select_from(t.saved_search).where(where)).scalar_one())


def _left_by(token: str) -> ColumnElement[bool]:
    # A server's database takes no NUL, and no database half a character: we make neither.
    return _c.leaving == token if token.isascii() and token.isprintable() else false()


def _same(address: str) -> ColumnElement[bool]:
    return func.lower(_c.address) == address.lower()


def _token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _instant(when: datetime) -> str:
    return when.astimezone(UTC).isoformat()
