"""The matches of one page, however deep: best, newest or oldest first.

Equals by score stand newest first, equals by day in the order of the agenda. A server gives the first 10,000
by their number; what lies deeper is walked to, from the nearer end of the list, on one state of the index.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Literal

from archive.errors import IndexAway
from indexer.engines.opensearch.cluster import Cluster, Missing
from indexer.engines.opensearch.compiling import Clause
from indexer.model import Sort

WINDOW = 10_000  # matches that a server gives by their number
WHOLE = {"allow_partial_search_results": "false"}
"""Rather an error than an answer of some parts of the index."""

_KEPT = "5m"  # how long a state of the index is held for whoever walks it, after each step

Sorting = list[dict[str, str]]

Order = Sort | Literal["place"]
"""An order of matches, or that of meetings."""

_ORDERS: Mapping[Order, tuple[tuple[str, str], ...]] = {
    "relevance": (("_score", "desc"), ("day", "desc"), ("place", "asc"), ("id", "asc")),
    "newest": (("day", "desc"), ("place", "asc"), ("id", "asc")),
    "oldest": (("day", "asc"), ("place", "asc"), ("id", "asc")),
    "place": (("place", "asc"), ("id", "asc")),
}
_OTHER = {"asc": "desc", "desc": "asc"}


def sort_of(order: Order, backwards: bool = False) -> Sorting:
    """Say by what matches are sorted; no two are equal in all of it."""
    return [{field: _OTHER[way] if backwards else way} for field, way in _ORDERS[order]]


def score_of(hit: Mapping[str, Any], order: Sort) -> float:
    """Give the score of a match; 0 where another order was asked for."""
    return float(hit["sort"][0]) if order == "relevance" else 0.0


@dataclass(frozen=True, slots=True)
class State:
    """A state of the index that is held while a long list is read."""

    cluster: Cluster
    name: str

    def count(self, found: Clause) -> int:
        """Count the matches of a query."""
        return int(self._asked({"query": found, "size": 0, "track_total_hits": True})["total"]["value"])

    def step(
        self, found: Clause, sort: Sorting, size: int, after: list[Any] | None, shown: str = ""
    ) -> list[Any]:
        """Give so many matches after one, by what it was sorted by; with what is stored under a name."""
        body = {
            "query": found,
            "sort": sort,
            "size": size,
            "track_total_hits": False,
            "_source": [shown] if shown else False,
            **({"search_after": after} if after else {}),
        }
        hits: list[Any] = self._asked(body)["hits"]
        return hits

    def _asked(self, body: Mapping[str, Any]) -> Any:
        of_state = {**body, "pit": {"id": self.name, "keep_alive": _KEPT}}
        answer = self.cluster.ask("POST", "/_search", of_state, search_type="dfs_query_then_fetch", **WHOLE)
        return answer["hits"]


@contextmanager
def held(cluster: Cluster, index: str) -> Iterator[State]:
    """Hold the newest state of an index for the length of the block."""
    made = cluster.ask(
        "POST", f"/{index}/_search/point_in_time", keep_alive=_KEPT, allow_partial_pit_creation="false"
    )
    state = State(cluster, str(made["pit_id"]))
    try:
        yield state
    finally:
        with suppress(IndexAway, Missing):  # it is let go by itself in time; what was read is no worse for it
            cluster.ask("DELETE", "/_search/point_in_time", {"pit_id": [state.name]})


def deep_page(cluster: Cluster, index: str, found: Clause, order: Sort, first: int, size: int) -> list[Any]:
    """Give the matches of a page, `size` of them from `first` on, on one state of the index."""
    with held(cluster, index) as state:
        total = state.count(found)
        size = min(size, total - first)
        if size <= 0:
            return []
        backwards = first > total // 2
        skipped = total - first - size if backwards else first
        hits = _walked(state, found, sort_of(order, backwards), skipped, size)
    return hits[::-1] if backwards else hits


def steps(
    state: State, found: Clause, order: Order, size: int, shown: str = "document"
) -> Iterator[list[Any]]:
    """Yield all matches, so many at a time, each with what was stored under a name."""
    after: list[Any] | None = None
    while hits := state.step(found, sort_of(order), size, after, shown):
        yield hits
        after = hits[-1]["sort"]


def _walked(state: State, found: Clause, sort: Sorting, skipped: int, size: int) -> list[Any]:
    after: list[Any] | None = None
    while skipped:
        passed = state.step(found, sort, min(skipped, WINDOW), after)
        skipped -= len(passed)
        after = passed[-1]["sort"]
    return state.step(found, sort, size, after, "document")
