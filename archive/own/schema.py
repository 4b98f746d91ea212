"""How own data came to be as they are: numbered steps, each of which keeps what the ones before it hold.

A database says how many of the steps it has been through. What is in it cannot be made again, so it is never
thrown away as the records may be: a new table or column is one more step here, and a step that has been
released is not changed any more.
"""

from __future__ import annotations

import secrets
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import Connection, text

from archive.errors import StoreError
from archive.own.home import Home, home_at, typed
from archive.suppression.fingerprint import SALT_BYTES

Step = Callable[[Connection], None]


def opened(where: Path | str, steps: Sequence[Step]) -> Home:
    """Open a database, taking it through the steps it has not been through: all of them, or none.

    StoreError when it cannot be used, or has been through more of them than there are.
    """
    home = home_at(where)
    # So that one that is dropped without being closed leaves no file and no connection open.
    weakref.finalize(home, home.database.engine.dispose)
    try:
        with home.database.reading() as db:
            taken = _version(home, db, steps)
        if taken < len(steps):
            _upgrade(home, steps)
    except BaseException:
        home.database.engine.dispose()
        raise
    return home


def _upgrade(home: Home, steps: Sequence[Step]) -> None:
    with home.upgrading() as db:
        # Asked again: another process may have taken these steps while this one waited for it.
        for step in steps[_version(home, db, steps) :]:
            step(db)
        home.note(db, len(steps))


def _version(home: Home, db: Connection, steps: Sequence[Step]) -> int:
    found = home.version(db)
    if found > len(steps):
        raise StoreError(
            f"{home.database.name} has schema {found} of own data and this program knows {len(steps)}:"
            " use the program that made it"
        )
    return found


def _suppressions(db: Connection) -> None:
    """Begin with the log of suppressions, and the salt of their fingerprints."""
    _make(db, "CREATE TABLE secret (name {text} PRIMARY KEY, value {bytes} NOT NULL)")
    db.execute(text("INSERT INTO secret VALUES ('salt', :salt)"), {"salt": secrets.token_bytes(SALT_BYTES)})
    _make(
        db,
        "CREATE TABLE suppression ("
        " number {number},"
        " at {text} NOT NULL,"
        " act {text} NOT NULL CHECK (act IN ('suppressed', 'lifted', 'purged')),"
        " why {text} NOT NULL,"
        " record {text} NOT NULL,"
        " item {text},"
        " passage {text},"
        " place INTEGER,"
        " runs {text} NOT NULL,"
        " texts {text} NOT NULL,"
        " beside {text})",
    )


def _saved_searches(db: Connection) -> None:
    """Add the searches that readers have saved."""
    _make(
        db,
        "CREATE TABLE saved_search ("
        " number {number},"
        " token {text} NOT NULL UNIQUE,"
        " name {text} NOT NULL,"
        " query {text} NOT NULL,"
        " language {text} NOT NULL,"
        " begun {text} NOT NULL,"
        " mark {text} NOT NULL,"
        " paused {flag},"
        " address {text},"
        " confirming {text} UNIQUE,"
        " asked {text},"
        " leaving {text} UNIQUE,"
        " refusals INTEGER NOT NULL DEFAULT 0)",
    )


def _asked_addresses(db: Connection) -> None:
    """Add how often each address was asked lately whether it wants mails."""
    _make(
        db,
        "CREATE TABLE asked_address ("
        " confirming {text} PRIMARY KEY,"
        " digest {text} NOT NULL,"
        " at {text} NOT NULL)",
    )


def _make(db: Connection, statement: str) -> None:
    db.exec_driver_sql(typed(statement, db))


STEPS: tuple[Step, ...] = (_suppressions, _saved_searches, _asked_addresses)
