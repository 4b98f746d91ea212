from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from archive.account import State, account
from archive.errors import ConfigError, ReadError, StoreError, Unreachable
from archive.model import Item
from archive.reread import reread
from archive.sources.moderngov import items, meetings
from tests.archive import moor
from tests.archive.loopback import Loopback, Reply, serving
from tests.crawling import Crawled, archive_of


def only_item(archive: Crawled) -> Item:
    meeting = archive.store.meeting("t", "820")
    assert meeting is not None
    (item,) = meeting.items
    return item


def crawled(folder: Path, site: Loopback) -> Crawled:
    archive = archive_of(folder, site.url)
    archive.crawl()
    return archive


def states(archive: Crawled) -> Mapping[State, int]:
    (board,) = account(archive.council, archive.store, date(2026, 11, 1)).boards
    return board.states


def troubles(archive: Crawled) -> list[tuple[str, str]]:
    return [(t.state, t.url.removeprefix(archive.council.url)) for t in archive.store.troubles("t")]


def test_a_cut_item_is_made_whole_from_its_own_page(tmp_path: Path) -> None:
    with serving(moor.site()) as site:
        archive = crawled(tmp_path, site)
    item = only_item(archive)
    assert item.complete
    assert item.text.startswith(f"{moor.BEGINNING} old pitch had failed.")
    assert [d.text for d in item.decisions] == ["the stalls remain on the south side."]
    assert troubles(archive) == []


@pytest.mark.parametrize("status", [403, 404, 500])
def test_a_site_without_a_web_service_is_crawled_by_its_pages_and_no_trouble_made_of_it(
    tmp_path: Path, status: int
) -> None:
    with serving(moor.site(service=Reply(status, b"no"))) as site:
        archive = crawled(tmp_path, site)
    assert only_item(archive).complete
    assert troubles(archive) == []


def test_a_cut_item_whose_page_cannot_be_had_stays_incomplete_and_due(tmp_path: Path) -> None:
    with serving(moor.site(item=[Reply(404, b""), Reply(404, b""), moor.item()])) as site:
        archive = crawled(tmp_path, site)
        assert not only_item(archive).complete
        assert only_item(archive).text == moor.BEGINNING
        assert troubles(archive) == [("gone", moor.ITEM)]
        archive.crawl()
        assert not only_item(archive).complete
        tally = archive.crawl()
        assert only_item(archive).complete
        assert (len(tally.new), len(tally.changed)) == (0, 1)
        assert troubles(archive) == []


@pytest.mark.parametrize("text", ["Another version of these minutes altogether.", moor.BEGINNING[:-9]])
def test_an_item_page_of_another_version_than_the_meetings_is_not_joined(tmp_path: Path, text: str) -> None:
    with serving(moor.site(item=moor.item(text))) as site:
        archive = crawled(tmp_path, site)
    assert not only_item(archive).complete
    assert only_item(archive).text == moor.BEGINNING


def test_a_cut_in_the_middle_of_a_word_is_joined(tmp_path: Path) -> None:
    with serving(moor.site(meeting=moor.meeting(moor.BEGINNING[:-2]))) as site:
        archive = crawled(tmp_path, site)
    assert only_item(archive).complete


@pytest.mark.parametrize(
    "bad",
    [
        moor.stub(),
        Reply(body=b""),
        Reply(body=b"%PDF-1.4"),
        Reply(body=moor.meeting().body[:-40]),
        moor.html("<p>An error has occurred.</p>"),
        moor.board_list(),
    ],
    ids=["challenge stub", "empty", "file", "cut off", "error page", "another page"],
)
def test_a_page_that_is_not_minutes_is_refused_and_told_and_the_good_record_stays(
    tmp_path: Path, bad: Reply
) -> None:
    with serving(moor.site(meeting=[moor.meeting(), bad, moor.meeting()])) as site:
        archive = crawled(tmp_path, site)
        good = archive.export()
        tally = archive.crawl()
        assert (tally.refused, len(tally.new), len(tally.changed)) == (1, 0, 0)
        assert archive.export() == good
        assert troubles(archive) == [("refused", moor.MEETING)]
        assert states(archive) == {"minutes read": 1}
        archive.crawl()
        assert troubles(archive) == []


