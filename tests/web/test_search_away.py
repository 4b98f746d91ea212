"""What readers see while the search servers do not answer: the archive, and a word about the search."""

from __future__ import annotations

import pytest

from indexer.engines.opensearch import open_engine, place
from indexer.settings import IndexSettings
from tests.web import sample
from tests.web.checks import CheckedClient
from tests.web.conftest import client_of


@pytest.fixture
def client() -> CheckedClient:
    away = place(IndexSettings("opensearch", hosts=("http://127.0.0.1:9",), timeout=2.0))
    return client_of(open_engine(away, checked=False), sample.Shelf())


def test_a_search_says_that_it_does_not_answer_just_now_and_nothing_of_servers(client: CheckedClient) -> None:
    told = client.page("/?q=footbridge", 503).get_text()
    assert "The search does not answer just now" in told
    assert "127.0.0.1" not in told
    assert "--rebuild" not in told
    said = client.get("/api/v1/search?q=footbridge")
    assert (said.status_code, "does not answer" in (said.json or {})["error"]) == (503, True)


@pytest.mark.parametrize("address", ["/saltmere/310", "/boards", "/about", "/status"])
def test_pages_of_records_are_served_all_the_same(client: CheckedClient, address: str) -> None:
    client.page(address)
