from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive import warc
from archive.errors import StoreError
from archive.model import Exchange
from tests.archive.evidence import (
    MEETING,
    NOON,
    SLUG,
    URL,
    NotModified,
    exchange,
    founds,
    kept,
    members,
    only_file,
    rewritten,
    small_archive,
)  # fmt: skip

Record = tuple[str, dict[str, str], bytes]


def records(path: Path) -> list[Record]:
    """Read a file's records as another program does."""
    with path.open("rb") as stream:
        return [
            (r.rec_type, dict(r.rec_headers.headers), r.content_stream().read())
            for r in ArchiveIterator(stream, check_digests="raise")
        ]


def revisits(path: Path) -> list[dict[str, str]]:
    return [headers for kind, headers, _ in records(path) if kind == "revisit"]


@pytest.mark.parametrize("body", [b"<html></html>", b"", b"\x00\xff\r\n" * 5000, b"WARC/1.1\r\n\r\n"])
def test_the_bytes_of_a_page_come_back_as_they_were(tmp_path: Path, body: bytes) -> None:
    (place,) = kept(tmp_path, exchange(body))
    assert warc.read(tmp_path, place) == body


def test_other_programs_can_read_what_is_kept(tmp_path: Path) -> None:
    kept(tmp_path, exchange(b"<html>1</html>"), exchange(b"<html>2</html>"))
    found = records(only_file(tmp_path))
    assert [kind for kind, _, _ in found] == ["warcinfo", "response", "request", "response", "request"]
    _, headers, body = found[1]
    assert headers["WARC-Target-URI"] == URL
    assert headers["WARC-Date"] == "2026-02-20T12:00:00Z"
    assert body == b"<html>1</html>"