def test_a_page_refused_from_the_first_is_accounted_for(tmp_path: Path) -> None:
    with serving(moor.site(meeting=moor.stub())) as site:
        archive = crawled(tmp_path, site)
    assert archive.export() == ""
    assert states(archive) == {"refused": 1}


def test_a_refusal_keeps_the_day_it_began(tmp_path: Path) -> None:
    with serving(moor.site(meeting=moor.stub())) as site:
        archive = crawled(tmp_path, site)
        (first,) = archive.store.troubles("t")
        archive.crawl()
        (second,) = archive.store.troubles("t")
    assert first == second


def test_pages_in_a_row_that_cannot_be_had_stop_the_crawl_of_a_site(tmp_path: Path) -> None:
    rows = "".join(
        f'<li><a class="mgMeetingTableLnk" href="ieListDocuments.aspx?MId={n}">1 Apr 2026</a></li>'
        for n in range(9)
    )
    many = moor.html(f'<h2 class="mgSubTitleTxt">Area Forum</h2><ul class="mgNonBulletTableList">{rows}</ul>')
    shut = {f"/ieListDocuments.aspx?MId={n}": Reply(403) for n in range(9)}
    with serving({**moor.site(list=many), **shut}) as site:
        archive = archive_of(tmp_path, site.url)
        with pytest.raises(Unreachable, match="stopped after 5 pages in a row could not be had"):
            archive.crawl()
    assert len(archive.store.troubles("t")) == 5


def test_a_site_whose_boards_cannot_be_had_stops_at_once(tmp_path: Path) -> None:
    with serving(moor.site(boards=Reply(404, b""))) as site, pytest.raises(Unreachable, match=r"t: .*404"):
        archive_of(tmp_path, site.url).crawl()


def test_a_site_whose_list_of_boards_is_refused_stops_at_once(tmp_path: Path) -> None:
    with serving(moor.site(boards=moor.stub())) as site:
        with pytest.raises(ReadError, match="its list of boards was refused"):
            archive_of(tmp_path, site.url).crawl()
        assert moor.LIST not in site.paths


def test_a_page_that_robots_txt_forbids_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    robots = Reply(body=b"User-agent: *\nDisallow: /mgAi.aspx\n")
    with serving(moor.site(robots=robots)) as site:
        archive = crawled(tmp_path, site)
        assert moor.ITEM not in site.paths
    assert troubles(archive) == [("forbidden", moor.ITEM)]
    assert not only_item(archive).complete


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        ("area forum", "the nearest: “Area Forum”"),
        ("Area Form", "the nearest: “Area Forum”"),
        ("Zzz", "see `minutes boards http://127.0.0.1"),
    ],
)
def test_a_board_the_site_has_not_is_an_error_that_offers_the_nearest(
    tmp_path: Path, asked: str, offered: str
) -> None:
    with serving(moor.site()) as site:
        with pytest.raises(ConfigError) as refused:
            archive_of(tmp_path, site.url, boards=("Area Forum", asked)).crawl()
        assert f"its site has no board named “{asked}”" in str(refused.value)
        assert offered in str(refused.value)
        assert moor.LIST not in site.paths


@pytest.mark.parametrize(("since", "asked"), [(date(2026, 4, 16), True), (date(2026, 4, 17), False)])
def test_only_meetings_since_the_day_named_are_asked_for(tmp_path: Path, since: date, asked: bool) -> None:
    with serving(moor.site()) as site:
        archive = archive_of(tmp_path, site.url, since=since)
        archive.crawl()
        assert (moor.MEETING in site.paths) is asked
    assert (archive.store.meeting("t", "820") is not None) is asked


