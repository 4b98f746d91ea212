"""Copies the archive's own data from own.sqlite to a server, or back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import delete

from archive.databases.copying import Copied, copied, number_on, refuse_full
from archive.own import tables as t
from archive.own.home import SCHEMA, Home
from archive.own.schema import STEPS, opened

_NUMBERED = (t.suppression, t.saved_search)
_FILLED = (*_NUMBERED, t.asked_address)  # a new database has its salt already


def refuse_full_target(target: Path | str) -> None:
    """See that a database has no own data yet; StoreError names a table that has rows."""
    with _open(target) as home, home.database.reading() as db:
        refuse_full(_FILLED, db, home.database.name)


@contextmanager
def copying(source: Path | str, target: Path | str) -> Iterator[tuple[Copied, ...]]:
    """Copy all own data into an empty database, compare them there, and let it last if the block ends well.

    StoreError when the target is not empty, or differs: then it is left as it was.
    """
    with (
        _open(source) as original,
        _open(target) as copy,
        original.database.reading() as db,
        copy.writing() as into,
    ):
        name = copy.database.name
        refuse_full(_FILLED, into, name)
        into.execute(delete(t.secret))
        done = tuple(copied(table, db, into, name) for table in t.metadata.sorted_tables)
        for table in _NUMBERED:
            number_on(table.c.number, into, SCHEMA)
        yield done


@contextmanager
def _open(where: Path | str) -> Iterator[Home]:
    with ExitStack() as stack:
        home = opened(where, STEPS)
        stack.callback(home.database.engine.dispose)
        yield home
