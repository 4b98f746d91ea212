"""When `minutes index` makes the index anew, and what readers find meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from archive.model import Item, Meeting, Passage
from archive.store import Store
from indexer.acronyms import NAME
from indexer.commands import index as indexing
from indexer.commands.index import asking, index_archive
from indexer.engines import index_of
from indexer.engines.whoosh.building import Building
from indexer.model import Engine, Query
from indexer.topics import Topics
from indexer.update import Updated, update
from tests.alerts.shelf import MEETING, Shelf
from tests.conftest import Minutes

EELS = "To note the eels in the mill race."
OTTERS = "To note the otters in the mill race."


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """An archive of one meeting, and its index."""
    shelf = Shelf(tmp_path)
    shelf.publish(MEETING)
    return shelf


def meeting(number: int, text: str) -> Meeting:
    """Make a meeting at which one thing was said."""
    item = Item("1", "1.", "To note", (Passage("minutes", text),))
    url = f"https://t.example/ieListDocuments.aspx?MId={number}"
    return replace(MEETING, id=str(number), url=url, items=(item,))


TRUST = meeting(803, "To thank the Harbour Lights Trust (HLT).")
WHOLE = meeting(804, "To ask the Harbour Lights Trust for lamps.")


def found(shelf: Shelf, words: str) -> int:
    return asking(shelf.config, index_of(shelf.config).open()).search(Query(words)).total


def level(shelf: Shelf, rebuild: bool = False) -> Updated:
    with shelf.opened() as (_own, store):
        return index_archive(shelf.config, store, rebuild)


def test_an_index_that_is_ahead_of_the_records_is_made_anew_and_follows_them(
    shelf: Shelf, capsys: pytest.CaptureFixture[str]
) -> None:
    """As after a database was restored: its next changes have numbers that the index has seen."""
    records = shelf.config.records
    older = records.read_bytes()
    shelf.publish(meeting(803, EELS))
    records.write_bytes(older)
    shelf.index()
    assert "older than the index" in capsys.readouterr().err
    assert (found(shelf, "hives"), found(shelf, "eels")) == (1, 0)
    shelf.publish(meeting(804, OTTERS))
    assert found(shelf, "otters") == 1


def test_acronyms_are_known_while_the_index_is_made_anew_and_when_that_is_killed(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.publish(TRUST)
    shelf.publish(WHOLE)
    heard: list[int] = []

    def after_the_first_batch(_done: Updated) -> None:
        heard.append(found(shelf, "HLT"))
        raise KeyboardInterrupt

    def killed(store: Store, engine: Engine, topics: Topics, names: dict[str, str], **_: object) -> None:
        update(store, engine, topics, names, batch=1, on_progress=after_the_first_batch)

    with monkeypatch.context() as patch:
        patch.setattr(indexing, "update", killed)
        with pytest.raises(KeyboardInterrupt):
            level(shelf, rebuild=True)
    assert heard == [2]
    assert found(shelf, "HLT") == 2
    assert level(shelf).meetings == 0


def test_an_index_made_anew_brings_its_own_acronyms(shelf: Shelf) -> None:
    shelf.publish(TRUST)
    shelf.publish(WHOLE)
    (shelf.config.index / NAME).write_text('{"version": 1, "cursor": 3, "meetings": {}}', "utf-8")
    assert found(shelf, "HLT") == 1
    assert level(shelf, rebuild=True).meetings == 3
    assert found(shelf, "HLT") == 2
    assert level(shelf).meetings == 0
    assert [path.parent for path in shelf.config.index.rglob(NAME)] == [shelf.config.index]


def test_what_is_suppressed_while_the_index_is_being_completed_is_not_in_it(
    shelf: Shelf, minutes: Minutes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By another machine, say, which takes it out of the index that is still searched."""

    def suppressed() -> None:
        assert minutes("--config", shelf.path, "suppress", "t/802/7003", "--why", "a court order").code == 0

    meanwhile(monkeypatch, suppressed)
    assert found(shelf, "hives") == 1
    level(shelf, rebuild=True)
    assert (found(shelf, "hives"), found(shelf, "landing")) == (0, 1)


def test_an_index_is_of_the_records_that_were_there_when_it_was_begun(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else what a purge elsewhere took out of the records meanwhile would stay in its files."""

    def purged() -> None:
        with closing(Store(shelf.config.records)) as store, store.purging() as purging:
            purging.redigest({})

    meanwhile(monkeypatch, purged)
    level(shelf, rebuild=True)
    assert level(shelf).meetings == 1
    assert level(shelf).meetings == 0


def meanwhile(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], None]) -> None:
    """Let something happen while the first index that is made is being completed."""
    finish = Building.finish

    def finishing(building: Building) -> None:
        finish(building)
        monkeypatch.undo()
        happens()

    monkeypatch.setattr(Building, "finish", finishing)
