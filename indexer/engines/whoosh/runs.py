"""Documents written as runs: files of arrays, to be merged. In this process, and in others beside it.

A run goes to a process that has nothing to do; where there is none, it is written here. Which process wrote a
run makes no difference to it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from indexer.engines.whoosh.arrays.batch import Batch
from indexer.engines.whoosh.schema import row, schema
from indexer.engines.whoosh.worker import Worker
from indexer.model import Document

DOCUMENTS = 12_500  # of a run
CHARACTERS = 40_000_000  # of texts: a run in the making takes about ten times as many bytes
MOST_PROCESSES = 2  # unless more are asked for: each takes memory of its own


def write_run(path: Path, documents: Sequence[Document]) -> None:
    """Write documents as the arrays of a segment."""
    batch = Batch(schema())
    for document in documents:
        batch.add(row(document))
    batch.write(path)


def usual_processes() -> int:
    """Say how many processes build an index where nobody says."""
    allowed = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    return min(len(allowed), MOST_PROCESSES)


class Runs:
    """The runs of a build, in the order of their documents; `stop` it in any case."""

    def __init__(self, folder: Path, processes: int) -> None:
        self._folder = folder
        self._others = processes - 1
        self._workers: list[Worker] = []
        self.paths: list[Path] = []

    def write(self, documents: Sequence[Document]) -> None:
        """Write one more run, or have it written; raises what went wrong with any."""
        self._folder.mkdir(exist_ok=True)
        path = self._folder / f"run-{len(self.paths)}"
        self.paths.append(path)
        worker = self._free()
        if worker:
            worker.give(path, documents)
        else:
            write_run(path, documents)

    def finish(self) -> None:
        """Wait for what is still being written; raises what went wrong."""
        for worker in self._workers:
            worker.finish()
        self.stop()

    def stop(self) -> None:
        """End the other processes, whatever they are doing."""
        while self._workers:
            self._workers.pop().stop()

    def remove(self) -> None:
        """Remove the files of runs, which are merged."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _free(self) -> Worker | None:
        for worker in self._workers:
            if worker.is_free():
                return worker
        if len(self._workers) < self._others:
            self._workers.append(Worker(write_run))
            return self._workers[-1]
        return None
