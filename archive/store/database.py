"""Opens the records database, and says plainly what goes wrong with it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, Engine, Executable, Table, insert, select
from sqlalchemy.dialects.sqlite import insert as insert_or

from archive.errors import StoreError
from archive.sqlite import engine_of, plainly
from archive.store import tables as t


def open_database(path: Path) -> Engine:
    """Open a database, making it when there is none; StoreError when it cannot be used."""
    engine = engine_of(path)
    try:
        with plainly(path), engine.begin() as db:
            _prepare(db, path)
    except BaseException:
        engine.dispose()
        raise
    return engine


def last_change(db: Connection) -> int:
    """Return the number of the last change, 0 when there has been none."""
    return int(db.execute(select(t.meta.c.value).where(t.meta.c.key == "change")).scalar() or 0)


def upsert(db: Connection, table: Table, **values: object) -> None:
    """Insert a row, or give the row of the same key these values."""
    db.execute(_upserting(table, tuple(values)), values)


@cache
def _upserting(table: Table, names: tuple[str, ...]) -> Executable:
    """Make the statement once: compiling it anew for each row took a fifth of a reread."""
    statement = insert_or(table)
    new = {name: statement.excluded[name] for name in names}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=new)


def _prepare(db: Connection, path: Path) -> None:
    t.metadata.create_all(db)
    found = db.execute(select(t.meta.c.value).where(t.meta.c.key == "schema")).scalar()
    if found is None:
        db.execute(insert(t.meta).values(key="schema", value=str(t.SCHEMA)))
        db.execute(insert(t.meta).values(key="identity", value=uuid4().hex))
    elif found != str(t.SCHEMA):
        raise StoreError(
            f"{path} has schema {found} and this program needs {t.SCHEMA}: use the program that made it"
        )
