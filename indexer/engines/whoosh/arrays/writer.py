"""Whoosh's writer, its lock, its generations and its order of a commit, over arrays instead of a pool."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.index import TOC, clean_files
from whoosh.writing import SegmentWriter

from indexer.engines.whoosh.arrays.batch import Batch
from indexer.engines.whoosh.arrays.codec import ArrayCodec
from indexer.engines.whoosh.arrays.fields import FieldArrays
from indexer.engines.whoosh.arrays.files import ArrayFile, ArrayWriter
from indexer.engines.whoosh.arrays.merging import merge
from indexer.engines.whoosh.arrays.segment import ArraySegment
from indexer.engines.whoosh.arrays.sources import Source
from indexer.engines.whoosh.arrays.toc import write_toc

_MOST_DOCUMENTS = 25_000  # in memory; then they are written as a run, to be merged at the commit
_MOST_CHARACTERS = 80_000_000  # of texts
_ALIKE = 8  # segments of one order of size that are let be


def merge_alike(writer: ArrayIndexWriter, segments: Sequence[ArraySegment]) -> list[ArraySegment]:
    """Merge the smallest segments when there are many of about one size, and those mostly deleted.

    Whoosh's own policy never merges segments of a hundred documents each, so that every search visits more.
    """
    kept: list[ArraySegment] = []
    tiers: dict[int, list[ArraySegment]] = {}
    for segment in segments:
        if segment.deleted_count() * 2 > segment.doc_count_all():
            writer.take_in(segment)
        else:
            tiers.setdefault(len(str(segment.doc_count())), []).append(segment)
    taken = 0
    for size in sorted(tiers):
        if len(tiers[size]) + bool(taken) > _ALIKE:
            for segment in tiers[size]:
                writer.take_in(segment)
            taken += 1
        else:
            kept.extend(tiers[size])
    return [segment for segment in segments if segment in kept]


class ArrayIndexWriter(SegmentWriter):
    """Adds and deletes documents; nothing of it is seen before `commit`."""

    def __init__(self, index: Any, **options: Any) -> None:
        super().__init__(index, codec=ArrayCodec(), **options)
        self.mergetype = merge_alike
        self._batch = Batch(self.schema)
        self._sources: list[Source] = []
        self._runs = 0

    def add_document(self, **fields: Any) -> None:
        """Add a document; when it raises, the writer is as it was."""
        self._check_state()
        self._batch.add(fields)
        self._added = True
        self.docnum += 1
        if self._batch.documents >= _MOST_DOCUMENTS or self._batch.characters >= _MOST_CHARACTERS:
            self._write_run()

    def delete_by_terms(self, field: str, terms: Iterable[str]) -> None:
        """Delete the documents that have any of these values in a field of whole values."""
        wanted = sorted({term.encode() for term in terms})
        for segment in self.segments:
            found = FieldArrays(segment.open(self.storage), field)
            for number in map(found.terms.find, wanted):
                if number is not None:
                    segment.deleted.update(found.ids[found.postings(number)].tolist())

    def take_in(self, segment: ArraySegment) -> None:
        """Merge a segment's documents into the one that is being written."""
        self.take_in_run(Source(segment.open(self.storage), segment.alive()))

    def take_in_run(self, run: Source) -> None:
        """Merge documents that were gathered and written elsewhere."""
        self._sources.append(run)
        self.docnum += run.documents
        self._added = True

    def _write_run(self) -> None:
        path = Path(self._tempstorage.folder, f"run-{self._runs}")
        self._runs += 1
        self._batch.write(path)
        self._sources.append(Source(ArrayFile(path), np.ones(self._batch.documents, bool)))
        self._batch = Batch(self.schema)

    def _flush_segment(self) -> None:
        sources = list(self._sources)
        if self._batch.documents or not sources:
            sources.append(Source(self._batch.arrays(), np.ones(self._batch.documents, bool)))
        with ArrayWriter(self.newsegment.path(self.storage)) as out:
            out.facts["documents"] = self.docnum
            if len(sources) == 1 and sources[0].alive.all():
                for name in sources[0].arrays:
                    out.put(name, sources[0].arrays[name])
            else:
                merge(sources, out)

    def _close_segment(self) -> None:
        self.pool.cleanup()
        if self._runs:
            for path in Path(self._tempstorage.folder).glob("run-*"):
                path.unlink()

    def _commit_toc(self, segments: list[ArraySegment]) -> None:
        segments = [segment for segment in segments if segment.doc_count()]
        write_toc(self.storage, self.indexname, TOC(self.schema, segments, self.generation))
        clean_files(self.storage, self.indexname, self.generation, segments)
