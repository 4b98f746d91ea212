"""Brings a records database to the newest revision, and copies one into another, of the other kind too."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config as Alembic
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Row, Table, delete, func, insert, select

from archive.errors import StoreError
from archive.store import tables as t
from archive.store.database import open_database, revision_of
from archive.store.databases import Database, database_at

SCRIPTS = "archive.store:migrations"
AT_ONCE = 500  # rows
OWN = (t.meta, t.migrated)
"""The tables that have rows in a new database."""


@dataclass(frozen=True, slots=True)
class Migrated:
    """What became of a database."""

    name: str
    before: str | None  # its revision; None: it was new
    after: str
    steps: tuple[str, ...]  # what each script did


@dataclass(frozen=True, slots=True)
class Copied:
    """A table that is the same in both databases."""

    table: str
    rows: int
    digest: str  # of all rows, by their keys


def migrate(where: Path | str, scripts: str = SCRIPTS) -> Migrated:
    """Bring a database to the newest revision; StoreError when it is of one that no script knows.

    A new database gets its tables, and one from before there were revisions is told its own.
    """
    database = database_at(where)
    with _let_go(database), database.plainly():
        with database.engine.connect() as db:
            before = revision_of(db)
        alembic = Alembic()
        alembic.set_main_option("script_location", scripts)
        known = ScriptDirectory.from_config(alembic)
        newest = str(known.get_current_head())
        if before is None:
            open_database(where).engine.dispose()
            return Migrated(database.name, None, newest, ())
        if before not in {script.revision for script in known.walk_revisions()}:
            raise StoreError(
                f"{database.name} is of revision {before}, which this program does not know:"
                " use the program that made it"
            )
        with database.at_work("minutes migrate", alone=True), database.writing() as db:
            alembic.attributes["connection"] = db
            command.upgrade(alembic, newest)
        scripts_run = reversed(list(known.iterate_revisions(newest, before)))
        return Migrated(database.name, before, newest, tuple(str(script.doc) for script in scripts_run))


def copy(source: Path | str, target: Path | str) -> tuple[Copied, ...]:
    """Copy all tables into an empty database, and compare them there, row by row.

    StoreError when the target is not empty, or differs in the end: then it is left as it was.
    """
    with _opened(source) as original, _opened(target) as copied:
        with (
            original.at_work("minutes migrate", alone=True),
            original.reading() as db,
            copied.writing() as into,
        ):
            _refuse_full(into, copied.name)
            into.execute(delete(t.meta))
            done = tuple(_copied(table, db, into, copied.name) for table in _tables())
            _number_on(into)
        return done


def _tables() -> list[Table]:
    return [table for table in t.metadata.sorted_tables if table is not t.migrated]


@contextmanager
def _opened(where: Path | str) -> Iterator[Database]:
    database = open_database(where)
    with _let_go(database):
        yield database


@contextmanager
def _let_go(database: Database) -> Iterator[None]:
    try:
        yield
    finally:
        database.engine.dispose()


def _refuse_full(db: Connection, name: str) -> None:
    for table in t.metadata.sorted_tables:
        if table not in OWN and db.execute(select(table).limit(1)).first():
            raise StoreError(
                f"{name} is not empty: its table “{table.name}” has rows; name an empty database"
            )


def _copied(table: Table, source: Connection, target: Connection, name: str) -> Copied:
    """Copy a table, and see that it is the same there."""
    rows = source.execute(_by_key(table))
    for some in rows.partitions():
        target.execute(insert(table), [dict(row._mapping) for row in some])
    wanted, found = _digest(table, source), _digest(table, target)
    if wanted != found:
        raise StoreError(
            f"{name}: its table “{table.name}” came out otherwise: {found.rows} rows of {wanted.rows}, or not"
            " the same ones; nothing was copied"
        )
    return found


def _by_key(table: Table) -> Any:
    return select(table).order_by(*table.primary_key.columns).execution_options(yield_per=AT_ONCE)


def _digest(table: Table, db: Connection) -> Copied:
    digest, count = hashlib.sha256(), 0
    for row in db.execute(_by_key(table)):
        digest.update(_bytes(row))
        count += 1
    return Copied(table.name, count, digest.hexdigest())


def _bytes(row: Row[Any] | Sequence[Any]) -> bytes:
    return json.dumps(list(row), ensure_ascii=False).encode() + b"\n"


def _number_on(db: Connection) -> None:
    """Have pages numbered on from the last one: SQLite does so by itself."""
    last = db.execute(select(func.max(t.page.c.id))).scalar()
    if db.dialect.name == "postgresql" and last:
        db.execute(select(func.setval(func.pg_get_serial_sequence("page", "id"), last)))
