"""The engine: `indexer.model.Engine` over a cluster of search servers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TypeVar

from archive.errors import IndexFault, LockHeld
from indexer.acronyms import Definition
from indexer.engines.opensearch import answering, listing, origin, writing
from indexer.engines.opensearch.builds import Builds
from indexer.engines.opensearch.cluster import Json, Missing
from indexer.engines.opensearch.compiling import DOCUMENTS
from indexer.engines.opensearch.learning import definitions
from indexer.engines.opensearch.mapping import CURSOR
from indexer.engines.opensearch.words import words
from indexer.listing import Listing
from indexer.model import Document, Engine, Query, Results

T = TypeVar("T")


class OpenSearchEngine:
    """Keeps documents on a cluster and answers queries; may be used by many threads at once."""

    def __init__(self, builds: Builds, index: str | None = None) -> None:
        self._builds, self._cluster = builds, builds.cluster
        self._index = index or builds.alias
        self._words: tuple[str, Mapping[str, int]] = ("", {})  # and of which state of the index they are

    def cursor(self) -> int:
        """Return the archive's last revision that the index holds; 0 when it is new."""
        entry = self._cursor_entry()
        return int(entry["_source"]["cursor"]) if entry else 0

    def state(self) -> str:
        """Name the index and its newest batch; nothing where there is no index."""
        entry = self._cursor_entry()
        return f"{entry['_index']}-{entry['_primary_term']}-{entry['_seq_no']}" if entry else ""

    def written(self) -> datetime | None:
        """Return when its newest batch was complete, by the clock of who wrote it; None for a new index."""
        entry = self._cursor_entry()
        return datetime.fromisoformat(entry["_source"]["written"]) if entry else None

    def definitions(self) -> tuple[Definition, ...]:
        """Give what the documents explain of acronyms, in the order of meetings."""
        return self._here(lambda name: definitions(self._cluster, name), ())

    def count(self) -> int:
        """Return how many documents the index holds."""
        body = {"query": DOCUMENTS}
        return self._here(lambda name: int(self._cluster.ask("POST", f"/{name}/_count", body)["count"]), 0)

    def search(self, query: Query) -> Results:
        """Answer with exact totals and exact facets; raises QueryError and IndexFault."""
        found = self._here(lambda name: answering.search(self._cluster, name, query), None)
        return found or answering.search(self._cluster, None, query)

    def listed(self, query: Query) -> Listing:
        """Give every match of a query, in order, all of one state of the index; raises IndexFault."""
        found = self._here(lambda name: listing.listed(self._cluster, name, query), None)
        return found or listing.listed(self._cluster, None, query)

    def words(self) -> Mapping[str, int]:
        """Return every word of titles and texts in its exact form, with the number of its documents."""
        state = self.state()
        if state != self._words[0]:
            self._words = (state, self._here(lambda name: words(self._cluster, name), {}))
        return self._words[1]

    def replace(self, meetings: Iterable[str], documents: Iterable[Document], cursor: int) -> None:
        """Take all documents of these meetings out, put these in, move the cursor; the same twice is as once.

        Raises IndexFault; what was then written is not seen until the same batch is given again.
        """
        arriving = tuple(documents)
        if self._index == self._builds.alias and self._builds.current() is None:
            self._builds.first()
        writing.replace(self._cluster, self._index, meetings, arriving, cursor)

    def close(self) -> None:
        """Let go of all connections; a later search opens them again."""
        self._cluster.close()

    def _cursor_entry(self) -> Json | None:
        entry = self._here(
            lambda name: self._cluster.ask("GET", f"/{name}/_doc/%23cursor", routing=CURSOR), None
        )
        return entry if entry and entry["found"] else None

    def _here(self, asked: Callable[[str], T], otherwise: T) -> T:
        """Ask the index; where there is none yet, give something else; raises for a foreign one."""
        try:
            return asked(self._index)
        except Missing:
            if self._index == self._builds.alias and self._builds.current() is None:
                return otherwise
        return asked(self._index)  # it has come to be meanwhile


def open_engine(builds: Builds, *, checked: bool = True) -> OpenSearchEngine:
    """Open the index on a cluster, or make ready for a first one.

    Raises IndexFault when there is one that was made by another version, or the servers do not answer;
    unchecked, each search raises it, until that is mended: what a web server wants.
    """
    if checked:
        builds.current()
    return OpenSearchEngine(builds)


@contextmanager
def rebuilding(
    builds: Builds, *, identity: str | None = None, level: Callable[[Engine], object] | None = None
) -> Iterator[OpenSearchEngine]:
    """Give an empty engine to fill; the index is switched to it when the block ends well.

    Until then, and if it does not end well, searches go on with the old index. `identity`, of the records it
    is made of, is noted in it. `level` is given it when its copies are made, just before the switch: that
    takes long, and what was withheld meanwhile must not be found again.
    """
    building = builds.begin()
    engine = OpenSearchEngine(builds, building)
    try:
        yield engine
        if identity is not None:
            origin.put(builds.cluster, building, identity)
        builds.copy(building)
        if level is not None:
            level(engine)
        builds.switch(building)
    except BaseException as error:
        with suppress(IndexFault):  # which would hide what went wrong; it is removed when the next is begun
            builds.abandon(building)
        if isinstance(error, Missing):
            raise LockHeld(
                "Another run has since begun to make the search index anew; this one ends."
            ) from None
        raise
