"""What a crawl asks for on one night after another."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from archive.schedule import WHAT_IS_DUE, Choice
from archive.verify import verify
from tests.archive import moor
from tests.archive.loopback import Loopback, Reply, serving
from tests.crawling import Crawled, archive_of

TONIGHT = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=10)


def night(archive: Crawled, site: Loopback, nights: float, choice: Choice = WHAT_IS_DUE) -> list[str]:
    """Crawl so many nights from now; return what was asked for."""
    before = len(site.paths)
    archive.crawl(choice, TONIGHT + timedelta(days=nights))
    return [path for path in site.paths[before:] if "DelegatedDecisions" not in path]


def test_a_second_crawl_of_the_same_night_asks_for_nothing(tmp_path: Path) -> None:
    with serving(moor.site()) as site:
        archive = archive_of(tmp_path, site.url)
        archive.crawl(WHAT_IS_DUE)
        assert night(archive, site, 0) == []


def test_on_the_next_night_a_settled_board_is_asked_for_its_list_only(tmp_path: Path) -> None:
    with serving(moor.site()) as site:
        archive = archive_of(tmp_path, site.url)
        archive.crawl(WHAT_IS_DUE)
        assert night(archive, site, 1) == [moor.LIST]


def test_a_meeting_of_which_the_list_says_something_new_is_asked_for_and_what_is_beside_it(
    tmp_path: Path,
) -> None:
    lists = [moor.meeting_list(" - Agenda"), moor.meeting_list()]
    pages = [moor.meeting(), moor.meeting(title="Market Place")]
    with serving(moor.site(list=lists, meeting=pages)) as site:
        archive = archive_of(tmp_path, site.url)
        archive.crawl(WHAT_IS_DUE)
        assert night(archive, site, 1) == [moor.LIST, moor.MEETING, moor.ITEM]


def test_a_meeting_that_was_only_sent_anew_does_not_have_its_items_asked_for(tmp_path: Path) -> None:
    lists = [moor.meeting_list(" - Agenda"), moor.meeting_list()]
    with serving(moor.site(list=lists)) as site:
        archive = archive_of(tmp_path, site.url)
        archive.crawl(WHAT_IS_DUE)
        assert night(archive, site, 1) == [moor.LIST, moor.MEETING]


def test_what_failed_is_asked_for_again_at_once_and_ever_more_rarely(tmp_path: Path) -> None:
    with serving(moor.site(item=Reply(403))) as site:
        archive = archive_of(tmp_path, site.url)
        archive.crawl(WHAT_IS_DUE)
        asked = [n for n in range(60) if moor.ITEM in night(archive, site, n)]
    gaps = [later - earlier for earlier, later in pairwise(asked)]
    assert asked[:3] == [0, 1, 2]
    assert gaps == sorted(gaps)
    assert len(asked) < 15


def test_everything_can_be_asked_for_all_the_same(tmp_path: Path) -> None:
    with serving(moor.site()) as site:
        archive = archive_of(tmp_path, site.url)
        archive.crawl(WHAT_IS_DUE)
        asked = night(archive, site, 0, Choice(everything=True))
    assert set(asked) >= {moor.BOARDS, moor.LIST, moor.MEETING, moor.ITEM}


def test_meetings_before_a_day_are_not_asked_for_when_the_run_is_for_later_ones(tmp_path: Path) -> None:
    with serving(moor.site()) as site:
        archive = archive_of(tmp_path, site.url)
        asked = night(archive, site, 0, Choice(since=date(2026, 4, 17)))
        assert moor.LIST in asked
        assert moor.MEETING not in asked
        assert night(archive, site, 0) == [moor.MEETING, moor.ITEM]


def test_a_wider_choice_in_the_configuration_makes_the_lists_due(tmp_path: Path) -> None:
    with serving(moor.site()) as site:
        archive = archive_of(tmp_path, site.url, since=date(2026, 4, 17))
        archive.crawl(WHAT_IS_DUE)
        assert moor.MEETING not in site.paths
        archive.council = archive_of(tmp_path, site.url).council
        asked = night(archive, site, 0)
    assert asked[-3:] == [moor.LIST, moor.MEETING, moor.ITEM]


def test_a_page_that_is_unmodified_night_after_night_points_to_the_copy_that_holds_it(tmp_path: Path) -> None:
    tagged = Reply(body=moor.item().body, headers={**moor.item().headers, "ETag": '"v1"'})
    with serving(moor.site(item=[tagged, Reply(304, b"")])) as site:
        archive = archive_of(tmp_path, site.url)
        for day in range(3):
            archive.crawl(at=TONIGHT + timedelta(days=day))
    assert {one.state for one in verify(archive.pages, "t", archive.store.pages("t"))} == {"whole"}


def test_a_page_that_the_site_says_is_unmodified_is_kept_as_a_visit_and_read_as_it_was(
    tmp_path: Path,
) -> None:
    tagged = Reply(body=moor.item().body, headers={**moor.item().headers, "ETag": '"v1"'})
    with serving(moor.site(item=[tagged, Reply(304, b"")])) as site:
        archive = archive_of(tmp_path, site.url)
        archive.crawl()
        before = archive.export()
        tally = archive.crawl()
        conditions = [a.headers.get("If-None-Match") for a in site.asked if a.path == moor.ITEM]
    assert conditions == [None, '"v1"']
    assert (tally.refused, tally.unreachable) == (0, 0)
    assert archive.export() == before
    first, second = (page for page in archive.store.pages() if page.kind == "item")
    assert second.body_at == first.place != second.place
    assert archive.reread() == 0
    assert archive.export() == before


class TestLost:
    """What of an archive comes back from its page files alone."""

    def test_records_and_catalogue_are_made_again(self, tmp_path: Path) -> None:
        pages = [moor.meeting(), moor.meeting(title="Market Place"), Reply(404, b"")]
        items = [moor.item(), moor.item("Stalls stay."), Reply(body=b"<html>stub</html>")]
        with serving(moor.site(meeting=pages, item=items)) as site:
            archive = archive_of(tmp_path, site.url)
            for _ in range(3):
                archive.crawl()
            before = (archive.export(), archive.store.revisions("t", "820"), list(archive.store.pages()))
            troubles, wanted = archive.store.troubles("t"), list(archive.store.wanted("t"))
            archive.store.close()
            (tmp_path / "records.sqlite").unlink()
            fresh = archive_of(tmp_path, site.url)
            fresh.reread()
        assert (fresh.export(), fresh.store.revisions("t", "820"), list(fresh.store.pages())) == before
        assert {t.state for t in troubles} == {"gone", "refused"}
        assert fresh.store.troubles("t") == troubles
        assert list(fresh.store.wanted("t")) == wanted

    def test_pages_that_a_killed_run_had_not_catalogued_are_taken_in_by_the_next(
        self, tmp_path: Path
    ) -> None:
        with serving(moor.site()) as site:
            archive = archive_of(tmp_path, site.url)
            archive.crawl()
            whole = archive.export()
            archive.store.close()
            (tmp_path / "records.sqlite").unlink()
            with next((tmp_path / "pages" / "t").iterdir()).open("ab") as file:
                file.write(b"\x1f\x8b\x08half a record")
            fresh = archive_of(tmp_path, site.url)
            asked = night(fresh, site, 0)
        assert asked == []
        assert fresh.export() == whole
