from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import warc
from archive.errors import StoreError
from archive.model import Exchange
from tests.archive.evidence import (
    MEETING,
    NOON,
    SLUG,
    URL,
    exchange,
    founds,
    kept,
    members,
    only_file,
    rewritten,
    small_archive,
)
from tests.campaign import examples


def test_a_scan_gives_back_all_that_a_catalogue_says_of_a_page(tmp_path: Path) -> None:
    (place,) = kept(tmp_path, exchange(b"<html>1</html>"))
    (page,) = warc.scan(tmp_path, SLUG)
    assert page == warc.Found(
        kind="meeting",
        optional=False,
        url=URL,
        fetched=NOON,
        content_type="text/html; charset=utf-8",
        status=200,
        digest=warc.digest(b"<html>1</html>"),
        etag='"a1"',
        modified="Thu, 19 Feb 2026 09:00:00 GMT",
        place=place,
        end=only_file(tmp_path).stat().st_size,
    )


def test_what_a_page_was_asked_for_as_is_kept_beside_it(tmp_path: Path) -> None:
    file = warc.PageFile(tmp_path, SLUG, NOON)
    file.append(exchange(b"gone", status=404), warc.Asked("attendance", optional=True))
    file.append(exchange(b"<html/>"), warc.Asked("news"))
    file.close()
    told = [(page.kind, page.optional, page.status) for page in founds(warc.scan(tmp_path, SLUG))]
    assert told == [("attendance", True, 404), ("news", False, 200)]


def test_a_revisit_says_how_the_copy_that_holds_its_body_is_found(tmp_path: Path) -> None:
    kept(tmp_path, exchange(b"same"), exchange(b"same", NOON + timedelta(days=1)))
    first, second = founds(warc.scan(tmp_path, SLUG))
    assert first.same_as is None
    assert second.same_as == warc.Reference(first.url, first.fetched, first.digest)
    assert second.digest == first.digest


def test_pages_come_in_the_order_of_capture_whatever_the_clock_said(tmp_path: Path) -> None:
    for number, days in enumerate((0, -9, 3)):
        kept(tmp_path, exchange(b"%d" % number), started=NOON + timedelta(days=days))
    pages = founds(warc.scan(tmp_path, SLUG))
    assert [warc.read(tmp_path, page.place) for page in pages] == [b"0", b"1", b"2"]


def test_a_scan_can_go_on_after_any_page(tmp_path: Path) -> None:
    small_archive(tmp_path)
    kept(tmp_path, exchange(b"of a second run"))
    pages = founds(warc.scan(tmp_path, SLUG))
    for number, page in enumerate(pages):
        assert founds(warc.scan(tmp_path, SLUG, after=page.place)) == pages[number + 1 :]


@settings(max_examples=examples(60), deadline=None)
@given(*[st.text(st.characters(codec="latin-1", exclude_categories=["Cc"])) for _ in range(4)])
def test_what_a_site_said_comes_back_letter_for_letter(
    content_type: str, etag: str, modified: str, reason: str
) -> None:
    page = replace(exchange(b"<html/>").page, content_type=content_type)
    said = (("content-type", content_type), ("Etag", etag), ("LAST-MODIFIED", modified))
    with TemporaryDirectory() as folder:
        kept(Path(folder), Exchange(page, (), said, reason))
        (found,) = founds(warc.scan(Path(folder), SLUG))
    assert (found.content_type, found.etag, found.modified) == (content_type, etag, modified)


def test_a_council_without_pages_gives_none(tmp_path: Path) -> None:
    assert list(warc.scan(tmp_path, SLUG)) == []


def test_an_unfinished_end_is_told_wherever_a_kill_cuts_the_file(tmp_path: Path) -> None:
    *_, last = small_archive(tmp_path)
    path = only_file(tmp_path)
    whole = path.read_bytes()
    pages = founds(warc.scan(tmp_path, SLUG))
    for size in range(last.offset + 1, len(whole)):
        path.write_bytes(whole[:size])
        *before, torn = warc.scan(tmp_path, SLUG)
        assert before == pages[:-1]
        assert torn == warc.Torn(last.file, last.offset, size - last.offset)


