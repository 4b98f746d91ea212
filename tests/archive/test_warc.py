from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive import warc
from archive.errors import StoreError
from archive.model import Exchange, Page

NOON = datetime(2026, 2, 20, 12, tzinfo=UTC)
URL = "https://democracy.thistlemoor.example/ieListDocuments.aspx?CId=31&MId=802"
Record = tuple[str, dict[str, str], bytes]


def exchange(body: bytes, fetched: datetime = NOON) -> Exchange:
    page = Page(URL, body, fetched, "text/html; charset=utf-8")
    answered = (
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Encoding", "gzip"),
        ("Transfer-Encoding", "chunked"),
        ("X-Name", "Tŷ Pôb"),
    )
    return Exchange(page, (("User-Agent", "MinutesArchive/0.1"),), answered, "OK")


def kept(folder: Path, *exchanges: Exchange) -> list[warc.Place]:
    """Keep exchanges, each as a revisit of an earlier one with the same bytes."""
    file = warc.PageFile(folder, "thistlemoor", NOON)
    copies: dict[bytes, warc.Copy] = {}
    places = []
    for one in exchanges:
        places.append(file.append(one, copies.get(one.page.body)))
        copies.setdefault(one.page.body, warc.Copy(one.page.fetched, places[-1]))
    file.close()
    return places


def records(path: Path) -> list[Record]:
    with path.open("rb") as stream:
        return [
            (r.rec_type, dict(r.rec_headers.headers), r.content_stream().read())
            for r in ArchiveIterator(stream)
        ]


def only_file(folder: Path) -> Path:
    (path,) = folder.rglob("*.warc.gz")
    return path


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


def test_a_page_that_did_not_change_is_kept_once_and_pointed_to(tmp_path: Path) -> None:
    later = NOON + timedelta(days=7)
    first, second = kept(tmp_path, exchange(b"<html>1</html>"), exchange(b"<html>1</html>", later))
    revisit = next(headers for kind, headers, _ in records(only_file(tmp_path)) if kind == "revisit")
    assert revisit["WARC-Refers-To-Target-URI"] == URL
    assert revisit["WARC-Refers-To-Date"] == "2026-02-20T12:00:00Z"
    assert revisit["WARC-Date"] == "2026-02-27T12:00:00Z"
    assert revisit["WARC-Payload-Digest"] == warc.digest(b"<html>1</html>")
    assert warc.read(tmp_path, first) == b"<html>1</html>"
    with pytest.raises(StoreError, match="no page begins there"):
        warc.read(tmp_path, second)


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


def test_two_runs_of_the_same_second_do_not_write_over_each_other(tmp_path: Path) -> None:
    (first,) = kept(tmp_path, exchange(b"one"))
    (second,) = kept(tmp_path, exchange(b"two"))
    assert first.file != second.file
    assert (warc.read(tmp_path, first), warc.read(tmp_path, second)) == (b"one", b"two")


def test_a_full_file_is_followed_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "LARGEST_FILE", 500)
    pages = [exchange(bytes([65 + n]) * 10) for n in range(3)]
    places = kept(tmp_path, *pages)
    assert len({place.file for place in places}) > 1
    assert [warc.read(tmp_path, place) for place in places] == [page.page.body for page in pages]


def test_a_run_that_keeps_nothing_makes_no_file(tmp_path: Path) -> None:
    warc.PageFile(tmp_path, "thistlemoor", NOON).close()
    assert list(tmp_path.iterdir()) == []


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
    with pytest.raises(StoreError, match=r"thistlemoor/thistlemoor-20260220T120000Z-001\.warc\.gz"):
        warc.read(tmp_path, place)
