from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import warc
from archive.errors import StoreError
from tests.archive.evidence import NOON, SLUG, exchange, founds, kept, members, only_file, small_archive
from tests.campaign import examples

FILE = "thistlemoor/thistlemoor-000001-20260220T120000Z.warc.gz"


def test_half_a_page_is_cut_off_and_all_whole_ones_stay(tmp_path: Path) -> None:
    *_, last = small_archive(tmp_path)
    path = only_file(tmp_path)
    pages = founds(warc.scan(tmp_path, SLUG))
    path.write_bytes(path.read_bytes()[:-10])
    size = path.stat().st_size
    assert warc.cut_torn(tmp_path, SLUG, None) == (warc.Torn(FILE, last.offset, size - last.offset),)
    assert founds(warc.scan(tmp_path, SLUG)) == pages[:-1]
    assert path.stat().st_size == last.offset
    assert warc.cut_torn(tmp_path, SLUG, None) == ()


def test_wherever_a_run_is_killed_the_next_one_finds_whole_files(tmp_path: Path) -> None:
    places = small_archive(tmp_path, 2)
    path = only_file(tmp_path)
    whole = path.read_bytes()
    ends = [place.offset for place in places[1:]] + [len(whole)]

    @settings(max_examples=examples(150), deadline=None)
    @given(st.integers(0, 1000), st.sampled_from((b"", bytes(600))))  # after a power cut there may be zeroes
    def killed(permille: int, left: bytes) -> None:
        size = len(whole) * permille // 1000
        data = whole[:size] + left
        path.write_bytes(data)
        warc.cut_torn(tmp_path, SLUG, None)
        pages = founds(warc.scan(tmp_path, SLUG))
        # A member of less than 64 KiB ends with two zeroes, which the power cut may happen to have written.
        left_whole = [place for place, end in zip(places, ends, strict=True) if data[:end] == whole[:end]]
        assert [page.place for page in pages] == left_whole
        assert path.exists() == bool(pages)

    killed()


def test_a_file_in_which_nothing_was_kept_yet_is_removed(tmp_path: Path) -> None:
    (place,) = kept(tmp_path, exchange(b"page"))
    path = only_file(tmp_path)
    whole = path.read_bytes()
    for size in (0, 20, members(whole)[0][1], place.offset + 30):
        path.write_bytes(whole[:size])
        assert warc.cut_torn(tmp_path, SLUG, None) == (warc.Torn(FILE, 0, size),)
        assert list(path.parent.iterdir()) == []


def test_a_council_without_files_needs_no_repair(tmp_path: Path) -> None:
    assert warc.cut_torn(tmp_path, SLUG, None) == ()


def test_only_the_newest_file_is_looked_at(tmp_path: Path) -> None:
    (old,) = kept(tmp_path, exchange(b"one"))
    (new,) = kept(tmp_path, exchange(b"two"))
    for place in (old, new):
        with (tmp_path / place.file).open("ab") as stream:
            stream.write(b"half a record")
    (torn,) = warc.cut_torn(tmp_path, SLUG, None)
    assert (torn.file, torn.size) == (new.file, len(b"half a record"))
    assert (tmp_path / old.file).read_bytes().endswith(b"half a record")


def test_a_catalogued_page_is_never_cut_off_however_damaged(tmp_path: Path) -> None:
    *_, last = small_archive(tmp_path)
    path = only_file(tmp_path)
    data = bytearray(path.read_bytes())
    data[last.offset + 40] ^= 1
    path.write_bytes(data)
    assert warc.cut_torn(tmp_path, SLUG, last) == ()
    assert path.read_bytes() == bytes(data)


def test_damage_with_whole_pages_after_it_is_left_as_it_is(tmp_path: Path) -> None:
    first, *_ = small_archive(tmp_path)
    path = only_file(tmp_path)
    data = bytearray(path.read_bytes())
    data[first.offset + 40] ^= 1
    path.write_bytes(data)
    assert warc.cut_torn(tmp_path, SLUG, None) == ()
    assert path.read_bytes() == bytes(data)


def test_a_file_that_holds_one_damaged_page_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    (place,) = kept(tmp_path, exchange(b"page"))
    path = only_file(tmp_path)
    data = bytearray(path.read_bytes())
    data[place.offset + 40] ^= 1
    path.write_bytes(data)
    assert warc.cut_torn(tmp_path, SLUG, None) == ()
    assert path.read_bytes() == bytes(data)


def test_what_was_catalogued_is_not_read_again(tmp_path: Path) -> None:
    *_, before, last = small_archive(tmp_path)
    path = only_file(tmp_path)
    data = path.read_bytes()
    path.write_bytes(bytes(before.offset) + data[before.offset : -10])  # nothing could be read of the rest
    (torn,) = warc.cut_torn(tmp_path, SLUG, before)
    assert torn.offset == last.offset


def test_a_file_that_cannot_be_read_or_mended_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir(parents=True)
    with pytest.raises(StoreError, match="cannot be read: Is a directory"):
        warc.cut_torn(tmp_path, SLUG, None)
    (tmp_path / f"{FILE}.purging").mkdir()
    with pytest.raises(StoreError, match="the page files of thistlemoor cannot be mended"):
        warc.cut_torn(tmp_path, SLUG, None)


def test_the_next_run_begins_a_file_of_its_own(tmp_path: Path) -> None:
    (first,) = kept(tmp_path, exchange(b"one"))
    path = tmp_path / first.file
    path.write_bytes(path.read_bytes()[:-1])
    warc.cut_torn(tmp_path, SLUG, None)
    (again,) = kept(tmp_path, exchange(b"one"), started=NOON)
    assert [page.place for page in founds(warc.scan(tmp_path, SLUG))] == [again]
