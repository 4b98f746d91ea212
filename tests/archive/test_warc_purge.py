from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive import warc
from archive.errors import StoreError
from tests.archive.evidence import NOON, SLUG, URL, exchange, founds, kept, members, only_file, small_archive

LATER = NOON + timedelta(days=30)
WITHOUT = b"<html>[purged 0a1b]</html>"


def test_a_purged_page_says_something_else_and_every_other_stays_where_it_was(tmp_path: Path) -> None:
    kept(tmp_path, exchange(b"first"), exchange(b"the secret " * 9), exchange(b"third"))
    before = founds(warc.scan(tmp_path, SLUG))
    warc.purge(tmp_path, before[1].place.file, {before[1].place.offset: WITHOUT}, LATER)
    after = founds(warc.scan(tmp_path, SLUG))
    assert [page.place for page in after] == [page.place for page in before]
    assert [warc.read(tmp_path, page.place) for page in after] == [b"first", WITHOUT, b"third"]
    assert not any(b"secret" in plain for _, _, plain in members(only_file(tmp_path).read_bytes()))


def test_all_that_the_archive_reads_of_a_page_stays_but_its_digest(tmp_path: Path) -> None:
    places = small_archive(tmp_path)
    before = founds(warc.scan(tmp_path, SLUG))[1]
    warc.purge(tmp_path, places[1].file, {places[1].offset: WITHOUT}, LATER)
    after = founds(warc.scan(tmp_path, SLUG))[1]
    assert after.digest == warc.digest(WITHOUT)
    names = ("kind", "url", "fetched", "content_type", "status", "etag", "modified", "place", "end")
    assert [getattr(after, name) for name in names] == [getattr(before, name) for name in names]


def test_a_purged_record_says_when_and_others_can_read_it(tmp_path: Path) -> None:
    places = small_archive(tmp_path)
    warc.purge(tmp_path, places[0].file, {places[1].offset: WITHOUT}, LATER)
    with only_file(tmp_path).open("rb") as stream:
        told = [
            (r.rec_headers["Archive-Purged"], r.content_stream().read())
            for r in ArchiveIterator(stream, check_digests="raise")
            if r.rec_type == "response" and r.rec_headers["WARC-Target-URI"] == f"{URL}1"
        ]
    assert told == [("2026-03-22T12:00:00Z", WITHOUT)]


def test_nothing_tells_of_the_old_body_any_more(tmp_path: Path) -> None:
    body = b"the secret " * 9
    kept(tmp_path, exchange(body))
    (page,) = founds(warc.scan(tmp_path, SLUG))
    warc.purge(tmp_path, page.place.file, {page.place.offset: WITHOUT}, LATER)
    record = members(only_file(tmp_path).read_bytes())[1][2]
    assert b"Content-Length: %d\r\n" % len(WITHOUT) in record
    assert not any(told in record for told in (b" %d\r\n" % len(body), warc.digest(body).encode()))


def test_a_revisit_that_is_purged_with_its_copy_points_to_it_still(tmp_path: Path) -> None:
    places = small_archive(tmp_path)
    warc.purge(tmp_path, places[0].file, {places[0].offset: WITHOUT, places[4].offset: WITHOUT}, LATER)
    first, *_, revisit = founds(warc.scan(tmp_path, SLUG))
    assert revisit.same_as == warc.Reference(first.url, first.fetched, first.digest)


def test_a_purge_can_be_repeated(tmp_path: Path) -> None:
    places = small_archive(tmp_path)
    for _ in range(2):
        warc.purge(tmp_path, places[1].file, {places[1].offset: WITHOUT}, LATER)
    assert [page.place for page in founds(warc.scan(tmp_path, SLUG))] == places
    assert warc.read(tmp_path, places[1]) == WITHOUT


@pytest.mark.parametrize(
    ("off", "body"), [(7, WITHOUT), (0, b"".join(sha256(bytes([n])).digest() for n in range(99)))]
)
def test_what_cannot_be_purged_leaves_the_file_as_it_was(tmp_path: Path, off: int, body: bytes) -> None:
    first, second, *_ = small_archive(tmp_path)
    before = only_file(tmp_path).read_bytes()
    with pytest.raises(StoreError, match=r"nothing of it was purged|too small to be purged"):
        warc.purge(tmp_path, first.file, {second.offset: WITHOUT, first.offset + off: body}, LATER)
    assert only_file(tmp_path).read_bytes() == before
    assert [path.name for path in only_file(tmp_path).parent.iterdir()] == [only_file(tmp_path).name]


def test_what_a_killed_purge_left_behind_is_removed_by_the_next_run(tmp_path: Path) -> None:
    (place,) = kept(tmp_path, exchange(b"page"))
    beside = tmp_path / f"{place.file}.purging"
    beside.write_bytes(b"half a copy, with what should be gone")
    assert warc.cut_torn(tmp_path, SLUG, place) == ()
    assert not beside.exists()


def test_a_purge_that_the_disk_has_no_room_for_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place,) = kept(tmp_path, exchange(b"page" * 9))

    def full(*_streams: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfileobj", full)
    with pytest.raises(StoreError, match="No space left on device; nothing of it was purged"):
        warc.purge(tmp_path, place.file, {place.offset: b"page"}, LATER)
    monkeypatch.undo()
    assert warc.read(tmp_path, place) == b"page" * 9
