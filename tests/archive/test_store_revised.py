"""What an item has said before, as far as readers may see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from archive.model import Meeting, Passage
from archive.suppression import Suppression
from tests.kept import BRIDGE, LAMPS, MEETING, NOON, Archive

MENDED = replace(BRIDGE, passages=(*BRIDGE.passages, Passage("minutes", "It will be mended in May.")))
LATER = replace(MEETING, stage="minutes")
STATES: tuple[Meeting, ...] = (
    MEETING,
    MEETING.with_items((BRIDGE, replace(LAMPS, title="Lamps"))),
    LATER.with_items((MENDED, LAMPS)),
    LATER.with_items((LAMPS,)),
    LATER.with_items((BRIDGE, LAMPS)),
)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive(tmp_path)
    for night, state in enumerate(STATES):
        made.keep(state, NOON + timedelta(days=night), f"page {night}".encode())
    return made


def test_an_item_has_a_revision_for_each_state_that_it_was_in(archive: Archive) -> None:
    found = archive.store.item_revisions("fernholt", "40", "71")
    assert [(r.number, r.stage, r.item) for r in found] == [
        (1, "draft minutes", BRIDGE),
        (3, "minutes", MENDED),
        (5, "minutes", BRIDGE),
    ]
    assert [r.captured for r in found] == [NOON + timedelta(days=n) for n in (0, 2, 4)]


def test_an_item_that_there_never_was_has_none(archive: Archive) -> None:
    assert archive.store.item_revisions("fernholt", "40", "99") == []
    assert archive.store.item_revisions("fernholt", "41", "71") == []


def test_a_suppressed_item_has_none_and_its_neighbours_have_theirs(archive: Archive) -> None:
    before = archive.store.item_revisions("fernholt", "40", "72")
    archive.suppress("fernholt/40/71")
    assert archive.store.item_revisions("fernholt", "40", "71") == []
    assert archive.store.item_revisions("fernholt", "40", "72") == before


def test_a_suppressed_passage_is_in_no_revision(archive: Archive) -> None:
    archive.suppress("fernholt/40/71/2")
    found = archive.store.item_revisions("fernholt", "40", "71")
    assert found
    assert not any("handrail" in revision.item.text for revision in found)


def test_the_quick_way_and_the_one_through_all_that_is_hidden_give_the_same(archive: Archive) -> None:
    quick = [archive.store.item_revisions("fernholt", "40", item) for item in ("71", "72")]
    archive.suppressed.append(Suppression("fernholt/40", item="1", texts=frozenset({"9:of another item"})))
    assert [archive.store.item_revisions("fernholt", "40", item) for item in ("71", "72")] == quick
