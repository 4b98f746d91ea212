"""What only a records database in a file can meet."""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager, closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from archive.databases.sqlite import SQLite
from archive.errors import StoreError
from archive.store import Store


def test_a_database_of_another_schema_is_refused(tmp_path: Path) -> None:
    Store(tmp_path / "records.sqlite").close()
    with sqlite3.connect(tmp_path / "records.sqlite") as db:
        db.execute("drop table alembic_version")
        db.execute("update meta set value = '999' where key = 'schema'")
    db.close()
    with pytest.raises(StoreError, match="has schema 999 and this program needs"):
        Store(tmp_path / "records.sqlite")


def test_a_database_that_a_newer_program_makes_at_the_same_moment_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, changing = tmp_path / "records.sqlite", SQLite.changing_tables

    def meanwhile(database: SQLite) -> AbstractContextManager[Connection]:
        monkeypatch.setattr(SQLite, "changing_tables", changing)
        Store(path).close()
        with closing(sqlite3.connect(path)) as db, db:
            db.execute("UPDATE alembic_version SET version_num = '0999'")
        return changing(database)

    monkeypatch.setattr(SQLite, "changing_tables", meanwhile)
    with pytest.raises(StoreError, match="is of revision 0999 and this program needs"):
        Store(path)


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 4000])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "records.sqlite").write_bytes(content)
    with pytest.raises(StoreError, match=r"records\.sqlite"):
        Store(tmp_path / "records.sqlite")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file", "utf-8")
    with pytest.raises(StoreError, match="cannot be used"):
        Store(tmp_path / "data" / "records.sqlite")


def test_an_archive_of_an_older_program_is_given_the_index_that_boards_are_read_by(tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite"
    Store(path).close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP INDEX record_by_board")
        db.execute("DROP TABLE alembic_version")
    Store(path).close()
    with closing(sqlite3.connect(path)) as db:
        asked = (
            "SELECT day FROM record WHERE council='f' AND kind='meeting' AND board_id='9' AND json NOT NULL"
        )
        (plan,) = db.execute(f"EXPLAIN QUERY PLAN {asked}")
    assert "record_by_board" in plan[3]
