"""How own.sqlite came to be as it is: numbered steps, each of which keeps what the ones before it hold.

A database says by its user_version how many of the steps it has been through. What is in it cannot be made
again, so it is never thrown away as the records may be: a new table or column is one more step here, and a
step that has been released is not changed any more.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import Connection, Engine

from archive.errors import StoreError
from archive.suppression.fingerprint import SALT_BYTES

Step = Callable[[Connection], None]


def upgrade(engine: Engine, path: Path, steps: Sequence[Step]) -> None:
    """Take a database through the steps it has not been through: all of them, or none."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        if _version(db, path, steps) == len(steps):
            return
        db.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            # Asked again: another process may have taken these steps while this one waited for it.
            for step in steps[_version(db, path, steps) :]:
                step(db)
            db.exec_driver_sql(f"PRAGMA user_version = {len(steps)}")
            db.exec_driver_sql("COMMIT")
        except BaseException:
            if _is_open(db):
                db.exec_driver_sql("ROLLBACK")
            raise


def _is_open(db: Connection) -> bool:
    """Tell whether a transaction goes on: on a full disk SQLite takes it back by itself."""
    return bool(getattr(db.connection.driver_connection, "in_transaction", False))


def _version(db: Connection, path: Path, steps: Sequence[Step]) -> int:
    found = int(db.exec_driver_sql("PRAGMA user_version").scalar_one())
    if found > len(steps):
        raise StoreError(
            f"{path} has schema {found} and this program knows {len(steps)}: use the program that made it"
        )
    return found


def _suppressions(db: Connection) -> None:
    """Begin with the log of suppressions, and the salt of their fingerprints."""
    db.exec_driver_sql("CREATE TABLE secret (name TEXT PRIMARY KEY, value BLOB NOT NULL)")
    db.exec_driver_sql("INSERT INTO secret VALUES ('salt', ?)", (secrets.token_bytes(SALT_BYTES),))
    db.exec_driver_sql(
        "CREATE TABLE suppression ("
        " number INTEGER PRIMARY KEY AUTOINCREMENT,"
        " at TEXT NOT NULL,"
        " act TEXT NOT NULL CHECK (act IN ('suppressed', 'lifted', 'purged')),"
        " why TEXT NOT NULL,"
        " record TEXT NOT NULL,"
        " item TEXT,"
        " passage TEXT,"
        " place INTEGER,"
        " runs TEXT NOT NULL,"
        " texts TEXT NOT NULL,"
        " beside TEXT)"
    )


def _saved_searches(db: Connection) -> None:
    """Add the searches that readers have saved."""
    db.exec_driver_sql(
        "CREATE TABLE saved_search ("
        " number INTEGER PRIMARY KEY AUTOINCREMENT,"
        " token TEXT NOT NULL UNIQUE,"
        " name TEXT NOT NULL,"
        " query TEXT NOT NULL,"
        " language TEXT NOT NULL,"
        " begun TEXT NOT NULL,"
        " mark TEXT NOT NULL,"
        " paused INTEGER NOT NULL DEFAULT 0,"
        " address TEXT,"
        " confirming TEXT UNIQUE,"
        " asked TEXT,"
        " leaving TEXT UNIQUE,"
        " refusals INTEGER NOT NULL DEFAULT 0)"
    )


STEPS: tuple[Step, ...] = (_suppressions, _saved_searches)
