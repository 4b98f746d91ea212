from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from archive.model import Item, Meeting, Passage
from archive.store import Change
from indexer.model import Engine, Query
from indexer.topics import load
from indexer.update import Updated, update

TOPICS = load()
NAMES = {"salt": "Saltmarsh District Council"}

EMPTY = Meeting(
    council="salt",
    id="",
    board="Harbour Board",
    board_id=None,
    date=date(2023, 1, 1),
    time=None,
    status="held",
    stage="minutes",
    url="https://democracy.saltmarsh.example/m",
)


class Archive:
    """The part of the store that is asked, in memory: newest records by meeting."""

    def __init__(self) -> None:
        self._kept: dict[str, Change] = {}
        self._revision = 0

    def put(self, meeting_id: str, text: str) -> None:
        self._revision += 1
        items = (Item("1", "1.", "Harbour", (Passage("minutes", text),)),) if text else ()
        meeting = replace(EMPTY, id=meeting_id, items=items)
        self._kept[meeting_id] = Change(self._revision, "salt", f"salt/{meeting_id}", meeting)

    def lose(self, meeting_id: str) -> None:
        self._revision += 1
        self._kept[meeting_id] = Change(self._revision, "salt", f"salt/{meeting_id}", None)

    def file_texts(self, council: str, urls: Sequence[str]) -> dict[str, str]:
        return {url: f"The text of {url}, kept for {council}" for url in urls}

    def changes(self, since: int, limit: int) -> list[Change]:
        changed = (kept for kept in self._kept.values() if kept.revision > since)
        return sorted(changed, key=lambda kept: kept.revision)[:limit]


@pytest.fixture
def archive() -> Archive:
    archive = Archive()
    for number in range(5):
        archive.put(str(number), f"The bridge, part {number}")
    return archive


def test_an_update_brings_a_new_index_level_in_batches(engine: Engine, archive: Archive) -> None:
    heard: list[Updated] = []
    done = update(archive, engine, TOPICS, NAMES, batch=2, on_progress=heard.append)
    assert done == Updated(meetings=5, documents=5, cursor=5)
    assert [(each.meetings, each.cursor) for each in heard] == [(2, 2), (4, 4), (5, 5)]
    assert (engine.count(), engine.cursor()) == (5, 5)
    assert engine.search(Query("bridge")).hits[0].document.council_name == "Saltmarsh District Council"


def test_a_second_update_does_nothing(engine: Engine, archive: Archive) -> None:
    update(archive, engine, TOPICS, NAMES)
    assert update(archive, engine, TOPICS, NAMES) == Updated(0, 0, 5)


def test_only_what_changed_is_replaced(engine: Engine, archive: Archive) -> None:
    update(archive, engine, TOPICS, NAMES)
    archive.put("3", "A ferry instead")
    assert update(archive, engine, TOPICS, NAMES) == Updated(1, 1, 6)
    assert (engine.search(Query("bridge")).total, engine.search(Query("ferry")).total) == (4, 1)


def test_a_meeting_that_can_no_longer_be_read_is_taken_out(engine: Engine, archive: Archive) -> None:
    update(archive, engine, TOPICS, NAMES)
    archive.lose("3")
    assert update(archive, engine, TOPICS, NAMES) == Updated(1, 0, 6)
    assert engine.search(Query("bridge")).total == 4


def test_an_update_cut_short_is_continued(engine: Engine, archive: Archive) -> None:
    def stop(_: Updated) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        update(archive, engine, TOPICS, NAMES, batch=2, on_progress=stop)
    assert engine.cursor() == 2
    assert update(archive, engine, TOPICS, NAMES, batch=2).meetings == 3
    assert engine.count() == 5


def test_a_council_without_a_name_is_called_by_its_slug(engine: Engine, archive: Archive) -> None:
    update(archive, engine, TOPICS, {})
    assert engine.search(Query("")).hits[0].document.council_name == "salt"
