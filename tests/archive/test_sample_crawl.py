"""Crawls of a part of the sample council's site: again, revised, through faults, below a sub-path."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from archive.errors import ReadError, Unreachable
from archive.model import Attachment, Meeting
from tests.crawling import Crawled, archive_of, small_sample
from web.demo import Site
from web.demo.faults import Faults
from web.demo.registers import register
from web.demo.revise import CORRECTION


@pytest.fixture(scope="module", params=[True, False], ids=["by its web service", "by its pages"])
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    with Site(small_sample(), web_service=request.param) as running:
        yield running


@pytest.fixture(scope="module")
def archive(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """An archive of the site as it stands, crawled once."""
    crawled = archive_of(tmp_path_factory.mktemp("clean"), site.url)
    tally = crawled.crawl()
    assert (len(tally.new), len(tally.changed), tally.refused, tally.unreachable) == (
        len(site.council.meetings) + sum(1 for _ in register(site.council)),
        0,
        0,
        0,
    )
    return crawled


def test_a_second_crawl_finds_nothing_new_and_the_export_is_the_same_to_the_byte(archive: Crawled) -> None:
    before, numbers = archive.export(), archive.changes()
    tally = archive.crawl()
    assert (len(tally.new), len(tally.changed)) == (0, 0)
    assert (archive.export(), archive.changes()) == (before, numbers)


def test_everything_read_again_comes_out_as_it_was_with_its_numbers(archive: Crawled) -> None:
    before, numbers = archive.export(), archive.changes()
    assert archive.reread() == 0
    assert (archive.export(), archive.changes()) == (before, numbers)


def test_a_site_full_of_faults_crawled_again_and_again_gives_the_same_records(
    site: Site, archive: Crawled, tmp_path: Path
) -> None:
    faulty = archive_of(tmp_path, site.url)
    wanted = archive.export()
    site.faults = Faults(0.3, 4)
    try:
        for _ in range(8):
            with suppress(Unreachable, ReadError):  # the list of boards itself, say: try again
                faulty.crawl()
            if faulty.export() == wanted:
                break
    finally:
        site.faults = Faults(0.0, 0)
    assert faulty.export() == wanted


def test_a_revised_meeting_is_the_only_one_that_changes_and_keeps_its_first_state(
    site: Site, archive: Crawled
) -> None:
    last, as_it_was = archive.store.revision(), site.council
    meeting = next(m for m in site.council.meetings if m.stage == "draft minutes")
    before = archive.store.revisions("t", str(meeting.id))
    site.revise(meeting.id)
    try:
        tally = archive.crawl()
    finally:
        site.council = as_it_was
    assert (set(tally.new), set(tally.changed)) == (set(), {f"t/{meeting.id}"})
    after = archive.store.revisions("t", str(meeting.id))
    assert after[: len(before)] == before
    assert CORRECTION not in "".join(item.text for item in before[-1].meeting.items)
    assert CORRECTION in "".join(item.text for item in after[-1].meeting.items)
    assert after[-1].meeting.stage == "minutes"
    assert [change.key for change in archive.store.changes(last, 10)] == [f"t/{meeting.id}"]
    archive.crawl()  # the site is as it was again, for the tests that follow


@pytest.mark.parametrize("web_service", [True, False])
def test_a_site_below_a_sub_path_is_read_like_any_other(tmp_path: Path, web_service: bool) -> None:
    with Site(small_sample(), root="moderngov", web_service=web_service) as site:
        archive = archive_of(tmp_path, site.url, boards=("Cabinet",))
        tally = archive.crawl()
        assert (tally.refused, tally.unreachable) == (0, 0)
        assert len(tally.new) == sum(m.board.name == "Cabinet" for m in site.council.meetings)
        assert all(f'"url": "{site.url}/' in line for line in archive.export().splitlines())


def test_both_ways_in_give_the_same_minutes(tmp_path: Path) -> None:
    with Site(small_sample()) as site:
        ways = []
        for web_service in (True, False):
            site.web_service = web_service
            archive = archive_of(tmp_path / str(web_service), site.url)
            archive.crawl()
            ways.append(
                [_said_by_both(meeting) for _, meeting in sorted(archive.store.meetings("t").items())]
            )
    by_service, by_pages = ways
    assert len(by_service) == len(site.council.meetings)
    assert by_service == by_pages


def _said_by_both(meeting: Meeting) -> Meeting:
    """Leave out what only one way says: contacts, printed files, names of files, that minutes are drafts."""
    items = tuple(
        replace(item, more=None, attachments=tuple(Attachment("", "") for _ in item.attachments))
        for item in meeting.items
    )
    stage = "minutes" if meeting.stage == "draft minutes" else meeting.stage
    return replace(meeting, items=items, stage=stage, contact=None, documents=(), attendance=())
