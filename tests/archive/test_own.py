"""The archive's own data: they outlive everything else, and every later version of the program."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete, insert, inspect, select

from archive.errors import StoreError
from archive.own import Own
from archive.own import tables as t
from archive.own.home import SCHEMA, home_at
from archive.own.schema import STEPS
from archive.suppression import Suppression
from tests.databases import own_in

NOON = datetime(2026, 2, 20, 12, tzinfo=UTC)
ITEM = Suppression("t/802", "7002", runs=frozenset({"12:ab"}), texts=frozenset({"3:cd", "12:ab"}))
PASSAGE = Suppression("t/802", "7002", "14:ef", 3, frozenset({"14:ef"}), frozenset({"14:ef"}))
DECISION = Suppression("t/decision/13567", beside="t/802")


@pytest.fixture
def where(tmp_path: Path) -> Path | str:
    return own_in(tmp_path / "data")


@pytest.fixture
def own(where: Path | str) -> Iterator[Own]:
    with closing(Own(where)) as opened:
        yield opened


def salt_of(where: Path | str) -> bytes:
    with closing(Own(where)) as own:
        return own.salt


def searches(db: Connection) -> None:
    db.exec_driver_sql("CREATE TABLE search (query TEXT)")


def failing(db: Connection) -> None:
    db.exec_driver_sql("CREATE TABLE half_made (x TEXT)")
    db.exec_driver_sql("SELECT no_such_function()")


def tables(where: Path | str) -> set[str]:
    home = home_at(where)
    with home.database.reading() as db:
        found = inspect(db).get_table_names(SCHEMA if isinstance(where, str) else None)
    home.database.engine.dispose()
    return set(found)


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

    def test_it_outlives_the_process(self, own: Own, where: Path | str) -> None:
        own.log("suppressed", ITEM, "a court order", NOON)
        salt = own.salt
        own.close()
        with closing(Own(where)) as again:
            assert ([e.suppression for e in again.in_force()], again.salt) == ([ITEM], salt)

    def test_what_another_process_suppresses_is_hidden_at_once(self, own: Own, where: Path | str) -> None:
        assert not own.hidden().bears_on("t/802")
        with closing(Own(where)) as other:
            other.log("suppressed", DECISION, "a name", NOON)
        assert own.hidden().bears_on("t/802")
        assert own.hidden().bears_on("t/decision/13567")

    def test_an_entry_that_is_seen_after_a_later_one_is_hidden_too(self, own: Own, where: Path | str) -> None:
        """As on a server, where two may write at once: both have a number, and the second is done first."""
        for one in (PASSAGE, DECISION, ITEM):
            own.log("suppressed", one, "a name", NOON)
        second = t.suppression.c.number == 2
        home = home_at(where)
        with home.writing() as db:
            row = dict(db.execute(select(t.suppression).where(second)).one()._mapping)
            db.execute(delete(t.suppression).where(second))
        assert not own.hidden().bears_on("t/decision/13567")
        with home.writing() as db:
            db.execute(insert(t.suppression), row)
        assert own.hidden().bears_on("t/decision/13567")
        home.database.engine.dispose()

    def test_what_is_hidden_is_made_anew_only_when_the_log_has_grown(self, own: Own) -> None:
        own.log("suppressed", ITEM, "a court order", NOON)
        assert own.hidden() is own.hidden()


class TestTheSchema:
    def test_a_new_step_keeps_what_was_there(self, own: Own, where: Path | str) -> None:
        own.log("suppressed", ITEM, "a court order", NOON)
        own.close()
        with closing(Own(where, (*STEPS, searches))) as newer:
            assert [e.suppression for e in newer.in_force()] == [ITEM]
        assert "search" in tables(where)

    def test_steps_that_were_taken_are_not_taken_again(self, own: Own, where: Path | str) -> None:
        own.close()
        for _ in range(2):
            Own(where, (*STEPS, searches)).close()  # a second CREATE TABLE would fail

    def test_a_step_that_fails_leaves_the_database_as_it_was(self, own: Own, where: Path | str) -> None:
        own.close()
        before = tables(where)
        with pytest.raises(StoreError, match="no_such_function"):
            Own(where, (*STEPS, searches, failing))
        assert tables(where) == before
        Own(where).close()

    def test_of_many_that_begin_at_once_one_makes_the_tables(self, where: Path | str) -> None:
        with ThreadPoolExecutor(6) as pool:
            salts = set(pool.map(salt_of, [where] * 6))
        assert len(salts) == 1

    def test_a_database_of_a_newer_program_is_refused(self, own: Own, where: Path | str) -> None:
        own.close()
        Own(where, (*STEPS, searches)).close()
        with pytest.raises(StoreError, match="has schema 4 of own data and this program knows 3"):
            Own(where)
