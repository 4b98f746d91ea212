"""A segment as Whoosh knows it: which file, how many documents, which of them are deleted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec.base import Segment

from indexer.engines.whoosh.arrays.files import Array, ArrayFile

EXTENSION = ".seg"


class ArraySegment(Segment):
    """One file of arrays, and the documents of it that no longer count."""

    def __init__(
        self,
        indexname: str,
        segid: str | None = None,
        documents: int = 0,
        deleted: frozenset[int] = frozenset(),
    ) -> None:
        super().__init__(indexname)
        self.segid: str = segid or self._random_id()
        self._documents = documents
        self.deleted = set(deleted)

    def codec(self) -> Any:
        """Give the codec that reads it."""
        from indexer.engines.whoosh.arrays.codec import ArrayCodec  # the codec makes segments itself

        return ArrayCodec()

    def should_assemble(self) -> bool:
        """Say no: it is one file already."""
        return False

    def path(self, storage: Any) -> Path:
        """Give the file's path."""
        return Path(storage.folder, self.make_filename(EXTENSION))

    def open(self, storage: Any) -> ArrayFile:
        """Map the file; raises IndexFault for a damaged one."""
        return ArrayFile(self.path(storage))

    def set_doc_count(self, doccount: int) -> None:
        """Note how many documents were written."""
        self._documents = doccount

    def doc_count_all(self) -> int:
        """Count the documents, deleted ones included."""
        return self._documents

    def deleted_count(self) -> int:
        """Count the deleted documents."""
        return len(self.deleted)

    def deleted_docs(self) -> Iterator[int]:
        """Give the deleted documents' numbers, ascending."""
        return iter(sorted(self.deleted))

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Mark a document as deleted, or no longer so."""
        (self.deleted.add if delete else self.deleted.discard)(docnum)

    def is_deleted(self, docnum: int) -> bool:
        """Say whether a document is deleted."""
        return docnum in self.deleted

    def alive(self) -> Array:
        """Give a mask of the documents that are not deleted."""
        mask = np.ones(self._documents, bool)
        mask[list(self.deleted)] = False
        return mask
