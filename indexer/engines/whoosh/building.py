"""An index that is made anew: filled like an engine, merged and committed once, when all is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import compress, groupby
from pathlib import Path
from typing import NoReturn

import numpy as np

from archive.errors import IndexFault
from indexer.engines.whoosh.arrays.files import Array
from indexer.engines.whoosh.runs import CHARACTERS, DOCUMENTS, Runs
from indexer.engines.whoosh.writing import commit_whole, writing
from indexer.model import Document, Query


class Building:
    """Takes documents as an engine does; what it was given can be searched when `finish` is done.

    Documents are numbered as they come. Those of a meeting that comes again later stay in their run, and are
    left out when the runs are merged.
    """

    def __init__(self, build: Path, processes: int) -> None:
        self.folder = build
        self._runs = Runs(build / "runs", processes)
        self._waiting: list[Document] = []
        self._characters = 0  # of those that wait
        self._given = 0
        self._numbers: dict[str, list[range]] = {}  # of each meeting's documents
        self._replaced: list[range] = []
        self._cursor = 0

    def cursor(self) -> int:
        """Return the archive's last revision that was given."""
        return self._cursor

    def count(self) -> int:
        """Return how many documents the index will hold."""
        return self._given - sum(map(len, self._replaced))

    def replace(self, meetings: Iterable[str], documents: Iterable[Document], cursor: int) -> None:
        """Take all documents of these meetings out, put these in, move the cursor."""
        arriving = tuple(documents)
        for meeting in {*meetings, *(document.meeting for document in arriving)}:
            self._replaced += self._numbers.pop(meeting, ())
        for meeting, together in groupby(arriving, lambda document: document.meeting):
            self._numbers.setdefault(meeting, []).append(self._take(together))
        self._cursor = cursor

    def finish(self) -> None:
        """Merge all that was given, and commit it: only then is there an index."""
        if self._runs.paths and self._waiting:
            self._write_run()
        with writing(self.folder):
            self._runs.finish()
        alive = self._alive()
        waiting = compress(self._waiting, alive[self._given - len(self._waiting) :].tolist())
        commit_whole(self.folder, self._runs.paths, alive, waiting, self._cursor)
        self._runs.remove()

    def close(self) -> None:
        """End what is still being done for it."""
        self._runs.stop()

    def search(self, query: Query) -> NoReturn:  # noqa: ARG002 - an engine's signature
        """Refuse: an index is searched when it is complete."""
        raise self._unfinished()

    def words(self) -> NoReturn:
        """Refuse, likewise."""
        raise self._unfinished()

    def _unfinished(self) -> IndexFault:
        return IndexFault(
            f"The search index at {self.folder} is still being made.", "Wait until it is there."
        )

    def _take(self, documents: Iterator[Document]) -> range:
        first = self._given
        for document in documents:
            self._waiting.append(document)
            self._given += 1
            self._characters += len(document.text) + sum(len(file.text) for file in document.attached)
            if len(self._waiting) >= DOCUMENTS or self._characters >= CHARACTERS:
                self._write_run()
        return range(first, self._given)

    def _write_run(self) -> None:
        with writing(self.folder):
            self._runs.write(self._waiting)
        self._waiting, self._characters = [], 0

    def _alive(self) -> Array:
        """Give a mask of the documents that no later ones replaced."""
        mask = np.ones(self._given, bool)
        for numbers in self._replaced:
            mask[numbers.start : numbers.stop] = False
        return mask
