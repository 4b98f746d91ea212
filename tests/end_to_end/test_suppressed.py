"""What is suppressed is gone from everything a reader can reach, and comes back whole when it is lifted."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from archive.commands.options import opened
from archive.config import Config, load
from archive.model import Item, Meeting
from archive.store import Store
from tests.conftest import Minutes, config_for
from tests.crawling import archive_of, small_sample
from web.app import create_app
from web.demo import Site


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory, minutes: Minutes) -> Path:
    folder = tmp_path_factory.mktemp("suppressed")
    with Site(small_sample()) as site:
        path = config_for(folder, site.url)
        archive = archive_of(load(path).data, site.url)
        archive.crawl()
        archive.store.close()
    assert minutes("--config", path, "index").code == 0
    return path


def decided(config: Config) -> tuple[Meeting, Item]:
    """Choose an item with a decision that no other item has."""
    with closing(Store(config.records)) as store:
        found = [(m, i) for m in store.meetings("t").values() for i in m.items if i.decisions]
    return next((m, i) for m, i in found if len(i.decisions[0].text.split()) > 11)


def searched(minutes: Minutes, config: Path, text: str) -> list[str]:
    found = minutes("--config", config, "search", f'"{text}"', "--json").json
    return [hit["url"] for hit in found["hits"]]


def test_an_item_is_gone_from_export_search_and_history_through_a_reread_until_it_is_lifted(
    config: Path, minutes: Minutes
) -> None:
    meeting, item = decided(load(config))
    words = " ".join(item.decisions[0].text.split()[:8])
    address = f"t/{meeting.id}/{item.id}"
    before = minutes("--config", config, "export").out
    assert item.title in before
    assert searched(minutes, config, words) != []
    assert minutes("--config", config, "suppress", address, "--why", "a court order").code == 0
    for step in (("index",), ("reread",), ("index", "--rebuild")):
        assert minutes("--config", config, *step).code == 0
        exported = minutes("--config", config, "export").out
        assert item.decisions[0].text not in exported
        assert "Withheld by the archive" in exported
        assert item.decisions[0].text not in minutes("--config", config, "history", "t", meeting.id).out
    assert searched(minutes, config, words) == []
    assert minutes("--config", config, "suppress", address, "--lift", "--why", "set aside").code == 0
    assert minutes("--config", config, "index").code == 0
    assert minutes("--config", config, "export").out == before
    assert searched(minutes, config, words) != []


def test_counts_leave_out_what_is_suppressed(config: Path, minutes: Minutes) -> None:
    settings = load(config)
    meeting, item = decided(settings)
    with opened(settings) as store:
        before = store.counts()
        for address, less in ((f"t/{meeting.id}/{item.id}", 1), (f"t/{meeting.id}", len(meeting.items))):
            assert minutes("--config", config, "suppress", address, "--why", "x").code == 0
            assert store.counts().items == before.items - less
            assert minutes("--config", config, "suppress", address, "--lift", "--why", "y").code == 0
        assert store.counts() == before


def test_a_withheld_item_keeps_its_number_on_the_meetings_page(config: Path, minutes: Minutes) -> None:
    settings = load(config)
    meeting, item = decided(settings)
    with opened(settings) as store:
        client = create_app(None, store, names={"t": "Thistlemoor"}).test_client()
        address = f"/t/{meeting.id}#item-{item.id}"
        assert minutes("--config", config, "suppress", address, "--why", "x").code == 0
        page = client.get(f"/t/{meeting.id}").text
        assert "Withheld by the archive" in page
        assert item.number in page
        assert item.title not in page
        assert minutes("--config", config, "suppress", f"t/{meeting.id}", "--why", "x").code == 0
        assert client.get(f"/t/{meeting.id}").status_code == 404
