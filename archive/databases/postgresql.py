"""A database on a PostgreSQL server: many may write, each what it has claimed; or one alone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, NoReturn

from sqlalchemy import Connection, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from archive.errors import ConfigError, LockHeld, StoreError

# The keys of advisory locks, for which PostgreSQL has whole numbers: any, if they are ours alone.
TURN = 0x6D696E31  # a transaction's: of many that write what they have claimed, or of one that writes alone
WORK = 0x6D696E32  # a run's: of many that crawl, or of one that makes records anew
OWN_WORK = 0x6D696E34  # a run's, in a schema of its own, which those on the records do not keep from working
UPGRADE = 0x6D696E33  # a transaction's, that makes or changes tables
LONGEST_WAIT = 30  # seconds that a writer waits for another to finish
LOOK_AGAIN = 0.1  # seconds later, whether others have finished
CONNECT_WITHIN = 10  # seconds
SPARE = 20  # connections beyond those that are kept open
# A machine that vanished, on either side, must not be taken for one that works still: TCP would do that for
# two hours, and so long what the vanished one has locked would stay so.
ALIVE = {"keepalives_idle": 15, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 30_000}
FOR_THE_SERVER = " ".join(f"-c tcp_{name.removeprefix('tcp_')}={value}" for name, value in ALIVE.items())

HOLDERS = (
    "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid"
    " WHERE l.locktype = 'advisory' AND l.objid = %s AND l.granted AND a.pid <> pg_backend_pid()"
    " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " ORDER BY 1 DESC LIMIT 1"  # a run says what it does; who only claims a host is "minutes"
)
UNDER_WAY = (  # VACUUM itself keeps nobody from deleting, and a server begins it as it likes
    "SELECT l.virtualxid FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid"
    " WHERE l.locktype = 'virtualxid' AND l.granted AND a.pid <> pg_backend_pid()"
    " AND a.datname = current_database() AND a.pid NOT IN (SELECT pid FROM pg_stat_progress_vacuum)"
)
PLAINLY = {
    "28": "the server does not let this user in: see its pg_hba.conf, and PGPASSWORD or ~/.pgpass here",
    "3D000": "the server has no such database; make it with `createdb`",
    "42501": "this user may not do that there; make it the owner of the database",
    "42P01": "a table is missing; run `minutes migrate`",
    "53100": "the server's disk is full; make room and try again",
    "53300": "the server has no connection left; raise its max_connections, or stop other programs",
    "55P03": "another program is writing to it; wait for it, or stop it, and try again",
    "40P01": "another program wrote the same at the same time; try again",
    "25006": "the server takes no writes: it is a replica, or its disk is read-only",
    "57P0": "the server was stopped meanwhile; when it runs again, try again",
}
"""What is to be done, by how PostgreSQL's error code begins."""
FULL = ("too many clients", "remaining connection slots", "too many connections")
NOT_LET_IN = ("authentication failed", "no password supplied", "no pg_hba.conf entry", "role")


