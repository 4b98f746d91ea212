"""What follows from the measured sizes for an archive that is larger than can be measured here (pure).

The work for a query grows with its matches and with the words' lists, and both with the documents: a straight
line through the smallest and the largest size measured is drawn on. What is not measured is a constant here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bench.cluster.figures import Run

DOCUMENTS = 25_000_000
COUNCILS = 420
NODES = 3
COPIES = 2  # of each shard: with one replica
BUILDS = 3  # indices on the disk while a rebuild runs: the one before, the current, the new
_LARGEST_SHARD = 20e9  # bytes: a guess, in the middle of what operators of such servers advise
_LEAST_HEAP, _HEAP_TIMES = 8e9, 2  # bytes, and times what is in use: guesses, for what comes and goes
_FULL = 0.85  # of a disk: beyond it a server takes no more shards


@dataclass(frozen=True, slots=True)
class Line:
    """A figure that grows with the documents; it is not taken to fall."""

    fixed: float
    each: float  # for one document more

    def at(self, documents: float) -> float:
        """Give the figure for so many documents."""
        return self.fixed + self.each * documents


@dataclass(frozen=True, slots=True)
class Answering:
    """What a query of one class is projected to take, in milliseconds but for the matches."""

    matches: float
    work: float  # of processors, all together
    here: float  # p50 by the clock, as the measured line goes on
    apart: float  # p50 by the clock where every shard has a processor for itself


@dataclass(frozen=True, slots=True)
class Sizing:
    """What the servers need, in bytes but for shards and hours."""

    index: float  # one copy
    shards: int
    stored: float  # both copies
    disk: float  # of each node
    read: float  # of each node: the part of its copies that searches read
    heap: float  # in use, of each node, as the measured line goes on
    given: float  # heap of each node
    memory: float  # of each node's machine
    hours: float  # to index everything, at the measured rate
    alone: float  # hours that the one indexing process needs, if it never waits


def line(first: tuple[int, float], last: tuple[int, float]) -> Line:
    """Draw a line through a figure at two sizes; one that fell, by chance, stays as it last was."""
    each = max(0.0, (last[1] - first[1]) / (last[0] - first[0]))
    return Line(max(0.0, last[1] - each * last[0]), each)


def answering(runs: Sequence[Run], kind: str, shards: int) -> Answering:
    """Project the answers to one class of queries from the smallest and the largest run."""
    ends = runs[0], runs[-1]
    matches = ends[1].asked[kind].matches / ends[1].documents * DOCUMENTS
    work, clock = (
        line(*((run.documents, figure) for run, figure in zip(ends, figures, strict=True)))
        for figures in (
            [run.asked[kind].nodes for run in ends],
            [run.asked[kind].servers.p50 for run in ends],
        )
    )
    apart = clock.fixed + work.each * DOCUMENTS / shards
    return Answering(matches, work.at(DOCUMENTS), clock.at(DOCUMENTS), apart)


def _as_sold(memory: float) -> float:
    """Give the next power of two of gigabytes."""
    return 1e9 * 2.0 ** math.ceil(math.log2(memory / 1e9))


def sizing(runs: Sequence[Run]) -> Sizing:
    """Say what the servers need, from the bytes and seconds of a document in the largest run."""
    first, last = runs[0], runs[-1]
    indexed, times = last.indexed, DOCUMENTS / last.documents
    index, stored = indexed.primaries * times, indexed.copies * times
    read = sum(size for kind, size in indexed.kinds.items() if kind != "documents") * times / NODES
    heap = line((first.documents, first.indexed.heap), (last.documents, indexed.heap)).at(DOCUMENTS)
    shards = math.ceil(index / _LARGEST_SHARD / NODES) * NODES
    given = max(_LEAST_HEAP, heap * _HEAP_TIMES)
    clock = indexed.clock + indexed.copying
    hours, alone = (seconds * times / 3600 for seconds in (clock, indexed.ours))
    return Sizing(
        index=index,
        shards=shards,
        stored=stored,
        disk=stored * BUILDS / NODES / _FULL,
        read=read,
        heap=heap,
        given=given,
        memory=_as_sold(given + read),
        hours=hours,
        alone=alone,
    )
