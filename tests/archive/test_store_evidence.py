"""The pages that a record was read off."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from archive import warc
from archive.model import Official
from tests.crawling import archive_of, small_sample
from tests.kept import BRIDGE, MEETING, NOON, PAGE, SITE, Archive
from web.demo import Site

TAKEN = Official("fernholt", "300", f"{SITE}/decision/300", BRIDGE, decided=MEETING.date, meeting_id="40")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive(tmp_path)
    for night, body in enumerate((b"first", PAGE, PAGE)):
        made.keep(MEETING, NOON + timedelta(days=night), body)
    made.keep(TAKEN)
    return made


def test_a_page_tells_when_it_was_fetched_and_since_when_it_says_so(archive: Archive) -> None:
    (page,) = archive.store.evidence("fernholt", "40") or ()
    assert (page.first, page.since, page.newest.fetched) == (
        NOON,
        NOON + timedelta(days=1),
        NOON + timedelta(days=2),
    )
    assert (page.times, page.newest.digest) == (3, warc.digest(PAGE))
    assert warc.read(archive.pages, page.newest.body_at) == PAGE


def test_the_page_of_a_decision_is_its_evidence(archive: Archive) -> None:
    (page,) = archive.store.evidence("fernholt", "300", "official") or ()
    assert (page.newest.kind, page.newest.url) == ("decision", TAKEN.url)


def test_a_page_that_was_refused_is_none(archive: Archive) -> None:
    kept = archive.keep(MEETING, NOON + timedelta(days=9), b"broken")
    with archive.store.writing() as writing:
        writing.refuse(kept, "not understood")
    (page,) = archive.store.evidence("fernholt", "40") or ()
    assert page.newest.digest == warc.digest(PAGE)


@pytest.mark.parametrize("night", [1, 2])
def test_a_page_taken_in_later_has_its_bytes_in_the_copy_that_it_names(archive: Archive, night: int) -> None:
    copy = list(archive.store.pages("fernholt"))[night]
    named = warc.Reference(MEETING.url, copy.fetched, copy.digest)
    place, late = warc.Place("fernholt/late.warc.gz", 0), NOON + timedelta(days=9)
    page = (warc.digest(PAGE), "", "", place, 90, named)
    found = warc.Found("meeting", False, MEETING.url, late, "text/html", 200, *page)
    with archive.store.writing() as writing:
        kept = writing.enter("fernholt", found)
    assert kept
    assert kept.body_at == copy.place


def test_there_is_none_of_a_record_that_there_is_not(archive: Archive) -> None:
    assert archive.store.evidence("fernholt", "41") == ()
    assert archive.store.evidence("elsewhere", "40") == ()


@pytest.mark.parametrize(
    "address", ["fernholt/40", "fernholt/40/71", "fernholt/40/71/2", "fernholt/decision/300"]
)
def test_no_page_is_given_of_a_record_in_which_anything_is_suppressed(archive: Archive, address: str) -> None:
    archive.suppress(address)
    assert archive.store.evidence("fernholt", "40") is None


@pytest.mark.parametrize("address", ["fernholt/40/71", "fernholt/decision/300"])
def test_nor_of_a_decision_that_may_say_the_same(archive: Archive, address: str) -> None:
    archive.suppress(address)
    assert archive.store.evidence("fernholt", "300", "official") is None


def test_other_records_pages_are_given_all_the_same(archive: Archive) -> None:
    archive.keep(replace(MEETING, id="41", url=f"{SITE}/41"))
    archive.suppress("fernholt/40/71")
    assert len(archive.store.evidence("fernholt", "41") or ()) == 1


def test_the_meetings_own_page_comes_before_those_of_its_items(tmp_path: Path) -> None:
    with Site(small_sample(), web_service=False) as site:
        crawled = archive_of(tmp_path, site.url)
        crawled.crawl()
    found = crawled.store.evidence("t", "4100") or ()
    kinds = [page.newest.kind for page in found]
    assert kinds[0] == "meeting"
    assert set(kinds) >= {"meeting", "item"}
    assert not {"file", "minutes-file"} & set(kinds)
    crawled.store.close()
