from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from archive.model import Meeting
from indexer.acronyms import Acronyms
from indexer.ask import Asking
from indexer.engines import open_engine
from indexer.model import Engine
from tests.web import sample
from tests.web.checks import CheckedClient
from web.app import create_app
from web.site import Records

Opened = Callable[..., CheckedClient]


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """Open a site of some meetings, indexed for it, by a client that checks every answer."""

    def open_site(
        meetings: Iterable[Meeting] = (sample.HELD, sample.CANCELLED), engine: Engine | None = None
    ) -> CheckedClient:
        shelf = sample.Shelf(tuple(meetings))
        return client_of(engine or indexed(tmp_path_factory.mktemp("index"), shelf.meetings), shelf)

    return open_site


@pytest.fixture(scope="session")
def client(opened: Opened) -> CheckedClient:
    return opened()


def indexed(folder: Path, meetings: Iterable[Meeting]) -> Engine:
    """Make an index of meetings in a folder."""
    engine = open_engine(folder)
    documents = sample.all_documents(meetings)
    engine.replace({document.meeting for document in documents}, documents, 1)
    return Asking(engine, Acronyms(folder), engine.words)


def client_of(engine: Engine | None, records: Records) -> CheckedClient:
    app = create_app(engine, records, names=sample.NAMES, topics=sample.TOPICS)
    app.test_client_class = CheckedClient
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    return client
