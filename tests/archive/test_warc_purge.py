from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive import warc
from archive.errors import StoreError
from tests.archive.evidence import NOON, SLUG, URL, exchange, founds, kept, only_file, small_archive

WHY = "a private address, asked for by the council"
LATER = NOON + timedelta(days=30)


def test_a_purged_page_is_really_gone_and_every_other_stays_where_it_was(tmp_path: Path) -> None:
    kept(tmp_path, exchange(b"first"), exchange(b"the secret"), exchange(b"third"))
    first, secret, third = founds(warc.scan(tmp_path, SLUG))
    warc.purge(tmp_path, secret.place.file, [secret.place.offset], WHY, LATER)
    assert founds(warc.scan(tmp_path, SLUG)) == [first, third]
    assert [warc.read(tmp_path, page.place) for page in (first, third)] == [b"first", b"third"]
    with pytest.raises(StoreError, match="no page begins there"):
        warc.read(tmp_path, secret.place)
    with only_file(tmp_path).open("rb") as stream:
        assert not any(b"secret" in r.content_stream().read() for r in ArchiveIterator(stream))


def test_a_note_says_what_was_purged_when_and_why(tmp_path: Path) -> None:
    places = small_archive(tmp_path)
    warc.purge(tmp_path, places[0].file, [places[1].offset], WHY, LATER)
    with only_file(tmp_path).open("rb") as stream:
        notes = [
            (dict(r.rec_headers.headers), r.content_stream().read())
            for r in ArchiveIterator(stream, check_digests="raise")
            if r.rec_type == "metadata"
        ]
    ((fields, said),) = notes
    assert (fields["WARC-Target-URI"], fields["WARC-Date"]) == (f"{URL}1", "2026-03-22T12:00:00Z")
    assert said == f"purged: {WHY}\r\n".encode()


def test_several_pages_of_a_file_are_purged_together(tmp_path: Path) -> None:
    places = small_archive(tmp_path)
    warc.purge(tmp_path, places[0].file, [places[0].offset, places[4].offset], WHY, LATER)
    assert [page.place for page in founds(warc.scan(tmp_path, SLUG))] == places[1:4]


@pytest.mark.parametrize("why", [WHY, "".join(map(chr, range(0x400, 0x900)))])
def test_what_cannot_be_purged_leaves_the_file_as_it_was(tmp_path: Path, why: str) -> None:
    first, *_ = small_archive(tmp_path)
    before = only_file(tmp_path).read_bytes()
    offset = first.offset + (7 if why == WHY else 0)
    with pytest.raises(StoreError, match=r"nothing was purged|say it in fewer words"):
        warc.purge(tmp_path, first.file, [first.offset, offset], why, LATER)
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
    (place,) = kept(tmp_path, exchange(b"page"))

    def full(*_streams: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfileobj", full)
    with pytest.raises(StoreError, match="No space left on device; nothing was purged"):
        warc.purge(tmp_path, place.file, [place.offset], WHY, LATER)
    monkeypatch.undo()
    assert warc.read(tmp_path, place) == b"page"
