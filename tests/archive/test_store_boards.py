"""Boards as their pages show them: what is kept of each, its meetings in order, and those to come."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.kept import MEETING, NOON, TODAY, Archive, held

FIRST = held("38", date(2025, 10, 7), board="Bridges Panel")
SECOND = held("39", date(2025, 12, 2))
NEXT = held("41", date(2026, 4, 7), status="upcoming", stage="agenda")
LAST = held("42", date(2026, 6, 2), status="cancelled", stage=None, time=None)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive(tmp_path)
    for meeting in (MEETING, FIRST, SECOND, NEXT):
        made.keep(meeting)
    made.list(NEXT, LAST)
    return made


def ids(archive: Archive) -> list[str]:
    return [meeting.id for meeting in archive.store.meetings_of("fernholt", "9")]


def test_a_boards_meetings_are_listed_newest_first(archive: Archive) -> None:
    assert ids(archive) == ["41", "40", "39", "38"]
    newest = archive.store.meetings_of("fernholt", "9")[0]
    assert (newest.board, newest.date, newest.status, newest.stage) == (
        NEXT.board,
        NEXT.date,
        "upcoming",
        "agenda",
    )
    assert archive.store.meetings_of("fernholt", "10") == []


def test_a_board_is_summed_up_under_all_names_that_it_has_had(archive: Archive) -> None:
    archive.keep(replace(MEETING, id="50", board="Lamp Panel", board_id="11", url="https://f.example/50"))
    panel, lamps = archive.store.board_summaries(TODAY)
    assert (panel.name, panel.names, panel.meetings) == (
        "Bridge Panel",
        ("Bridge Panel", "Bridges Panel"),
        4,
    )
    assert panel.newest == MEETING.date
    assert (lamps.name, lamps.id, lamps.meetings) == ("Lamp Panel", "11", 1)
    assert archive.store.board_summary("fernholt", "9", TODAY) == panel
    assert archive.store.board_summary("fernholt", "12", TODAY) is None


def test_boards_without_an_id_are_told_apart_by_name(archive: Archive) -> None:
    for n, name in ((60, "Well Group"), (61, "Ferry Group"), (62, "Well Group")):
        archive.keep(held(str(n), MEETING.date, board=name, board_id=None))
    found = archive.store.board_summaries(TODAY)
    assert [(board.id, board.name, board.meetings) for board in found] == [
        ("9", "Bridge Panel", 4),
        (None, "Ferry Group", 1),
        (None, "Well Group", 2),
    ]


def test_a_meeting_knows_those_of_its_board_before_and_after(archive: Archive) -> None:
    around = archive.store.neighbours(MEETING)
    assert [meeting.id for meeting in around if meeting] == ["39", "41"]
    before, after = archive.store.neighbours(FIRST)
    assert (before, after.id if after else None) == (None, "39")
    assert archive.store.neighbours(replace(MEETING, board_id=None)) == (None, None)


def test_two_meetings_of_a_day_are_neighbours_of_each_other(archive: Archive) -> None:
    archive.keep(held("40b", MEETING.date))
    again = archive.store.neighbours(held("40b", MEETING.date))
    assert [meeting.id for meeting in again if meeting] == ["40", "41"]
    assert [m.id for m in archive.store.neighbours(MEETING) if m] == ["39", "40b"]


def test_meetings_to_come_are_those_read_and_those_only_listed(archive: Archive) -> None:
    read, listed = archive.store.upcoming("fernholt", "9", TODAY)
    assert (read.id, read.time, read.venue, read.told, read.read) == ("41", NEXT.time, NEXT.venue, NOON, True)
    assert (listed.id, listed.date, listed.status, listed.time, listed.read) == (
        "42",
        LAST.date,
        "cancelled",
        None,
        False,
    )
    assert archive.store.upcoming("fernholt", "9", date(2026, 7, 1)) == []
    assert [m.id for m in archive.store.upcoming("fernholt", "9", NEXT.date)] == ["41", "42"]


def test_a_listed_meeting_whose_record_is_of_another_day_is_not_told_twice(archive: Archive) -> None:
    archive.keep(replace(LAST, date=date(2026, 2, 24)), datetime.fromisoformat("2026-02-25T09:00:00+00:00"))
    assert [m.id for m in archive.store.upcoming("fernholt", "9", TODAY)] == ["41"]


def test_a_suppressed_meeting_is_in_no_list(archive: Archive) -> None:
    for meeting_id in ("39", "41"):
        archive.suppress(f"fernholt/{meeting_id}")
    assert ids(archive) == ["40", "38"]
    assert [m.id for m in archive.store.neighbours(MEETING) if m] == ["38"]
    assert [m.id for m in archive.store.upcoming("fernholt", "9", TODAY)] == ["42"]
    [panel] = archive.store.board_summaries(TODAY)
    assert (panel.meetings, panel.newest) == (2, MEETING.date)
    assert archive.store.board_summary("fernholt", "9", TODAY) == panel


def test_a_suppressed_item_takes_its_meeting_out_of_no_list(archive: Archive) -> None:
    archive.suppress("fernholt/40/71")
    assert ids(archive) == ["41", "40", "39", "38"]
