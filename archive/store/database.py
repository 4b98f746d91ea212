"""Opens the records database, and says plainly what goes wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Executable, Table, create_engine, event, insert, select
from sqlalchemy.dialects.sqlite import insert as insert_or
from sqlalchemy.exc import DatabaseError, OperationalError

from archive.errors import StoreError
from archive.store import tables as t

WAIT_FOR_OTHERS = 30  # seconds a writer waits for another to finish


def open_database(path: Path) -> Engine:
    """Open a database, making it when there is none; StoreError when it cannot be used."""
    with plainly(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": WAIT_FOR_OTHERS})
        event.listen(engine, "connect", _settle)
        try:
            with engine.begin() as db:
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


@contextmanager
def plainly(path: Path) -> Iterator[None]:
    """Turn database and disk errors into errors that say it plainly."""
    try:
        yield
    except OperationalError as error:
        raise StoreError(f"the records in {path} cannot be used: {error.orig}") from error
    except DatabaseError as error:
        raise StoreError(f"{path} is damaged or not a records database: {error.orig}") from error
    except OSError as error:
        raise StoreError(f"{path} cannot be used: {error.strerror}") from error


def _settle(connection: Any, _record: Any) -> None:
    """Let readers go on while a page is written; make what is committed last through a power cut."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")


def _prepare(db: Connection, path: Path) -> None:
    t.metadata.create_all(db)
    found = db.execute(select(t.meta.c.value).where(t.meta.c.key == "schema")).scalar()
    if found is None:
        db.execute(insert(t.meta).values(key="schema", value=str(t.SCHEMA)))
    elif found != str(t.SCHEMA):
        raise StoreError(
            f"{path} has schema {found} and this program needs {t.SCHEMA}: use the program that made it"
        )
