"""A site of an archive on disk."""

from __future__ import annotations

from archive.config import Config
from archive.model import Council
from indexer.model import Engine
from tests.kept import SITE, Archive
from tests.web import sample
from tests.web.checks import CheckedClient
from web.app import create_app

NAME = "Fernholt Town Council"


def site_of(archive: Archive, engine: Engine | None = None) -> CheckedClient:
    """Open the site of an archive by a client that checks every answer."""
    config = Config(archive.folder, (Council("fernholt", NAME, "moderngov", SITE),))
    app = create_app(engine, archive.store, names={"fernholt": NAME}, topics=sample.TOPICS, config=config)
    app.test_client_class = CheckedClient
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    return client
