"""Brings a records database to the newest revision, and copies one into another, of the other kind too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config as Alembic
from alembic.script import ScriptDirectory
from sqlalchemy import delete

from archive.databases import Database, database_at
from archive.databases.copying import Copied, copied, number_on, refuse_full
from archive.errors import StoreError
from archive.store import tables as t
from archive.store.claims import working_alone
from archive.store.database import open_database, revision_of

SCRIPTS = "archive.store:migrations"


@dataclass(frozen=True, slots=True)
class Migrated:
    """What became of a database."""

    name: str
    before: str | None  # its revision; None: it was new
    after: str
    steps: tuple[str, ...]  # what each script did


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
        with database.at_work("minutes migrate", alone=True), database.changing_tables() as db:
            alembic.attributes["connection"] = db
            command.upgrade(alembic, newest)
        scripts_run = reversed(list(known.iterate_revisions(newest, before)))
        return Migrated(database.name, before, newest, tuple(str(script.doc) for script in scripts_run))


def copy(source: Path | str, target: Path | str) -> tuple[Copied, ...]:
    """Copy all tables into an empty database, and compare them there, row by row.

    StoreError when the target is not empty, or differs in the end: then it is left as it was.
    """
    with copying(source, target) as done:
        return done


@contextmanager
def copying(source: Path | str, target: Path | str) -> Iterator[tuple[Copied, ...]]:
    """Do the same, and let it last only when the block ends well."""
    with (
        _opened(source) as original,
        _opened(target) as copy,
        working_alone(original, "minutes migrate"),
        original.reading() as db,
        copy.writing() as into,
    ):
        tables = [table for table in t.metadata.sorted_tables if table is not t.migrated]
        refuse_full((table for table in tables if table is not t.meta), into, copy.name)
        into.execute(delete(t.meta))  # the one table that has rows in a new database
        done = tuple(copied(table, db, into, copy.name) for table in tables)
        number_on(t.page.c.id, into)
        yield done


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
