"""What SQLite and PostgreSQL word differently: rows that may be there already, a look into JSON, the time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Dialect, Float, String, Table, Text, literal_column, or_
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

TEXT = Text().with_variant(Text(collation="C"), "postgresql")
NAME = String().with_variant(String(collation="C"), "postgresql")
"""Columns of text, in the order of their characters' numbers, as SQLite and Python have them: a server may
sort as some language does, and so "b" before "C"."""


Column = ColumnElement[Any]


@cache
def upserting(dialect: str, table: Table, names: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Write a statement that inserts a row or gives the row of its key these values; say which, in order.

    SQLAlchemy keeps the text of other statements, but writes one with ON CONFLICT anew each time: that took a
    fifth of a reread. A row that is as it was is not written, so that a night without news writes little.
    """
    writer, insert = _writer_of(dialect)
    statement = insert(table)
    said = {name: statement.excluded[name] for name in names if not table.c[name].primary_key}
    key = list(table.primary_key.columns)
    if said:
        differs = or_(*(table.c[name].is_distinct_from(new) for name, new in said.items()))
        statement = statement.on_conflict_do_update(index_elements=key, set_=said, where=differs)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=key)
    compiled = statement.compile(dialect=writer, column_keys=list(names))
    return str(compiled), tuple(compiled.positiontup or ())


def _writer_of(dialect: str) -> tuple[Dialect, Callable[[Table], Any]]:
    """Return what writes statements, with their values in order, and what begins one that inserts."""
    if dialect == "sqlite":
        return sqlite.dialect(paramstyle="qmark"), sqlite.insert
    # Imported here, as it takes a thirtieth of a second, which an archive in a file need not wait for.
    from sqlalchemy.dialects import postgresql
    from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

    writer: Any = PGDialect_psycopg
    return writer(paramstyle="format"), postgresql.insert


def said_in(column: Column, name: str) -> ColumnElement[str]:
    """Ask for what a JSON object says under a name, as text."""
    return _Said(column, literal_column(name))


def members_of(column: Column, name: str) -> FunctionElement[Any]:
    """Ask for the members of a list in a JSON object, a row each."""
    return _Members(column, literal_column(name))


class clock(FunctionElement[float]):  # noqa: N801 - a function of SQL, written as SQLAlchemy's own are
    """What the database's clock shows, in seconds since 1970."""

    type = Float()
    inherit_cache = True


@compiles(clock, "sqlite")
def _clock_of_sqlite(_element: clock, _compiler: SQLCompiler, **_how: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(clock, "postgresql")
def _clock_of_postgresql(_element: clock, _compiler: SQLCompiler, **_how: Any) -> str:
    return "CAST(extract(epoch FROM clock_timestamp()) AS double precision)"


class _Said(FunctionElement[str]):
    type = Text()
    inherit_cache = True


class _Members(FunctionElement[Any]):
    name = "members"
    inherit_cache = True


def _asked(element: FunctionElement[Any], compiler: SQLCompiler, how: Mapping[str, Any]) -> Sequence[str]:
    return [compiler.process(part, **how) for part in element.clauses]


@compiles(_Said, "sqlite")
def _said_in_sqlite(element: _Said, compiler: SQLCompiler, **how: Any) -> str:
    column, name = _asked(element, compiler, how)
    return f"json_extract({column}, '$.{name}')"


@compiles(_Said, "postgresql")
def _said_in_postgresql(element: _Said, compiler: SQLCompiler, **how: Any) -> str:
    column, name = _asked(element, compiler, how)
    return f"(CAST({column} AS json) ->> '{name}')"


@compiles(_Members, "sqlite")
def _members_in_sqlite(element: _Members, compiler: SQLCompiler, **how: Any) -> str:
    column, name = _asked(element, compiler, how)
    return f"json_each({column}, '$.{name}')"


@compiles(_Members, "postgresql")
def _members_in_postgresql(element: _Members, compiler: SQLCompiler, **how: Any) -> str:
    column, name = _asked(element, compiler, how)
    return f"json_array_elements(CAST({column} AS json) -> '{name}')"
