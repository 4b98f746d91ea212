"""Every match of a query, in order: for whoever takes the whole list away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

from indexer.model import Also, Document, Engine, Query

AT_ONCE = 1_000  # documents asked for together of an engine that gives pages only


@dataclass(frozen=True, slots=True)
class Listing:
    """The answer to a query without pages: how many documents match, and each of them as it is asked for."""

    total: int
    documents: Iterator[Document]
    also: tuple[Also, ...] = ()  # what was searched for beside the typed words


@runtime_checkable
class Lists(Protocol):
    """An engine that knows which state its index is in, and can hold it while a long list is read."""

    def listed(self, query: Query) -> Listing:
        """Give all matches of one state of the index; the query's page, size and facets count for nothing."""
        ...

    def state(self) -> str:
        """Name the state of the index: another after each commit, and when it was made anew."""
        ...


def listed(engine: Engine, query: Query) -> Listing:
    """Give every match, of one state of the index where the engine can hold it, else page after page."""
    if isinstance(engine, Lists):
        return engine.listed(query)
    whole = replace(query, page=1, size=AT_ONCE, facets=())
    first = engine.search(whole)
    return Listing(first.total, _paged(engine, whole, first.pages), first.also)


def state(engine: Engine) -> str:
    """Name the state of the index as closely as the engine tells."""
    return engine.state() if isinstance(engine, Lists) else f"{engine.cursor()}-{engine.count()}"


def _paged(engine: Engine, query: Query, pages: int) -> Iterator[Document]:
    for page in range(1, pages + 1):
        for hit in engine.search(replace(query, page=page)).hits:
            yield hit.document
