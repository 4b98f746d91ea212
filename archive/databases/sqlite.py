"""A database in one SQLite file: threads take turns to write, and other processes wait for them."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError

from archive.errors import StoreError

ROOM = 1_000_000  # bytes; with less, nothing can be written
WAIT_FOR_OTHERS = 30  # seconds a writer waits for another to finish


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

    @contextmanager
    def changing_tables(self) -> Iterator[Connection]:
        """Make and change tables within one transaction, while no other process does."""
        alone = {"isolation_level": "AUTOCOMMIT"}
        with self._turn, self.plainly(), self.engine.connect().execution_options(**alone) as db:
            # By hand: Python's module begins none before CREATE TABLE, nor before a question what there is.
            db.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield db
                db.exec_driver_sql("COMMIT")
            except BaseException:
                if _in_transaction(db):
                    db.exec_driver_sql("ROLLBACK")
                raise

    def at_work(self, doing: str, *, alone: bool) -> AbstractContextManager[None]:
        """Do as one likes: who works on a file works in its data folder, which has a lock of its own."""
        del doing, alone
        return nullcontext()

    def may_work(self, db: Connection) -> bool:
        """Say yes: see `at_work`."""
        del db
        return True

    def wipe(self) -> None:
        """Write the file anew, so that nothing that was deleted can be read off its free pages any more."""
        with self.plainly(), self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
            db.exec_driver_sql("VACUUM")
            busy, *_ = db.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
        if busy:
            raise StoreError(
                f"another program reads {self.name}; stop it, and purge again: the rest is done then"
            )


def _in_transaction(db: Connection) -> bool:
    """Tell whether a transaction goes on: on a full disk SQLite takes it back by itself."""
    return bool(getattr(db.connection.driver_connection, "in_transaction", False))


def engine_of(path: Path) -> Engine:
    """Make what connects to a database; the folder it lies in is made when there is none.

    On a disk or in a folder that cannot be written to, the database can be read all the same.
    """
    with plainly(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if not _writable(path):
            return create_engine(_read_only(path))
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": WAIT_FOR_OTHERS})
    event.listen(engine, "connect", _settle)
    return engine


def _writable(path: Path) -> bool:
    """Tell whether SQLite can write: it needs files beside the database."""
    return os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


def _read_only(path: Path) -> URL:
    """Write where a database is that can only be read; StoreError when there is none."""
    if not path.exists():
        raise StoreError(f"there is no {path}, and it cannot be made, as the folder cannot be written to")
    query = {"mode": "ro", "uri": "true"}
    beside = path.with_name(f"{path.name}-wal")
    if not beside.exists() or not beside.stat().st_size:
        # SQLite cannot make the files that it shares with a writer, and need not: all is in the one file.
        query["immutable"] = "1"
    elif not path.with_name(f"{path.name}-shm").exists():
        raise StoreError(f"{path} was not closed when it was copied: open it once where it can be written to")
    return URL.create("sqlite", database=f"file:{quote(str(path.resolve()))}", query=query)


@contextmanager
def plainly(path: Path) -> Iterator[None]:
    """Turn database and disk errors into a StoreError that says it plainly."""
    try:
        yield
    except OperationalError as error:
        raise StoreError(f"{path} cannot be used: {_why(path, str(error.orig))}") from error
    except DatabaseError as error:
        raise StoreError(f"{path} is damaged or not a database of the archive's: {error.orig}") from error
    except OSError as error:
        raise StoreError(f"{path} cannot be used: {error.strerror}") from error


def _why(path: Path, said: str) -> str:
    """Say what SQLite says so that one knows what to do."""
    if "locked" in said:
        return "another program is writing to it; wait for it, or stop it, and try again"
    if any(word in said for word in ("full", "disk I/O")) and shutil.disk_usage(path.parent).free < ROOM:
        return "the disk is full; make room and try again"
    if "readonly" in said:
        return "its folder cannot be written to"
    return said


def _settle(connection: Any, _record: Any) -> None:
    """Let readers go on while another writes; make what is committed last through a power cut."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
