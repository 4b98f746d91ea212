"""When `minutes index` makes the index anew, and what readers find meanwhile."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archive.model import Item, Meeting, Passage
from indexer.commands.index import asking
from indexer.engines import index_of
from indexer.model import Query
from tests.alerts.shelf import MEETING, Shelf

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


def found(shelf: Shelf, words: str) -> int:
    return asking(shelf.config, index_of(shelf.config).open()).search(Query(words)).total


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
