"""Whoosh's own searcher on a snapshot of an index."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from whoosh.searching import Searcher

from indexer.engines.whoosh.snapshots import Snapshot
from tests.indexer.oracle.columns import Columns, read_columns


class Stock:
    """One committed state of an index, as stock Whoosh sees it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @cached_property
    def searcher(self) -> Any:
        """Open Whoosh's own searcher on the same files."""
        index, toc = self._snapshot.index, self._snapshot.toc
        return Searcher(index._reader(index.storage, toc.schema, toc.segments, self._snapshot.state[1]))

    @cached_property
    def columns(self) -> Columns:
        """Read the columns as sets."""
        return read_columns(self.searcher.reader())
