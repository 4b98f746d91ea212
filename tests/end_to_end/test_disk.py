"""A part of bench/campaigns/disk.py: full disks, read-only folders, clocks that jump, locked records."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.databases import sqlite
from bench.campaigns import disk, small_disk
from bench.campaigns.archive import Archive, Lost
from bench.campaigns.disk import DAY, DISK, Undisturbed
from tests.conftest import Minutes
from tests.crawling import small_sample
from web.demo import Site

needs_small_disk = pytest.mark.skipif(
    not small_disk.possible(), reason="this machine lets nobody mount a tmpfs in a namespace"
)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site(small_sample()) as running:
        yield running


@pytest.fixture(scope="module")
def peace(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    return disk.undisturbed(tmp_path_factory.mktemp("peace"), site)


@pytest.fixture
def archive(site: Site, tmp_path: Path) -> Archive:
    return Archive(tmp_path, {"t": site.url})


@pytest.fixture
def small(tmp_path: Path) -> Iterator[small_disk.SmallDisk]:
    with small_disk.small_disk(tmp_path / "disk", DISK) as mounted:
        yield mounted


@pytest.fixture
def on_small_disk(site: Site, tmp_path: Path, small: small_disk.SmallDisk) -> Archive:
    return Archive(tmp_path, {"t": site.url}, small.inside, elsewhere=small.folder / "data")


@needs_small_disk
@pytest.mark.parametrize("leaving", [pytest.param(0, marks=pytest.mark.campaign), 50_000])
def test_a_crawl_says_that_the_disk_is_full_and_carries_on_when_there_is_room(
    leaving: int, on_small_disk: Archive, small: small_disk.SmallDisk, peace: Undisturbed
) -> None:
    disk.full_while(("crawl",), on_small_disk, small, leaving)
    peace.reached(on_small_disk)


@needs_small_disk
@pytest.mark.campaign
def test_an_index_is_as_it_was_when_the_disk_is_full_and_level_when_there_is_room(
    on_small_disk: Archive, small: small_disk.SmallDisk, peace: Undisturbed
) -> None:
    disk.full_while(("index",), on_small_disk, small, leaving=60_000)
    assert on_small_disk.found() == peace.found


@needs_small_disk
@pytest.mark.campaign
def test_a_reread_on_a_full_disk_changes_nothing(
    on_small_disk: Archive, small: small_disk.SmallDisk, peace: Undisturbed
) -> None:
    disk.full_while(("reread",), on_small_disk, small, leaving=8_000)
    peace.reached(on_small_disk)


@pytest.mark.parametrize("blocks", [pytest.param(0, marks=pytest.mark.campaign), 100])
def test_a_limit_on_the_size_of_files_is_like_a_full_disk(
    blocks: int, archive: Archive, peace: Undisturbed
) -> None:
    disk.files_limited(archive, blocks)
    peace.reached(archive)


@needs_small_disk
def test_a_read_only_data_folder_is_told(
    on_small_disk: Archive, small: small_disk.SmallDisk, peace: Undisturbed
) -> None:
    assert [told.command for told in disk.read_only(on_small_disk, small)] == ["crawl", "reread", "index"]
    peace.reached(on_small_disk)


@pytest.mark.skipif(
    os.geteuid() == 0, reason="nothing is read-only to root; a disk of its own is tried above"
)
def test_a_data_folder_of_another_user_is_told(archive: Archive, peace: Undisturbed) -> None:
    archive.finish("crawl")
    (archive.data / "lock").chmod(0o400)
    assert "Permission denied" in archive.refuse("crawl")
    (archive.data / "lock").chmod(0o600)
    archive.finish("crawl")
    peace.reached(archive)


@pytest.mark.parametrize(
    "days", [disk.CLOCKS[0], *(pytest.param(days, marks=pytest.mark.campaign) for days in disk.CLOCKS[1:])]
)
def test_a_clock_that_jumps_changes_no_record_in_the_end(
    days: int, archive: Archive, site: Site, tmp_path: Path, peace: Undisturbed
) -> None:
    disk.clock_moved(archive, site, tmp_path / "moved", days * DAY)
    peace.reached(archive, revised=True)
    archive.finish("reread")
    peace.reached(archive, revised=True)


def test_records_that_another_process_writes_to_are_waited_for_and_then_told(
    archive: Archive, minutes: Minutes, monkeypatch: pytest.MonkeyPatch, peace: Undisturbed
) -> None:
    archive.finish("crawl")
    monkeypatch.setattr(sqlite, "WAIT_FOR_OTHERS", 0.2)
    for command in ("crawl", "reread"):
        with disk.being_written(archive.data / "records.sqlite"):
            ran = minutes("--config", archive.config, command)
        assert (ran.code, ran.err.count("\n")) == (1, 1)
        assert "another program is writing to it; wait for it, or stop it" in ran.err
    archive.finish("crawl")
    peace.reached(archive)


def test_the_campaign_would_notice_a_traceback(archive: Archive) -> None:
    archive.config.write_text("data = 1", "utf-8")
    assert archive.refuse("crawl").endswith("no council is named; add a [[council]] table")
    with pytest.raises(Lost, match="ended with 1"):
        archive.finish("crawl")
