"""The newest committed state of the index, open for any number of searches at once.

Whoosh's own readers share a position in each file, so that threads that share a reader get wrong answers,
now and then without an error. Arrays are read by their place: one snapshot serves all threads, and lives as
long as somebody holds it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.errors import IndexFault
from archive.settled import is_settled
from indexer.engines.whoosh.arrays.index import NAME, ArrayIndex
from indexer.engines.whoosh.arrays.toc import latest_generation
from indexer.engines.whoosh.builds import Builds, fault, opened
from indexer.engines.whoosh.searching.memory import keep_freed
from indexer.engines.whoosh.searching.segments import Collection, OpenSegment, Part

_ATTEMPTS = 8  # a commit or a switch may remove files while they are being opened
_DAMAGE = (OSError, IndexError, ValueError)  # of arrays that point nowhere

State = tuple[Path, int]  # the build, and its generation: which commit


@dataclass(frozen=True)
class Snapshot:
    """One committed state of the index."""

    state: State
    collection: Collection
    index: ArrayIndex = field(repr=False)
    toc: Any = field(repr=False)


class Snapshots:
    """Gives the newest snapshot."""

    def __init__(self, builds: Builds) -> None:
        self._builds = builds
        self._lock = threading.Lock()
        self._newest: Snapshot | None = None
        self._held: tuple[Snapshot, tuple[int, ...]] | None = None  # and when the index was changed last

    @contextmanager
    def newest(self) -> Iterator[Snapshot | None]:
        """Give a snapshot for the length of the block; None where there is no index yet."""
        snapshot = self._found()
        try:
            if snapshot is not None:
                snapshot.collection.refuse_cut()
            yield snapshot
        except _DAMAGE as error:
            self.close()
            raise fault(f"The search index at {self._builds.root} is damaged ({error!r}).") from error
        except IndexFault as error:
            self.close()
            raise fault(f"The search index at {self._builds.root} is damaged ({error})") from error

    def close(self) -> None:
        """Let go of the newest snapshot; its files are closed when nobody searches it any more."""
        self._newest = self._held = None

    def _found(self) -> Snapshot | None:
        held, stamp = self._held, self._stamp()
        if held is not None and held[1] == stamp:
            return held[0]
        snapshot = self._looked_for()
        settled = stamp is not None and is_settled(max(stamp))
        self._held = (snapshot, stamp) if snapshot is not None and stamp is not None and settled else None
        return snapshot

    def _stamp(self) -> tuple[int, ...] | None:
        """Say when the index was changed last; None where that cannot be told, or it is not there."""
        newest = self._newest
        if newest is None:
            return None
        try:
            return tuple(path.stat().st_mtime_ns for path in (newest.state[0], self._builds.pointer))
        except OSError:
            return None

    def _looked_for(self) -> Snapshot | None:
        for attempt in range(_ATTEMPTS):
            build = self._builds.current()
            if build is None:
                return None
            try:
                return self._of(build)
            except Exception as error:  # a file gone or damaged raises anything, from OSError to KeyError
                trouble = error
                time.sleep(0.01 * attempt)
        raise fault(f"The search index at {self._builds.root} is damaged ({trouble}).") from trouble

    def _of(self, build: Path) -> Snapshot:
        state = (build, latest_generation(build, NAME))
        with self._lock:  # one thread opens it, the others wait rather than open it too
            held = self._newest
            if held is None or held.state != state:
                held = self._newest = _open(build, held)
            return held


def _open(build: Path, before: Snapshot | None) -> Snapshot:
    """Open the newest commit; segments that the one before has, too, stay open."""
    keep_freed()
    index = opened(build)
    toc = index.contents
    held = {view.segment.arrays.path: view.segment for view in before.collection.views} if before else {}
    parts = []
    for segment in toc.segments:
        path = segment.path(index.storage)
        parts.append(Part(held.get(path) or OpenSegment(segment.open(index.storage)), segment.alive()))
    return Snapshot((build, toc.generation), Collection(parts), index, toc)
