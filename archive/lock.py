"""One run at a time works on a data folder; a second is told who holds it.

`flock` and no library of locks: the lock must go with its process, even a killed one, and the file must
keep the holder's name for the second run to read, which libraries empty when they try it.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archive.errors import LockHeld, StoreError

_SIGNED = re.compile(r"(.+), process ([0-9]+), since ([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2})")


@dataclass(frozen=True, slots=True)
class Holder:
    """The run that holds a data folder."""

    doing: str  # "minutes index"
    since: datetime  # by this machine's clock


def holder(data: Path) -> Holder | None:
    """Say which run holds a data folder; None where none does, or where this machine does not tell.

    The system's list of locks is read, as trying the lock would keep out a run that begins at that moment.
    """
    try:
        text = (data / "lock").read_text("utf-8", "replace")
        inode = str((data / "lock").stat().st_ino)
        locks = Path("/proc/locks").read_text("ascii", "replace").splitlines()
    except OSError:  # no run was ever begun here, or a system without such a list
        return None
    flocks = (line.split() for line in locks if " FLOCK " in line)
    if not any(fields[5].rpartition(":")[2] == inode for fields in flocks if fields[1] == "FLOCK"):
        return None
    signed = _SIGNED.fullmatch(text)
    return Holder(signed[1], datetime.fromisoformat(signed[3])) if signed else None


@contextmanager
def held(data: Path, doing: str) -> Iterator[None]:
    """Hold a data folder while the block runs; LockHeld names the run that holds it already."""
    with _writable(data):
        data.mkdir(parents=True, exist_ok=True)
        handle = os.open(data / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _take(handle, data)
        with _writable(data):  # a full disk makes the file, and then takes no byte of it
            _sign(handle, doing)
        yield
    finally:
        os.close(handle)


def taken(handle: int) -> bool:
    """Lock an open file until it is closed, or its process ends; False when another process has it."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _writable(data: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(f"the data folder {data} cannot be written to: {error.strerror}") from error


def _sign(handle: int, doing: str) -> None:
    """Write who holds the folder, for another run to tell."""
    since = f"{datetime.now():%Y-%m-%d %H:%M}"
    os.truncate(handle, 0)
    os.pwrite(handle, f"{doing}, process {os.getpid()}, since {since}".encode(), 0)


def _take(handle: int, data: Path) -> None:
    if not taken(handle):
        holder = os.pread(handle, 200, 0).decode("utf-8", "replace") or "another run"
        raise LockHeld(f"{data} is in use by {holder}; wait for it, or stop it, and try again")
