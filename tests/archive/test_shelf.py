"""Page files that were moved to where all machines reach them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import fsspec
import pytest

from archive import warc
from archive.errors import ConfigError, StoreError
from archive.model import Exchange, Page
from archive.warc import Pages, Place, shelf
from tests.archive.evidence import members

NOON = datetime(2026, 2, 20, 12, tzinfo=UTC)
BODY = b"<p>The weir was mended.</p>" * 30


@pytest.fixture(params=["file", "memory"])
def pages(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Pages]:
    """A folder and a shelf: another folder, or a store that is none."""
    where = (tmp_path / "shelf").as_uri() if request.param == "file" else f"memory://{uuid4().hex}"
    yield Pages(tmp_path / "here", where)
    fsspec.filesystem("memory").store.clear()


def kept(pages: Pages, crawler: str = "mill-1", after: Place | None = None) -> Place:
    file = warc.PageFile(pages.folder, "t", NOON, crawler=crawler, last=after)
    page = Page("https://t.example/m", BODY, NOON, "text/html; charset=utf-8")
    place = file.append(Exchange(page, (), (), "OK"), warc.Asked("meeting"))
    file.close()
    return place


def test_a_page_is_read_where_its_file_is(pages: Pages) -> None:
    place = kept(pages)
    assert warc.read(pages, place) == BODY
    warc.shelve(pages, place.file)
    assert not (pages.folder / place.file).exists()
    assert warc.read(pages, place) == BODY
    assert [found.place for found in warc.scan(pages, "t") if isinstance(found, warc.Found)] == [place]


def test_files_are_listed_once_wherever_they_are_and_by_their_crawler(pages: Pages) -> None:
    first = kept(pages)
    warc.shelve(pages, first.file)
    second, other = kept(pages, after=first), kept(pages, "weir-2")
    assert set(warc.files(pages, "t")) == {first.file, second.file, other.file}
    assert warc.files(pages, "t", "mill-1") == [first.file, second.file]
    assert warc.files(pages, "other") == []


def test_a_file_of_which_nobody_knows_where_it_is_is_told(pages: Pages) -> None:
    with pytest.raises(StoreError, match=r"x\.warc\.gz cannot be read: it is neither here nor on "):
        warc.read(pages, Place("t/x.warc.gz", 0))


def test_a_file_is_there_wherever_it_is(pages: Pages) -> None:
    place = kept(pages)
    assert warc.is_there(pages, place.file)
    warc.shelve(pages, place.file)
    assert warc.is_there(pages, place.file)
    assert not warc.is_there(Pages(pages.folder), place.file)
    assert not warc.is_there(pages, "t/x.warc.gz")


def test_a_shelf_that_gives_no_answer_is_not_taken_for_one_that_lacks_a_file(tmp_path: Path) -> None:
    (tmp_path / "shelf").write_text("a file", "utf-8")
    with pytest.raises(StoreError, match="the shelf of page files cannot be read"):
        warc.is_there(Pages(tmp_path / "here", (tmp_path / "shelf").as_uri()), "t/x.warc.gz")


def test_a_file_that_did_not_arrive_whole_stays_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = Pages(tmp_path / "here", (tmp_path / "shelf").as_uri())
    place = kept(pages)
    cut = fsspec.filesystem("file")
    put = type(cut).put_file

    def cut_off(self: object, ours: str, theirs: str) -> None:
        put(self, ours, theirs)
        os.truncate(theirs, 100)

    monkeypatch.setattr(type(cut), "put_file", cut_off)
    with pytest.raises(StoreError, match="what is read back from there is not what was put there"):
        warc.shelve(pages, place.file)
    assert warc.read(Pages(pages.folder), place) == BODY
    assert warc.files(Pages(tmp_path, pages.shelf), "t") == []  # and what came there is no page file


def test_a_shelf_that_is_not_mounted_is_not_taken_for_one_that_is_empty(tmp_path: Path) -> None:
    pages = Pages(tmp_path / "here", (tmp_path / "shelf").as_uri())
    first, second = kept(pages), kept(pages, "weir-2")
    warc.shelve(pages, first.file)
    (tmp_path / "shelf").rename(tmp_path / "elsewhere")
    (tmp_path / "shelf").mkdir()
    for use in (warc.is_there, warc.shelve):
        with pytest.raises(StoreError, match=r"is not the one .* no file minutes-shelf; mount it, or"):
            use(pages, second.file if use is warc.shelve else first.file)
    with pytest.raises(StoreError, match="mount it"):
        warc.files(pages, "t")
    (tmp_path / "shelf").rmdir()
    (tmp_path / "elsewhere").rename(tmp_path / "shelf")
    warc.shelve(pages, second.file)
    assert set(warc.files(pages, "t")) == {first.file, second.file}


def test_a_shelf_that_was_moved_is_another_one_and_is_used(tmp_path: Path) -> None:
    pages = Pages(tmp_path / "here", (tmp_path / "shelf").as_uri())
    first, second = kept(pages), kept(pages, "weir-2")
    warc.shelve(pages, first.file)
    shutil.copytree(tmp_path / "shelf" / "t", tmp_path / "moved" / "t")
    moved = replace(pages, shelf=(tmp_path / "moved").as_uri())
    assert warc.is_there(moved, first.file)
    warc.shelve(moved, second.file)
    assert set(warc.files(moved, "t")) == {first.file, second.file}


def test_a_shelf_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "shelf").write_text("a file", "utf-8")
    pages = Pages(tmp_path / "here", (tmp_path / "shelf").as_uri())
    place = kept(pages)
    with pytest.raises(StoreError, match="cannot be moved to the shelf"):
        warc.shelve(pages, place.file)
    assert warc.read(pages, place) == BODY


@pytest.mark.parametrize("url", ["s4://bucket/pages", "nothing-like-it://x"])
def test_an_address_that_no_driver_knows_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigError, match=r"\[archive\]: pages “.*” cannot be used"):
        warc.read(Pages(tmp_path, url), Place("t/x.warc.gz", 0))


def said(pages: Pages, file: str) -> bytes:
    """Return what a file on the shelf holds, and all page files of this machine's folder, unpacked."""
    with shelf.opened(replace(pages, folder=Path("no such folder")), file) as stream:
        held = [stream.read(), *(path.read_bytes() for path in pages.folder.glob("*/*"))]
    return b"".join(plain for data in held for _, _, plain in members(data))


