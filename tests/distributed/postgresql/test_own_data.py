"""What is suppressed and saved on one machine, seen from another: both have their own data on one server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.commands.options import opened
from archive.config import Config, load
from archive.errors import StoreError
from archive.own import Own
from archive.store import Store
from indexer.commands import index as indexing
from indexer.engines import index_of
from indexer.model import Engine
from tests.alerts.shelf import mail_table
from tests.conftest import Minutes, Ran, config_for
from tests.crawling import small_sample
from tests.distributed.postgresql import PostgreSQLServer, running
from tests.end_to_end.test_suppressed_everywhere import ITEM, MEETING
from web.app import create_app
from web.demo import Site

NOON = datetime(2026, 2, 20, 12, tzinfo=UTC)
READER = "somebody.unmistakable@t.example"
WHY = ("--why", "a court order")


@dataclass(frozen=True)
class Machine:
    """A data folder, config.toml and index of its own, and the database that all share."""

    path: Path
    minutes: Minutes

    @property
    def config(self) -> Config:
        return load(self.path)

    def run(self, *words: str) -> Ran:
        done = self.minutes("--config", self.path, *words)
        assert done.code == 0, done
        return done


@pytest.fixture
def machines(tmp_path: Path, server: PostgreSQLServer, minutes_process: Minutes) -> tuple[Machine, Machine]:
    shared = f'[archive]\ndatabase = "{server.database_of(tmp_path)}"\npages = "file://{tmp_path}/shelf"\n'
    with Site(small_sample(), web_service=False) as site:
        one, other = (
            Machine(config_for(tmp_path / name, site.url, crawl=shared), minutes_process)
            for name in ("mill", "weir")
        )
        one.run("crawl")
    return one, other


@pytest.fixture
def visitor(machines: tuple[Machine, Machine]) -> Iterator[FlaskClient]:
    """A reader of the second machine's site, which stays up."""
    _one, other = machines
    other.run("index")
    with opened(other.config) as store:
        engine = indexing.asking(other.config, index_of(other.config).open())
        yield create_app(engine, store, names={"t": "Thistlemoor"}, config=other.config).test_client()


@pytest.mark.parametrize(
    "address", ["/t/%00", "/t/4100/%00", "/t/decision/%00", "/boards/t/%00", "/t/%00/copy"]
)
def test_a_page_that_cannot_be_is_not_found(visitor: FlaskClient, address: str) -> None:
    assert visitor.get(address).status_code == 404


def test_what_is_suppressed_on_one_machine_is_gone_at_once_from_the_pages_of_another(
    machines: tuple[Machine, Machine], visitor: FlaskClient
) -> None:
    one, other = machines
    assert visitor.get(f"/t/{MEETING}/{ITEM}").status_code == 200
    told = one.run("suppress", f"t/{MEETING}/{ITEM}", *WHY)
    assert "run `minutes index` on each that has an index of its own" in told.err
    assert visitor.get(f"/t/{MEETING}/{ITEM}").status_code == 404
    assert "Withheld by the archive" in visitor.get(f"/t/{MEETING}").text
    other.run("index")
    assert f"/{MEETING}/{ITEM}" not in visitor.get("/api/v1/search?q=strengthening").text
    one.run("suppress", f"t/{MEETING}/{ITEM}", "--lift", *WHY)
    assert visitor.get(f"/t/{MEETING}/{ITEM}").status_code == 200


