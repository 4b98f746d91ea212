from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import warc
from archive.commands.verify import verify as command
from archive.store import Entry, Store
from archive.terminal import Settings
from archive.verify import Finding, verify
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
)
from tests.campaign import examples

CONFIG = f"""
data = "data"
[crawl]
contact = "https://archive.example/crawl"
[[council]]
slug = "{SLUG}"
name = "Thistlemoor"
system = "moderngov"
url = "https://democracy.thistlemoor.example"
"""


def entries(folder: Path) -> list[Entry]:
    """Say what a catalogue says of all that is kept."""
    with closing(Store(folder / "scratch.sqlite")) as store:
        catalogued(folder, store)
        listed = list[Entry](store.pages())
    (folder / "scratch.sqlite").unlink()
    return listed


def catalogued(folder: Path, store: Store) -> None:
    with store.writing() as writing:
        for page in founds(warc.scan(folder, SLUG)):
            assert writing.enter(SLUG, page)


def faults(folder: Path, catalogue: list[Entry]) -> list[Finding]:
    return [finding for finding in verify(folder, SLUG, catalogue) if finding.state == "fault"]


def states(folder: Path, catalogue: list[Entry]) -> list[str]:
    return [finding.state for finding in verify(folder, SLUG, catalogue)]


def test_an_archive_that_is_whole_has_no_faults(tmp_path: Path) -> None:
    small_archive(tmp_path)
    kept(tmp_path, exchange(b"of a second run"), started=NOON - timedelta(days=1))
    assert states(tmp_path, entries(tmp_path)) == ["whole"] * 6


def test_a_page_that_the_site_called_unmodified_is_whole_while_its_copy_is_there(tmp_path: Path) -> None:
    first, second = (warc.PageFile(tmp_path, SLUG, NOON) for _ in range(2))
    place = first.append(exchange(b"page"), MEETING)
    copy = warc.Copy(NOON, place, warc.digest(b"page"))
    second.append_unmodified(URL, NotModified(NOON + timedelta(days=1)), MEETING, copy)
    first.close()
    second.close()
    catalogue = entries(tmp_path)
    assert states(tmp_path, catalogue) == ["whole", "whole"]
    (tmp_path / place.file).unlink()
    gone, pointing = faults(tmp_path, catalogue)
    assert gone.why == "the catalogue names this page file, and it is gone"
    assert pointing.why == f"the copy it points to, {URL} of 2026-02-20 12:00:00, is not there"


def test_what_a_stopped_run_left_is_no_fault(tmp_path: Path) -> None:
    small_archive(tmp_path)
    catalogue = entries(tmp_path)
    path = only_file(tmp_path)
    path.write_bytes(path.read_bytes()[:-5])
    *_, uncatalogued, unfinished = verify(tmp_path, SLUG, catalogue[:3])
    assert uncatalogued.state == "uncatalogued"
    assert (unfinished.state, unfinished.place) == ("unfinished", catalogue[4].place)


def test_a_file_that_breaks_off_within_what_was_catalogued_is_a_fault(tmp_path: Path) -> None:
    small_archive(tmp_path)
    catalogue = entries(tmp_path)
    path = only_file(tmp_path)
    path.write_bytes(path.read_bytes()[:-5])
    broken, lost = faults(tmp_path, catalogue)
    assert "the file breaks off" in broken.why
    assert lost.why == f"no whole page is there; the catalogue has {URL}0"
    assert broken.place == lost.place == catalogue[-1].place


def test_a_page_that_the_catalogue_skips_is_a_fault(tmp_path: Path) -> None:
    places = small_archive(tmp_path)
    catalogue = entries(tmp_path)
    del catalogue[2]
    (fault,) = faults(tmp_path, catalogue)
    assert fault == Finding(places[2], "fault", "the page is not in the catalogue, which has later ones")


