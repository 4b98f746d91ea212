"""Whoosh's index over segments of arrays: its life cycle, our table of contents and our writer."""

from __future__ import annotations

from typing import Any

from whoosh.index import TOC, FileIndex

from indexer.engines.whoosh.arrays.toc import read_toc, write_toc

NAME = "MAIN"


class ArrayIndex(FileIndex):
    """An index in a storage; the schema comes from the code, never from a file."""

    def __init__(self, storage: Any, schema: Any, indexname: str = NAME) -> None:
        # FileIndex's own would unpickle the table of contents.
        self.storage = storage
        self._schema = schema
        self.indexname = indexname
        self._read_toc()

    @classmethod
    def create(cls, storage: Any, schema: Any, indexname: str = NAME) -> ArrayIndex:
        """Make an index without documents."""
        write_toc(storage, indexname, TOC(schema, [], 0))
        return cls(storage, schema, indexname)

    def writer(self, **options: Any) -> Any:
        """Open the one writer there can be; raises Whoosh's LockError while there is another."""
        from indexer.engines.whoosh.arrays.writer import ArrayIndexWriter  # a search needs none

        return ArrayIndexWriter(self, **options)

    @property
    def contents(self) -> TOC:
        """Read which segments the newest commit has."""
        return self._read_toc()

    def _read_toc(self) -> TOC:
        return read_toc(self.storage, self.indexname, self._schema)
