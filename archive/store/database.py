"""Opens the records database, and says plainly what goes wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, Engine, Table, insert, or_, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import OperationalError
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from archive.errors import StoreError
from archive.sqlite import engine_of, plainly
from archive.store import tables as t

# Statements that run for every page are constants with `bindparam`s: building one takes ten times as long as
# running it.
LAST_CHANGE = select(t.meta.c.value).where(t.meta.c.key == "change")


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
    return int(db.execute(LAST_CHANGE).scalar() or 0)


def upsert(db: Connection, table: Table, **values: object) -> None:
    """Insert a row, or give the row of the same key these values."""
    upsert_all(db, table, [values])


def upsert_all(db: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows that have the same columns, or give the rows of the same keys their values."""
    if rows:
        text, names = _upserting(table, tuple(rows[0]))
        defaults = {
            c.name: c.default.arg for c in table.c if isinstance(c.default, ScalarElementColumnDefault)
        }
        full = ({**defaults, **row} for row in rows)
        db.exec_driver_sql(text, [tuple(row[name] for name in names) for row in full])


@cache
def _upserting(table: Table, names: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Write a statement, and say which values it takes, in order.

    SQLAlchemy keeps the text of other statements, but writes one with ON CONFLICT anew each time: that took a
    fifth of a reread. A row that is as it was is not written, so that a night without news writes little.
    """
    statement = sqlite.insert(table)
    said = {name: statement.excluded[name] for name in names if not table.c[name].primary_key}
    key = list(table.primary_key.columns)
    if said:
        differs = or_(*(table.c[name].is_distinct_from(new) for name, new in said.items()))
        statement = statement.on_conflict_do_update(index_elements=key, set_=said, where=differs)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=key)
    compiled = statement.compile(dialect=sqlite.dialect(paramstyle="qmark"), column_keys=list(names))
    return str(compiled), tuple(compiled.positiontup or ())


@cache
def _defaults(table: Table) -> Mapping[str, object]:
    return {c.name: c.default.arg for c in table.c if isinstance(c.default, ScalarElementColumnDefault)}


def _prepare(db: Connection, path: Path) -> None:
    t.metadata.create_all(db)
    _add_index(db)
    found = db.execute(select(t.meta.c.value).where(t.meta.c.key == "schema")).scalar()
    if found is None:
        db.execute(insert(t.meta).values(key="schema", value=str(t.SCHEMA)))
        db.execute(insert(t.meta).values(key="identity", value=uuid4().hex))
    elif found != str(t.SCHEMA):
        raise StoreError(
            f"{path} has schema {found} and this program needs {t.SCHEMA}: use the program that made it"
        )


def _add_index(db: Connection) -> None:
    """Add the index that an older program did not make."""
    # Where nothing can be written it is done without: then reading takes longer, and no more than that.
    with suppress(OperationalError):
        t.by_board.create(db, checkfirst=True)
