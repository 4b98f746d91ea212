"""One commit: documents out, documents in, the cursor with them; or nothing at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from whoosh.index import LockError
from whoosh.query import Or, Term

from archive.errors import LockHeld, StoreError
from indexer.engines.whoosh.builds import opened
from indexer.engines.whoosh.schema import CURSOR, cursor_row, row
from indexer.model import Document

_MEMORY = 256  # MB that Whoosh may gather before it sorts to disk


def replace(build: Path, meetings: Iterable[str], documents: Iterable[Document], cursor: int) -> None:
    """Take all documents of these meetings out, put these in, move the cursor: one commit.

    The cursor is an entry of the index itself, so no crash can leave it ahead of the documents.
    """
    arriving = tuple(documents)
    leaving = sorted({*meetings, *(document.meeting for document in arriving)})
    with _writer(build) as writer:
        # One query for all: update_document would open a reader for each (15 s for 100 of 100,000).
        writer.delete_by_query(Or([Term("id", CURSOR), *(Term("meeting", key) for key in leaving)]))
        for document in arriving:
            writer.add_document(**row(document))
        writer.add_document(**cursor_row(cursor))


@contextmanager
def _writer(build: Path) -> Iterator[Any]:
    try:
        writer = opened(build).writer(limitmb=_MEMORY)
    except LockError:
        raise LockHeld("Another run is writing the search index; try again when it is done.") from None
    try:
        yield writer
        writer.commit()
    except OSError as error:
        _abandon(writer)
        raise StoreError(
            f"the search index in {build.parent} cannot be written: {error.strerror}; it is as it was before"
        ) from error
    except BaseException:
        _abandon(writer)
        raise


def _abandon(writer: Any) -> None:
    """Leave the index as it was; a failed commit of Whoosh keeps its lock, so take that off in any case."""
    try:
        writer.cancel()
    except Exception:  # it may fail anywhere between closing its files and the lock
        lock = writer.writelock
        if lock is not None and lock.fd is not None:
            with suppress(OSError):
                lock.release()