def test_every_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    kept(tmp_path, exchange(b"<html>1</html>"), exchange(b"<html>1</html>"), exchange(b""))
    check = [sys.executable, "-m", "warcio.cli", "check", "-v", str(only_file(tmp_path))]
    done = subprocess.run(check, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "digest pass" in done.stdout
    assert "fail" not in done.stdout


def test_each_record_is_a_gzip_member_of_its_own(tmp_path: Path) -> None:
    (place,) = kept(tmp_path, exchange(b"<html>1</html>"))
    info, answer, request = members(only_file(tmp_path).read_bytes())
    assert answer[0] == place.offset
    assert [plain.startswith(b"WARC/1.1\r\n") for _, _, plain in (info, answer, request)] == [True] * 3


def test_a_page_that_did_not_change_is_kept_once_and_pointed_to(tmp_path: Path) -> None:
    later = NOON + timedelta(days=7)
    first, second = kept(tmp_path, exchange(b"<html>1</html>"), exchange(b"<html>1</html>", later))
    (revisit,) = revisits(only_file(tmp_path))
    assert revisit["WARC-Refers-To-Target-URI"] == URL
    assert revisit["WARC-Refers-To-Date"] == "2026-02-20T12:00:00Z"
    assert revisit["WARC-Date"] == "2026-02-27T12:00:00Z"
    assert revisit["WARC-Payload-Digest"] == warc.digest(b"<html>1</html>")
    assert revisit["WARC-Profile"].endswith("/revisit/identical-payload-digest")
    assert warc.read(tmp_path, first) == b"<html>1</html>"
    with pytest.raises(StoreError, match="no page begins there"):
        warc.read(tmp_path, second)


def test_a_site_that_says_a_page_is_unmodified_is_kept_as_having_said_so(tmp_path: Path) -> None:
    file = warc.PageFile(tmp_path, SLUG, NOON)
    place = file.append(exchange(b"<html>1</html>"), MEETING)
    copy = warc.Copy(NOON, place, warc.digest(b"<html>1</html>"))
    file.append_unmodified(URL, NotModified(NOON + timedelta(days=7)), MEETING, copy)
    file.close()
    (revisit,) = revisits(only_file(tmp_path))
    assert revisit["WARC-Profile"] == "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    assert revisit["WARC-Refers-To-Target-URI"] == URL
    assert revisit["WARC-Refers-To-Date"] == "2026-02-20T12:00:00Z"
    assert revisit["WARC-Payload-Digest"] == copy.digest
    first, second = founds(warc.scan(tmp_path, SLUG))
    assert (second.status, second.etag, second.content_type) == (304, '"a1"', "")
    assert second.same_as == warc.Reference(URL, first.fetched, first.digest)


def test_what_described_the_bytes_on_the_wire_is_kept_under_another_name(tmp_path: Path) -> None:
    kept(tmp_path, exchange(b"<html>1</html>"))
    with only_file(tmp_path).open("rb") as stream:
        response = next(r for r in ArchiveIterator(stream) if r.rec_type == "response")
        headers = dict(response.http_headers.headers)
        assert response.http_headers.statusline == "200 OK"
    assert headers["X-Archive-Orig-Content-Encoding"] == "gzip"
    assert headers["X-Archive-Orig-Transfer-Encoding"] == "chunked"
    assert headers["Content-Length"] == "14"
    assert "Content-Encoding" not in headers


def test_the_request_stands_beside_the_response_with_the_headers_that_went_out(tmp_path: Path) -> None:
    kept(tmp_path, exchange(b"<html>1</html>"))
    with only_file(tmp_path).open("rb") as stream:
        request = next(r for r in ArchiveIterator(stream) if r.rec_type == "request")
        assert request.http_headers.protocol == "GET"
        assert request.http_headers.statusline == "/ieListDocuments.aspx?CId=31&MId=802 HTTP/1.1"
        assert request.http_headers.get_header("Host") == "democracy.thistlemoor.example"
        assert request.http_headers.get_header("User-Agent") == "MinutesArchive/0.1"


def test_a_header_folded_over_lines_cannot_break_a_record(tmp_path: Path) -> None:
    folded = replace(exchange(b"whole"), answered=(("X-Long", "one\r\n two\r\n\r\nthree"),), reason="OK\n")
    (place,) = kept(tmp_path, folded)
    assert warc.read(tmp_path, place) == b"whole"
    assert b"X-Long: one two three\r\n" in members(only_file(tmp_path).read_bytes())[1][2]


def test_files_sort_in_the_order_of_capture_even_when_the_clock_jumps_back(tmp_path: Path) -> None:
    (first,) = kept(tmp_path, exchange(b"one"))
    (second,) = kept(tmp_path, exchange(b"two"), started=NOON - timedelta(days=365))
    assert first.file == "thistlemoor/thistlemoor-000001-20260220T120000Z.warc.gz"
    assert second.file == "thistlemoor/thistlemoor-000002-20250220T120000Z.warc.gz"
    assert warc.files(tmp_path, SLUG) == sorted([first.file, second.file]) == [first.file, second.file]


def test_a_number_that_another_process_took_is_left_to_it(tmp_path: Path) -> None:
    ours, theirs = (warc.PageFile(tmp_path, SLUG, NOON) for _ in range(2))
    places = [file.append(exchange(body), MEETING) for file, body in ((ours, b"one"), (theirs, b"two"))]
    ours.close()
    theirs.close()
    assert len({place.file for place in places}) == 2
    assert [warc.read(tmp_path, place) for place in places] == [b"one", b"two"]


def test_a_full_file_is_followed_by_the_next(tmp_path: Path) -> None:
    file = warc.PageFile(tmp_path, SLUG, NOON, largest=500)
    bodies = [bytes([65 + n]) * 10 for n in range(3)]
    places = [file.append(exchange(body), MEETING) for body in bodies]
    file.close()
    assert len({place.file for place in places}) == 3
    assert [warc.read(tmp_path, place) for place in places] == bodies


def test_a_run_that_keeps_nothing_makes_no_file(tmp_path: Path) -> None:
    warc.PageFile(tmp_path, SLUG, NOON).close()
    assert list(tmp_path.iterdir()) == []


def append_until_full(folder: Path, large: Exchange) -> None:
    """Add a page, then one that the disk has no room for; in a process of its own, which may be limited."""
    file = warc.PageFile(folder, SLUG, NOON)
    file.append(exchange(b"small"), MEETING)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
    with pytest.raises(StoreError, match="no page can be added to"):
        file.append(large, MEETING)
    file.append(exchange(b"small again"), MEETING)
    file.close()


def test_a_page_that_does_not_fit_leaves_the_file_whole_and_the_next_can_be_kept(tmp_path: Path) -> None:
    process = get_context("spawn").Process(
        target=append_until_full, args=(tmp_path, exchange(os.urandom(5000)))
    )
    process.start()
    process.join()
    assert process.exitcode == 0
    assert [warc.read(tmp_path, page.place) for page in founds(warc.scan(tmp_path, SLUG))] == [
        b"small",
        b"small again",
    ]


def test_a_full_disk_is_told_in_plain_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:  # where space is given out late, only this call tells
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    file = warc.PageFile(tmp_path, SLUG, NOON)
    file.append(exchange(b"page"), MEETING)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match=r"the disk is full: .*; make room"):
        file.append(exchange(b"another"), MEETING)
    assert [warc.read(tmp_path, page.place) for page in founds(warc.scan(tmp_path, SLUG))] == [b"page"]


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / SLUG).write_text("a file where the folder should be")
    with pytest.raises(StoreError, match=r"no page can be added to .*: File exists"):
        warc.PageFile(tmp_path, SLUG, NOON).append(exchange(b"page"), MEETING)


def test_a_page_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"the page file gone\.warc\.gz cannot be read: No such file"):
        warc.read(tmp_path, warc.Place("gone.warc.gz", 0))


@pytest.mark.parametrize("damage", ["middle of a record", "end of the file", "zeroes", "no archive at all"])
def test_a_damaged_page_file_is_told(tmp_path: Path, damage: str) -> None:
    (place,) = kept(tmp_path, exchange(bytes(range(256)) * 40))
    path = tmp_path / place.file
    whole = path.read_bytes()
    if damage == "middle of a record":
        place = replace(place, offset=place.offset + 7)
    elif damage == "end of the file":
        path.write_bytes(whole[: place.offset + 300])
    elif damage == "zeroes":
        path.write_bytes(whole[: place.offset + 200] + bytes(len(whole) - place.offset - 200))
    else:
        path.write_text("not an archive\n" * 100, "utf-8")
    with pytest.raises(StoreError, match=r"thistlemoor/thistlemoor-000001-20260220T120000Z\.warc\.gz"):
        warc.read(tmp_path, place)


def test_a_page_that_is_not_as_it_was_kept_is_not_given_out(tmp_path: Path) -> None:
    small_archive(tmp_path)
    path = only_file(tmp_path)
    path.write_bytes(rewritten(path.read_bytes(), 1, b"<html>0", b"<html>9"))
    place = warc.Place(f"{SLUG}/{path.name}", members(path.read_bytes())[1][0])
    with pytest.raises(StoreError, match="is not as it was kept"):
        warc.read(tmp_path, place)
