"""Saved searches in own.sqlite: as little as is needed, and gone when it is to go."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.backup import backup, restore
from archive.config import load
from archive.own import Own, SavedSearch, SavedSearches
from archive.own.schema import STEPS
from archive.store import Store
from tests.conftest import config_for

NOON = datetime(2026, 2, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
READER = "somebody.unmistakable@t.example"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "own.sqlite"


@pytest.fixture
def searches(path: Path) -> Iterator[SavedSearches]:
    with closing(Own(path)) as own:
        yield own.searches


def saved(searches: SavedSearches, token: str) -> SavedSearch:
    found = searches.of(token)
    assert found is not None
    return found


def bytes_of(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.glob("own.sqlite*"))


def test_a_search_comes_back_as_it_was_saved(searches: SavedSearches) -> None:
    token = searches.save("Ferries", "q=ferry", "cy", NOON)
    assert saved(searches, token) == SavedSearch(
        1, "Ferries", "q=ferry", "cy", NOON, NOON, False, None, False, None
    )


def test_no_link_can_be_made_from_what_is_kept(searches: SavedSearches, path: Path) -> None:
    token = searches.save("Ferries", "q=ferry", "en", NOON)
    confirming = searches.ask(1, READER, NOON)
    assert token.encode() not in bytes_of(path)
    assert confirming.encode() not in bytes_of(path)


def test_each_token_opens_one_thing_only(searches: SavedSearches) -> None:
    token = searches.save("Ferries", "q=ferry", "en", NOON)
    confirming = searches.ask(1, READER, NOON)
    assert (searches.to_confirm(token), searches.to_leave(token)) == (None, None)
    assert (searches.of(confirming), searches.to_leave(confirming)) == (None, None)
    searches.confirm(1, NOON)
    leaving = saved(searches, token).leaving
    assert leaving
    assert (searches.of(leaving), searches.to_confirm(leaving)) == (None, None)
    assert searches.to_confirm(confirming) is None
    assert searches.to_leave(leaving) == saved(searches, token)


@pytest.mark.parametrize("token", ["", "x", "\ud800", "' OR 1=1 --"])
def test_a_made_up_token_opens_nothing(searches: SavedSearches, token: str) -> None:
    searches.save("Ferries", "q=ferry", "en", NOON)
    assert searches.of(token) is None
    assert searches.to_confirm(token) is None


@pytest.mark.parametrize("way", ["delete", "forget_address", "expire"])
def test_an_address_that_is_deleted_is_gone_from_the_file(
    searches: SavedSearches, path: Path, way: str
) -> None:
    searches.save("Ferries", "q=ferry", "en", NOON)
    searches.ask(1, READER, NOON)
    assert READER.encode() in bytes_of(path)
    if way == "expire":
        assert (searches.expire(NOON), searches.expire(NOON + DAY)) == (0, 1)
    else:
        getattr(searches, way)(1)
    assert READER.encode() not in bytes_of(path)
    assert searches.count() == (0 if way == "delete" else 1)


def test_a_confirmed_address_does_not_expire(searches: SavedSearches) -> None:
    searches.save("Ferries", "q=ferry", "en", NOON)
    searches.ask(1, READER, NOON)
    searches.confirm(1, NOON)
    assert searches.expire(NOON + 100 * DAY) == 0
    assert [one.address for one in searches.mailing()] == [READER]


def test_addresses_are_counted_whatever_their_case(searches: SavedSearches) -> None:
    for number in (1, 2):
        searches.save("Ferries", "q=ferry", "en", NOON)
        searches.ask(number, READER, NOON)
    searches.confirm(2, NOON)
    counts = (searches.awaited(), searches.awaited(READER.upper()), searches.mailed_to(READER.upper()))
    assert counts == (1, 1, 2)
    assert searches.mailed_to("other@t.example") == 0


def test_those_refused_last_come_last_and_else_the_longest_wait_comes_first(searches: SavedSearches) -> None:
    for number, mark in ((1, 2), (2, 1), (3, 0)):
        searches.save("Ferries", "q=ferry", "en", NOON)
        searches.ask(number, f"r{number}@t.example", NOON)
        searches.confirm(number, NOON + mark * DAY)
    searches.refused(3, 5)
    assert [one.number for one in searches.mailing()] == [2, 1, 3]
    searches.told([3], NOON)
    assert [one.number for one in searches.mailing()] == [3, 2, 1]


def test_a_database_without_saved_searches_gets_them_and_keeps_its_log(path: Path) -> None:
    Own(path, STEPS[:1]).close()
    with closing(sqlite3.connect(path)) as db:
        salt = db.execute("SELECT value FROM secret").fetchone()[0]
    with closing(Own(path)) as own:
        assert own.salt == salt
        assert own.searches.save("Ferries", "q=ferry", "en", NOON)


def test_a_backup_carries_them(tmp_path: Path) -> None:
    config_path = config_for(tmp_path / "one", "https://t.example")
    config = load(config_path)
    Store(config.records).close()
    with closing(Own(config.own)) as own:
        token = own.searches.save("Ferries", "q=ferry", "en", NOON)
        own.searches.ask(1, READER, NOON)
        own.searches.confirm(1, NOON)
    backup(config, config_path, tmp_path / "backup")
    restore(tmp_path / "backup", tmp_path / "two")
    with closing(Own(load(tmp_path / "two" / "config.toml").own)) as own:
        assert saved(own.searches, token).address == READER
