"""An index on servers that is made anew while others search it, write it, or make it anew too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest

from archive.errors import IndexAway, IndexFault, LockHeld
from indexer.engines.opensearch import OpenSearchEngine, made_of, open_engine, place, rebuilding, writing
from indexer.engines.opensearch.builds import Builds
from indexer.engines.opensearch.cluster import Cluster
from indexer.model import Engine, Query
from tests.indexer.made import document


@pytest.fixture
def engine(indices: Builds) -> OpenSearchEngine:
    return open_engine(indices)


@contextmanager
def superseded(indices: Builds) -> Iterator[Engine]:
    """Make an index anew, and be told that another run has begun to do so since."""
    with pytest.raises(LockHeld, match="Another run"), rebuilding(indices) as earlier:
        yield earlier


def test_it_is_brought_level_when_its_copies_are_made_and_before_anybody_finds_it(
    engine: OpenSearchEngine, indices: Builds
) -> None:
    engine.replace([], [document("old")], 1)
    seen = []

    def level(building: Engine) -> None:
        (made,) = [name for name, aliases in indices.every().items() if indices.alias not in aliases]
        seen.append(indices.cluster.ask("GET", f"/_cluster/health/{made}")["status"])
        assert (building.cursor(), building.count(), engine.count()) == (2, 2, 1)
        building.replace(["salt/withheld"], [], 3)

    with rebuilding(indices, identity="of these", level=level) as building:
        building.replace([], [document("new"), document("withheld")], 2)
        assert made_of(indices) is None
    assert (seen, made_of(indices)) == (["green"], "of these")
    assert (engine.cursor(), engine.search(Query("")).total) == (3, 1)


def test_a_switch_whose_answer_does_not_come_is_not_undone(
    engine: OpenSearchEngine, indices: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.replace([], [document("old")], 1)
    ask = indices.cluster.ask

    def unheard(method: str, path: str, *rest: Any, **params: Any) -> Any:
        answer = ask(method, path, *rest, **params)
        if path == "/_aliases" and indices.current() != before:
            raise IndexAway("no answer")
        return answer

    before = indices.current()
    with monkeypatch.context() as patch:
        patch.setattr(Cluster, "ask", lambda _self, *rest, **params: unheard(*rest, **params))
        with pytest.raises(IndexAway), rebuilding(indices) as building:
            building.replace([], [document("new"), document("newer")], 2)
    assert (engine.count(), engine.cursor()) == (2, 2)


def test_an_index_that_is_gone_while_the_one_before_is_there_is_told_and_no_empty_answer(
    engine: OpenSearchEngine, indices: Builds
) -> None:
    engine.replace([], [document("old")], 1)
    with rebuilding(indices) as building:
        building.replace([], [document("new")], 2)
    indices.cluster.ask("DELETE", f"/{indices.current()}")
    for asked in (engine.count, engine.cursor, lambda: engine.search(Query(""))):
        with pytest.raises(IndexFault, match=r"damaged: none of .* is current.*--rebuild"):
            asked()
    with rebuilding(indices) as building:
        building.replace([], [document("new")], 2)
    assert engine.count() == 1


def test_a_first_index_that_is_being_made_is_no_damage(engine: OpenSearchEngine, indices: Builds) -> None:
    with rebuilding(indices) as building:
        building.replace([], [document()], 1)
        assert engine.search(Query("")).total == 0
    assert engine.search(Query("")).total == 1


def test_of_two_rebuilds_the_earlier_is_told_and_the_later_is_left_whole(
    engine: OpenSearchEngine, indices: Builds
) -> None:
    engine.replace([], [document("old")], 1)
    other = place(indices.settings)
    with ExitStack() as stack:
        with superseded(indices) as earlier:
            earlier.replace([], [document("1")], 2)
            later = stack.enter_context(rebuilding(other))
            later.replace([], [document("2"), document("3")], 2)
            earlier.replace([], [document("4")], 3)
        later.replace([], [document("5")], 3)
        assert (later.count(), engine.count()) == (3, 1)
    assert (engine.count(), engine.cursor()) == (3, 3)
    other.cluster.close()


def test_a_rebuild_is_told_too_when_another_begins_in_the_middle_of_its_batch(
    indices: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    with superseded(indices) as earlier:
        with rebuilding(indices) as later:
            later.replace([], [document("1")], 1)
        monkeypatch.setattr(writing, "_held", lambda *_: ())
        monkeypatch.setattr(writing, "refresh", lambda *_: None)
        earlier.replace([], [document("2")], 2)
    assert open_engine(indices).count() == 1


def test_an_earlier_rebuild_that_is_complete_is_not_switched_to_over_a_later_one(
    engine: OpenSearchEngine, indices: Builds
) -> None:
    with superseded(indices) as earlier:
        earlier.replace([], [document("1")], 2)
        with rebuilding(indices) as later:
            later.replace([], [document("2"), document("3")], 2)
    assert engine.count() == 2


def test_an_index_that_was_removed_never_gives_its_name_to_another(indices: Builds) -> None:
    names = []
    for _ in range(3):
        names.append(indices.begin())
        indices.abandon(names[-1])
    assert names == sorted({*names})


def test_a_build_that_was_switched_to_since_somebody_looked_is_not_abandoned(indices: Builds) -> None:
    building = indices.begin()
    indices.switch(building)
    indices.abandon(building)
    assert indices.current() == building.removesuffix("-building")
