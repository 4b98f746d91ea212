"""What was measured, and the file that keeps it: `bench/cluster/figures.json`, an entry a size of corpus."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

KEPT = Path(__file__).resolve().parent / "figures.json"


@dataclass(frozen=True, slots=True)
class Indexed:
    """What indexing took, without making the documents up, and what it left."""

    clock: float  # seconds
    copying: float  # seconds more, until each shard had its copy and the index was switched to
    ours: float  # seconds of processor time, of this program
    nodes: float  # of all nodes, until merging was over
    merging: float  # seconds by the clock, after the last document
    primaries: int  # bytes on the disk, of one copy of each shard
    copies: int  # bytes, of both copies
    kinds: Mapping[str, int]  # bytes of one copy, or of both in equal parts, by what they are for
    heap: int  # bytes in use, of the node that has most


@dataclass(frozen=True, slots=True)
class Times:
    """What the answers of one engine to a class of queries took: milliseconds by the clock."""

    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class Asked:
    """The answers to one class of queries, of both engines."""

    servers: Times
    embedded: Times
    nodes: float  # milliseconds of the nodes' processor time for one query
    matches: float  # of a query, the median
    shared: float  # of the hits on a page, how many are the same
    unequal: int  # answers whose totals or facets differ


@dataclass(frozen=True, slots=True)
class Run:
    """One run at one size of corpus."""

    documents: int
    queries: int  # of each class
    shards: int
    processors: int
    indexed: Indexed
    asked: Mapping[str, Asked]


def load(path: Path = KEPT) -> list[Run]:
    """Read the runs that were kept, the smallest first; none where there is no file."""
    if not path.exists():
        return []
    return sorted(map(_run, json.loads(path.read_text("utf-8"))), key=lambda run: run.documents)


def save(run: Run, path: Path = KEPT) -> list[Run]:
    """Keep a run in place of the one of its size; give all that are kept."""
    others = [each for each in load(path) if each.documents != run.documents]
    path.write_text(json.dumps([asdict(each) for each in [*others, run]], indent=1) + "\n", "utf-8")
    return load(path)


def _run(read: Mapping[str, Any]) -> Run:
    return Run(
        **{name: read[name] for name in ("documents", "queries", "shards", "processors")},
        indexed=Indexed(**read["indexed"]),
        asked={kind: _asked(each) for kind, each in read["asked"].items()},
    )


def _asked(read: Mapping[str, Any]) -> Asked:
    return Asked(**{**read, "servers": Times(**read["servers"]), "embedded": Times(**read["embedded"])})