def test_pages_behind_damage_are_still_found(tmp_path: Path) -> None:
    places = small_archive(tmp_path)
    path = only_file(tmp_path)
    data = bytearray(path.read_bytes())
    data[places[1].offset + 40] ^= 1
    path.write_bytes(data)
    parts = list(warc.scan(tmp_path, SLUG))
    assert [p.place for p in parts if isinstance(p, warc.Found)] == [places[0], *places[2:]]
    (damage,) = [p for p in parts if isinstance(p, warc.Damage)]
    assert (damage.file, damage.offset) == (places[1].file, places[1].offset)


def test_a_page_whose_request_alone_is_damaged_is_still_found(tmp_path: Path) -> None:
    places = small_archive(tmp_path)
    path = only_file(tmp_path)
    data = bytearray(path.read_bytes())
    begin, _, plain = members(bytes(data))[2]
    assert b"WARC-Type: request" in plain
    data[begin + 40] ^= 1
    path.write_bytes(data)
    parts = list(warc.scan(tmp_path, SLUG))
    assert [p.place for p in parts if isinstance(p, warc.Found)] == places
    assert [p.offset for p in parts if isinstance(p, warc.Damage)] == [begin]


def test_filler_between_records_is_passed_over_however_long_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.warc.walking.SEARCHED", 64)  # so that beginnings lie across two searches
    places = small_archive(tmp_path)
    path = only_file(tmp_path)
    data = path.read_bytes()
    at = places[2].offset
    for length in range(60, 130):
        filler = (b"\x1f\x8b\x08 no record " * 10)[:length]
        path.write_bytes(data[:at] + filler + data[at:])
        parts = list(warc.scan(tmp_path, SLUG))
        assert len([p for p in parts if isinstance(p, warc.Found)]) == len(places)
        assert [(p.offset, p.size) for p in parts if isinstance(p, warc.Damage)] == [(at, length)]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (b"Archive-Page-Kind: meeting", b"Archive-Page-Kind: gossip", "kind is “gossip”"),
        (b"Archive-Page-Kind", b"Archive-Page-Kins", "its Archive-Page-Kind is missing"),
        (b"WARC-Date: 2026-02-20", b"WARC-Date: 2026-02-30", "its WARC-Date is no date"),
        (b"WARC-Date", b"WARC-Data", "its warc-date is missing"),
        (b"HTTP/1.1 200", b"HTTP/1.1 two", "holds no answer of a site"),
        (b"WARC/1.1\r\n", b"WARC/9.9\r\n", "does not begin as a WARC/1.1 record"),
        (b"WARC-Type: response", b"WARC-Type  response", "one of its fields has no name"),
        (b"thistlemoor.example", b"\xff\xfe" * 9 + b"x", "its fields are not text"),
        (b"</html>", b"</html> and more", "not as long as its Content-Length says"),
    ],
)
def test_a_record_that_does_not_say_what_ours_say_is_told(
    tmp_path: Path, old: bytes, new: bytes, why: str
) -> None:
    places = small_archive(tmp_path)
    path = only_file(tmp_path)
    path.write_bytes(rewritten(path.read_bytes(), 3, old, new))
    (damage,) = [p for p in warc.scan(tmp_path, SLUG) if isinstance(p, warc.Damage)]
    assert damage.offset == places[1].offset
    assert why in damage.why.replace("Archive-Page-Kind is “", "kind is “")


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / SLUG / "thistlemoor-000001-20260220T120000Z.warc.gz").mkdir(parents=True)
    with pytest.raises(StoreError, match="cannot be read: Is a directory"):
        list(warc.scan(tmp_path, SLUG))


def test_fields_of_ours_do_not_disturb_who_reads_only_the_standards(tmp_path: Path) -> None:
    file = warc.PageFile(tmp_path, SLUG, NOON)
    file.append(exchange(b"<html/>"), MEETING)
    file.close()
    _, _, plain = members(only_file(tmp_path).read_bytes())[1]
    head = plain.partition(b"\r\n\r\n")[0].decode()
    assert [line for line in head.split("\r\n") if line.startswith("Archive-")] == [
        "Archive-Page-Kind: meeting"
    ]
