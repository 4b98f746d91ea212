"""Servers that do not answer as they should, in the middle of things: no answer is taken for an empty one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.errors import IndexAway
from indexer.engines.opensearch import (
    OpenSearchEngine,
    acronyms,
    answering,
    made_of,
    note,
    open_engine,
    ordering,
    place,
)
from indexer.engines.opensearch.builds import Builds
from indexer.engines.opensearch.cluster import Cluster, Missing
from indexer.model import Query
from indexer.settings import IndexSettings
from tests.distributed.conftest import remove
from tests.indexer.made import document
from tests.indexer.test_listing import many


@pytest.fixture
def settings(servers: Callable[[Path], IndexSettings], tmp_path: Path) -> Iterator[IndexSettings]:
    made = servers(tmp_path)
    yield made
    remove(made)


@pytest.fixture
def indices(settings: IndexSettings) -> Builds:
    return place(settings)


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
