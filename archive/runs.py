"""The diary of runs: one JSON line for each, added when it ends and never changed."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, get_args

from archive.errors import StoreError
from archive.wire import dumps

Ended = Literal["done", "budget", "hours", "interrupted", "failed"]
"""Why a run came to its end: nothing was left to do, its requests or minutes were used up, its hours were
over, somebody stopped it, or it could not go on."""

TAIL = (
    256 * 1024
)  # bytes; hundreds of runs, so that a diary of many years is as quickly looked at as a new one


@dataclass(frozen=True, slots=True)
class Run:
    """What one run did; the keys of its JSON are the names of these fields."""

    started: datetime  # aware
    seconds: float
    councils: tuple[str, ...]  # slugs
    requests: int = 0
    bytes: int = 0
    pages: int = 0  # that were read
    new: int = 0  # records
    changed: int = 0  # records
    refused: int = 0  # pages, as the three that follow
    unreachable: int = 0
    forbidden: int = 0
    gone: int = 0
    failed: tuple[str, ...] = ()  # what stopped a council, in the words the user was told
    ended: Ended = "done"
    exit: int = 0

    @property
    def useful(self) -> bool:
        """Tell whether it did its work, all of it or in part."""
        return self.exit in (0, 3)


PAGES_AMISS = ("refused", "unreachable", "forbidden", "gone")
NUMBERS = ("seconds", "requests", "bytes", "pages", "new", "changed", *PAGES_AMISS, "exit")


@dataclass(frozen=True, slots=True)
class Diary:
    """The last runs, oldest first."""

    runs: tuple[Run, ...] = ()
    unreadable: int = 0  # lines among them that are none: cut short by a kill, or damaged

    @property
    def last(self) -> Run | None:
        """The last run there was."""
        return self.runs[-1] if self.runs else None

    @property
    def last_useful(self) -> Run | None:
        """The last run that did its work, all of it or in part."""
        return next((run for run in reversed(self.runs) if run.useful), None)


def run_to_json(run: Run) -> dict[str, Any]:
    """Turn a run into plain JSON values."""
    return {**asdict(run), "started": run.started.isoformat(timespec="seconds")}


def run_from_json(table: Mapping[str, Any]) -> Run:
    """Rebuild a run from what `run_to_json` wrote; ValueError says what in it is not so.

    Keys that later versions added are passed over, and those they have not written keep their usual values.
    """
    try:
        known = {f.name: table[f.name] for f in fields(Run) if f.name in table}
        known["started"] = datetime.fromisoformat(table["started"])
        known |= {name: tuple(table.get(name, ())) for name in ("councils", "failed")}
        run = Run(**known)
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"not a run: {error}") from error
    if not all(type(getattr(run, name)) in (int, float) for name in NUMBERS) or run.ended not in get_args(
        Ended
    ):
        raise ValueError("not a run: a number or how it ended is not one")
    if run.started.tzinfo is None:
        raise ValueError("not a run: its start has no time zone")
    return run


def append(path: Path, run: Run) -> None:
    """Add a run to the diary, in one write that lasts; StoreError when the disk does not take it."""
    line = dumps(run_to_json(run)).encode() + b"\n"
    try:
        handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)  # runs may end at once: a line half written is no torn one
            _write_whole(handle, line)
        finally:
            os.close(handle)
    except OSError as error:
        raise StoreError(
            f"the run could not be noted in {path}: {error.strerror}; what it did is kept"
        ) from error


def _write_whole(handle: int, line: bytes) -> None:
    """Write a line and see it on the disk; of one that has no room nothing stays."""
    size = os.fstat(handle).st_size
    torn = size > 0 and os.pread(handle, 1, size - 1) != b"\n"  # a run was killed while it wrote
    line = b"\n" + line if torn else line
    if os.write(handle, line) != len(line):
        os.ftruncate(handle, size)
        raise OSError(0, "there is no room for it")
    os.fsync(handle)


def last(path: Path, n: int) -> Diary:
    """Read the last n runs; lines that cannot be read are counted and passed over.

    StoreError when there is a diary but it cannot be opened.
    """
    try:
        with path.open("rb") as file:
            start = max(0, os.fstat(file.fileno()).st_size - TAIL)
            file.seek(start)
            text = file.read()
    except FileNotFoundError:
        return Diary()
    except OSError as error:
        raise StoreError(f"the diary of runs {path} cannot be read: {error.strerror}") from error
    lines = text.splitlines()[1 if start else 0 :]
    read = [_read(line) for line in lines[-n:]]
    runs = tuple(run for run in read if run)
    return Diary(runs, len(read) - len(runs))


def _read(line: bytes) -> Run | None:
    try:
        return run_from_json(json.loads(line))
    except ValueError:  # not JSON, not UTF-8, or JSON that is not a run's
        return None
