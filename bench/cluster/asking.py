"""Both engines are asked every query by turns, by the clock: the servers' work is in other processes."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench.cluster.figures import Asked, Times
from bench.search.ours import FACETS
from bench.search.peer import PAGE
from bench.search.queries import CLASSES, FILTER, Class, Words, queries, typed
from indexer.model import Engine, Query, Results

_WARMING = 80  # queries of each class, others than those that are measured, until Java compiles no more


@dataclass(frozen=True, slots=True)
class Both:
    """The engines that are compared, and a clock of the nodes' processor time, in seconds."""

    servers: Engine
    embedded: Engine
    used: Callable[[], float]


@dataclass(slots=True)
class Seen:
    """What is kept of the answers to a class of queries."""

    servers: list[float] = field(default_factory=list)  # milliseconds
    embedded: list[float] = field(default_factory=list)
    nodes: list[float] = field(default_factory=list)  # milliseconds of processor time
    totals: list[int] = field(default_factory=list)
    shared: list[float] = field(default_factory=list)
    unequal: int = 0

    def asked(self) -> Asked:
        """Sum up."""
        return Asked(
            times(self.servers),
            times(self.embedded),
            statistics.mean(self.nodes),
            statistics.median(self.totals),
            statistics.mean(self.shared),
            self.unequal,
        )


def ask_all(both: Both, count: int) -> dict[str, Asked]:
    """Ask every class; what is open for good is not looked through before every answer."""
    found: dict[str, Asked] = {}
    gc.collect()
    gc.freeze()
    for kind in CLASSES:  # all are warmed first: Java makes its code better while it is asked
        _by_turns(both, kind, queries(kind, _WARMING, seed=5))
    for kind in CLASSES:
        found[kind] = _by_turns(both, kind, queries(kind, count)).asked()
        print(f"{kind}: {found[kind]}", flush=True)
    gc.unfreeze()
    return found


def times(took: Sequence[float]) -> Times:
    """Give the median, and what 19 of 20 answers took no longer than."""
    return Times(statistics.median(took), sorted(took)[int(len(took) * 0.95)])


def equal(one: Results, other: Results) -> bool:
    """Say whether two answers have the same total and the same counts."""
    return (one.total, _counts(one)) == (other.total, _counts(other))


def shared(one: Results, other: Results) -> float:
    """Say what share of the hits on a page is on the other as well; all of none."""
    first, second = ({hit.document.id for hit in each.hits} for each in (one, other))
    return len(first & second) / len(first) if first else 1.0


def _by_turns(both: Both, kind: Class, asked: Sequence[Words]) -> Seen:
    seen = Seen()
    boards = (FILTER,) if kind == "filtered" else ()
    for words in asked:
        query = Query(typed(kind, words), boards=boards, facets=FACETS, size=PAGE)
        before = both.used()
        theirs = _timed(both.servers, query, seen.servers)
        seen.nodes.append((both.used() - before) * 1000)
        ours = _timed(both.embedded, query, seen.embedded)
        seen.totals.append(ours.total)
        seen.shared.append(shared(ours, theirs))
        seen.unequal += not equal(ours, theirs)
    return seen


def _timed(engine: Engine, query: Query, took: list[float]) -> Results:
    gc.collect()  # or one engine would clear up after another
    began = time.perf_counter()
    found = engine.search(query)
    took.append((time.perf_counter() - began) * 1000)
    return found


def _counts(found: Results) -> dict[str, dict[str, int]]:
    return {name: {each.value: each.count for each in values} for name, values in found.facets.items()}
