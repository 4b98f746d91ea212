"""An archive is switched from the embedded engine to servers, as docs/opensearch.md says."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.config import load
from archive.store import Store
from indexer.commands.index import asking
from indexer.engines import index_of
from indexer.settings import IndexSettings
from tests.conftest import Minutes
from tests.crawling import archive_of
from tests.distributed.conftest import remove
from web.app import create_app
from web.demo import Site, sample

CLEAR_CUT = ("harbour bridge", "allotments", "title:budget", '"harbour bridge"', "parking permits")
QUERIES = (
    *CLEAR_CUT,
    "",
    "report OR budget",
    "counc*",
    "bugdet~",
    "harbour near/10 repair",
    "-harbour since:2023",
    "SEND",
    "harbor brigde",  # which asks for every word of the index
)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the made-up council's archive, not indexed yet."""
    folder = tmp_path_factory.mktemp("switched")
    with Site(sample(), web_service=False) as site:
        archive = archive_of(folder / "data", site.url)
        archive.crawl()
        archive.store.close()
    return folder


@pytest.fixture
def config(crawled: Path, tmp_path: Path) -> Path:
    shutil.copytree(crawled, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "config.toml"
    path.write_text(
        '[[council]]\nslug = "t"\nname = "Thistlemoor"\nsystem = "moderngov"\nurl = "http://127.0.0.1:9"\n',
        "utf-8",
    )
    return path


@pytest.fixture
def place(servers: Callable[[Path], IndexSettings], tmp_path: Path) -> Iterator[IndexSettings]:
    made = servers(tmp_path)
    yield made
    remove(made)


def switch(config: Path, place: IndexSettings) -> None:
    """Write what docs/opensearch.md says."""
    hosts = ", ".join(f'"{host}"' for host in place.hosts)
    section = f'\n[index]\nengine = "opensearch"\nhosts = [{hosts}]\nprefix = "{place.prefix}"\n'
    config.write_text(config.read_text("utf-8") + section, "utf-8")


def answers(minutes: Minutes, config: Path) -> dict[str, Any]:
    return {query: minutes("--config", config, "search", "--json", "--", query).json for query in QUERIES}


def without_scores(answer: dict[str, Any]) -> dict[str, Any]:
    """Leave what may differ out: how long it took, and in what order hits of almost one score stand."""
    kept = {key: value for key, value in answer.items() if key not in ("took_ms", "hits")}
    return kept | {"shown": len(answer["hits"])}


def test_the_answers_are_those_of_the_embedded_engine(
    minutes: Minutes, config: Path, place: IndexSettings
) -> None:
    embedded_count = minutes("--config", config, "index").out
    before = answers(minutes, config)
    item = before["harbour bridge"]["hits"][0]["id"]
    alike = minutes("--config", config, "similar", item, "--json").json
    switch(config, place)
    assert minutes("--config", config, "search", "harbour").out == "0 results\n"
    indexed = minutes("--config", config, "index")
    assert (indexed.code, indexed.out) == (0, embedded_count)
    after = answers(minutes, config)
    assert {query: without_scores(each) for query, each in after.items()} == {
        query: without_scores(each) for query, each in before.items()
    }
    assert {query: after[query]["hits"][0] for query in CLEAR_CUT} == {
        query: before[query]["hits"][0] for query in CLEAR_CUT
    }
    assert after[""]["hits"] == before[""]["hits"]
    found = minutes("--config", config, "similar", item, "--json").json
    assert found["words"] == alike["words"]
    ours, embedded = ([hit["id"] for hit in each["hits"]] for each in (found, alike))
    assert ours[0] == embedded[0]
    assert len({*ours} & {*embedded}) >= 0.7 * len(embedded)  # of the last ones, scores are close together
    assert "of the search index verified: all whole" in minutes("--config", config, "verify").out


def test_another_machine_goes_on_with_the_index_and_its_site_finds_as_much(
    minutes: Minutes, config: Path, place: IndexSettings
) -> None:
    switch(config, place)
    minutes("--config", config, "index")
    found = minutes("--config", config, "search", "SEND", "--json").json
    for file in (load(config).index).rglob("*"):
        file.unlink()
    assert minutes("--config", config, "index").out == "0 meetings indexed as 0 documents\n"
    again = minutes("--config", config, "search", "SEND", "--json").json
    assert again | {"took_ms": 0} == found | {"took_ms": 0}
    settings = load(config)
    with closing(Store(settings.database)) as store:
        engine = asking(settings, index_of(settings).open(checked=False))
        app = create_app(engine, store, names={"t": "Thistlemoor"}, config=settings)
        site = app.test_client()
        assert site.get("/api/v1/search?q=SEND").json["total"] == found["total"] > 0  # type: ignore[index]
        assert len(site.get("/export/results.csv?q=SEND").text.splitlines()) == found["total"] + 1
        assert site.get("/status").status_code == site.get("/?q=harbour").status_code == 200


def test_a_second_index_does_nothing_and_one_made_anew_is_the_same(
    minutes: Minutes, config: Path, place: IndexSettings
) -> None:
    switch(config, place)
    assert minutes("--config", config, "index").code == 0
    before = answers(minutes, config)["harbour bridge"]
    assert minutes("--config", config, "index").out == "0 meetings indexed as 0 documents\n"
    assert minutes("--config", config, "index", "--rebuild").code == 0
    assert answers(minutes, config)["harbour bridge"] | {"took_ms": 0} == before | {"took_ms": 0}


def test_what_is_suppressed_is_gone_from_the_servers_too(
    minutes: Minutes, config: Path, place: IndexSettings
) -> None:
    switch(config, place)
    minutes("--config", config, "index")
    found = minutes("--config", config, "search", "harbour bridge", "--json").json
    item = "/".join(found["hits"][0]["id"].split("/")[:3])
    assert minutes("--config", config, "suppress", item, "--why", "a court order").code == 0
    left = minutes("--config", config, "search", "harbour bridge", "--json", "--size", "1000").json
    assert left["total"] < found["total"]
    assert not [hit["id"] for hit in left["hits"] if hit["id"].startswith(f"{item}/") or hit["id"] == item]


def test_servers_that_are_away_are_told_and_nothing_is_made_anew(minutes: Minutes, config: Path) -> None:
    switch(config, IndexSettings("opensearch", hosts=("http://127.0.0.1:9",)))
    for command in (("index",), ("index", "--rebuild"), ("search", "harbour")):
        done = minutes("--config", config, *command)
        assert done.code == 1
        assert "does not answer" in done.err
        assert "made anew" not in done.err
