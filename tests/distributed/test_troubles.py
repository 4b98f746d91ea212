"""Servers that do not answer as they should, in the middle of things: no answer is taken for an empty one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from opensearchpy import Transport
from opensearchpy.exceptions import ConnectionError, ConnectionTimeout, TransportError  # noqa: A004 - its name

from archive.errors import IndexAway
from indexer.engines.opensearch import (
    OpenSearchEngine,
    acronyms,
    answering,
    cluster,
    made_of,
    note,
    open_engine,
    ordering,
    rebuilding,
)
from indexer.engines.opensearch.builds import Builds
from indexer.engines.opensearch.cluster import Cluster, Missing
from indexer.model import Query
from tests.indexer.made import document
from tests.indexer.test_listing import many

Trouble = Callable[..., Any]

PERFORM = Transport.perform_request


@pytest.fixture
def engine(indices: Builds) -> OpenSearchEngine:
    return open_engine(indices)


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the servers forget each state of an index at once, as a node that is started again does."""
    ask = Cluster.ask

    def forgetting(self: Cluster, method: str, path: str, *rest: Any, **params: Any) -> Any:
        answer = ask(self, method, path, *rest, **params)
        if path.endswith("/_search/point_in_time") and method == "POST":
            ask(self, "DELETE", "/_search/point_in_time", {"pit_id": [answer["pit_id"]]})
        return answer

    monkeypatch.setattr(Cluster, "ask", forgetting)


@pytest.mark.usefixtures("forgetful")
def test_a_state_that_the_servers_forgot_is_an_error_and_no_empty_answer(
    engine: OpenSearchEngine, indices: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.replace([], many(30), 1)
    for module in (ordering, answering):
        monkeypatch.setattr(module, "WINDOW", 9)
    for asked in (
        lambda: engine.listed(Query("")),
        lambda: engine.search(Query("", size=7, page=2)),
        engine.definitions,
        acronyms(indices, engine).definitions,
    ):
        with pytest.raises(IndexAway, match="No search context found"):
            asked()


def test_an_index_that_comes_to_be_while_it_is_asked_is_asked_again(
    engine: OpenSearchEngine, indices: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = Cluster.ask

    def made_meanwhile(self: Cluster, method: str, path: str, *rest: Any, **params: Any) -> Any:
        try:
            return ask(self, method, path, *rest, **params)
        except Missing:
            monkeypatch.undo()
            open_engine(indices).replace([], [document()], 1)
            raise

    monkeypatch.setattr(Cluster, "ask", made_meanwhile)
    assert engine.search(Query("")).total == 1


def test_an_index_without_an_entry_is_there_all_the_same(engine: OpenSearchEngine, indices: Builds) -> None:
    indices.first()
    assert (engine.cursor(), engine.state(), engine.written(), made_of(indices)) == (0, "", None, None)
    note(indices, "these records")
    assert made_of(indices) == "these records"


def late(self: Transport, *rest: Any, **params: Any) -> Any:
    """Do what is asked, and let the answer not come."""
    PERFORM(self, *rest, **params)
    raise ConnectionTimeout("TIMEOUT", "too late", None)


def full(_self: Transport, *_: Any, **__: Any) -> Any:
    raise TransportError(429, "circuit_breaking_exception", {"error": {"type": "circuit_breaking_exception"}})


def gone(_self: Transport, *_: Any, **__: Any) -> Any:
    raise ConnectionError("N/A", "refused", None)


def one_full_item(self: Transport, *rest: Any, **params: Any) -> Any:
    """Do what is asked, and let one entry of it be refused."""
    answer = PERFORM(self, *rest, **params)
    next(iter(answer["items"][0].values())).update(status=503, error={"reason": "no such shard"})
    return answer


def troubled(patch: pytest.MonkeyPatch, path: str, *troubles: Trouble) -> list[Trouble]:
    """Let questions whose path has such an end meet troubles, each one; give what was not met yet."""
    left = list(troubles)

    def performing(self: Transport, method: str, url: str, *rest: Any, **params: Any) -> Any:
        trouble = left.pop(0) if left and url.endswith(path) else PERFORM
        return trouble(self, method, url, *rest, **params)

    patch.setattr(Transport, "perform_request", performing)
    patch.setattr(cluster, "PATIENCE", (0.0,) * len(cluster.PATIENCE))
    return left


@pytest.mark.parametrize("path", ["/_bulk", "/_refresh", "/_search"])
def test_a_batch_is_written_through_troubles_that_pass(
    engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    engine.replace([], [document("1"), document("2")], 1)
    left = troubled(monkeypatch, path, full, late, gone)
    engine.replace(["salt/1"], [document("3"), document("4")], 2)
    assert (left, engine.cursor(), engine.count()) == ([], 2, 3)


def test_entries_that_are_refused_for_now_are_written_again(
    engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = troubled(monkeypatch, "/_bulk", one_full_item, one_full_item)
    engine.replace([], [document("1"), document("2")], 1)
    assert (left, engine.cursor(), engine.count()) == ([], 1, 2)


@pytest.mark.parametrize("path", ["/_flush", "/_settings", "/_aliases", "/_doc/%23origin"])
def test_a_rebuild_is_ended_through_troubles_that_pass(
    engine: OpenSearchEngine, indices: Builds, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    with rebuilding(indices, identity="these") as building:
        building.replace([], [document("1"), document("2")], 1)
        left = troubled(monkeypatch, path, full, gone, late)
    assert (left, engine.count(), made_of(indices)) == ([], 2, "these")


def test_the_copies_are_waited_for_through_troubles_that_pass(
    engine: OpenSearchEngine, indices: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    with rebuilding(indices) as building:
        building.replace([], [document("1"), document("2")], 1)
        health = f"/_cluster/health/{building._index.removesuffix('-building')}"
        left = troubled(monkeypatch, health, full, late, gone)
    assert (left, engine.count()) == ([], 2)


def test_a_trouble_that_does_not_pass_ends_a_batch_after_some_attempts(
    engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = troubled(monkeypatch, "/_bulk", *[full] * 99)
    with pytest.raises(IndexAway, match="circuit_breaking"):
        engine.replace([], [document()], 1)
    assert 99 - len(left) == 1 + len(cluster.PATIENCE)


def test_a_search_does_not_wait_for_troubles_to_pass(
    engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.replace([], [document()], 1)
    left = troubled(monkeypatch, "/_search", full, full)
    with pytest.raises(IndexAway):
        engine.search(Query("bridge"))
    assert left == [full]
