"""Opens the records database, makes its tables when there are none, and puts rows into them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, Table, inspect, select
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from archive.databases import Database, database_at
from archive.databases.sql import upserting
from archive.errors import StoreError
from archive.store import tables as t

BEFORE_MIGRATIONS = "1"
"""The schema number of databases made before there were migrations: they are as the first makes one."""

# Statements that run for every page are constants with `bindparam`s: building one takes ten times as long as
# running it.
LAST_CHANGE = select(t.meta.c.value).where(t.meta.c.key == "change")


def open_database(where: Path | str) -> Database:
    """Open a database, making its tables when there are none; StoreError when it cannot be used."""
    database = database_at(where)
    try:
        with database.plainly(), database.engine.connect() as db:
            found, age = revision_of(db), _schema_of(db)
        if found is None:
            _prepare(database, age)
        else:
            _refuse_other(database, found)
    except BaseException:
        database.engine.dispose()
        raise
    return database


def revision_of(db: Connection) -> str | None:
    """Return which migration made a database's tables; None where there are none, or none has been noted."""
    if not inspect(db).has_table(t.migrated.name):
        return None
    found: str | None = db.execute(select(t.migrated.c.version_num)).scalar()
    return found


def is_new(db: Connection) -> bool:
    """Tell whether a database has no table of ours."""
    return not inspect(db).has_table(t.meta.name)


def make_tables(db: Connection) -> None:
    """Make what tables there are not, as all migrations together make them, and say so in the database."""
    t.metadata.create_all(db)
    t.by_board.create(db, checkfirst=True)  # which an older program did not make
    if revision_of(db) is None:
        upsert(db, t.migrated, version_num=t.REVISION)


def last_change(db: Connection) -> int:
    """Return the number of the last change, 0 when there has been none."""
    return int(db.execute(LAST_CHANGE).scalar() or 0)


def upsert(db: Connection, table: Table, **values: object) -> None:
    """Insert a row, or give the row of the same key these values."""
    upsert_all(db, table, [values])


def upsert_all(db: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows that have the same columns, or give the rows of the same keys their values."""
    if rows:
        text, names = upserting(db.dialect.name, table, tuple(rows[0]))
        full = ({**_defaults(table), **row} for row in rows)
        db.exec_driver_sql(text, [tuple(row[name] for name in names) for row in full])


@cache
def _defaults(table: Table) -> Mapping[str, object]:
    return {c.name: c.default.arg for c in table.c if isinstance(c.default, ScalarElementColumnDefault)}


def _schema_of(db: Connection) -> str | None:
    """Return the schema number of a database that was made before there were migrations."""
    if is_new(db):
        return None
    found: str | None = db.execute(select(t.meta.c.value).where(t.meta.c.key == "schema")).scalar()
    return found


def _refuse_other(database: Database, revision: str) -> None:
    if revision != t.REVISION:
        raise StoreError(
            f"{database.name} is of revision {revision} and this program needs {t.REVISION}:"
            " run `minutes migrate`; if that knows no such revision, use the program that made it"
        )


def _prepare(database: Database, schema: str | None) -> None:
    """Make the tables of a new database, or note the revision of one from before there were any."""
    if schema not in (None, BEFORE_MIGRATIONS):
        raise StoreError(
            f"{database.name} has schema {schema} and this program needs {BEFORE_MIGRATIONS}:"
            " use the program that made it"
        )
    try:
        with database.changing_tables() as db:
            if found := revision_of(db):  # another program has made them while this one waited for it
                _refuse_other(database, found)
            else:
                _begin(db)
    except StoreError:
        # Where nothing can be written an older archive is read as it is: that takes longer, no more.
        if schema is None:
            raise


def _begin(db: Connection) -> None:
    make_tables(db)
    known = set(db.execute(select(t.meta.c.key)).scalars())
    for key, value in (("schema", BEFORE_MIGRATIONS), ("identity", uuid4().hex), ("change", "0")):
        if key not in known:
            upsert(db, t.meta, key=key, value=value)
