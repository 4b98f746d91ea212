"""Readers of the index, each used by one search at a time and always on one committed state.

A Whoosh reader shared by threads answers wrongly, now and then without an error: they share a position in
a file. And its own `refresh()` is right in 2.7.4 only. So readers are lent out singly, and a new one is
opened whenever the index has moved on.
"""

from __future__ import annotations

import pickle
import struct
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoosh.reading import ReaderClosed
from whoosh.searching import Searcher

from archive.errors import IndexFault
from indexer.engines.whoosh.builds import Builds, fault, opened
from indexer.engines.whoosh.columns import Columns, read_columns

_ATTEMPTS = 8  # a commit or a switch may remove files while they are being opened
_DAMAGE = (
    OSError,
    EOFError,
    struct.error,
    pickle.UnpicklingError,
    zlib.error,
)  # of a file cut or overwritten

State = tuple[Path, int]  # the build, and its generation: which commit


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One committed state of the index, open for one search."""

    state: State
    searcher: Any
    columns: Columns


class Snapshots:
    """Lends snapshots of the newest state."""

    def __init__(self, builds: Builds, build: Path | None = None) -> None:
        self._builds = builds
        self._fixed = build  # None: follow the current build
        self._lock = threading.Lock()
        self._idle: list[Snapshot] = []
        self._columns: tuple[State, Columns] | None = None

    @contextmanager
    def newest(self) -> Iterator[Snapshot | None]:
        """Lend a snapshot for the length of the block; None where there is no index yet."""
        snapshot = self._borrowed()
        try:
            yield snapshot
        except BaseException as error:
            if snapshot is not None:
                _close(snapshot)  # whatever went wrong may have left its files at odd places
            if isinstance(error, _DAMAGE):
                raise fault(f"The search index at {self._builds.root} is damaged ({error!r}).") from error
            raise
        if snapshot is not None:
            with self._lock:
                self._idle.append(snapshot)

    def close(self) -> None:
        """Close what is not lent out."""
        with self._lock:
            idle, self._idle = self._idle, []
        for snapshot in idle:
            _close(snapshot)

    def _borrowed(self) -> Snapshot | None:
        for attempt in range(_ATTEMPTS):
            build = self._fixed or self._builds.current()
            if build is None:
                return None
            try:
                return self._of(build)
            except Exception as error:  # a file gone or damaged raises anything, from OSError to KeyError
                trouble = error
                time.sleep(0.01 * attempt)
        if isinstance(trouble, IndexFault):
            raise trouble
        raise fault(f"The search index at {self._builds.root} is damaged ({trouble!r}).") from trouble

    def _of(self, build: Path) -> Snapshot:
        index = opened(build)
        state = (build, index.latest_generation())
        with self._lock:
            fresh = [snapshot for snapshot in self._idle if snapshot.state == state]
            stale = [snapshot for snapshot in self._idle if snapshot.state != state]
            found = fresh.pop() if fresh else None
            self._idle = fresh
        for snapshot in stale:
            _close(snapshot)
        return found or self._open(index, build)

    def _open(self, index: Any, build: Path) -> Snapshot:
        try:
            reader = index.reader()
            state = (build, reader.generation())
            return Snapshot(state, Searcher(reader), self._columns_of(state, reader))
        except BaseException:
            index.storage.release()
            raise

    def _columns_of(self, state: State, reader: Any) -> Columns:
        with self._lock:  # one thread reads them, the others wait rather than read them too
            if self._columns is None or self._columns[0] != state:
                self._columns = (state, read_columns(reader))
            return self._columns[1]


def _close(snapshot: Snapshot) -> None:
    with suppress(ReaderClosed):
        snapshot.searcher.close()
