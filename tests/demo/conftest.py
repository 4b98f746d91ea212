"""One site of the sample council for all tests that only read it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from web.demo import Site, sample


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with Site(sample()) as running:
        yield running
