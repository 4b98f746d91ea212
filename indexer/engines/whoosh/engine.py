"""The engine: `indexer.model.Engine` over a folder."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from indexer.engines.whoosh.building import Building
from indexer.engines.whoosh.builds import Builds, Complete
from indexer.engines.whoosh.listing import listed
from indexer.engines.whoosh.runs import usual_processes
from indexer.engines.whoosh.search import search
from indexer.engines.whoosh.snapshots import Snapshots
from indexer.engines.whoosh.writing import replace
from indexer.listing import Listing
from indexer.model import Document, Engine, Query, Results
from indexer.origin import note


class WhooshEngine:
    """Keeps documents in Whoosh's files and answers queries; may be used by many threads at once."""

    def __init__(self, builds: Builds) -> None:
        self._builds = builds
        self._snapshots = Snapshots(builds)
        # So that nobody has to remember to close an engine: its files are, when it goes.
        weakref.finalize(self, self._snapshots.close)

    def cursor(self) -> int:
        """Return the archive's last revision that the index holds; 0 when it is new."""
        with self._snapshots.newest() as snapshot:
            return snapshot.collection.cursor if snapshot else 0

    def count(self) -> int:
        """Return how many documents the index holds."""
        with self._snapshots.newest() as snapshot:
            return snapshot.collection.count if snapshot else 0

    def search(self, query: Query) -> Results:
        """Answer with exact totals and exact facets; raises QueryError and IndexFault."""
        with self._snapshots.newest() as snapshot:
            return search(snapshot, query)

    def listed(self, query: Query) -> Listing:
        """Give every match of a query, in order, all of one commit; raises IndexFault."""
        with self._snapshots.newest() as snapshot:
            return listed(snapshot, query)

    def state(self) -> str:
        """Name the build and its newest commit; nothing where there is no index."""
        with self._snapshots.newest() as snapshot:
            return f"{snapshot.state[0].name}-{snapshot.state[1]}" if snapshot else ""

    def words(self) -> Mapping[str, int]:
        """Return every word of titles and texts in its exact form, with the number of its documents."""
        with self._snapshots.newest() as snapshot:
            return snapshot.collection.words if snapshot else {}

    def replace(self, meetings: Iterable[str], documents: Iterable[Document], cursor: int) -> None:
        """Take all documents of these meetings out, put these in, move the cursor: all or nothing.

        Raises LockHeld while another run writes, and IndexFault.
        """
        build = self._builds.current() or self._first()
        replace(build, meetings, documents, cursor)

    def _first(self) -> Path:
        """Make an empty index current before it is filled: a run cut short must not look like damage."""
        build = self._builds.begin()
        replace(build, (), (), 0)
        self._builds.switch(build)
        return build

    def close(self) -> None:
        """Close the index's files; a later search opens them again."""
        self._snapshots.close()


def open_engine(folder: Path, *, checked: bool = True) -> WhooshEngine:
    """Open the index under a folder, or make ready for a first one.

    Raises IndexFault when there is an index that is damaged or was made by another version; unchecked, each
    search raises it, until the index is mended: what a server wants that should outlive a bad night.
    """
    builds = Builds(folder)
    if checked:
        builds.current()
    return WhooshEngine(builds)


@contextmanager
def rebuilding(
    folder: Path,
    processes: int | None = None,
    *,
    identity: str | None = None,
    level: Callable[[Engine], object] | None = None,
) -> Iterator[Building]:
    """Give an empty engine to fill; the index is switched to it when the block ends well.

    Until then, and if it does not end well, searches go on with the old index. Repairs any IndexFault. A long
    build is shared by several processes: this one, and others that are begun when there is enough to do.
    `level` is given the index when it is complete, just before the switch; `identity`, of the records it is
    made of, is noted after it: whoever dies in between leaves an index that is made anew once more.
    """
    builds = Builds(folder)
    build = builds.begin()
    building = Building(build, processes or usual_processes())
    try:
        yield building
        building.finish()
        if level is not None:
            with closing(WhooshEngine(Complete(folder, build))) as complete:
                level(complete)
        builds.switch(build)
    except BaseException:
        building.close()
        builds.abandon(build)
        raise
    if identity is not None:
        note(folder, identity)
