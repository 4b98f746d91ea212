"""A backup made while a crawl runs gives, elsewhere, an archive with the same answers."""

from __future__ import annotations

import gzip
import json
import shutil
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import warc
from archive.backup import Done, backup, restore
from archive.backup import manifest as m
from archive.backup.growing import last_line, last_member
from archive.backup.restoring import with_data_here
from archive.config import Config, load
from archive.errors import LockHeld, StoreError
from archive.lock import held
from archive.own import Own
from archive.store import Store
from archive.suppression import Suppression
from archive.wire import dumps
from tests.conftest import config_for
from tests.crawling import archive_of, small_sample
from web.demo import Site

NOON = datetime(2026, 2, 20, 12, tzinfo=UTC)
HELD = Suppression("t/802", "7002")


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an archive that was crawled once, for each test to copy."""
    folder = tmp_path_factory.mktemp("crawled")
    with Site(small_sample()) as site:
        config = load(config_for(folder, site.url))
        archive = archive_of(config.data, site.url)
        archive.crawl()
        archive.store.close()
    return folder


@pytest.fixture
def config(crawled: Path, tmp_path: Path) -> Config:
    shutil.copytree(crawled, tmp_path / "archive")
    return load(tmp_path / "archive" / "config.toml")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "backup"


def back_up(config: Config, target: Path) -> Done:
    return backup(config, config.data.parent / "config.toml", target)


def restored(target: Path, tmp_path: Path) -> Config:
    restore(target, tmp_path / "elsewhere")
    return load(tmp_path / "elsewhere" / "config.toml")


def answers(config: Config) -> tuple[list[str], list[bytes]]:
    """Return the records, and the bytes of every page that the catalogue names."""
    with closing(Store(config.records)) as store:
        records = [dumps(record) for record in store.records()]
        return records, [warc.read(config.pages, kept.body_at) for kept in store.pages()]


def identity_of(config: Config) -> str:
    with closing(sqlite3.connect(config.records)) as db:
        (identity,) = db.execute("SELECT value FROM meta WHERE key = 'identity'").fetchone()
    return str(identity)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def only_file(target: Path, name: str) -> Path:
    return target / next(f.stored for f in m.read(target).files if f.name.endswith(name))


class TestSameAnswers:
    def test_a_restored_archive_gives_the_same_records_and_pages(
        self, config: Config, target: Path, tmp_path: Path
    ) -> None:
        done = back_up(config, target)
        copy = restored(target, tmp_path)
        assert copy.data == (tmp_path / "elsewhere" / "data").resolve()
        assert answers(copy) == answers(config)
        assert done.manifest.counts["pages"] == len(answers(copy)[1])

    def test_a_backup_made_while_a_crawl_runs_is_the_archive_of_one_moment(
        self, target: Path, tmp_path: Path
    ) -> None:
        made = []
        with Site(small_sample()) as site:
            config = load(config_for(tmp_path / "archive", site.url))
            archive = archive_of(config.data, site.url)
            crawling = threading.Thread(target=archive.crawl)
            crawling.start()
            while crawling.is_alive():
                made.append(back_up(config, target).manifest.counts["pages"])
            crawling.join()
        assert made == sorted(made)
        assert made[0] < sum(1 for _ in archive.store.pages()), "the crawl was over before the first backup"
        records, pages = answers(restored(target, tmp_path))
        assert len(pages) == made[-1]
        assert set(pages) <= set(answers(config)[1])
        assert len(records) <= len(answers(config)[0])

    def test_what_is_suppressed_and_the_diary_of_runs_come_back_too(
        self, config: Config, target: Path, tmp_path: Path
    ) -> None:
        with closing(Own(config.own)) as own:
            own.log("suppressed", HELD, "a court order", NOON)
        config.runs.write_text('{"run": 1}\n{"run": 2, "to', "utf-8")  # the second line is being written
        back_up(config, target)
        copy = restored(target, tmp_path)
        with closing(Own(copy.own)) as own:
            assert [e.suppression for e in own.in_force()] == [HELD]
        assert copy.runs.read_text("utf-8") == '{"run": 1}\n'

    def test_a_page_that_is_half_written_is_left_out(
        self, config: Config, target: Path, tmp_path: Path
    ) -> None:
        path = max(config.pages.rglob("*.warc.gz"))
        before = path.read_bytes()
        with path.open("ab") as stream:
            stream.write(gzip.compress(b"WARC/1.1 of a page that is just being kept")[:-9])
        back_up(config, target)
        copy = restored(target, tmp_path)
        assert (copy.pages / path.relative_to(config.pages)).read_bytes() == before

    @pytest.mark.parametrize("revision", [None, "0000"])
    def test_a_restored_archive_is_told_from_the_one_whose_later_changes_an_index_may_have(
        self, config: Config, target: Path, tmp_path: Path, revision: str | None
    ) -> None:
        if revision:  # of a program that is yet to be brought up to date by `minutes migrate`
            with closing(sqlite3.connect(config.records)) as db, db:
                db.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        back_up(config, target)
        assert len({identity_of(c) for c in (config, restored(target, tmp_path))}) == 2


class TestOnlyWhatIsNew:
    def test_a_second_backup_of_the_same_archive_copies_nothing(self, config: Config, target: Path) -> None:
        first = back_up(config, target)
        held_before = contents(target / m.FILES)
        second = back_up(config, target)
        assert (first.copied > 0, second.copied) == (True, 0)
        assert contents(target / m.FILES) == held_before

    def test_of_a_page_file_that_grew_only_the_new_bytes_are_copied(
        self, config: Config, target: Path, tmp_path: Path
    ) -> None:
        back_up(config, target)
        path = max(config.pages.rglob("*.warc.gz"))
        more = gzip.compress(b"a further record")
        with path.open("ab") as stream:
            stream.write(more)
        assert back_up(config, target).copied == len(more)
        assert (
            restored(target, tmp_path).pages / path.relative_to(config.pages)
        ).read_bytes() == path.read_bytes()

    def test_a_page_file_that_was_rewritten_is_copied_anew_and_its_old_bytes_go(
        self, config: Config, target: Path
    ) -> None:
        back_up(config, target)
        path = max(config.pages.rglob("*.warc.gz"))
        with closing(sqlite3.connect(config.records)) as db, db:
            db.execute("DELETE FROM page")
        path.write_bytes(gzip.compress(b"all that is left after a purge"))
        back_up(config, target)
        assert only_file(target, path.name).read_bytes() == path.read_bytes()
        assert len(list(target.rglob(path.name))) == 1

    def test_earlier_copies_of_the_databases_are_swept_away(self, config: Config, target: Path) -> None:
        back_up(config, target)
        with closing(sqlite3.connect(config.records)) as db, db:
            db.execute("UPDATE meta SET value = '77' WHERE key = 'change'")
        back_up(config, target)
        assert len(list(target.rglob("records.sqlite"))) == 1


class TestWhatGoesWrong:
    def test_a_killed_backup_leaves_the_one_before_usable(
        self, config: Config, target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        back_up(config, target)
        was = answers(config)
        path = max(config.pages.rglob("*.warc.gz"))
        with path.open("ab") as stream:
            stream.write(gzip.compress(b"a further record"))

        def killed(*_: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(m, "write", killed)  # the last moment before the new backup counts
            with pytest.raises(KeyboardInterrupt):
                back_up(config, target)
        assert answers(restored(target, tmp_path)) == was
        assert back_up(config, target).copied == len(gzip.compress(b"a further record"))

    @pytest.mark.parametrize("name", ["records.sqlite", ".warc.gz", "config.toml"])
    @pytest.mark.parametrize("harm", ["a flipped bit", "bytes gone", "file gone"])
    def test_a_damaged_backup_is_refused_and_the_file_named(
        self, config: Config, target: Path, tmp_path: Path, name: str, harm: str
    ) -> None:
        back_up(config, target)
        path = only_file(target, name)
        body = path.read_bytes()
        if harm == "file gone":
            path.unlink()
        elif harm == "bytes gone":
            path.write_bytes(body[:-1])
        else:
            path.write_bytes(body[:99] + bytes([body[99] ^ 1]) + body[100:])
        with pytest.raises(StoreError, match="is damaged, nothing was restored") as told:
            restore(target, tmp_path / "elsewhere")
        assert str(path.relative_to(target)) in str(told.value)
        assert not (tmp_path / "elsewhere").exists()

    def test_the_next_backup_mends_a_copy_that_is_gone(
        self, config: Config, target: Path, tmp_path: Path
    ) -> None:
        back_up(config, target)
        only_file(target, ".warc.gz").unlink()
        back_up(config, target)
        assert answers(restored(target, tmp_path)) == answers(config)

    @pytest.mark.parametrize(
        "change", [('"size": ', '"size": 1'), ("data/records", "../../records"), ("{", "")]
    )
    def test_a_manifest_that_was_changed_is_refused(
        self, config: Config, target: Path, tmp_path: Path, change: tuple[str, str]
    ) -> None:
        back_up(config, target)
        path = target / m.NAME
        path.write_text(path.read_text("utf-8").replace(*change), "utf-8")
        with pytest.raises(StoreError, match=r"manifest\.json is damaged"):
            restore(target, tmp_path / "elsewhere")

    def test_a_manifest_that_leads_out_of_the_folder_is_refused(self, target: Path) -> None:
        target.mkdir()
        file = m.File("data/../../x", "files/x", 0, "")
        m.write(target, m.Manifest(NOON, {}, (file,)))
        with pytest.raises(StoreError, match="leads out of it"):
            m.read(target)

    def test_an_archive_that_lost_a_page_does_not_replace_the_backup_that_has_it(
        self, config: Config, target: Path, tmp_path: Path
    ) -> None:
        back_up(config, target)
        was = answers(config)
        path = max(config.pages.rglob("*.warc.gz"))
        path.unlink()
        with pytest.raises(StoreError, match=f"the page file t/{path.name} is damaged or gone"):
            back_up(config, target)
        assert answers(restored(target, tmp_path)) == was

    def test_a_damaged_database_does_not_replace_the_good_copy(
        self, config: Config, target: Path, tmp_path: Path
    ) -> None:
        back_up(config, target)
        was = answers(config)
        body = bytearray(config.records.read_bytes())
        body[8192:24576] = b"\x55" * 16384
        config.records.write_bytes(bytes(body))
        with pytest.raises(StoreError, match=r"records\.sqlite"):
            back_up(config, target)
        assert answers(restored(target, tmp_path)) == was

    def test_a_second_backup_at_the_same_time_is_told_of_the_first(
        self, config: Config, target: Path
    ) -> None:
        with held(target, "minutes backup"), pytest.raises(LockHeld, match="is in use by minutes backup"):
            back_up(config, target)

    def test_a_folder_with_other_things_is_not_written_to(
        self, config: Config, target: Path, tmp_path: Path
    ) -> None:
        target.mkdir()
        (target / "holiday.jpg").write_bytes(b"sea")
        with pytest.raises(StoreError, match=r"holds other things \(holiday\.jpg\)"):
            back_up(config, target)
        with pytest.raises(StoreError, match="holds no backup"):
            restore(target, tmp_path / "elsewhere")

    def test_a_backup_within_the_data_folder_is_refused(self, config: Config) -> None:
        with pytest.raises(StoreError, match="lies in the data folder itself"):
            back_up(config, config.data / "backup")

    def test_an_archive_that_was_never_crawled_has_nothing_to_back_up(
        self, config: Config, target: Path
    ) -> None:
        shutil.rmtree(config.data)
        with pytest.raises(StoreError, match="nothing to back up"):
            back_up(config, target)

    def test_nothing_is_restored_over_what_is_there(
        self, config: Config, target: Path, tmp_path: Path
    ) -> None:
        back_up(config, target)
        with pytest.raises(StoreError, match="is not empty"):
            restore(target, tmp_path / "archive")


class TestTheConfiguration:
    @pytest.mark.parametrize("said", ['data = "/srv/minutes"', "  data='../elsewhere' # on the big disk", ""])
    def test_a_restored_archive_keeps_its_data_beside_its_configuration(self, said: str) -> None:
        text = f'{said}\n\n[[council]]\nslug = "t"\nname = "data = 1"\n'
        changed = with_data_here(text)
        assert changed.startswith('data = "data"\n\n' if said else "\n\n")
        assert changed.endswith('name = "data = 1"\n')

    def test_an_unusual_way_of_saying_it_is_refused(self) -> None:
        with pytest.raises(StoreError, match="in an unusual way"):
            with_data_here('"data" = "/srv/minutes"\n')


@given(st.lists(st.binary(max_size=40), max_size=4), st.integers(0, 60))
def test_a_file_is_whole_up_to_its_last_whole_member(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[bytes], cut: int
) -> None:
    members = [gzip.compress(body) for body in bodies]
    torn = gzip.compress(b"the record that was being written when the power went")[:cut]
    path = tmp_path_factory.mktemp("members") / "x.warc.gz"
    path.write_bytes(b"".join(members) + torn)
    assert last_member(path, 0) == sum(map(len, members))
    assert last_member(path, sum(map(len, members[:1]))) == sum(map(len, members))


@given(st.text("ab\n", max_size=20))
def test_a_diary_is_whole_up_to_its_last_whole_line(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("lines") / "runs.jsonl"
    path.write_text(text, "utf-8")
    assert text[: last_line(path)] == "".join(
        line for line in text.splitlines(keepends=True) if line[-1] == "\n"
    )


def test_the_manifest_says_what_there_is_for_any_program_to_check(config: Config, target: Path) -> None:
    back_up(config, target)
    for file in json.loads((target / m.NAME).read_text("utf-8"))["backup"]["files"]:
        assert m.digest(target / file["stored"], file["size"]) == file["sha256"]