def test_every_answer_is_kept_whether_it_can_be_read_or_not(tmp_path: Path) -> None:
    with serving(moor.site(item=moor.stub())) as site:
        archive = crawled(tmp_path, site)
    kept = {page.url.removeprefix(site.url): page.status for page in archive.store.pages()}
    read = dict.fromkeys((moor.BOARDS, moor.LIST, moor.MEETING, moor.ITEM), 200)
    assert {path: status for path, status in kept.items() if "DelegatedDecisions" not in path} == {
        moor.SERVICE: 404,
        **read,
    }


def test_a_reader_that_fails_refuses_the_page_and_the_crawl_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(meetings, "_items", fail)
    with serving(moor.site()) as site:
        archive = crawled(tmp_path, site)
    (trouble,) = archive.store.troubles("t")
    assert trouble.why == "the reader failed on it (RecursionError: too deep); please report this"


def test_a_new_state_of_a_meeting_is_a_new_revision_and_the_old_one_is_kept(tmp_path: Path) -> None:
    whole = "The stalls had been moved."
    with serving(moor.site(meeting=[moor.meeting(whole), moor.meeting(whole, "Market Place")])) as site:
        archive = crawled(tmp_path, site)
        tally = archive.crawl()
    assert tally.changed == {"t/820"}
    titles = [revision.meeting.items[0].title for revision in archive.store.revisions("t", "820")]
    assert titles == ["Market Square", "Market Place"]
    assert [change.revision for change in archive.store.changes(0, 10)] == [archive.store.revision()]


class TestReread:
    def test_the_same_pages_give_the_same_records_and_numbers(self, tmp_path: Path) -> None:
        with serving(moor.site(meeting=[moor.meeting(), moor.meeting(title="Market Place")])) as site:
            archive = crawled(tmp_path, site)
            archive.crawl()
        before = (archive.export(), archive.changes(), archive.store.revisions("t", "820"))
        assert archive.reread() == 0
        assert (archive.export(), archive.changes(), archive.store.revisions("t", "820")) == before

    def test_what_could_not_be_had_is_still_told(self, tmp_path: Path) -> None:
        gone = [moor.item(), Reply(404, b"")]
        with serving(moor.site(meeting=[moor.meeting(), moor.stub()], item=gone)) as site:
            archive = crawled(tmp_path, site)
            archive.crawl()
            before = archive.store.troubles("t")
            assert troubles(archive) == [("refused", moor.MEETING), ("gone", moor.ITEM)]
            archive.reread()
            assert archive.store.troubles("t") == before

    def test_a_page_that_cannot_be_had_any_more_is_still_told(self, tmp_path: Path) -> None:
        with serving(moor.site(item=[moor.item(), Reply(403, b"")])) as site:
            archive = crawled(tmp_path, site)
            archive.crawl()
        before = archive.store.troubles("t")
        assert troubles(archive) == [("unreachable", moor.ITEM)]
        archive.reread()
        assert archive.store.troubles("t") == before

    def test_a_better_reader_changes_the_records_it_reads_otherwise(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with serving(moor.site()) as site:
            archive = crawled(tmp_path, site)
        last = archive.store.revision()
        monkeypatch.setattr(items, "FILE_NOISE", re.compile("Market "))
        assert archive.reread() == 1
        assert only_item(archive).title == "Square"
        assert archive.store.revision() > last

    def test_a_council_that_is_not_configured_any_more_stops_it_and_nothing_is_lost(
        self, tmp_path: Path
    ) -> None:
        with serving(moor.site()) as site:
            archive = crawled(tmp_path, site)
        before = archive.export()
        with pytest.raises(ConfigError, match=r"holds pages of “t”, which config\.toml does not name"):
            reread({}, archive.store, archive.pages, lambda _: None)
        assert archive.export() == before

    def test_a_lost_page_file_stops_it_and_nothing_is_lost(self, tmp_path: Path) -> None:
        with serving(moor.site()) as site:
            archive = crawled(tmp_path, site)
        before = archive.export()
        for path in archive.pages.rglob("*.warc.gz"):
            path.unlink()
        with pytest.raises(StoreError, match="its records stay as they were"):
            archive.reread()
        assert archive.export() == before
