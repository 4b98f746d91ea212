"""One run at a time works on a data folder; a second is told who holds it.

`flock` and no library of locks: the lock must go with its process, even a killed one, and the file must
keep the holder's name for the second run to read, which libraries empty when they try it.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from archive.errors import LockHeld, StoreError


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
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(handle, 200, 0).decode("utf-8", "replace") or "another run"
        raise LockHeld(f"{data} is in use by {holder}; wait for it, or stop it, and try again") from None