@pytest.mark.parametrize(
    ("number", "old", "new", "why"),
    [
        (0, b"software: ", b"hardware: ", "the warcinfo record is not as it was kept: its block digest"),
        (1, b"<html>0", b"<html>9", "its payload digest differs"),
        (1, b"text/html", b"text/rtml", "the response record is not as it was kept: its block digest"),
        (1, URL.encode() + b"0", URL.encode() + b"9", f"it is {URL}9; the catalogue has {URL}0 there"),
        (1, b"12:00:00Z", b"13:00:00Z", "or of another time"),
        (1, b"Payload-Digest: sha1:", b"Payload-Digest: sha1:A", "its payload digest differs"),
        (2, b"User-Agent", b"User-Agens", "the request record is not as it was kept: its block digest"),
        (2, b"WARC-Concurrent-To: ", b"WARC-Concurrent-To: x", "the request that belongs beside the page"),
        (9, b"2026-02-20T12:00:00Z", b"2026-02-20T12:00:09Z", "the copy it points to"),
        (9, b"Payload-Digest: sha1:", b"Payload-Digest: sha1:A", "the copy it points to"),
        (9, b"Archive-Page-Kind: meeting", b"Archive-Page-Kind: x", "its Archive-Page-Kind is “x”"),
    ],
)
def test_a_record_that_was_changed_and_packed_again_is_told(
    tmp_path: Path, number: int, old: bytes, new: bytes, why: str
) -> None:
    small_archive(tmp_path)
    catalogue = entries(tmp_path)
    path = only_file(tmp_path)
    path.write_bytes(rewritten(path.read_bytes(), number, old, new))
    # A changed record may be packed into more or fewer bytes, and all that follows then lies elsewhere too.
    first = next(fault for fault in faults(tmp_path, catalogue) if "no whole page" not in fault.why)
    assert why in first.why
    assert (
        first.place.offset == members(path.read_bytes())[number - (number == 2)][0]
    )  # a request: its page's


def test_a_page_without_its_answer_is_told_once(tmp_path: Path) -> None:
    places = small_archive(tmp_path)
    catalogue = entries(tmp_path)
    path = only_file(tmp_path)
    data = path.read_bytes()
    begin, end, _ = members(data)[3]
    path.write_bytes(data[:begin] + data[end:])
    assert "a request stands there without its answer" in [fault.why for fault in faults(tmp_path, catalogue)]
    path.write_bytes(data[:begin] + bytes(end - begin) + data[end:])
    damage, lost = faults(tmp_path, catalogue)
    assert damage.place == lost.place == places[1]
    assert damage.why.startswith(f"{end - begin:,} bytes: it cannot be unpacked")


def test_a_page_whose_body_the_catalogue_looks_for_elsewhere_is_a_fault(tmp_path: Path) -> None:
    small_archive(tmp_path)
    first, *_ = catalogue = entries(tmp_path)
    with closing(Store(tmp_path / "records.sqlite")) as store:
        with store.writing() as writing:
            numbers = [writing.catalogue(entry).id for entry in catalogue]
        with closing(sqlite3.connect(tmp_path / "records.sqlite")) as db, db:
            db.execute("update page set copy_of = ? where id = ?", (numbers[1], numbers[-1]))
        (fault,) = faults(tmp_path, list(store.pages()))
    assert (
        fault.why
        == f"its body is at byte {first.place.offset} of {first.place.file}; the catalogue says otherwise"
    )


def test_a_file_that_cannot_be_read_does_not_end_the_check(tmp_path: Path) -> None:
    kept(tmp_path, exchange(b"one"))
    kept(tmp_path, exchange(b"two"))
    catalogue = entries(tmp_path)
    path = tmp_path / catalogue[0].place.file
    path.unlink()
    path.mkdir()
    told = list(verify(tmp_path, SLUG, catalogue))
    assert [finding.state for finding in told] == ["fault", "fault", "whole"]
    assert told[0].why.endswith("cannot be read: Is a directory")


def test_a_purged_page_is_no_fault_once_the_catalogue_knows_its_digest(tmp_path: Path) -> None:
    places = small_archive(tmp_path)
    catalogue = entries(tmp_path)
    warc.purge(tmp_path, places[1].file, {places[1].offset: b"[purged 0a1b]"}, NOON)
    assert [fault.place for fault in faults(tmp_path, catalogue)] == [places[1]]
    catalogue[1] = replace(catalogue[1], digest=warc.digest(b"[purged 0a1b]"))
    assert states(tmp_path, catalogue) == ["whole"] * 5


