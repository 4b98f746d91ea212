"""What is told of search servers that do not answer as they should. Real ones answer in tests/distributed."""

from __future__ import annotations

import json
import socket
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from archive.errors import IndexAway
from indexer.engines.opensearch import open_engine, place
from indexer.engines.opensearch.builds import Builds
from indexer.settings import IndexSettings
from tests.archive.loopback import THROWAWAY, Loopback, Reply, serving

SETTINGS = IndexSettings("opensearch", timeout=5.0)


def at(url: str, settings: IndexSettings = SETTINGS) -> Builds:
    return place(replace(settings, hosts=(url,)))


def answering(status: int, body: bytes) -> dict[str, Reply]:
    return {f"/_alias/{at('http://x').alias}": Reply(status, body, {"Content-Type": "application/json"})}


def refused(site: Loopback, settings: IndexSettings = SETTINGS) -> str:
    with pytest.raises(IndexAway) as told:
        open_engine(at(site.url, settings))
    assert "see to the server" in str(told.value)
    return str(told.value)


def test_a_certificate_that_nobody_trusts_is_refused_and_one_of_the_ca_file_is_not() -> None:
    with serving(answering(404, json.dumps({"error": "no such alias"}).encode()), secure=True) as site:
        assert "its certificate" in refused(site)
        for trusting in ({"ca_file": Path(THROWAWAY)}, {"verify": False}):
            settings = replace(SETTINGS, **trusting)
            with pytest.raises(IndexAway, match="answers as no search server"):
                open_engine(at(site.url, settings))
        assert {asked.path for asked in site.asked} >= set(site.replies)


def test_a_password_is_sent_and_one_that_is_refused_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINUTES_INDEX_PASSWORD", "harbour")
    with serving(answering(401, b"Unauthorized")) as site:
        told = refused(site, replace(SETTINGS, user="minutes"))
    assert "does not let this program in; see user and password_file" in told
    assert "harbour" not in told
    assert [asked.headers.get("authorization") for asked in site.asked] == ["Basic bWludXRlczpoYXJib3Vy"]


@pytest.mark.parametrize(("status", "body"), [(404, b"<p>Not here</p>"), (200, b'["a list"]')])
def test_what_is_no_search_server_is_told_and_not_taken_for_an_empty_index(status: int, body: bytes) -> None:
    with serving(answering(status, body)) as site:
        assert "answers as no search server does" in refused(site)


def test_an_answer_of_some_parts_of_the_index_is_no_answer() -> None:
    shards = {"_shards": {"total": 6, "successful": 5, "failed": 1, "failures": ["a disk is gone"]}}
    with serving(answering(200, json.dumps(shards).encode())) as site:
        told = refused(site)
    assert "did not ask 1 of 6 parts of the index" in told
    assert "a disk is gone" in told


def test_a_node_that_is_about_to_go_is_asked_again() -> None:
    gone, found = (Reply(503, b"{}"), Reply(200, b'{"minutes-1": {}}', {"Content-Type": "application/json"}))
    with serving({path: [gone, found] for path in answering(200, b"")}) as site:
        assert at(site.url).current() == "minutes-1"


def test_a_server_that_says_nothing_is_waited_for_as_long_as_is_set() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(IndexAway, match="took too long to answer"):
            open_engine(at(url, replace(SETTINGS, timeout=0.3)))
