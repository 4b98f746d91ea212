from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest

from archive.model import Council
from archive.store import Sitting
from tests.web import sample
from web.watch.coverage import Coverage

SALTMERE = Council("saltmere", "Saltmere Borough Council", "moderngov", sample.SITE)
TODAY = date(2026, 5, 1)
AGO = time.time_ns() - 60_000_000_000


@dataclass(frozen=True)
class Counting(sample.Shelf):
    """Records in memory that note how often they are looked through."""

    asked: list[str] = field(default_factory=list)

    def sittings(self, council: str) -> list[Sitting]:
        self.asked.append(council)
        return super().sittings(council)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "records.sqlite"
    path.write_bytes(b"records")
    os.utime(path, ns=(AGO, AGO))
    return path


def test_figures_are_made_once_for_the_same_records_and_day(database: Path) -> None:
    store = Counting()
    coverage = Coverage([SALTMERE], store, database)
    found = [coverage.on(TODAY) for _ in range(3)]
    assert len(store.asked) == 1
    assert found[0] is found[2]
    assert found[0][0].meetings == 2
    assert {board.board: board.minutes for board in found[0][0].boards} == {
        "Harbours and Open Spaces Board": 1,
        "Planning Panel": 0,
    }
    coverage.on(TODAY + timedelta(days=1))
    assert len(store.asked) == 2


@pytest.mark.parametrize("name", ["records.sqlite", "records.sqlite-wal"])
def test_after_any_writing_to_the_records_they_are_made_anew(database: Path, name: str) -> None:
    store = Counting()
    coverage = Coverage([SALTMERE], store, database)
    coverage.on(TODAY)
    path = database.with_name(name)
    path.write_bytes(b"records, and more")
    os.utime(path, ns=(AGO, AGO))
    coverage.on(TODAY)
    assert len(store.asked) == 2


def test_what_was_written_just_now_is_not_relied_upon(database: Path) -> None:
    store = Counting()
    coverage = Coverage([SALTMERE], store, database)
    database.touch()
    for _ in range(2):
        coverage.on(TODAY)
    assert len(store.asked) == 2


def test_records_that_are_in_no_file_are_looked_through_each_time(tmp_path: Path) -> None:
    store = Counting()
    for database in (None, tmp_path / "not-yet.sqlite"):
        coverage = Coverage([SALTMERE], store, database)
        coverage.on(TODAY)
        coverage.on(TODAY)
    assert len(store.asked) == 4
