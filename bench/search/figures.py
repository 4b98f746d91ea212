"""What was measured, and the file that keeps it: `bench/search.json`, an entry a size of corpus."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

KEPT = Path(__file__).resolve().parent.parent / "search.json"


@dataclass(frozen=True, slots=True)
class Built:
    """What indexing took, without making the documents up."""

    documents: int
    cpu: float  # seconds, of all processes
    wall: float  # seconds
    index: float  # MB on the disk
    memory: float  # MB resident at most, of all processes together


@dataclass(frozen=True, slots=True)
class Asked:
    """What the answers to one class of queries took."""

    p50: float  # CPU milliseconds
    p95: float
    matches: float  # of a query, the median


@dataclass(frozen=True, slots=True)
class Run:
    """One run at one size of corpus: figures by engine, and by class of query."""

    documents: int
    queries: int  # of each class
    turn: int  # queries that an engine was asked in a row
    built: Mapping[str, Built]
    asked: Mapping[str, Mapping[str, Asked]]
    remarks: tuple[str, ...]  # on what is not alike in the engines' answers


def load(path: Path = KEPT) -> dict[int, Run]:
    """Read the runs that were kept, by size, the smallest first; none where there is no file."""
    if not path.exists():
        return {}
    runs = [_run(each) for each in json.loads(path.read_text("utf-8"))]
    return {run.documents: run for run in sorted(runs, key=lambda run: run.documents)}


def save(run: Run, path: Path = KEPT) -> dict[int, Run]:
    """Keep a run in place of the one of its size; give all that are kept."""
    runs = load(path) | {run.documents: run}
    path.write_text(json.dumps([asdict(runs[size]) for size in sorted(runs)], indent=1) + "\n", "utf-8")
    return load(path)


def _run(read: Mapping[str, Any]) -> Run:
    return Run(
        documents=read["documents"],
        queries=read["queries"],
        turn=read["turn"],
        built={name: Built(**each) for name, each in read["built"].items()},
        asked={
            name: {kind: Asked(**each) for kind, each in kinds.items()}
            for name, kinds in read["asked"].items()
        },
        remarks=tuple(read["remarks"]),
    )
