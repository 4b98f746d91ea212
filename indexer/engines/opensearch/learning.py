"""What documents explain of acronyms, kept with them: every web server on any machine reads the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from indexer.acronyms import Definition
from indexer.engines.opensearch.cluster import Cluster
from indexer.engines.opensearch.ordering import held, steps
from indexer.model import Document

_AT_ONCE = 1_000


class Keeps(Protocol):
    """The part of the engine that is asked."""

    def cursor(self) -> int:
        """Return the archive's last revision that the index holds."""
        ...

    def state(self) -> str:
        """Name the state of the index."""
        ...

    def definitions(self) -> tuple[Definition, ...]:
        """Give what the documents explain."""
        ...


class Told:
    """The definitions of an index, which are written and removed with its documents."""

    def __init__(self, engine: Keeps) -> None:
        self._engine = engine
        self._known: tuple[str, tuple[Definition, ...]] = ("", ())  # and of which state of the index

    def cursor(self) -> int:
        """Return the archive's last revision that the index holds."""
        return self._engine.cursor()

    def replace(self, meetings: Iterable[str], documents: Iterable[Document], cursor: int) -> None:
        """Leave it to the engine: the documents bring what they explain."""

    def switch(self) -> None:
        """Leave it to the engine: an index made anew has its own."""

    def definitions(self) -> tuple[Definition, ...]:
        """Give every definition; the same tuple while the index stays as it is."""
        state = self._engine.state()
        if state != self._known[0]:
            self._known = (state, self._engine.definitions())
        return self._known[1]


def definitions(cluster: Cluster, index: str) -> tuple[Definition, ...]:
    """Read all definitions, in the order of meetings."""
    explaining = {"bool": {"filter": [{"term": {"explains": True}}]}}
    with held(cluster, index) as state:
        return tuple(
            Definition(*fields)
            for hits in steps(state, explaining, "place", _AT_ONCE, "definitions")
            for hit in hits
            for fields in hit["_source"]["definitions"]
        )
