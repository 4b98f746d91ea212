from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path

import pytest

from indexer.engines.opensearch import open_engine, place
from indexer.engines.opensearch.builds import Builds
from indexer.model import Engine
from indexer.settings import IndexSettings
from tests.distributed.cluster.nodes import Nodes, running
from tests.indexer.conftest import engine, finds

__all__ = ["engine", "finds"]

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the tests here the time that it takes to fetch the servers once."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.timeout(900))


@pytest.fixture(scope="session")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    """Three nodes, for all tests of a run."""
    with running(tmp_path_factory.mktemp("cluster")) as nodes:
        yield nodes


@pytest.fixture(scope="session")
def servers(nodes: Nodes) -> Callable[[Path], IndexSettings]:
    """Give the settings of an index of its own for each folder."""

    def of(folder: Path) -> IndexSettings:
        mark = blake2b(str(folder).encode(), digest_size=8).hexdigest()
        return IndexSettings("opensearch", hosts=nodes.urls, prefix=f"t{mark}")

    return of


@pytest.fixture
def opener(servers: Callable[[Path], IndexSettings]) -> Iterator[Callable[[Path], Engine]]:
    """Open an index for a folder; all of them are removed when the test is over."""
    opened: dict[Path, IndexSettings] = {}

    def opening(folder: Path) -> Engine:
        opened[folder] = servers(folder)
        return open_engine(place(opened[folder]))

    yield opening
    for settings in opened.values():
        remove(settings)


@pytest.fixture
def settings(servers: Callable[[Path], IndexSettings], tmp_path: Path) -> Iterator[IndexSettings]:
    """Give the settings of an index for a test's folder, removed when the test is over."""
    made = servers(tmp_path)
    yield made
    remove(made)


@pytest.fixture
def indices(settings: IndexSettings) -> Builds:
    """Give the indices of those settings: none yet."""
    return place(settings)


def remove(settings: IndexSettings) -> None:
    """Remove all indices of a test."""
    builds = place(settings)
    for name in builds.cluster.ask("GET", f"/{settings.prefix}-*/_alias"):
        builds.discard(name)
    builds.cluster.close()
