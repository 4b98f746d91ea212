"""own.sqlite, as a file: what earlier versions made, what is no database, and what is left of the deleted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from archive.backup import backup, restore
from archive.config import load
from archive.errors import StoreError
from archive.own import MOST_ASKED, Own, SavedSearches, TooMany
from archive.own.schema import STEPS
from archive.store import Store
from tests.archive.test_own import NOON, PASSAGE, failing
from tests.archive.test_saved_searches import DAY, READER, saved
from tests.conftest import config_for

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

# Schema 2, the same.
SCHEMA_2 = (
    SCHEMA_1
    + """
CREATE TABLE saved_search (
    number INTEGER PRIMARY KEY AUTOINCREMENT, token TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    query TEXT NOT NULL, language TEXT NOT NULL, begun TEXT NOT NULL, mark TEXT NOT NULL,
    paused INTEGER NOT NULL DEFAULT 0, address TEXT, confirming TEXT UNIQUE, asked TEXT,
    leaving TEXT UNIQUE, refusals INTEGER NOT NULL DEFAULT 0);
INSERT INTO saved_search (token, name, query, language, begun, mark, address, leaving) VALUES
    ('00', 'Ferries', 'q=ferry', 'en', '2026-02-20T12:00:00+00:00', '2026-02-20T12:00:00+00:00',
     'somebody.unmistakable@t.example', 'x');
PRAGMA user_version = 2;
"""
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "own.sqlite"


@pytest.fixture
def own(path: Path) -> Iterator[Own]:
    with closing(Own(path)) as opened:
        yield opened


def taken_back(db: Connection) -> None:
    """Fail as on a full disk, where SQLite ends the transaction before it says so."""
    db.exec_driver_sql("ROLLBACK")
    failing(db)


@pytest.fixture
def searches(own: Own) -> SavedSearches:
    return own.searches


def bytes_of(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.glob("own.sqlite*"))


def test_a_database_of_schema_1_opens_with_all_that_it_holds(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as db:
        db.executescript(SCHEMA_1)
    with closing(Own(path)) as own:
        assert [(e.why, e.suppression) for e in own.in_force()] == [("a court order", PASSAGE)]
        assert own.salt == bytes([0, 1, 2])
        own.log("lifted", PASSAGE, "done", NOON)
        assert own.in_force() == []


def test_a_database_of_schema_2_opens_with_its_saved_searches_and_counts_who_is_asked(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as db:
        db.executescript(SCHEMA_2)
    with closing(Own(path)) as own:
        assert [(one.name, one.address) for one in own.searches.mailing()] == [("Ferries", READER)]
        for _ in range(MOST_ASKED):
            own.searches.ask(1, "another@t.example", NOON)
        with pytest.raises(TooMany):
            own.searches.ask(1, "another@t.example", NOON)


def test_a_step_that_sqlite_takes_back_by_itself_says_what_went_wrong(own: Own, path: Path) -> None:
    own.close()
    with pytest.raises(StoreError, match="no_such_function"):
        Own(path, (*STEPS, taken_back))
    Own(path).close()


def test_a_file_that_is_no_database_is_refused(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match=r"own\.sqlite is damaged or not a database"):
        Own(path)


def test_a_file_that_can_no_longer_be_opened_is_told(path: Path) -> None:
    with closing(Own(path)) as own:
        own.close()
        path.unlink()
        path.mkdir()
        with pytest.raises(StoreError, match=r"own\.sqlite cannot be used"):
            own.searches.save("Ferries", "q=ferry", "en", NOON)


def test_no_link_can_be_made_from_what_is_kept(searches: SavedSearches, path: Path) -> None:
    token = searches.save("Ferries", "q=ferry", "en", NOON)
    confirming = searches.ask(1, READER, NOON)
    assert token.encode() not in bytes_of(path)
    assert confirming.encode() not in bytes_of(path)


@pytest.mark.parametrize("way", ["delete", "forget_address", "expire", "take_back"])
def test_an_address_that_is_deleted_is_gone_from_the_file(
    searches: SavedSearches, path: Path, way: str
) -> None:
    searches.save("Ferries", "q=ferry", "en", NOON)
    confirming = searches.ask(1, READER, NOON)
    assert READER.encode() in bytes_of(path)
    if way == "expire":
        assert (searches.expire(NOON), searches.expire(NOON + DAY)) == (0, 1)
    elif way == "take_back":
        searches.take_back(confirming)
    else:
        getattr(searches, way)(1)
    assert READER.encode() not in bytes_of(path)
    assert searches.count() == (0 if way == "delete" else 1)


def test_the_digest_of_an_asked_address_is_gone_from_the_file_after_its_time(
    searches: SavedSearches, path: Path
) -> None:
    searches.save("Ferries", "q=ferry", "en", NOON)
    searches.ask(1, READER, NOON)
    with closing(sqlite3.connect(path)) as db:
        ((digest,),) = db.execute("SELECT digest FROM asked_address")
    searches.delete(1)
    assert digest.encode() in bytes_of(path)
    searches.expire(NOON + DAY)
    assert digest.encode() not in bytes_of(path)


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
        own.searches.confirm(own.searches.ask(1, READER, NOON), NOON)
    backup(config, config_path, tmp_path / "backup")
    restore(tmp_path / "backup", tmp_path / "two")
    with closing(Own(load(tmp_path / "two" / "config.toml").own)) as own:
        assert saved(own.searches, token).address == READER
