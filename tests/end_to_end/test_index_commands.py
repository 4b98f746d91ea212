"""The commands that need the index beside the archive: verify, suppress and similar."""

from __future__ import annotations

import io
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from errno import ENOSPC
from pathlib import Path
from typing import Any

import pytest

from archive.config import Config, load
from archive.lock import Holder, held, holder
from archive.model import Item, Meeting
from archive.purge import Purge, Purged
from archive.store import Store
from indexer.commands.index import index_archive
from indexer.update import Updated
from tests.conftest import Minutes, Ran, config_for
from tests.crawling import archive_of, small_sample
from web.demo import Site

Run = Callable[..., Ran]
WHY = ("--why", "a court order")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, minutes: Minutes) -> Path:
    """The folder of an archive that was crawled and indexed."""
    folder = tmp_path_factory.mktemp("made")
    with Site(small_sample()) as site:
        path = config_for(folder, site.url)
        archive = archive_of(load(path).data, site.url)
        archive.crawl()
        archive.store.close()
    assert minutes("--config", path, "index").code == 0
    return folder


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    """The configuration of a copy of it."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path / "config.toml"


@pytest.fixture
def config(path: Path) -> Config:
    return load(path)


@pytest.fixture
def run(path: Path, minutes: Minutes) -> Run:
    return lambda *arguments: minutes("--config", path, *arguments)


@pytest.fixture
def decided(config: Config) -> tuple[Meeting, Item]:
    """An item with a decision of many words."""
    with closing(Store(config.records)) as store:
        found = [(m, i) for m in store.meetings("t").values() for i in m.items if i.decisions]
    return next((m, i) for m, i in found if len(i.decisions[0].text.split()) > 11)


def _said(item: Item) -> str:
    return " ".join(item.decisions[0].text.split()[:8])


def _found(run: Run, item: Item) -> int:
    total: int = run("search", f'"{_said(item)}"', "--json").json["total"]
    return total


def _in_index(config: Config, words: str) -> bool:
    return any(words.encode() in path.read_bytes() for path in config.index.rglob("*.seg"))


def test_verify_says_that_pages_and_index_are_whole(run: Run) -> None:
    done = run("verify")
    pages, index = done.out.splitlines()
    assert (done.code, pages[-9:], index[-9:]) == (0, "all whole", "all whole")
    assert "of the search index" in index
    assert run("verify", "t").out == done.out


def test_verify_names_a_damaged_file_of_the_index_fails_and_says_what_to_do(run: Run, config: Config) -> None:
    (segment,) = config.index.rglob("*.seg")
    data = bytearray(segment.read_bytes())
    data[len(data) // 2] ^= 4
    segment.write_bytes(data)
    done = run("verify")
    assert done.code == 1
    assert f"{segment}: " in done.out
    assert "`minutes index --rebuild`" in done.out
    told = run("verify", "--json")
    assert (told.code, told.json["faults"]) == (1, [])
    assert [fault["file"] for fault in told.json["index"]["faults"]] == [str(segment)]
    assert run("index", "--rebuild").code == 0
    assert run("verify").code == 0


def test_verify_without_an_index_verifies_the_pages(run: Run, config: Config) -> None:
    for path in sorted(config.index.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    done = run("verify")
    assert (done.code, len(done.out.splitlines())) == (0, 1)


def test_what_is_suppressed_is_gone_from_search_at_once_and_back_when_lifted(
    run: Run, decided: tuple[Meeting, Item]
) -> None:
    meeting, item = decided
    assert _found(run, item) > 0
    done = run("suppress", f"t/{meeting.id}/{item.id}", *WHY)
    assert (done.code, done.err) == (0, "")
    assert _found(run, item) == 0
    assert run("suppress", f"t/{meeting.id}/{item.id}", "--lift", *WHY).code == 0
    assert _found(run, item) > 0


def test_a_purge_takes_the_words_out_of_the_index_files_too(
    run: Run, config: Config, decided: tuple[Meeting, Item]
) -> None:
    meeting, item = decided
    assert _in_index(config, _said(item))
    assert run("suppress", f"t/{meeting.id}/{item.id}", *WHY, "--purge").code == 0
    assert not _in_index(config, _said(item))
    assert _found(run, item) == 0


@pytest.mark.parametrize("how", [(), ("--lift",), ("--purge",)])
def test_while_another_run_is_at_work_nothing_is_done_and_that_run_is_named(
    run: Run, config: Config, decided: tuple[Meeting, Item], how: tuple[str, ...]
) -> None:
    meeting, item = decided
    with held(config.data, "minutes crawl"):
        done = run("suppress", f"t/{meeting.id}/{item.id}", *WHY, *how)
        assert run("suppress", "--list").out == "nothing is suppressed\n"
    assert (done.code, done.out) == (4, "")
    assert "is in use by minutes crawl" in done.err
    assert "wait for it, or stop it" in done.err
    assert _found(run, item) > 0


def test_no_other_run_begins_between_what_pages_hide_and_what_search_hides(
    run: Run, config: Config, decided: tuple[Meeting, Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    holders: list[Holder | None] = []

    def indexing(*arguments: Any) -> Updated:
        holders.append(holder(config.data))
        return index_archive(*arguments)

    monkeypatch.setattr("indexer.commands.suppress.index_archive", indexing)
    assert run("suppress", f"t/{decided[0].id}/{decided[1].id}", *WHY).code == 0
    assert [found.doing for found in holders if found] == ["minutes suppress"]


def test_what_is_purged_is_gone_from_search_before_the_long_purge_begins(
    run: Run, decided: tuple[Meeting, Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[int] = []
    purge = Purge.run

    def purging(*arguments: Any, **named: Any) -> Purged:
        found.append(_found(run, decided[1]))
        return purge(*arguments, **named)

    monkeypatch.setattr(Purge, "run", purging)
    assert run("suppress", f"t/{decided[0].id}/{decided[1].id}", *WHY, "--purge").code == 0
    assert found == [0]


def test_so_is_what_another_writer_kept_from_search_when_it_was_first_to_be_purged(
    run: Run, config: Config, decided: tuple[Meeting, Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[int] = []
    words = ("suppress", f"t/{decided[0].id}/{decided[1].id}", *WHY, "--purge")
    monkeypatch.setattr("archive.databases.sqlite.WAIT_FOR_OTHERS", 0.1)
    with closing(sqlite3.connect(config.records, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert run(*words).code == 3
    assert _found(run, decided[1]) > 0

    def purging(*_arguments: Any, **_named: Any) -> Purged:
        found.append(_found(run, decided[1]))
        return Purged()

    monkeypatch.setattr(Purge, "run", purging)
    assert run(*words).code == 0
    assert found == [0]


def test_where_the_index_cannot_be_written_that_is_said_and_index_mends_it(
    run: Run, config: Config, decided: tuple[Meeting, Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting, item = decided

    def full(*_arguments: Any) -> Updated:
        raise OSError(ENOSPC, "No space left on device", str(config.index))

    with monkeypatch.context() as patch:
        patch.setattr("indexer.commands.suppress.index_archive", full)
        done = run("suppress", f"t/{meeting.id}/{item.id}", *WHY)
    assert done.code == 1
    assert "run `minutes index`" in done.err
    assert "No space left" in done.err
    assert run("index").code == 0
    assert _found(run, item) == 0


def test_what_changes_nothing_leaves_the_index_alone(run: Run, config: Config) -> None:
    before = sorted((path, path.stat().st_mtime_ns) for path in config.index.rglob("*"))
    assert run("suppress", "--list").code == 0
    assert run("suppress", "t/nowhere", *WHY).code == 1
    assert run("suppress", "t/nowhere").code == 2
    assert sorted((path, path.stat().st_mtime_ns) for path in config.index.rglob("*")) == before


def test_suppress_makes_no_index_where_there_is_none(
    run: Run, config: Config, decided: tuple[Meeting, Item]
) -> None:
    for path in sorted(config.index.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert run("suppress", f"t/{decided[0].id}", *WHY).code == 0
    assert not list(config.index.rglob("*.seg"))


def test_similar_items_are_found_from_the_shell_and_leave_out_what_is_suppressed(
    run: Run, decided: tuple[Meeting, Item]
) -> None:
    meeting, item = decided
    key = f"t/{meeting.id}/{item.id}"
    found = run("similar", key, "--json").json
    assert found["item"] == key
    assert found["words"]
    assert key not in [hit["id"] for hit in found["hits"]]
    first = found["hits"][0]
    told = run("similar", key)
    assert told.err.startswith(f"by the words: {found['words'][0]}")
    assert first["title"] in told.out
    assert run("suppress", first["id"], *WHY).code == 0
    assert first["id"] not in [hit["id"] for hit in run("similar", key, "--json").json["hits"]]
    refused = run("similar", first["id"])
    assert (refused.code, "no item" in refused.err) == (1, True)


def test_a_text_is_read_from_standard_input(
    run: Run, decided: tuple[Meeting, Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, item = decided
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{item.title}\n{item.text}"))
    found = run("similar", "-", "--json").json
    assert found["item"] is None
    assert item.title in [hit["title"] for hit in found["hits"]]
    monkeypatch.setattr("sys.stdin", io.StringIO("of the and"))
    assert run("similar", "-").out == "no similar items\n"