def test_any_flipped_bit_is_told_unless_it_changes_nothing_that_is_read(tmp_path: Path) -> None:
    small_archive(tmp_path, 2)
    catalogue = entries(tmp_path)
    path = only_file(tmp_path)
    whole = path.read_bytes()
    begins = [begin for begin, _, _ in members(whole)]
    clean = list(verify(tmp_path, SLUG, catalogue))
    held = [plain for _, _, plain in members(whole)]

    @settings(max_examples=examples(400), deadline=None)
    @given(st.integers(0, 10**6 - 1), st.integers(0, 7))
    def flipped(millionth: int, bit: int) -> None:
        at = len(whole) * millionth // 10**6
        data = bytearray(whole)
        data[at] ^= 1 << bit
        path.write_bytes(data)
        found = list(verify(tmp_path, SLUG, catalogue))
        if found == clean:  # a gzip header's time, system, level or text flag; or unused bits of its packing
            assert [plain for _, _, plain in members(bytes(data))] == held
        else:
            begin = max(b for b in begins if b <= at)
            places = {f.place.offset for f in found if f.state == "fault"}
            pair = begins[begins.index(begin) - 1]  # the end of a file is told from its last page on
            assert places & {begin, pair}

    flipped()


@pytest.mark.parametrize("place", ["time", "level", "system", "text flag"])
def test_a_bit_of_a_gzip_header_that_nobody_reads_is_no_fault(tmp_path: Path, place: str) -> None:
    at, bit = {"time": (4, 5), "level": (8, 3), "system": (9, 1), "text flag": (3, 0)}[place]
    first, *_ = small_archive(tmp_path)
    catalogue = entries(tmp_path)
    path = only_file(tmp_path)
    data = bytearray(path.read_bytes())
    data[first.offset + at] ^= 1 << bit
    path.write_bytes(data)
    assert faults(tmp_path, catalogue) == []


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Result]:
    """Run the command on an archive of five pages."""
    (tmp_path / "config.toml").write_text(CONFIG, "utf-8")
    pages = tmp_path / "data/pages"
    small_archive(pages)
    with closing(Store(tmp_path / "data/records.sqlite")) as store:
        catalogued(pages, store)
    return lambda *words: CliRunner().invoke(command, words, obj=Settings(tmp_path / "config.toml"))


def test_the_command_says_that_all_is_whole(run: Callable[..., Result]) -> None:
    done = run()
    assert (done.exit_code, done.output) == (0, "5 pages in 1 file verified: all whole\n")
    assert run(SLUG).output == done.output


def test_the_command_tells_each_fault_in_a_line_and_fails(run: Callable[..., Result], tmp_path: Path) -> None:
    path = only_file(tmp_path)
    data = bytearray(path.read_bytes())
    begin, _, _ = members(bytes(data))[3]
    data[begin + 60] ^= 4
    path.write_bytes(data)
    done = run()
    assert done.exit_code == 1
    name = f"{SLUG}/{path.name}"
    first, second, last = done.output.splitlines()
    assert first.startswith(f"{name}: byte {begin}: ")
    assert second == f"{name}: byte {begin}: no whole page is there; the catalogue has {URL}1"
    assert last == "4 pages in 1 file verified: 2 faults"


def test_the_command_says_what_the_next_crawl_will_see_to(run: Callable[..., Result], tmp_path: Path) -> None:
    (place,) = kept(tmp_path / "data/pages", exchange(b"new"))
    with (tmp_path / "data/pages" / place.file).open("ab") as stream:
        stream.write(zlib.compress(b"half", 6, 31))
    done = run()
    assert done.exit_code == 0
    assert done.output.splitlines() == [
        "6 pages in 2 files verified: all whole",
        "1 page not yet in the catalogue: the next crawl takes them in",
        "the newest file has an unfinished end: the next crawl cuts it off",
    ]


def test_the_command_tells_scripts_the_same_as_json(run: Callable[..., Result], tmp_path: Path) -> None:
    path = only_file(tmp_path)
    path.unlink()
    done = run("--json")
    assert done.exit_code == 1
    why = "the catalogue names this page file, and it is gone"
    assert json.loads(done.output) == {
        "pages": 0,
        "files": 0,
        "uncatalogued": 0,
        "unfinished": 0,
        "faults": [{"file": f"{SLUG}/{path.name}", "offset": 0, "why": why}],
    }


def test_the_command_checks_a_council_that_the_configuration_no_longer_names(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "config.toml").write_text(CONFIG.replace(f'slug = "{SLUG}"', 'slug = "fenwick"'), "utf-8")
    assert run().output == "5 pages in 1 file verified: all whole\n"
