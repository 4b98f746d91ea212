"""An answer that somebody has already is not sent again, and one that has changed always is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.errors import IndexFault
from archive.own import Own
from archive.store import Store
from archive.suppression import Suppression
from indexer.engines import rebuilding
from indexer.model import Engine
from tests.archive.test_store import put
from tests.web import sample
from tests.web.checks import CheckedClient
from tests.web.conftest import client_of, indexed
from web.caching import POLICY

KEPT = [
    "/api/v1/search?q=footbridge",
    "/api/v1/facets?q=footbridge",
    "/api/v1/similar?item=saltmere/310/5103",
    "/api/v1/meetings/saltmere/310",
    "/api/v1/decisions/saltmere/907",
    "/api/v1/councils",
    "/api/v1/counts",
    "/api/v1/openapi.json",
    "/api/v1/",
    "/export/results.csv?q=footbridge",
    "/export/results.json",
    "/feed?kind=decision",
]


@dataclass(frozen=True)
class Moving(sample.Shelf):
    """Records that say how often they were changed, and whether they were made anew."""

    changes: int = 1
    made: str = "shelf"

    def revision(self) -> int:
        return self.changes

    def identity(self) -> str:
        return self.made


def etag(client: CheckedClient, address: str = "/api/v1/search?q=footbridge") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.headers["ETag"]


def asked_again(client: CheckedClient, address: str, known: str) -> int:
    return client.get(address, headers={"If-None-Match": known}).status_code


@pytest.mark.parametrize("address", KEPT)
def test_what_has_not_changed_is_answered_without_a_body(client: CheckedClient, address: str) -> None:
    first = client.get(address)
    assert first.headers["ETag"].startswith('W/"')  # weak: an answer says how long it took
    assert first.headers["Cache-Control"] == POLICY
    again = client.get(address, headers={"If-None-Match": f'"x", {first.headers["ETag"]}'})
    assert (again.status_code, again.data) == (304, b"")
    for name in ("ETag", "Cache-Control"):
        assert again.headers[name] == first.headers[name]
    assert client.head(address).headers["ETag"] == first.headers["ETag"]


@pytest.mark.parametrize("known", ["*", '"other"', "rubbish", ""])
def test_whoever_does_not_have_it_gets_it(client: CheckedClient, known: str) -> None:
    assert asked_again(client, "/api/v1/counts", known) == 200


def test_each_address_language_and_host_has_an_etag_of_its_own(client: CheckedClient) -> None:
    addresses = [*KEPT, "/cy/feed?kind=decision", "/api/v1/search?q=footbridge&page=1"]
    found = [etag(client, address) for address in addresses]
    found.append(client.get("/feed?kind=decision", base_url="https://other.example").headers["ETag"])
    assert len(set(found)) == len(found)
    assert asked_again(client, "/api/v1/search?q=rents", etag(client)) == 200


def test_nothing_but_the_address_chooses_what_is_answered(client: CheckedClient) -> None:
    for address in KEPT:
        plain, other = (
            client.get(address),
            client.get(address, headers={"Accept-Language": "cy", "Accept": "*/*"}),
        )
        assert "Vary" not in plain.headers
        assert other.headers["ETag"] == plain.headers["ETag"]


def test_what_is_refused_is_not_kept(client: CheckedClient) -> None:
    for address in ("/api/v1/search?since=soon", "/api/v1/meetings/saltmere/9", "/feed?page=90", "/api/v1/x"):
        response = client.get(address, headers={"If-None-Match": "*"})
        assert response.status_code in (400, 404)
        assert "ETag" not in response.headers
    assert "ETag" not in client.post("/api/v1/similar", data={"text": "footbridge"}).headers


CHANGES: dict[str, Callable[[Engine, Path], None]] = {
    "a commit": lambda engine, _: engine.replace(["saltmere/310"], [], 2),
    "a commit of the same change": lambda engine, _: engine.replace(["saltmere/310"], [], 1),
    "an index made anew": lambda _, folder: remake(folder),
}


def remake(folder: Path) -> None:
    with rebuilding(folder, processes=1) as building:
        building.replace([], sample.all_documents([sample.HELD]), 1)


@pytest.mark.parametrize("change", CHANGES)
def test_the_etag_is_another_when_the_index_has_changed(tmp_path: Path, change: str) -> None:
    engine = indexed(tmp_path, [sample.HELD])
    client = client_of(engine, sample.Shelf())
    before = etag(client)
    CHANGES[change](engine, tmp_path)
    assert asked_again(client, "/api/v1/search?q=footbridge", before) == 200
    assert etag(client) != before


@pytest.mark.parametrize("later", [{"changes": 2}, {"made": "anew"}], ids=str)
def test_the_etag_is_another_when_the_records_have_changed(tmp_path: Path, later: dict[str, object]) -> None:
    engine = indexed(tmp_path, [sample.HELD])
    shelf = Moving()
    before = etag(client_of(engine, shelf))
    assert etag(client_of(engine, shelf)) == before
    assert etag(client_of(engine, replace(shelf, **later))) != before  # type: ignore[arg-type] # of the class


def test_a_damaged_index_takes_only_the_answers_that_need_it(tmp_path: Path) -> None:
    engine = indexed(tmp_path, [sample.HELD])

    class Damaged:
        def __getattr__(self, name: str) -> object:
            return getattr(engine, name)

        def state(self) -> str:
            raise IndexFault("damaged")

        def listed(self, query: object) -> object:
            raise IndexFault(f"damaged: nothing is found for {query}")

    client = client_of(Damaged(), sample.Shelf())  # type: ignore[arg-type] # an engine but for what it lacks
    assert client.get("/api/v1/meetings/saltmere/310").status_code == 200
    assert client.get("/export/results.csv").status_code == 503


def test_a_suppression_shows_at_once_to_whoever_asks_again(tmp_path: Path) -> None:
    with closing(Own(tmp_path / "own.sqlite")) as own, closing(Store(tmp_path / "db", own.hidden)) as store:
        put(store, replace(sample.HELD, council="t"))
        client = client_of(None, store)
        known = etag(client, "/api/v1/meetings/t/310")
        assert asked_again(client, "/api/v1/meetings/t/310", known) == 304
        own.log("suppressed", Suppression("t/310"), "personal", datetime(2026, 1, 2, tzinfo=UTC))
        with store.writing() as writing:  # as `minutes suppress` does
            writing.touch("t", "meeting", "310")
        assert asked_again(client, "/api/v1/meetings/t/310", known) == 404
