"""One commit: documents out, documents in, the cursor with them; or nothing at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from whoosh.index import LockError

from archive.errors import LockHeld, StoreError
from indexer.engines.whoosh.arrays.files import Array, ArrayFile
from indexer.engines.whoosh.arrays.sources import Source
from indexer.engines.whoosh.builds import opened
from indexer.engines.whoosh.schema import CURSOR, cursor_row, row
from indexer.model import Document


def replace(build: Path, meetings: Iterable[str], documents: Iterable[Document], cursor: int) -> None:
    """Take all documents of these meetings out, put these in, move the cursor: one commit.

    The cursor is an entry of the index itself, so no crash can leave it ahead of the documents.
    """
    arriving = tuple(documents)
    leaving = sorted({*meetings, *(document.meeting for document in arriving)})
    with _writer(build) as writer:
        writer.delete_by_terms("id", [CURSOR])
        writer.delete_by_terms("meeting", leaving)
        for document in arriving:
            writer.add_document(**row(document))
        writer.add_document(**cursor_row(cursor))


def commit_whole(
    build: Path, runs: Sequence[Path], alive: Array, documents: Iterable[Document], cursor: int
) -> None:
    """Commit a build that is still empty: the documents of its runs that are alive, then some more."""
    with _writer(build) as writer:
        first = 0
        for arrays in map(ArrayFile, runs):
            last = first + int(arrays.facts["documents"])
            writer.take_in_run(Source(arrays, alive[first:last]))
            first = last
        for document in documents:
            writer.add_document(**row(document))
        writer.add_document(**cursor_row(cursor))


@contextmanager
def writing(build: Path) -> Iterator[None]:
    """Say of a disk that is full, or gone, what that means for the index."""
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"the search index in {build.parent} cannot be written: {error.strerror}; it is as it was before"
        ) from error


@contextmanager
def _writer(build: Path) -> Iterator[Any]:
    try:
        writer = opened(build).writer()
    except LockError:
        raise LockHeld("Another run is writing the search index; try again when it is done.") from None
    with writing(build):
        try:
            yield writer
            writer.commit()
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
