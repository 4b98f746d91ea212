"""Records in one SQLite file: threads take turns to write, and other processes wait for them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from sqlalchemy import Connection

from archive.errors import StoreError
from archive.sqlite import engine_of, plainly


class SQLite:
    """A database in a file."""

    def __init__(self, path: Path) -> None:
        """Prepare to connect; the folder of the file is made when there is none."""
        self.name = str(path)
        self.engine = engine_of(path)
        self._path = path
        self._turn = threading.Lock()

    def plainly(self) -> AbstractContextManager[None]:
        """Turn what goes wrong with it into a StoreError that says it plainly."""
        return plainly(self._path)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read what was there at one moment."""
        with self.plainly(), self.engine.connect() as db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Write within one transaction, while nobody else does."""
        with self._turn, self.plainly(), self.engine.begin() as db:
            yield db

    def writing_beside(self) -> AbstractContextManager[Connection]:
        """Write as ever: a file has one writer at a time."""
        return self.writing()

    def at_work(self, doing: str, *, alone: bool) -> AbstractContextManager[None]:
        """Do as one likes: who works on a file works in its data folder, which has a lock of its own."""
        del doing, alone
        return nullcontext()

    def wipe(self) -> None:
        """Write the file anew, so that nothing that was deleted can be read off its free pages any more."""
        with self.plainly(), self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
            db.exec_driver_sql("VACUUM")
            busy, *_ = db.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
        if busy:
            raise StoreError(
                f"another program reads {self.name}; stop it, and purge again: the rest is done then"
            )
