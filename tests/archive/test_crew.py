"""Several crawlers over the same sites, as threads of this process; `bench.crawlers` kills real ones."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive import warc
from archive.config import ArchiveSettings, Config, CrawlSettings
from archive.crawl import put_away
from archive.crew import Leases, Member, clean_up, joined, named
from archive.databases import database_at
from archive.errors import LockHeld, StoreError
from archive.model import Council
from archive.purge import Purge
from archive.reread import reread
from archive.run import Report, Told, run
from archive.schedule import WHAT_IS_DUE, Choice
from archive.steps import Step
from archive.store import Claim, Round, Store
from archive.store import tables as t
from archive.suppression import parse, suppression_of
from archive.verify import verify
from tests.archive import moor
from tests.archive.loopback import Loopback, Reply, serving
from tests.databases import records_in

SETTINGS = CrawlSettings(delay=0.02, allow_private_addresses=True, hosts=2, claim=1.0)


@pytest.fixture
def sites() -> Iterator[list[Loopback]]:
    with ExitStack() as stack:
        yield [stack.enter_context(serving(moor.site())) for _ in range(4)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(records_in(tmp_path))
    yield store
    store.close()


def config(folder: Path, sites: list[Loopback], shelf: Path | None = None) -> Config:
    councils = tuple(Council(f"t{n}", "Thistlemoor", "moderngov", s.url) for n, s in enumerate(sites))
    pages = shelf.as_uri() if shelf else None
    return Config(folder, councils, SETTINGS, archive=ArchiveSettings(pages=pages))


def crawl(config: Config, store: Store, crawler: str, told: list[Told], choice: Choice = WHAT_IS_DUE) -> None:
    member = joined(store, crawler, SETTINGS.claim, f"{choice}")
    run(config.councils, config, store, choice, told.append, member)


def held(store: Store) -> object:
    """All that was made of the pages of two councils: records, and every revision of them."""
    meetings = [(slug, meeting) for slug in ("t0", "t1") for meeting in store.meetings(slug)]
    return list(store.records()), store.changes(0, 99), [store.revisions(*one) for one in meetings]


def answering_304(site: Loopback) -> None:
    """Have a site give every page an ETag, and send none again to who has it."""
    answer = site.next

    def conditional(path: str) -> Reply:
        reply, known = answer(path), site.asked[-1].headers.get("If-None-Match")
        tag = f'"{warc.digest(reply.body)}"'
        return Reply(304, b"") if known == tag else replace(reply, headers={**reply.headers, "ETag": tag})

    site.next = conditional  # type: ignore[method-assign] # what a site answers, and a little more


def test_two_crawlers_ask_for_each_page_once_and_both_end_when_all_is_done(
    tmp_path: Path, sites: list[Loopback], store: Store
) -> None:
    heard: list[list[Told]] = [[], []]
    threads = [
        threading.Thread(target=crawl, args=(config(tmp_path / name, sites), store, name, told))
        for name, told in zip(("mill-1", "weir-1"), heard, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [sorted(site.paths) for site in sites] == [sorted(set(site.paths)) for site in sites]
    assert all(store.meetings(f"t{n}") for n in range(4))
    steps = [{one.council for one in told if isinstance(one, Step)} for told in heard]
    assert steps[0] | steps[1] == {"t0", "t1", "t2", "t3"}
    assert not steps[0] & steps[1]
    assert not any(one.failed for told in heard for one in told if isinstance(one, Report))


def test_a_crawler_that_can_keep_nothing_leaves_all_hosts_to_one_that_can(
    tmp_path: Path, sites: list[Loopback], store: Store
) -> None:
    sick, well = (config(tmp_path / name, sites) for name in ("mill", "weir"))
    sick.data.mkdir()
    sick.pages.write_text("where the folder of page files should be", "utf-8")
    told: list[Told] = []
    member = joined(store, "weir-1", SETTINGS.claim, f"{WHAT_IS_DUE}")
    crawl(sick, store, "mill-1", told)
    assert [bool(one.failed) for one in told if isinstance(one, Report)] == [True] * 4
    run(well.councils, well, store, WHAT_IS_DUE, lambda _: None, member)
    assert all(store.meetings(f"t{n}") for n in range(4))


def test_a_site_that_one_crawler_asked_in_vain_is_not_asked_by_the_next(
    tmp_path: Path, sites: list[Loopback], store: Store
) -> None:
    sites[0].replies[moor.BOARDS] = [Reply(403)]
    here = config(tmp_path, sites[:1])
    member = joined(store, "weir-1", SETTINGS.claim, f"{WHAT_IS_DUE}")
    crawl(here, store, "mill-1", [])
    asked = list(sites[0].asked)
    run(here.councils, here, store, WHAT_IS_DUE, lambda _: None, member)
    assert sites[0].asked == asked != []


@pytest.fixture
def outage(tmp_path: Path, store: Store) -> Iterator[Callable[[], None]]:
    """Claims cannot be had, until what this gives is called."""
    del store  # which has made the tables
    database = database_at(records_in(tmp_path))

    def rename(table: str, to: str) -> None:
        with database.writing() as db:
            db.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {to}")

    rename(t.claim.name, "elsewhere")
    yield lambda: rename("elsewhere", t.claim.name)
    database.engine.dispose()


def test_hosts_wait_for_a_database_that_is_started_again(
    tmp_path: Path, sites: list[Loopback], store: Store, outage: Callable[[], None]
) -> None:
    member = Member("mill-1", "mill-1/a", store.claims.moment(), SETTINGS.claim, "")
    here, told = config(tmp_path, sites), list[Told]()
    back = threading.Timer(SETTINGS.claim / 2, outage)
    back.start()
    run(here.councils, here, store, WHAT_IS_DUE, told.append, member)
    back.join()
    assert [one.failed for one in told if isinstance(one, Report)] == [""] * 4
    assert all(store.meetings(f"t{n}") for n in range(4))


@pytest.mark.usefixtures("outage")
def test_a_database_that_stays_away_for_as_long_as_claims_last_ends_the_run(
    tmp_path: Path, sites: list[Loopback], store: Store
) -> None:
    member = Member("mill-1", "mill-1/a", store.claims.moment(), SETTINGS.claim, "")
    here, told, began = config(tmp_path, sites), list[Told](), time.monotonic()
    run(here.councils, here, store, WHAT_IS_DUE, told.append, member)
    assert SETTINGS.claim <= time.monotonic() - began < 3 * SETTINGS.claim
    assert [bool(one.failed) for one in told if isinstance(one, Report)] == [True] * 4
    assert not any(site.asked for site in sites)


def test_the_hosts_of_a_crawler_that_died_are_taken_over_when_its_claim_is_over(
    tmp_path: Path, sites: list[Loopback], store: Store
) -> None:
    host = sites[0].url.removeprefix("http://")
    dead = store.claims.take(host, "weir-1/dead", 0.6, Round(store.claims.moment(), ""))
    assert isinstance(dead, Claim)
    store.claims.renew(dead, 0.6, rest=1.0)
    began = time.monotonic()
    crawl(config(tmp_path, sites), store, "mill-1", [])
    assert time.monotonic() - began > 0.9  # its claim, and then the rest of its host
    assert store.meetings("t0")


def test_a_host_has_its_rest_after_a_slow_answer_whoever_asks_it_next(
    tmp_path: Path, sites: list[Loopback], store: Store
) -> None:
    sites[0].replies[moor.ITEM] = [replace(moor.item(), slow=0.8)]
    crawl(config(tmp_path / "mill", sites[:1]), store, "mill-1", [])
    assert sites[0].asked[-1].path == moor.ITEM
    crawl(config(tmp_path / "weir", sites[:1]), store, "weir-1", [], Choice(everything=True))
    assert sites[0].rest_after(moor.ITEM) > 0.38  # the newest answer counts half


def test_a_host_has_its_rest_between_two_councils_that_one_crawler_asks_for(
    tmp_path: Path, sites: list[Loopback], store: Store
) -> None:
    sites[0].replies[moor.ITEM] = [replace(moor.item(), slow=0.8)]
    crawl(config(tmp_path, [sites[0], sites[0]]), store, "mill-1", [])
    assert sites[0].rest_after(moor.ITEM) > 0.38
    assert [one.path for one in sites[0].asked].count("/robots.txt") == 1


def test_a_crawler_that_lost_its_claim_asks_for_nothing_more(store: Store) -> None:
    member = joined(store, "mill-1", 0.05, "")
    lease = Leases(store, member).take("one.example", Round(0.5, ""))
    assert not isinstance(lease, str)
    time.sleep(0.1)
    assert isinstance(store.claims.take("one.example", "weir-1/b", 60.0, Round(0.5, "")), Claim)
    with pytest.raises(LockHeld, match="taken over"):
        lease.note(0.0)


def test_a_claim_is_kept_while_a_page_takes_longer_than_claims_last(store: Store) -> None:
    leases = Leases(store, joined(store, "mill-1", 0.3, ""))
    with leases.kept():
        lease = leases.take("one.example", Round(0.5, ""))
        assert not isinstance(lease, str)
        time.sleep(0.7)
        assert store.claims.take("one.example", "weir-1/b", 60.0, Round(0.5, "")) == "held"
        leases.give_back(lease, Round(0.5, ""), done=False)
    assert isinstance(store.claims.take("one.example", "weir-1/b", 60.0, Round(0.5, "")), Claim)


def test_closed_page_files_go_to_the_shelf_under_their_crawlers_name_and_are_read_there(
    tmp_path: Path, sites: list[Loopback], store: Store
) -> None:
    here = config(tmp_path / "here", sites[:1], tmp_path / "shelf")
    crawl(here, store, "mill-1", [])
    assert list(here.pages.rglob("*.warc.gz")) == []
    (file,) = (tmp_path / "shelf" / "t0").iterdir()
    assert file.name.endswith("Z-mill-1.warc.gz")
    elsewhere = config(tmp_path / "elsewhere", sites[:1], tmp_path / "shelf")
    kept = list(store.pages("t0"))
    assert len(kept) > 3
    assert [warc.digest(warc.read(elsewhere.page_files, page.body_at)) for page in kept] == [
        page.digest for page in kept
    ]


def test_what_a_killed_run_kept_is_taken_in_unless_another_has_it_newer(
    tmp_path: Path, sites: list[Loopback]
) -> None:
    here = config(tmp_path, sites[:1])
    with closing(Store(records_in(tmp_path / "first"))) as first:
        crawl(here, first, "mill-1", [])
        whole = list(first.records())
    asked = len(sites[0].paths)
    with closing(Store(records_in(tmp_path / "second"))) as second:  # which knows of none of these pages
        crawl(here, second, "mill-1", [])
        assert (list(second.records()), len(sites[0].paths)) == (whole, asked)
    with closing(Store(records_in(tmp_path / "third"))) as third:
        crawl(config(tmp_path / "other", sites[:1]), third, "weir-1", [])
        newest = list(third.pages("t0"))
        crawl(here, third, "mill-1", [])
        assert list(third.pages("t0")) == newest


def test_page_files_that_a_run_left_behind_are_put_away_by_the_next(
    tmp_path: Path, sites: list[Loopback], store: Store
) -> None:
    crawl(config(tmp_path, sites[:1]), store, "mill-1", [])
    shelved = config(tmp_path, sites[:1], tmp_path / "shelf")
    (file,) = (shelved.pages / "t0").iterdir()
    with file.open("ab") as torn:
        torn.write(b"\x1f\x8b\x08half a record")
    whole = file.stat().st_size - len(b"\x1f\x8b\x08half a record")
    put_away("t0", store, shelved.page_files, "mill-1")
    (moved,) = (tmp_path / "shelf" / "t0").iterdir()
    assert (moved.name, moved.stat().st_size) == (file.name, whole)


def test_what_a_second_process_left_behind_is_put_away_by_the_next_run_though_that_has_another_name(
    tmp_path: Path, sites: list[Loopback], store: Store
) -> None:
    # Of councils that are configured no more, too.
    pages = config(tmp_path, [], tmp_path / "shelf").page_files
    with named(tmp_path) as first, named(tmp_path) as second:
        crawl(config(tmp_path, sites[:1]), store, second, [])
        assert isinstance(store.claims.take("one.example", f"{second}/killed", 60.0, Round(0.5, "")), Claim)
        clean_up(store, tmp_path, pages, first)
        assert warc.files(pages.folder, "t0", second)  # it may write to them still
    with named(tmp_path) as again:
        assert again == first
        clean_up(store, tmp_path, pages, again)
    assert warc.files(pages.folder, "t0") == []
    assert len(warc.files(pages, "t0", second)) == 1
    assert isinstance(store.claims.take("one.example", "weir-1/b", 60.0, Round(0.5, "")), Claim)


@pytest.mark.parametrize("etags", [True, False], ids=["asked on condition", "same bytes"])
def test_pages_whose_files_were_lost_with_their_crawler_are_kept_again_by_another(
    tmp_path: Path, sites: list[Loopback], store: Store, etags: bool
) -> None:
    if etags:
        answering_304(sites[0])
    crawl(config(tmp_path / "mill", sites[:1]), store, "mill-1", [])
    lost = {page.url for page in store.pages("t0") if page.status == 200}
    shutil.rmtree(tmp_path / "mill")
    here, told = config(tmp_path / "weir", sites[:1]), list[Told]()
    for _ in range(2):
        crawl(here, store, "weir-1", told, Choice(everything=True))
    assert [one.failed for one in told if isinstance(one, Report)] == ["", ""]
    for page in (store.copy("t0", url) for url in lost):
        assert page
        assert warc.digest(warc.read(here.page_files, page.body_at)) == page.digest
        assert page.body_at != page.place  # kept whole once; the second time it was as before


def test_a_council_of_which_a_page_is_lost_keeps_its_records_while_others_are_read_again(
    tmp_path: Path, sites: list[Loopback], store: Store
) -> None:
    here = config(tmp_path, sites[:2])
    crawl(here, store, "mill-1", [])
    sites[0].replies[moor.ITEM] = [moor.item("The stalls stay where they are.")]
    crawl(here, store, "mill-1", [], Choice(everything=True))
    before = held(store)
    (first, _) = warc.files(here.page_files, "t0")
    # And with it what the second crawl's pages point to, and what the item said.
    (here.pages / first).unlink()
    steps: list[Step] = []
    councils = {council.slug: council for council in here.councils}
    with pytest.raises(
        StoreError, match=rf"t0: 7 of the pages kept are lost with {first};.*`minutes crawl --all t0` keeps"
    ):
        reread(councils, store, here.page_files, steps.append, 1)
    assert {step.council for step in steps} == {"t1"}
    assert held(store) == before


def test_what_is_lost_and_was_kept_again_since_is_read_again_from_there(
    tmp_path: Path, sites: list[Loopback], store: Store
) -> None:
    here = config(tmp_path, sites[:1])
    crawl(here, store, "mill-1", [])
    before = held(store)
    shutil.rmtree(here.pages)
    crawl(here, store, "mill-1", [], Choice(everything=True))
    steps: list[Step] = []
    assert reread({"t0": here.councils[0]}, store, here.page_files, steps.append, 1) == 0
    assert len(steps) == len(list(store.pages()))
    assert held(store) == before


def test_each_process_of_a_data_folder_has_a_name_that_stays(tmp_path: Path) -> None:
    with named(tmp_path) as first, named(tmp_path) as second:
        assert (first[-2:], second[-2:]) == ("-1", "-2")
        assert first[:-2] == second[:-2]
    with named(tmp_path) as again, named(tmp_path / "other machine") as other:
        assert again == first
        assert other != first


class TestFilesOfTwo:
    """An archive whose page files two crawlers wrote, one of which was killed before it could catalogue."""

    @pytest.fixture
    def two(self, tmp_path: Path, sites: list[Loopback], store: Store) -> Config:
        """One crawler kept all, and was killed before anything was entered; the other asked again."""
        left = config(tmp_path, sites[:1])
        with closing(Store(records_in(tmp_path / "lost"))) as lost:
            crawl(left, lost, "weir-1", [])
        crawl(left, store, "mill-1", [])
        return replace(left, archive=ArchiveSettings("postgresql+psycopg://somewhere/x"))

    def test_all_that_is_kept_is_whole_though_some_of_it_is_in_no_catalogue(
        self, two: Config, store: Store
    ) -> None:
        found = list(verify(two.page_files, "t0", store.pages("t0")))
        pages = len(list(store.pages("t0")))
        assert [one.state for one in found].count("whole") == pages
        assert [one.state for one in found].count("uncatalogued") == pages
        assert {one.state for one in found} == {"whole", "uncatalogued"}

    def test_reading_again_leaves_out_what_another_has_newer(self, two: Config, store: Store) -> None:
        before = (list(store.records()), list(store.pages()))
        assert reread({"t0": two.councils[0]}, store, two.page_files, lambda _: None, 1) == 0
        assert (list(store.records()), list(store.pages())) == before

    def test_records_that_were_lost_come_back_in_the_order_of_time(
        self, tmp_path: Path, two: Config, store: Store
    ) -> None:
        with closing(Store(records_in(tmp_path / "fresh"))) as fresh:
            reread({"t0": two.councils[0]}, fresh, two.page_files, lambda _: None, 1)
            assert list(fresh.records()) == list(store.records())
            assert len(list(fresh.pages())) == 2 * len(list(store.pages()))
            times = [kept.fetched for kept in fresh.pages()]
            assert times == sorted(times)

    def test_what_is_purged_goes_from_pages_in_no_catalogue_too(self, two: Config, store: Store) -> None:
        (meeting,) = store.meetings("t0").values()
        address = parse(f"t0/{meeting.id}/{meeting.items[0].id}")
        suppression = suppression_of(meeting, address, b"salt")
        purge = Purge({"t0": two.councils[0]}, store, two.page_files, b"salt")
        done = purge.run(suppression, datetime.now(UTC), files=True, told=lambda _: None)
        assert done.pages >= 2
        words = meeting.items[0].passages[0].text.encode()
        for found in warc.scan(two.page_files, "t0"):
            assert isinstance(found, warc.Found)
            assert words not in warc.read(two.page_files, found.place)