class PostgreSQL:
    """A database on a server."""

    def __init__(self, url: str, schema: str | None = None) -> None:
        """Prepare to connect, with a password from the URL, or from wherever libpq looks for one.

        Tables are looked for in `schema`, if it is given, and else where the server looks.
        """
        engine = _engine(url)
        self._work = OWN_WORK if schema else WORK
        self.engine = engine.execution_options(schema_translate_map={None: schema}) if schema else engine
        self.name = self.engine.url.render_as_string(hide_password=True)

    @contextmanager
    def plainly(self) -> Iterator[None]:
        """Turn what goes wrong with it into a StoreError that says it plainly."""
        try:
            yield
        except DBAPIError as error:
            raise StoreError(f"{self.name} cannot be used: {_why(error)}") from error
        except PoolTimeout as error:
            raise StoreError(
                f"{self.name} cannot be used: all connections of this program are at work; try again,"
                " or let it ask fewer hosts at once"
            ) from error

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read what was there at one moment."""
        with self.plainly(), self.engine.connect() as db:
            yield db.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    def writing(self) -> AbstractContextManager[Connection]:
        """Write within one transaction, while nobody else does, as with a database in a file."""
        return self._when_free("pg_advisory_xact_lock", TURN)

    def writing_beside(self) -> AbstractContextManager[Connection]:
        """Write within one transaction what nobody else may write: it is for the caller to see to that."""
        return self._when_free("pg_advisory_xact_lock_shared", TURN)

    def changing_tables(self) -> AbstractContextManager[Connection]:
        """Make and change tables within one transaction, while no other process does."""
        return self._when_free("pg_advisory_xact_lock", UPGRADE)

    @contextmanager
    def _when_free(self, take: str, key: int) -> Iterator[Connection]:
        """Begin a transaction that holds a lock until it ends; who has to wait too long is told."""
        with self.plainly(), self.engine.begin() as db:
            db.exec_driver_sql(f"SET LOCAL lock_timeout = '{LONGEST_WAIT}s'")
            db.exec_driver_sql(f"SELECT {take}(%s)", (key,))
            yield db

    @contextmanager
    def at_work(self, doing: str, *, alone: bool) -> Iterator[None]:
        """Do something beside others, or alone, while the block runs; LockHeld names who is in the way.

        The server lets go when this process ends, however it ends, and when its connection breaks: see
        `may_work`.
        """
        with self.plainly(), self.engine.connect() as db:
            own = db.execution_options(isolation_level="AUTOCOMMIT")
            own.exec_driver_sql("SELECT set_config('application_name', %s, false)", (doing[:63],))
            take = "pg_try_advisory_lock" if alone else "pg_try_advisory_lock_shared"
            try:
                if not own.exec_driver_sql(f"SELECT {take}(%s)", (self._work,)).scalar_one():
                    _refuse(own, self.name, self._work)
                yield
            finally:
                db.invalidate()  # and with the connection the lock goes, whatever has become of the server

    def may_work(self, db: Connection) -> bool:
        """Tell whether nobody works alone, and keep whoever would from it until this transaction ends.

        What `at_work` holds is lost when its connection breaks, while the program goes on with others.
        """
        return bool(db.exec_driver_sql("SELECT pg_try_advisory_xact_lock_shared(%s)", (self._work,)).scalar())

    def wipe(self) -> None:
        """Write every table anew, and its old files are deleted; StoreError while another program reads.

        What a transaction under way may still see would be copied along without a word: its end is awaited.
        What the server's log of changes, its replicas and its backups hold is for its owner to see to.
        """
        with self.plainly(), self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
            if not _others_have_ended(db):
                raise StoreError(self._in_use())
            db.exec_driver_sql("SET lock_timeout = '5s'")
            try:
                db.exec_driver_sql("VACUUM (FULL, ANALYZE)")
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) != "55P03":
                    raise
                raise StoreError(self._in_use()) from error
            finally:
                db.invalidate()  # nobody else is to wait so little

    def _in_use(self) -> str:
        who = f"another program, such as pg_dump or an export, reads or writes {self.name}"
        return f"{who}; stop it, and purge again: the rest is done then"


def _others_have_ended(db: Connection) -> bool:
    """Wait until nobody sees what there was before; False when that takes too long."""
    # Twice: what began while one of the first was under way may still see all that this one may.
    latest = time.monotonic() + LONGEST_WAIT
    return all(_have_ended(db, _under_way(db), latest) for _ in range(2))


def _have_ended(db: Connection, transactions: set[str], latest: float) -> bool:
    while transactions & _under_way(db):
        if time.monotonic() > latest:
            return False
        time.sleep(LOOK_AGAIN)
    return True


def _under_way(db: Connection) -> set[str]:
    return set(db.exec_driver_sql(UNDER_WAY).scalars())


def _engine(url: str) -> Engine:
    try:
        address = make_url(url)
        asked = address.query.get("options", "")  # which would else be put aside for ours
        options = {"options": f"{FOR_THE_SERVER} {asked}".rstrip()}
        return create_engine(
            address,
            pool_pre_ping=True,  # a server that was restarted has hung up
            max_overflow=SPARE,
            connect_args={
                "connect_timeout": CONNECT_WITHIN,
                "application_name": "minutes",
                **ALIVE,
                **options,
            },
        )
    except (ArgumentError, ValueError) as error:
        raise ConfigError(f"[archive]: database is no address of a database: {error}") from error
    except ModuleNotFoundError as error:
        raise ConfigError(
            "[archive]: a PostgreSQL database needs the extra “postgresql”:"
            " pip install 'council-minutes-archive[postgresql]'"
        ) from error


def _refuse(db: Connection, name: str, work: int) -> NoReturn:
    holder = db.exec_driver_sql(HOLDERS, (work,)).scalar() or "another run"
    raise LockHeld(f"{name} is in use by {holder}; wait for it, or stop it, and try again")


def _why(error: DBAPIError) -> str:
    """Say what PostgreSQL says so that one knows what to do."""
    told: Any = error.orig
    state = getattr(told, "sqlstate", None) or ""
    for code, words in PLAINLY.items():
        if state.startswith(code):
            return words
    said = " ".join(str(told).split())
    if state:
        return said
    if error.connection_invalidated:
        return f"the connection to the server was lost ({said}); when it runs again, try again"
    return _why_not_connected(said)


def _why_not_connected(said: str) -> str:
    """Say the same of a connection that was never made: it has no code, only words."""
    if any(words in said for words in NOT_LET_IN):
        return f"{PLAINLY['28']} ({said})"
    if any(words in said for words in FULL):
        return PLAINLY["53300"]
    if "does not exist" in said:
        return PLAINLY["3D000"]
    return f"the server cannot be reached, or is not started ({said})"
