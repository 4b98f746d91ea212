from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from indexer.engines import open_engine
from indexer.model import Document, Engine, Query

ENGINES: list[Callable[[Path], Engine]] = [open_engine]
"""Every engine that must keep the contract."""


@pytest.fixture(params=ENGINES, ids=lambda opener: opener.__module__.split(".")[2])
def opener(request: pytest.FixtureRequest) -> Callable[[Path], Engine]:
    made: Callable[[Path], Engine] = request.param
    return made


@pytest.fixture
def engine(opener: Callable[[Path], Engine], tmp_path: Path) -> Engine:
    return opener(tmp_path / "index")


Finds = Callable[..., list[str]]


@pytest.fixture
def finds(engine: Engine) -> Finds:
    """Put documents into a new index, and give the ids that a text finds, in order."""

    def find(documents: Sequence[Document], text: str) -> list[str]:
        if engine.count() == 0:
            engine.replace([], documents, 1)
        return [hit.document.id.rsplit("/", 1)[1] for hit in engine.search(Query(text)).hits]

    return find