def test_a_page_on_the_shelf_is_purged_there(pages: Pages) -> None:
    place = kept(pages)
    warc.shelve(pages, place.file)
    assert b"weir" in said(pages, place.file)
    warc.purge(pages, place.file, {place.offset: b"[purged]"}, NOON)
    assert warc.read(pages, place) == b"[purged]"
    assert not (pages.folder / place.file).exists()
    assert b"weir" not in said(pages, place.file)


def test_a_purge_that_was_broken_off_before_the_shelf_had_its_file_is_finished_there(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = kept(pages)
    warc.shelve(pages, place.file)
    break_off(monkeypatch, pages)
    with pytest.raises(KeyboardInterrupt):
        warc.purge(pages, place.file, {place.offset: b"[purged]"}, NOON)
    monkeypatch.undo()
    assert b"weir" in said(pages, place.file)
    warc.purge(pages, place.file, {place.offset: b"[purged]"}, NOON)
    assert warc.read(pages, place) == b"[purged]"
    assert b"weir" not in said(pages, place.file)


def break_off(patch: pytest.MonkeyPatch, pages: Pages) -> None:
    """Stop whatever puts a file on the shelf, just before it gets its name."""

    def stopped(*_arguments: object, **_named: object) -> None:
        raise KeyboardInterrupt

    patch.setattr(type(fsspec.core.url_to_fs(pages.shelf)[0]), "mv", stopped)


def test_a_purge_takes_the_words_out_of_a_copy_that_a_killed_run_had_no_time_to_delete(pages: Pages) -> None:
    place = kept(pages)
    left_behind(pages, place)
    warc.purge(pages, place.file, {place.offset: b"[purged]"}, NOON)
    assert b"weir" not in said(pages, place.file)


def test_what_was_purged_on_the_shelf_does_not_come_back_with_a_copy_that_was_left_behind(
    pages: Pages, tmp_path: Path
) -> None:
    place = kept(pages)
    left_behind(pages, place)
    warc.purge(replace(pages, folder=tmp_path / "other"), place.file, {place.offset: b"[purged]"}, NOON)
    warc.shelve(pages, place.file)
    assert b"weir" not in said(pages, place.file)


def left_behind(pages: Pages, place: Place) -> None:
    """Put a file on the shelf, and be killed before it is deleted here."""
    path = pages.folder / place.file
    data = path.read_bytes()
    warc.shelve(pages, place.file)
    path.write_bytes(data)
