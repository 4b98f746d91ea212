"""Starts PostgreSQL as Debian's package has it, on a port of its own, and stops it for sure.

It sorts as English does, unless it is told otherwise: what must come in the order of characters shows then.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import psycopg

BINARIES = "/usr/lib/postgresql"
START_WITHIN = 60  # seconds
STOP_WITHIN = 30  # seconds
LAST = 2000  # characters of the log that are shown
SETTINGS = {
    "fsync": "off",  # it is thrown away; what a power cut does is not tested here
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "listen_addresses": "127.0.0.1",
    "log_min_messages": "warning",
}


class NotStarted(Exception):
    """Say why there is no server, with the end of its log."""


@dataclass(frozen=True, slots=True)
class PostgreSQLServer:
    """A server that runs."""

    port: int
    process: subprocess.Popen[bytes]

    def url(self, name: str) -> str:
        """Return the address of a database, as config.toml has it."""
        return f"postgresql+psycopg://minutes@127.0.0.1:{self.port}/{name}"

    def database(self, name: str) -> str:
        """Return the address of a database, which is made when there is none."""
        with self.connect() as db:
            if not db.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
                db.execute(f'CREATE DATABASE "{name}"'.encode())
        return self.url(name)

    def database_of(self, folder: Path) -> str:
        """Return the address of the database that belongs to a test's folder."""
        return self.database(f"t{blake2b(str(folder).encode(), digest_size=10).hexdigest()}")

    def connect(self, name: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
        """Connect to a database, each statement a transaction of its own."""
        return psycopg.connect(host="127.0.0.1", port=self.port, user="minutes", dbname=name, autocommit=True)


@contextmanager
def running(**more: str) -> Iterator[PostgreSQLServer]:
    """Run a server while the block lasts, with more settings perhaps; NotStarted shows the end of its log."""
    binaries, port = _binaries(), _free_port()
    folder = Path(tempfile.mkdtemp(prefix="minutes-postgresql-"))
    as_user = _unprivileged(folder)
    data, log = folder / "data", folder / "log"
    try:
        _make(binaries, data, as_user, log)
        command = [*as_user, str(binaries / "postgres"), "-D", str(data), "-p", str(port), "-k", str(folder)]
        options = [word for name, value in {**SETTINGS, **more}.items() for word in ("-c", f"{name}={value}")]
        with log.open("ab") as told, subprocess.Popen([*command, *options], stdout=told, stderr=told) as one:
            try:
                server = PostgreSQLServer(port, one)
                _wait(server, log)
                yield server
            finally:
                _stop(one)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path:
    """Return the folder of the newest server that is installed."""
    found = sorted(Path(BINARIES).glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise NotStarted(f"there is no PostgreSQL under {BINARIES}: install Debian's package “postgresql”")
    return found[-1].parent


def _free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _unprivileged(folder: Path) -> Sequence[str]:
    """Return words that run a command as a user PostgreSQL accepts, and end it when this process ends."""
    words = ["setpriv", "--pdeathsig", "INT"]
    if os.geteuid() == 0:  # as in a container; the package brings the user
        shutil.chown(folder, "postgres", "postgres")
        return [*words, "--reuid", "postgres", "--regid", "postgres", "--init-groups"]
    return words


def _make(binaries: Path, data: Path, as_user: Sequence[str], log: Path) -> None:
    how = ["--username=minutes", "--auth=trust", "--no-sync", "--encoding=UTF8"]
    sorting = ["--locale=C", "--locale-provider=icu", "--icu-locale=en-GB"]
    command = [*as_user, str(binaries / "initdb"), "-D", str(data), *how, *sorting]
    made = subprocess.run(command, capture_output=True, check=False)
    log.write_bytes(made.stdout + made.stderr)
    if made.returncode:
        raise NotStarted(f"initdb failed: {_tail(log)}")


def _wait(server: PostgreSQLServer, log: Path) -> None:
    until = time.monotonic() + START_WITHIN
    while True:
        try:
            server.connect().close()
        except psycopg.OperationalError as error:
            if server.process.poll() is not None or time.monotonic() > until:
                raise NotStarted(f"PostgreSQL did not start ({error}): {_tail(log)}") from None
            time.sleep(0.05)
        else:
            return


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(2)  # at once, but in order
    try:
        process.wait(STOP_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()


def _tail(log: Path) -> str:
    return log.read_text("utf-8", "replace")[-LAST:]
