"""The databases that an archive may be in: all that differs between them is in this package.

sqlite.py      one file, one writer at a time; the default
postgresql.py  a server, whose writers are on any number of machines
sql.py         the few statements that each of them words in its own way
copying.py     tables that go from one database to another, of the other kind too
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine

from archive.config import POSTGRESQL
from archive.databases.sqlite import SQLite

__all__ = ["Database", "database_at"]


class Database(Protocol):
    """Where tables are, and how one reads and writes there."""

    @property
    def name(self) -> str:
        """What a user knows it by, without a password."""
        ...

    @property
    def engine(self) -> Engine:
        """What connects to it."""
        ...

    def plainly(self) -> AbstractContextManager[None]:
        """Turn what goes wrong with it into a StoreError that says it plainly."""
        ...

    def reading(self) -> AbstractContextManager[Connection]:
        """Read what was there at one moment."""
        ...

    def writing(self) -> AbstractContextManager[Connection]:
        """Write within one transaction, while nobody else does."""
        ...

    def writing_beside(self) -> AbstractContextManager[Connection]:
        """Write within one transaction what nobody else may write: it is for the caller to see to that."""
        ...

    def changing_tables(self) -> AbstractContextManager[Connection]:
        """Make and change tables within one transaction, while no other process does; it may wait for one."""
        ...

    def at_work(self, doing: str, *, alone: bool) -> AbstractContextManager[None]:
        """Do something beside others, or alone, while the block runs; LockHeld names who is in the way."""
        ...

    def may_work(self, db: Connection) -> bool:
        """Tell whether nobody works alone, and keep whoever would from it until this transaction ends."""
        ...

    def wipe(self) -> None:
        """Leave nothing on its disk of what was deleted; StoreError while another program reads."""
        ...


def database_at(where: Path | str, schema: str | None = None) -> Database:
    """Say which database is meant: a file's path is SQLite's, a URL is PostgreSQL's.

    On a server tables may lie in a schema, apart from others; a file has none. ConfigError when a URL
    cannot be used, or when what drives PostgreSQL is not installed.
    """
    if isinstance(where, str) and where.startswith(POSTGRESQL):
        # Imported here, as its driver is an extra that a single machine does without.
        from archive.databases.postgresql import PostgreSQL

        return PostgreSQL(where, schema)
    return SQLite(Path(where))
