"""An archive that cannot be written to, as on a disk mounted read-only, is read as any other."""

from __future__ import annotations

import shutil
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import requests

from archive.databases import sqlite
from archive.errors import StoreError
from archive.own import Own
from archive.store import Store
from bench.campaigns import small_disk
from bench.campaigns.archive import Archive, kill
from bench.campaigns.disk import DISK
from tests.crawling import archive_of, small_sample
from web.demo import Site

PATIENCE = 20.0  # seconds until a server answers


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive that was crawled and indexed, on a disk that takes no writes since."""
    if not small_disk.possible():
        pytest.skip("this machine lets nobody mount a tmpfs in a namespace")
    folder = tmp_path_factory.mktemp("read-only")
    with Site(small_sample()) as site, small_disk.small_disk(folder / "disk", DISK) as disk:
        archive = Archive(folder, {"t": site.url}, disk.inside, elsewhere=disk.folder / "data")
        archive.finish("crawl")
        archive.finish("index")
        disk.refuse_writes()
        yield archive


@pytest.mark.parametrize(
    "command",
    [
        ("status",),
        ("status", "--json"),
        ("export",),
        ("verify",),
        ("search", "harbour"),
        ("crawl", "--dry-run"),
    ],
)
def test_what_only_reads_goes_on(archive: Archive, command: tuple[str, ...]) -> None:
    ran = archive.finish(*command)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out


def test_the_site_is_served(archive: Archive) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with archive.start("serve", "--port", str(port)) as process:
        try:
            page = answer(f"http://127.0.0.1:{port}/?q=harbour", process.poll)
        finally:
            kill(process)
    assert "<mark>" in page


def answer(url: str, ended: Callable[[], int | None]) -> str:
    """Ask a server that is starting until it answers."""
    give_up = time.monotonic() + PATIENCE
    while True:
        try:
            return requests.get(url, timeout=5).text
        except requests.ConnectionError:
            assert ended() is None, "the server ended"
            assert time.monotonic() < give_up
            time.sleep(0.1)


@pytest.mark.parametrize(
    "command", [("crawl",), ("reread",), ("index",), ("suppress", "t/4100", "--why", "x", "--purge")]
)
def test_what_writes_says_in_one_line_that_it_cannot(archive: Archive, command: tuple[str, ...]) -> None:
    assert archive.refuse(*command).endswith("cannot be written to: Read-only file system")


def test_a_suppression_says_in_one_line_that_it_cannot_be_noted(archive: Archive) -> None:
    assert "cannot be written to" in archive.refuse("suppress", "t/4100", "--why", "x")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which SQLite is told that nothing can be written: to root, every folder can be."""
    with Site(small_sample()) as site, closing(archive_of(tmp_path / "was", site.url).store) as store:
        with store.writing() as writing:
            writing.scope("t", "all boards")
        (tmp_path / "data").mkdir()
        for path in (tmp_path / "was").glob("records.sqlite*"):  # as a copy is made while a crawl runs
            shutil.copy(path, tmp_path / "data")
    monkeypatch.setattr(sqlite, "_writable", lambda _path: False)
    return tmp_path / "data"


def test_what_a_writer_had_not_yet_put_into_the_database_is_read(data: Path) -> None:
    assert (data / "records.sqlite-wal").stat().st_size > 0
    with closing(Store(data / "records.sqlite")) as store:
        assert (store.counts().meetings, len(store.identity())) == (0, 32)


def test_it_is_told_when_the_half_of_it_that_was_copied_cannot_be_read(data: Path) -> None:
    (data / "records.sqlite-shm").unlink()
    with pytest.raises(StoreError, match="was not closed when it was copied"):
        Store(data / "records.sqlite")


def test_no_database_is_told_and_not_taken_for_an_empty_one(data: Path) -> None:
    with pytest.raises(StoreError, match=r"there is no .*own\.sqlite, and it cannot be made"):
        Own(data / "own.sqlite")


def test_nothing_is_left_beside_a_database_that_was_read(data: Path) -> None:
    with closing(Store(data / "records.sqlite")) as store:
        store.counts()
    assert {path.name for path in data.iterdir()} == {f"records.sqlite{end}" for end in ("", "-wal", "-shm")}
