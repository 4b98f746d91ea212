"""What only a database on a server can meet: many writers, its own order of letters, its absence."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import LiteralString

import pytest

from archive.databases import Database, database_at
from archive.errors import ConfigError, LockHeld, StoreError
from archive.model import Board, Meeting, Reading, Request
from archive.store import Claim, Round, Store, written
from archive.store.migrating import copy
from tests.archive.test_store import MEETING, entry, put
from tests.crawling import archive_of, small_sample
from tests.distributed.postgresql import PostgreSQLServer, running
from web.demo import Site

CUT_OFF = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'minutes'"


@pytest.fixture
def store(server: PostgreSQLServer, tmp_path: Path) -> Iterator[Store]:
    store = Store(server.database_of(tmp_path))
    yield store
    store.close()


def test_an_archive_is_copied_from_a_file_to_a_server_and_back(
    tmp_path: Path, server: PostgreSQLServer
) -> None:
    with Site(small_sample()) as site:
        archive = archive_of(tmp_path, site.url)  # on the server
        archive.crawl()
    before = copy(server.database_of(tmp_path), tmp_path / "file.sqlite")
    again = copy(tmp_path / "file.sqlite", server.database("copied_back"))
    assert before == again
    with closing(Store(tmp_path / "file.sqlite")) as store:
        assert list(store.records()) == list(archive.store.records())
        assert list(store.wanted("t")) == list(archive.store.wanted("t"))
        assert store.troubles("t") == archive.store.troubles("t")
    archive.store.close()


def test_names_come_in_the_order_of_their_characters_though_the_server_sorts_as_english_does(
    store: Store, server: PostgreSQLServer, tmp_path: Path
) -> None:
    names = ["Zoning", "arts", "Ärzte", "Board"]
    boards = tuple(Board(str(n), name, "https://t.example/b") for n, name in enumerate(names))
    with store.writing() as writing:
        kept = writing.catalogue(replace(entry("https://t.example/list", b""), kind="board-list"))
        writing.put(kept, written(Reading("board-list", boards=boards), "board-list"))
    assert [board.name for board, _ in store.boards("t")] == sorted(names)
    name = server.database_of(tmp_path).rpartition("/")[2]
    with server.connect(name) as db:
        found = db.execute("SELECT x FROM unnest(%s::text[]) x ORDER BY x", (names,)).fetchall()
    assert [row[0] for row in found] == ["arts", "Ärzte", "Board", "Zoning"]


def test_change_numbers_come_in_the_order_in_which_their_records_can_be_seen(
    server: PostgreSQLServer, tmp_path: Path
) -> None:
    where, seen, over = server.database_of(tmp_path), list[int](), threading.Event()

    def write(council: str) -> None:
        with closing(Store(where)) as store:
            claim = store.claims.take(council, f"{council}/a", 60.0, Round(0.5, ""))
            assert isinstance(claim, Claim)
            mine = store.under(claim)
            for n in range(15):
                keep(mine, replace(MEETING, council=council, id=str(n), items=()))

    def follow() -> None:
        with closing(Store(where)) as store:
            while not over.is_set() or (seen[-1:] or [0])[0] < store.revision():
                seen.extend(change.revision for change in store.changes((seen[-1:] or [0])[0], 7))

    Store(where).close()
    follower = threading.Thread(target=follow)
    writers = [threading.Thread(target=write, args=(f"c{n}",)) for n in range(4)]
    for thread in (follower, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    over.set()
    follower.join()
    assert seen == list(range(1, 61))  # an index that follows the numbers has missed none


def keep(store: Store, meeting: Meeting) -> None:
    """Keep a meeting in its own council, as `put` does in one."""
    with store.writing() as writing:
        kept = writing.catalogue(replace(entry(meeting.url, b""), council=meeting.council))
        writing.put(kept, written(Reading("meeting", meetings=(meeting,)), "meeting"))


def test_of_many_that_want_a_host_one_gets_it(server: PostgreSQLServer, tmp_path: Path) -> None:
    where, got = server.database_of(tmp_path), list[str]()

    def want(name: str) -> None:
        with closing(Store(where)) as store:
            for n in range(10):
                claim = store.claims.take(f"{n}.example", name, 60.0, Round(0.5, ""))
                got.extend([claim.host] if isinstance(claim, Claim) else [])

    Store(where).close()
    threads = [threading.Thread(target=want, args=(f"{n}-1/x",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == sorted({f"{n}.example" for n in range(10)})


def test_who_works_alone_is_refused_while_others_crawl_and_the_other_way_round(
    server: PostgreSQLServer, tmp_path: Path
) -> None:
    where = server.database_of(tmp_path)
    with closing(Store(where)) as one, closing(Store(where)) as other:
        with one.at_work("minutes crawl, mill-1", alone=False):
            with other.at_work("minutes crawl, weir-1", alone=False):
                pass
            with pytest.raises(LockHeld, match="in use by minutes crawl, mill-1; wait for it"):
                refused(other, alone=True)
        with one.at_work("minutes reread", alone=True), pytest.raises(LockHeld, match="by minutes reread"):
            refused(other, alone=False)
        refused(other, alone=True)  # which is let in now


def test_who_works_alone_is_refused_though_the_crawlers_connections_broke_and_it_went_on(
    server: PostgreSQLServer, tmp_path: Path
) -> None:
    where = server.database_of(tmp_path)
    with (
        closing(Store(where)) as one,
        closing(Store(where)) as other,
        one.at_work("minutes crawl, mill-1", alone=False),
    ):
        claim = one.claims.take("t.example", "mill-1/a", 60.0, Round(0.5, ""))
        assert isinstance(claim, Claim)
        with server.connect() as db:
            db.execute(CUT_OFF.replace("= 'minutes'", "LIKE 'minutes%'").encode())
        assert one.claims.renew(claim, 60.0)
        with pytest.raises(LockHeld, match="in use by minutes crawl, mill-1; wait for it"):
            refused(other, alone=True)
        one.claims.release(claim, Round(0.5, ""), done=True)
        with other.at_work("minutes reread", alone=True):
            assert one.claims.take("w.example", "mill-1/a", 60.0, Round(0.5, "")) == "held"
        assert isinstance(one.claims.take("w.example", "mill-1/a", 60.0, Round(0.5, "")), Claim)


def refused(store: Store, *, alone: bool) -> None:
    with store.at_work("a test", alone=alone):
        pass


def test_what_was_deleted_is_wiped_while_others_are_connected(store: Store) -> None:
    put(store, MEETING)
    with store.writing() as writing:
        writing.forget_readings()
    store.wipe()
    assert store.meeting("t", "802") is None


def test_a_machine_that_vanishes_is_missed_by_the_server_within_a_minute(
    server: PostgreSQLServer, tmp_path: Path
) -> None:
    name = server.database_of(tmp_path)
    for url in (name, f"{name}?options=-c%20lock_timeout%3D7s"):
        database = database_at(url)
        with database.reading() as db:
            idle, interval, count, unanswered, theirs = (
                db.exec_driver_sql(f"SHOW {setting}").scalar_one()
                for setting in (
                    "tcp_keepalives_idle",
                    "tcp_keepalives_interval",
                    "tcp_keepalives_count",
                    "tcp_user_timeout",
                    "lock_timeout",
                )
            )
        assert int(idle) + int(interval) * int(count) <= 60
        database.engine.dispose()
        assert (unanswered, theirs) == ("30000", "0" if url == name else "7s")


def test_who_waits_for_a_hung_writer_does_not_wait_for_ever(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.databases.postgresql.LONGEST_WAIT", 1)
    claim = store.claims.take("t", "mill-1/a", 60.0, Round(0.5, ""))
    assert isinstance(claim, Claim)
    with store.writing(), pytest.raises(StoreError, match="another program is writing to it; wait for it"):
        put(store.under(claim), MEETING)


def test_a_program_whose_connections_are_all_at_work_says_so(
    server: PostgreSQLServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.databases.postgresql.SPARE", 0)
    database = database_at(server.database_of(tmp_path))
    database.engine.pool._timeout = 0.1  # type: ignore[attr-defined]
    with pytest.raises(StoreError, match="connections of this program are at work"):
        read_at_once(database, 6)


def test_a_server_without_room_for_another_connection_says_so(tmp_path: Path) -> None:
    with running(max_connections="3", superuser_reserved_connections="0") as small:
        database = database_at(small.database_of(tmp_path))
        with pytest.raises(StoreError, match="raise its max_connections"):
            read_at_once(database, 4)


def read_at_once(database: Database, connections: int) -> None:
    with ExitStack() as stack:
        stack.callback(database.engine.dispose)
        for _ in range(connections):
            stack.enter_context(database.reading())


IN_USE = r"^another program, .*, reads or writes .*; stop it, and purge again"


@pytest.mark.parametrize("doing", ["LOCK TABLE record IN ACCESS SHARE MODE", "SELECT txid_current()"])
def test_what_was_deleted_cannot_be_wiped_while_another_program_may_see_it_which_is_told(
    store: Store,
    server: PostgreSQLServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    doing: LiteralString,
) -> None:
    monkeypatch.setattr("archive.databases.postgresql.LONGEST_WAIT", 1)
    name = server.database_of(tmp_path).rpartition("/")[2]
    put(store, MEETING)
    with server.connect(name) as other, other.transaction():
        other.execute(doing)
        with store.writing() as writing:
            writing.forget_readings()
        with pytest.raises(StoreError, match=IN_USE):
            store.wipe()
    store.wipe()
    with server.connect(name) as db:
        assert db.execute("SELECT pg_relation_size('revision')").fetchone() == (0,)


def test_nor_while_one_goes_on_that_began_beside_one_that_has_ended(
    store: Store, server: PostgreSQLServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.databases.postgresql.LONGEST_WAIT", 2)
    name = server.database_of(tmp_path).rpartition("/")[2]
    with (
        ThreadPoolExecutor(1) as threads,
        server.connect(name) as early,
        server.connect(name) as late,
    ):
        with early.transaction():
            early.execute("SELECT txid_current()")
            wiping = threads.submit(store.wipe)
            time.sleep(0.5)
            late.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            late.execute("SELECT 1")  # it sees what was there before `early`, as that one goes on
        with pytest.raises(StoreError, match=IN_USE):
            wiping.result()


def test_a_transaction_that_ends_soon_or_in_another_database_is_no_hindrance(
    store: Store, server: PostgreSQLServer, tmp_path: Path
) -> None:
    with (
        server.connect() as elsewhere,
        elsewhere.transaction(),
        ThreadPoolExecutor(1) as threads,
        server.connect(server.database_of(tmp_path).rpartition("/")[2]) as other,
    ):
        elsewhere.execute("SELECT txid_current()")
        with other.transaction():
            other.execute("SELECT txid_current()")
            wiping = threads.submit(store.wipe)
            time.sleep(0.5)
        wiping.result()


def test_a_database_that_there_is_not_is_told(server: PostgreSQLServer) -> None:
    with pytest.raises(StoreError, match=r"minutes@127\.0\.0\.1:\d+/nowhere cannot be used: .*`createdb`"):
        Store(server.url("nowhere"))


def test_an_address_that_is_none_is_told() -> None:
    with pytest.raises(ConfigError, match=r"\[archive\]: database is no address of a database"):
        Store("postgresql+psycopg://minutes@host:port/x")


def test_a_password_is_told_to_nobody(server: PostgreSQLServer) -> None:
    with pytest.raises(StoreError) as told:
        Store(server.url("nowhere").replace("minutes@", "minutes:hush@"))
    assert "hush" not in str(told.value)


def test_a_server_that_was_stopped_is_told_and_one_that_is_back_is_gone_on_with(tmp_path: Path) -> None:
    with running() as server:
        store = Store(server.database_of(tmp_path))
        put(store, MEETING)
        with server.connect() as db:
            db.execute(CUT_OFF.encode())
        assert store.meeting("t", "802") == MEETING
    with pytest.raises(StoreError, match=r"cannot be used: the server cannot be reached"):
        store.revision()
    store.close()


def test_a_write_that_a_dying_server_cut_off_is_told(server: PostgreSQLServer, store: Store) -> None:
    with pytest.raises(StoreError, match=r"cannot be used: .*(stopped|lost).*try again"):
        write_while_cut_off(store, server)
    assert list(store.wanted("t")) == []


def write_while_cut_off(store: Store, server: PostgreSQLServer) -> None:
    with store.writing() as into:
        into.want("t", [Request("https://t.example/a", "board-list")])
        with server.connect() as db:
            db.execute(f"{CUT_OFF} AND state = 'idle in transaction'".encode())
        into.want("t", [Request("https://t.example/b", "board-list")])


def test_moments_are_kept_as_they_are(store: Store) -> None:
    put(store, MEETING)
    assert store.captured("t", "802") == datetime(2026, 2, 20, 12, tzinfo=UTC)
