"""An index on servers that is made anew while others search it, write it, or make it anew too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer.engines.opensearch import OpenSearchEngine, made_of, open_engine, place, rebuilding
from indexer.engines.opensearch.builds import Builds
from indexer.model import Engine, Query
from indexer.settings import IndexSettings
from tests.distributed.conftest import remove
from tests.indexer.made import document


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
