"""Copies tables from one database into another, and sees that they are the same there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Row, Table, func, insert, select

from archive.errors import StoreError

AT_ONCE = 500  # rows


@dataclass(frozen=True, slots=True)
class Copied:
    """A table that is the same in both databases."""

    table: str
    rows: int
    digest: str  # of all rows, by their keys


def refuse_full(tables: Iterable[Table], db: Connection, name: str) -> None:
    """See that there is nothing in these tables yet; StoreError names one that has rows."""
    for table in tables:
        if db.execute(select(table).limit(1)).first():
            raise StoreError(
                f"{name} is not empty: its table “{table.name}” has rows; name an empty database"
            )


def copied(table: Table, source: Connection, target: Connection, name: str) -> Copied:
    """Copy a table; StoreError when it differs in the target, which `name` names."""
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


def number_on(column: Column[int], db: Connection, schema: str = "") -> None:
    """Have rows numbered on from the last one that was copied: SQLite does so by itself."""
    last = db.execute(select(func.max(column))).scalar()
    if db.dialect.name == "postgresql" and last:
        table = f"{schema}.{column.table.name}" if schema else column.table.name
        sequence = func.pg_get_serial_sequence(table, column.name)
        db.execute(select(func.setval(sequence, last)))


def _by_key(table: Table) -> Any:
    return select(table).order_by(*table.primary_key.columns).execution_options(yield_per=AT_ONCE)


def _digest(table: Table, db: Connection) -> Copied:
    digest, count = hashlib.sha256(), 0
    for row in db.execute(_by_key(table)):
        digest.update(_bytes(row))
        count += 1
    return Copied(table.name, count, digest.hexdigest())


def _bytes(row: Row[Any] | Sequence[Any]) -> bytes:
    return json.dumps(list(row), ensure_ascii=False, default=bytes.hex).encode() + b"\n"
