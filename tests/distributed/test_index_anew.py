"""What another machine does to an index on servers while `minutes index` makes it anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.store import Store
from indexer.commands.index import asking, index_archive
from indexer.engines import index_of
from indexer.engines.opensearch.builds import Builds
from indexer.model import Query
from indexer.settings import IndexSettings
from tests.alerts.shelf import MEETING, Shelf
from tests.conftest import Minutes
from tests.distributed.conftest import remove
from tests.distributed.test_switching import switch


@pytest.fixture
def shelf(servers: Callable[[Path], IndexSettings], tmp_path: Path) -> Iterator[Shelf]:
    """An archive whose index is on servers."""
    shelf, place = Shelf(tmp_path), servers(tmp_path)
    switch(shelf.path, place)
    shelf.publish(MEETING)
    yield shelf
    remove(place)


def test_what_it_suppresses_while_copies_are_made_is_not_found_again_and_its_purge_is_followed(
    shelf: Shelf, minutes: Minutes, monkeypatch: pytest.MonkeyPatch
) -> None:
    index, copy = index_of(shelf.config), Builds.copy
    before = index.made_of()

    def copying(builds: Builds, building: str) -> None:
        copy(builds, building)
        assert minutes("--config", shelf.path, "suppress", "t/802/7003", "--why", "a court order").code == 0
        with closing(Store(shelf.config.records)) as store, store.purging() as purging:
            purging.redigest({})

    def found(words: str) -> int:
        return asking(shelf.config, index.open()).search(Query(words)).total

    assert (found("hives"), found("landing")) == (1, 1)
    with shelf.opened() as (_own, store):
        with monkeypatch.context() as patch:
            patch.setattr(Builds, "copy", copying)
            index_archive(shelf.config, store, rebuild=True)
        assert (found("hives"), found("landing")) == (0, 1)
        assert index.made_of() == before != store.identity()
        assert index_archive(shelf.config, store).meetings == 1
        assert index.made_of() == store.identity()
