"""own.sqlite: what is in it outlives everything else, and every later version of the program."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from archive.errors import StoreError
from archive.own import Own
from archive.own.schema import STEPS
from archive.suppression import Suppression

NOON = datetime(2026, 2, 20, 12, tzinfo=UTC)
ITEM = Suppression("t/802", "7002", runs=frozenset({"12:ab"}), texts=frozenset({"3:cd", "12:ab"}))
PASSAGE = Suppression("t/802", "7002", "14:ef", 3, frozenset({"14:ef"}), frozenset({"14:ef"}))
DECISION = Suppression("t/decision/13567", beside="t/802")

# Schema 1 as it was released: written out, so that no change of the code can change it.
SCHEMA_1 = """
CREATE TABLE secret (name TEXT PRIMARY KEY, value BLOB NOT NULL);
INSERT INTO secret VALUES ('salt', x'000102');
CREATE TABLE suppression (
    number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL,
    act TEXT NOT NULL CHECK (act IN ('suppressed', 'lifted', 'purged')),
    why TEXT NOT NULL, record TEXT NOT NULL,
    item TEXT, passage TEXT, place INTEGER, runs TEXT NOT NULL, texts TEXT NOT NULL, beside TEXT);
INSERT INTO suppression VALUES
    (1, '2026-02-20T12:00:00+00:00', 'suppressed', 'a court order', 't/802', '7002', '14:ef', 3,
     '["14:ef"]', '["14:ef"]', NULL);
PRAGMA user_version = 1;
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "own.sqlite"


@pytest.fixture
def own(path: Path) -> Iterator[Own]:
    with closing(Own(path)) as opened:
        yield opened


def searches(db: Connection) -> None:
    db.exec_driver_sql("CREATE TABLE search (query TEXT)")


def taken_back(db: Connection) -> None:
    """Fail as on a full disk, where SQLite ends the transaction before it says so."""
    db.exec_driver_sql("ROLLBACK")
    failing(db)


def failing(db: Connection) -> None:
    db.exec_driver_sql("CREATE TABLE half_made (x TEXT)")
    db.exec_driver_sql("INSERT INTO no_such_table VALUES (1)")


def tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as db:
        return {
            name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite%'")
        }


class TestTheLog:
    def test_it_gives_back_what_was_noted(self, own: Own) -> None:
        for one in (ITEM, PASSAGE, DECISION):
            own.log("suppressed", one, "a court order", NOON)
        assert [e.suppression for e in own.entries()] == [ITEM, PASSAGE, DECISION]
        first = own.entries()[0]
        assert (first.number, first.at, first.why) == (1, NOON, "a court order")

    def test_what_is_lifted_is_in_force_no_more_and_both_entries_stay(self, own: Own) -> None:
        own.log("suppressed", ITEM, "a court order", NOON)
        own.log("suppressed", PASSAGE, "a name", NOON)
        own.log("lifted", ITEM, "the order was set aside", NOON)
        assert [e.suppression for e in own.in_force()] == [PASSAGE]
        assert [e.act for e in own.entries()] == ["suppressed", "suppressed", "lifted"]

    def test_what_was_lifted_can_be_suppressed_again(self, own: Own) -> None:
        for act in ("suppressed", "lifted", "suppressed"):
            own.log(act, ITEM, "back and forth", NOON)
        assert [(e.number, e.suppression) for e in own.in_force()] == [(3, ITEM)]

    def test_what_was_purged_stays_suppressed(self, own: Own) -> None:
        own.log("suppressed", ITEM, "a court order", NOON)
        own.log("purged", ITEM, "a court order", NOON)
        assert [e.suppression for e in own.in_force()] == [ITEM]

    def test_it_outlives_the_process(self, own: Own, path: Path) -> None:
        own.log("suppressed", ITEM, "a court order", NOON)
        salt = own.salt
        own.close()
        with closing(Own(path)) as again:
            assert ([e.suppression for e in again.in_force()], again.salt) == ([ITEM], salt)

    def test_what_another_process_suppresses_is_hidden_at_once(self, own: Own, path: Path) -> None:
        assert not own.hidden().bears_on("t/802")
        with closing(Own(path)) as other:
            other.log("suppressed", DECISION, "a name", NOON)
        assert own.hidden().bears_on("t/802")
        assert own.hidden().bears_on("t/decision/13567")

    def test_what_is_hidden_is_made_anew_only_when_the_log_has_grown(self, own: Own) -> None:
        own.log("suppressed", ITEM, "a court order", NOON)
        assert own.hidden() is own.hidden()


class TestTheSchema:
    def test_a_database_of_schema_1_opens_with_all_that_it_holds(self, path: Path) -> None:
        path.parent.mkdir()
        with closing(sqlite3.connect(path)) as db:
            db.executescript(SCHEMA_1)
        with closing(Own(path)) as own:
            assert [(e.why, e.suppression) for e in own.in_force()] == [("a court order", PASSAGE)]
            assert own.salt == bytes([0, 1, 2])
            own.log("lifted", PASSAGE, "done", NOON)
            assert own.in_force() == []

    def test_a_new_step_keeps_what_was_there(self, own: Own, path: Path) -> None:
        own.log("suppressed", ITEM, "a court order", NOON)
        own.close()
        with closing(Own(path, (*STEPS, searches))) as newer:
            assert [e.suppression for e in newer.in_force()] == [ITEM]
        assert "search" in tables(path)

    def test_steps_that_were_taken_are_not_taken_again(self, own: Own, path: Path) -> None:
        own.close()
        for _ in range(2):
            Own(path, (*STEPS, searches)).close()  # a second CREATE TABLE would fail

    def test_a_step_that_fails_leaves_the_database_as_it_was(self, own: Own, path: Path) -> None:
        own.close()
        before = tables(path)
        with pytest.raises(StoreError, match="no_such_table"):
            Own(path, (*STEPS, searches, failing))
        assert tables(path) == before
        Own(path).close()

    def test_a_step_that_sqlite_takes_back_by_itself_says_what_went_wrong(self, own: Own, path: Path) -> None:
        own.close()
        with pytest.raises(StoreError, match="no_such_table"):
            Own(path, (*STEPS, taken_back))
        Own(path).close()

    def test_a_database_of_a_newer_program_is_refused(self, own: Own, path: Path) -> None:
        own.close()
        Own(path, (*STEPS, searches)).close()
        with pytest.raises(StoreError, match=r"own\.sqlite has schema 3 and this program knows 2"):
            Own(path)

    def test_a_file_that_is_no_database_is_refused(self, path: Path) -> None:
        path.parent.mkdir()
        path.write_bytes(b"no database at all" * 100)
        with pytest.raises(StoreError, match=r"own\.sqlite is damaged or not a database"):
            Own(path)