def test_what_is_suppressed_while_another_machine_writes_alone_is_gone_from_pages_and_says_how_far_it_came(
    machines: tuple[Machine, Machine],
    visitor: FlaskClient,
    minutes: Minutes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one, other = machines
    monkeypatch.setattr("archive.databases.postgresql.LONGEST_WAIT", 1)
    words = ("--config", one.path, "suppress", f"t/{MEETING}/{ITEM}", *WHY)
    with (
        closing(Store(other.config.database)) as store,
        store.at_work("minutes reread", alone=True),
        store.writing(),
    ):
        begun = minutes(*words)
    assert begun.code == 3
    assert "pages no longer show it; for search, run the same command again: " in begun.err
    assert visitor.get(f"/t/{MEETING}/{ITEM}").status_code == 404
    assert minutes(*words).code == 0
    other.run("index")
    assert f"/{MEETING}/{ITEM}" not in visitor.get("/api/v1/search?q=strengthening").text


def test_what_is_suppressed_while_another_machine_makes_its_index_anew_is_not_in_it(
    machines: tuple[Machine, Machine], visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = machines
    index = index_of(other.config)

    def suppressing(
        *, identity: str | None = None, level: Callable[[Engine], object] | None = None
    ) -> AbstractContextManager[Engine]:
        def levelling(complete: Engine) -> None:
            assert level
            level(complete)
            one.run("suppress", f"t/{MEETING}/{ITEM}", *WHY)  # at the last moment before the switch

        return index.rebuilding(identity=identity, level=levelling)

    monkeypatch.setattr(indexing, "index_of", lambda _config: replace(index, rebuilding=suppressing))
    assert f"/{MEETING}/{ITEM}" in visitor.get("/api/v1/search?q=strengthening").text
    with opened(other.config) as store:
        indexing.index_archive(other.config, store, rebuild=True)
    assert f"/{MEETING}/{ITEM}" not in visitor.get("/api/v1/search?q=strengthening").text


def test_what_is_saved_at_one_site_is_found_at_another(
    machines: tuple[Machine, Machine], visitor: FlaskClient
) -> None:
    with closing(Own(machines[0].config.own)) as own:
        token = own.searches.save("Ferries to the isles", "q=ferry", "en", NOON)
    assert "Ferries to the isles" in visitor.get(f"/saved/{token}").text
    assert list(machines[0].config.data.glob("own.sqlite*")) == []


def test_of_two_machines_that_would_send_alerts_at_once_one_is_refused(
    machines: tuple[Machine, Machine],
) -> None:
    one, other = machines
    for machine in machines:
        text = machine.path.read_text("utf-8")
        machine.path.write_text(f"{text}\n{mail_table(25)}", "utf-8")
    with closing(Own(one.config.own)) as own, own.at_work("minutes alerts"):
        refused = other.minutes("--config", other.path, "alerts")
    assert (refused.code, "is in use by minutes alerts; wait for it" in refused.err) == (4, True)
    other.run("index")
    assert other.run("alerts", "--dry-run").out == "0 mails would be sent\n"


def test_records_that_are_dropped_to_be_made_again_leave_what_is_suppressed(
    server: PostgreSQLServer, tmp_path: Path
) -> None:
    where = server.database_of(tmp_path)
    Store(where).close()
    with closing(Own(where)) as own:
        own.searches.save("Ferries", "q=ferry", "en", NOON)
        with server.connect(where.rpartition("/")[2]) as db:
            db.execute("DROP SCHEMA public CASCADE")
            db.execute("CREATE SCHEMA public")
        Store(where).close()
        assert own.searches.count() == 1


@pytest.mark.parametrize("way", ["delete", "forget_address"])
def test_an_address_that_is_deleted_is_gone_from_the_tables_file(
    server: PostgreSQLServer, tmp_path: Path, way: str
) -> None:
    where = server.database_of(tmp_path)
    with closing(Own(where)) as own:
        own.searches.save("Ferries", "q=ferry", "en", NOON)
        own.searches.ask(1, READER, NOON)
        assert READER.encode() in file_of(server, where)
        getattr(own.searches, way)(1)
        assert READER.encode() not in file_of(server, where)


def test_the_digest_of_an_asked_address_is_gone_from_its_tables_file_after_its_time(
    server: PostgreSQLServer, tmp_path: Path
) -> None:
    where = server.database_of(tmp_path)
    with closing(Own(where)) as own:
        own.searches.save("Ferries", "q=ferry", "en", NOON)
        own.searches.ask(1, READER, NOON)
        own.searches.delete(1)
        with server.connect(where.rpartition("/")[2]) as db:
            row = db.execute("SELECT digest FROM own.asked_address").fetchone()
        assert row
        digest = str(row[0]).encode()
        assert digest in file_of(server, where, "asked_address")
        own.searches.expire(NOON + timedelta(days=3))
        assert digest not in file_of(server, where, "asked_address")


def test_an_address_can_be_deleted_while_the_table_is_being_dumped(
    server: PostgreSQLServer, tmp_path: Path
) -> None:
    where = server.database_of(tmp_path)
    with closing(Own(where)) as own, server.connect(where.rpartition("/")[2]) as dumping:
        own.searches.save("Ferries", "q=ferry", "en", NOON)
        own.searches.ask(1, READER, NOON)
        with dumping.transaction():
            dumping.execute("LOCK TABLE own.saved_search IN ACCESS SHARE MODE")
            own.searches.forget_address(1)
            assert own.searches.mailed_to(READER) == 0


def test_an_address_that_a_transaction_kept_in_the_tables_file_is_gone_after_the_next_run_of_alerts(
    server: PostgreSQLServer, tmp_path: Path, minutes: Minutes
) -> None:
    where = server.database_of(tmp_path)
    config = config_for(tmp_path, "https://t.example", crawl=f'[archive]\ndatabase = "{where}"\n')
    config.write_text(f"{config.read_text('utf-8')}\n{mail_table(25)}", "utf-8")
    with closing(Own(where)) as own, server.connect(where.rpartition("/")[2]) as crawling:
        own.searches.save("Ferries", "q=ferry", "en", NOON)
        own.searches.ask(1, READER, NOON)
        with crawling.transaction():
            crawling.execute("SELECT txid_current()")  # as one has that writes a page, say, or waits to
            own.searches.forget_address(1)
            assert READER.encode() in file_of(server, where)
        minutes("--config", config, "alerts")
        assert READER.encode() not in file_of(server, where)


def test_a_server_that_is_gone_when_an_address_is_to_be_wiped_is_told(tmp_path: Path) -> None:
    with running() as server:
        own = Own(server.database_of(tmp_path))
    with closing(own), pytest.raises(StoreError, match="cannot be used: the server cannot be reached"):
        own.searches.wipe()


def file_of(server: PostgreSQLServer, where: str, table: str = "saved_search") -> bytes:
    """Read the file that the server keeps a table of own data in."""
    with server.connect(where.rpartition("/")[2]) as db:
        db.execute("CHECKPOINT")
        path = f"own.{table}"
        row = db.execute("SELECT pg_read_binary_file(pg_relation_filepath(%s))", (path,)).fetchone()
    assert row
    assert isinstance(row[0], bytes)
    return row[0]
