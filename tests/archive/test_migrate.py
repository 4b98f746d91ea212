"""Records databases brought to the newest revision, and copied from one into another."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, update

from archive import store as archive_store
from archive.config import load
from archive.databases import database_at
from archive.errors import StoreError
from archive.own import Own, TooMany
from archive.own.copying import copying
from archive.own.home import home_at
from archive.store import Store, migrating
from archive.store import tables as t
from archive.store.database import revision_of
from archive.store.migrating import copy, migrate
from tests.archive.test_own import NOON, PASSAGE
from tests.conftest import Minutes, config_for
from tests.crawling import Crawled, archive_of, small_sample
from tests.databases import own_in, records_in
from web.demo import Site

SCRIPTS = Path(archive_store.__file__).parent / "migrations"
SECOND = '''"""note who keeps a board."""
from alembic import op
from sqlalchemy import Column, String
revision, down_revision = "0002", "0001"
def upgrade():
    op.add_column("board", Column("keeper", String))
'''


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    with Site(small_sample(), web_service=False) as site:
        archive = archive_of(tmp_path_factory.mktemp("crawled"), site.url)
        archive.crawl()
    yield archive
    archive.store.close()


def test_the_newest_script_is_the_revision_that_the_program_needs() -> None:
    config = Config()
    config.set_main_option("script_location", migrating.SCRIPTS)
    assert ScriptDirectory.from_config(config).get_current_head() == t.REVISION


def test_the_scripts_together_make_the_tables_that_a_new_archive_has(tmp_path: Path) -> None:
    where = records_in(tmp_path)
    scripts = Config()
    scripts.set_main_option("script_location", migrating.SCRIPTS)
    with connected(where) as db:
        scripts.attributes["connection"] = db
        command.upgrade(scripts, "head")
        assert compare_metadata(MigrationContext.configure(db), t.metadata) == []


def test_an_archive_from_before_there_were_revisions_is_told_its_own_and_keeps_what_it_has(
    tmp_path: Path, crawled: Crawled
) -> None:
    where = records_in(tmp_path)
    copy(records_in(crawled.folder), where)
    with connected(where) as db:
        t.migrated.drop(db)
        t.claim.drop(db)
    with closing(Store(where)) as store:
        assert [change.key for change in store.changes(0, 9)] == [key for _, key in crawled.changes()[:9]]
    with connected(where) as db:
        assert revision_of(db) == t.REVISION


def test_a_database_of_another_revision_is_refused_with_what_to_do(tmp_path: Path) -> None:
    where = records_in(tmp_path)
    Store(where).close()
    with connected(where) as db:
        db.execute(update(t.migrated).values(version_num="0999"))
    with pytest.raises(StoreError, match=f"is of revision 0999 .* needs {t.REVISION}: run `minutes migrate`"):
        Store(where)
    with pytest.raises(StoreError, match="revision 0999, which this program does not know"):
        migrate(where)


def test_a_database_is_brought_through_the_scripts_it_lacks(tmp_path: Path) -> None:
    where, scripts = records_in(tmp_path), tmp_path / "scripts"
    Store(where).close()
    shutil.copytree(SCRIPTS, scripts)
    (scripts / "versions" / "r0002_keeper.py").write_text(SECOND, "utf-8")
    done = migrate(where, str(scripts))
    assert (done.before, done.after, done.steps) == ("0001", "0002", ("note who keeps a board.",))
    with connected(where) as db:
        assert revision_of(db) == "0002"
        assert db.exec_driver_sql("SELECT keeper FROM board").all() == []
    assert migrate(where, str(scripts)).steps == ()


def test_a_script_that_fails_half_way_leaves_a_database_as_it_was(tmp_path: Path) -> None:
    where, scripts = records_in(tmp_path), tmp_path / "scripts"
    Store(where).close()
    shutil.copytree(SCRIPTS, scripts)
    failing = f'{SECOND}    op.execute("SELECT no_such_function()")\n'
    (scripts / "versions" / "r0002_keeper.py").write_text(failing, "utf-8")
    with pytest.raises(StoreError, match="no_such_function"):
        migrate(where, str(scripts))
    with connected(where) as db:
        assert "keeper" not in {column["name"] for column in inspect(db).get_columns("board")}
    Store(where).close()


def test_a_copy_holds_every_row_in_the_same_order_and_is_gone_on_with(
    tmp_path: Path, crawled: Crawled
) -> None:
    where = records_in(tmp_path)
    done = {table.table: table.rows for table in copy(records_in(crawled.folder), where)}
    assert done["page"] == len(list(crawled.store.pages()))
    assert done["record"] == len(crawled.changes())
    assert set(done) == set(t.metadata.tables) - {t.migrated.name}
    with closing(Store(where)) as store:
        assert list(store.records()) == list(crawled.store.records())
        assert list(store.wanted("t")) == list(crawled.store.wanted("t"))
        assert (store.identity(), store.revision()) == (crawled.store.identity(), crawled.store.revision())
        last = max(store.pages(), key=lambda kept: kept.id)
        with store.writing() as writing:
            assert writing.catalogue(last).id == last.id + 1


def test_a_copy_goes_into_no_database_that_holds_something(tmp_path: Path, crawled: Crawled) -> None:
    where = records_in(tmp_path)
    copy(records_in(crawled.folder), where)
    with pytest.raises(StoreError, match=r"is not empty: its table “.*” has rows"):
        copy(records_in(crawled.folder), where)
    with closing(Store(where)) as store:
        assert list(store.records()) == list(crawled.store.records())


LOSING = {
    "sqlite": "CREATE TRIGGER losing BEFORE INSERT ON part BEGIN SELECT RAISE(IGNORE); END",
    "postgresql": "CREATE RULE losing AS ON INSERT TO part DO INSTEAD NOTHING",
}

FORGETTING = {
    "sqlite": LOSING["sqlite"].replace("part", "saved_search"),
    "postgresql": LOSING["postgresql"].replace("part", "own.saved_search"),
}


def test_a_copy_that_comes_out_otherwise_is_taken_back(tmp_path: Path, crawled: Crawled) -> None:
    where = records_in(tmp_path)
    Store(where).close()
    with connected(where) as db:
        db.exec_driver_sql(LOSING[db.dialect.name])
    with pytest.raises(StoreError, match=r"“part” came out otherwise: 0 rows of [1-9]"):
        copy(records_in(crawled.folder), where)
    with closing(Store(where)) as store:
        assert list(store.pages()) == []


class TestCommand:
    def test_it_says_what_it_did(self, tmp_path: Path, minutes: Minutes) -> None:
        config = config_for(tmp_path, "http://127.0.0.1:9")
        first, second = minutes("--config", config, "migrate"), minutes("--config", config, "migrate")
        assert "has the tables of revision" in first.out
        assert "already, the newest" in second.out

    def test_it_copies_an_archive(self, tmp_path: Path, minutes: Minutes, crawled: Crawled) -> None:
        config = config_for(tmp_path, "http://127.0.0.1:9")
        (tmp_path / "data").mkdir()
        copy(records_in(crawled.folder), tmp_path / "data" / "records.sqlite")
        target = tmp_path / "copied.sqlite"
        done = minutes("--config", config, "migrate", "--to", f"sqlite:///{target}")
        assert f"record: {len(crawled.changes())} rows" in done.out
        with closing(Store(target)) as store:
            assert list(store.records()) == list(crawled.store.records())

    def test_it_copies_what_is_suppressed_and_what_is_saved_and_numbers_on(
        self, tmp_path: Path, minutes: Minutes
    ) -> None:
        path = config_for(tmp_path, "http://127.0.0.1:9")
        with closing(Own(load(path).own)) as own:
            own.log("suppressed", PASSAGE, "a court order", NOON)
            token = own.searches.save("Ferries", "q=ferry", "cy", NOON)
            own.searches.ask(1, "somebody@t.example", NOON)
            entries, salt, saved = own.entries(), own.salt, own.searches.of(token)
        target = records_in(tmp_path / "elsewhere")
        done = minutes("--config", path, "migrate", "--to", address_of(target))
        for line in (
            "secret: 1 rows",
            "suppression: 1 rows",
            "saved_search: 1 rows",
            "asked_address: 1 rows",
        ):
            assert line in done.out, done
        assert "with suppressions and saved searches" in done.out
        with closing(Own(own_in(tmp_path / "elsewhere"))) as own:
            assert (own.entries(), own.salt, own.searches.of(token)) == (entries, salt, saved)
            own.log("lifted", PASSAGE, "set aside", NOON)
            own.searches.save("Ferries", "q=ferry", "en", NOON)
            assert [entry.number for entry in own.entries()] == [1, 2]
            assert own.searches.count() == 2
            own.searches.ask(2, "somebody@t.example", NOON)
            with pytest.raises(TooMany):
                own.searches.ask(2, "somebody@t.example", NOON)

    def test_nothing_is_copied_to_where_something_is_suppressed(
        self, tmp_path: Path, minutes: Minutes
    ) -> None:
        path = config_for(tmp_path, "http://127.0.0.1:9")
        target = records_in(tmp_path / "elsewhere")
        Store(load(path).records).close()
        with closing(Own(own_in(tmp_path / "elsewhere"))) as own:
            own.log("suppressed", PASSAGE, "a court order", NOON)
        done = minutes("--config", path, "migrate", "--to", address_of(target))
        assert (done.code, "is not empty: its table “suppression” has rows" in done.err) == (1, True)
        with closing(Own(own_in(tmp_path / "elsewhere"))) as own:
            assert len(own.entries()) == 1

    def test_records_alone_are_copied_within_a_data_folder(self, tmp_path: Path, minutes: Minutes) -> None:
        path = config_for(tmp_path, "http://127.0.0.1:9")
        with closing(Own(load(path).own)) as own:
            own.log("suppressed", PASSAGE, "a court order", NOON)
        done = minutes("--config", path, "migrate", "--to", f"sqlite:///{tmp_path}/data/new.sqlite")
        assert (done.code, "suppression: " in done.out) == (0, False)

    def test_an_address_of_another_kind_is_refused(self, tmp_path: Path, minutes: Minutes) -> None:
        config = config_for(tmp_path, "http://127.0.0.1:9")
        done = minutes("--config", config, "migrate", "--to", "mysql://somewhere/x")
        assert (done.code, "not “mysql://somewhere/x”" in done.err) == (1, True)


def test_own_data_that_come_out_otherwise_are_not_copied(tmp_path: Path) -> None:
    source, target = tmp_path / "own.sqlite", own_in(tmp_path / "elsewhere")
    with closing(Own(source)) as own:
        own.searches.save("Ferries", "q=ferry", "en", NOON)
    with closing(Own(target)) as own:
        salt = own.salt
    home = home_at(target)
    with home.writing() as db:
        db.exec_driver_sql(FORGETTING[db.dialect.name])
    with (
        pytest.raises(StoreError, match="“saved_search” came out otherwise: 0 rows of 1"),
        copying(source, target),
    ):
        pytest.fail("it must not go on")
    home.database.engine.dispose()
    with closing(Own(target)) as own:
        assert (own.searches.count(), own.salt) == (0, salt)


def address_of(where: Path | str) -> str:
    return where if isinstance(where, str) else f"sqlite:///{where}"


@contextmanager
def connected(where: Path | str) -> Iterator[Connection]:
    database = database_at(where)
    with database.engine.begin() as db:
        yield db
    database.engine.dispose()
