"""Bring an index level with the archive: pull the changes it has not seen, batch by batch.

The archive numbers its changes and the index remembers the last number it holds, so a run that was cut
short is continued, and a new index starts at 0 and catches up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from archive.model import Item
from archive.store import Change
from indexer.documents import documents, of_official
from indexer.model import Document, Engine
from indexer.topics import Topics

BATCH = 200  # meetings; about 5,000 documents, one commit


class Changes(Protocol):
    """The part of the archive's store that an index needs."""

    def changes(self, since: int, limit: int) -> Sequence[Change]:
        """Give the records that changed after a revision, each once, in the order of revisions."""
        ...

    def file_texts(self, council: str, urls: Sequence[str]) -> Mapping[str, str]:
        """Give the texts of attached files, by their addresses."""
        ...


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update did, all batches together."""

    meetings: int
    documents: int
    cursor: int


def update(
    store: Changes,
    engine: Engine,
    topics: Topics,
    names: Mapping[str, str],
    batch: int = BATCH,
    on_progress: Callable[[Updated], None] | None = None,
) -> Updated:
    """Give an engine all changes since its cursor; `names` are the councils' names by slug.

    `on_progress` hears the sum so far after each batch, which the engine then has.
    """
    done = Updated(0, 0, engine.cursor())
    while changes := store.changes(done.cursor, batch):
        found = [
            document
            for change in changes
            for document in _documents(store, change, names.get(change.council, change.council), topics)
        ]
        cursor = changes[-1].revision
        engine.replace([change.key for change in changes], found, cursor)
        done = Updated(done.meetings + len(changes), done.documents + len(found), cursor)
        if on_progress is not None:
            on_progress(done)
    return done


def _documents(store: Changes, change: Change, council_name: str, topics: Topics) -> tuple[Document, ...]:
    """Give the documents of a record; one that no page gives any more has none, and those it had go."""
    if change.meeting:
        files = _files(store, change.council, change.meeting.items)
        return documents(change.meeting, council_name, topics, files)
    if change.official:
        files = _files(store, change.council, [change.official.item])
        return of_official(change.official, council_name, topics, files)
    return ()


def _files(store: Changes, council: str, items: Sequence[Item]) -> Mapping[str, str]:
    read = [attachment.url for item in items for attachment in item.attachments if attachment.digest]
    return store.file_texts(council, read) if read else {}
