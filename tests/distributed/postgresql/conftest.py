from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.databases import kept_at
from tests.distributed.postgresql import PostgreSQLServer, running


@pytest.fixture(scope="session")
def server() -> Iterator[PostgreSQLServer]:
    with running() as found:
        yield found


@pytest.fixture(scope="package", autouse=True)
def kept_on_the_server(server: PostgreSQLServer) -> Iterator[None]:
    """All records of the tests in this folder: a database for each test's folder."""
    with kept_at(server.database_of):
        yield
