"""The generated councils of bench/estate: any size, the same every time, and alive from day to day."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from lxml import etree

from archive.model import Council, Meeting, Page, Reading
from archive.sources import moderngov
from bench import chart, load, proc, report, year
from bench.estate import Estate, answer
from bench.estate.faults import Faults
from bench.estate.serve import Sites, serving

BY = date(2026, 1, 5)
SMALL = Estate(boards=3, meetings=40, items=6, by=BY)
COUNCIL = Council("e", "Emberford", "moderngov", "http://emberford.example")


def page(estate: Estate, address: str, on: date) -> bytes | None:
    parts = urlsplit(address)
    return answer(estate, parts.path, dict(parse_qsl(parts.query)), on)


def read(estate: Estate, address: str, on: date) -> Reading:
    url = moderngov.canonical(COUNCIL, f"{COUNCIL.url}/{address}")
    body = page(estate, url, on)
    assert body is not None, url
    return moderngov.read(COUNCIL, Page(url, body, datetime(on.year, on.month, on.day, tzinfo=UTC)))


def listed(estate: Estate, board: int, on: date) -> list[Meeting]:
    """Follow a board's list to its end, as a crawler does."""
    found: dict[str, Meeting] = {}
    todo, seen = [f"ieListMeetings.aspx?CId={board}"], set[str]()
    while todo:
        address = todo.pop()
        seen.add(address)
        reading = read(estate, address, on)
        found |= {m.id: m for m in reading.meetings}
        further = (
            r.url.removeprefix(f"{COUNCIL.url}/") for r in reading.requests if r.kind == "meeting-list"
        )
        todo += [address for address in further if address not in seen]
    return sorted(found.values(), key=lambda m: m.date)


def one(estate: Estate, meeting_id: int | str, on: date) -> Meeting:
    return read(estate, f"ieListDocuments.aspx?MId={meeting_id}", on).meetings[0]


def test_a_list_followed_to_its_end_names_every_meeting_once_in_order() -> None:
    for board in SMALL.board_ids():
        ids = [int(m.id) for m in listed(SMALL, board, BY)]
        places = SMALL.listed(board, BY)
        assert ids == [SMALL.sitting(board, place).id for place in places]
        assert len([place for place in places if SMALL.sitting(board, place).day < BY]) == SMALL.meetings


def test_the_board_list_names_every_board_even_when_names_run_out() -> None:
    boards = read(replace(SMALL, boards=120), "mgListCommittees.aspx", BY).boards
    assert len({board.name for board in boards}) == len(boards) == 120


def test_the_same_address_on_the_same_day_gives_the_same_page_and_another_seed_another() -> None:
    address = f"ieListDocuments.aspx?MId={SMALL.sitting(101, 8).id}"
    assert page(SMALL, address, BY) == page(replace(SMALL), address, BY)
    assert page(SMALL, address, BY) != page(replace(SMALL, seed=2), address, BY)
    assert page(SMALL, address, BY) != page(replace(SMALL, council=1), address, BY)


def test_a_page_of_a_meeting_changes_on_the_days_that_something_happens_and_on_no_other() -> None:
    for board in SMALL.board_ids():
        for place in range(10, 30):
            sitting = SMALL.sitting(board, place)
            address = f"ieListDocuments.aspx?MId={sitting.id}"
            for when, what in sitting.happenings:
                before, after = (page(SMALL, address, when - timedelta(days)) for days in (1, 0))
                assert before != after, f"{sitting.id}: {what} on {when} does not show"
            quiet = {when + timedelta(1) for when, _ in sitting.happenings} - {
                w for w, _ in sitting.happenings
            }
            for day in quiet:
                assert page(SMALL, address, day) == page(SMALL, address, day - timedelta(1))


def test_a_list_and_the_meetings_own_pages_tell_the_same() -> None:
    for told in listed(SMALL, 102, BY)[-20:]:
        own = one(SMALL, told.id, BY)
        assert (own.date, own.time, own.status, own.stage) == (told.date, told.time, told.status, told.stage)


def test_an_item_that_is_cut_is_whole_on_its_own_page() -> None:
    found = [
        (item, read(SMALL, f"mgAi.aspx?ID={item.id}", BY).items[0])
        for place in range(12)
        for item in one(SMALL, SMALL.sitting(101, place).id, BY).items
        if not item.complete
    ]
    assert len(found) > 1
    for cut, whole in found:
        assert sum(len(p.text.split()) for p in cut.passages if p.section == "minutes") == 500
        assert len(whole.text.split()) > 500
        assert whole.passages[0].text in [p.text for p in cut.passages]


def test_a_correction_stands_on_every_page_that_has_the_item() -> None:
    estate = replace(SMALL, boards=30, service=True)
    told = {"MId": "ieListDocuments.aspx", "lMeetingId": "mgWebService.asmx/GetMeeting"}
    corrected = [
        (sitting.id, when)
        for sitting in year.sittings(estate, BY)
        for when, what in sitting.happenings
        if what == "corrected"
    ]
    assert len(corrected) > 1
    for meeting_id, when in corrected:
        last = f"mgAi.aspx?ID={estate.item_ids(meeting_id)[-1]}"
        for address in (last, *(f"{name}?{key}={meeting_id}" for key, name in told.items())):
            for day, expected in ((when - timedelta(1), 0), (when, 1)):
                assert (page(estate, address, day) or b"").count(b"was corrected by the clerk") == expected


def test_every_fate_of_a_meeting_occurs_in_a_large_council() -> None:
    large = Estate(boards=10, meetings=200)
    seen = Counter(
        what
        for board in large.board_ids()
        for place in range(large.meetings)
        for _, what in large.sitting(board, place).happenings
    )
    assert seen["listed"] == 2000
    assert 40 < seen["cancelled"] < 130
    assert 15 < seen["moved"] < 80
    assert 5 <= seen["corrected"] < 40
    assert 1000 < seen["draft minutes"] < seen["minutes"] < seen["agenda"] < 2000


def test_the_web_service_gives_the_items_whole_and_only_where_it_is_offered() -> None:
    assert page(SMALL, "mgWebService.asmx/GetCommittees", BY) is None
    offered = replace(SMALL, service=True)
    assert len(read(offered, "mgWebService.asmx/GetCommittees", BY).boards) == SMALL.boards
    named = read(offered, "mgWebService.asmx/GetMeetings?lCommitteeId=101", BY).meetings
    assert [m.id for m in named] == [m.id for m in listed(SMALL, 101, BY)]
    sitting = SMALL.sitting(101, 5).id
    by_service = read(offered, f"mgWebService.asmx/GetMeeting?lMeetingId={sitting}", BY).meetings[0]
    by_page = one(SMALL, sitting, BY)
    assert [(i.id, i.number, i.title) for i in by_service.items] == [
        (i.id, i.number, i.title) for i in by_page.items
    ]
    assert all(i.complete for i in by_service.items)


def test_a_fault_belongs_to_an_address_and_its_attempt_whatever_else_is_asked() -> None:
    alone, among = Faults(0.3, 7), Faults(0.3, 7)
    first = [alone.draw("/a") for _ in range(300)]
    second = []
    for n in range(300):
        among.draw(f"/other{n}")
        second.append(among.draw("/a"))
    assert first == second
    assert 60 < sum(fault is not None for fault in first) < 120


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with requests.Session() as opened:
        opened.trust_env = False
        yield opened


def test_the_server_shows_the_day_it_is_set_to(session: requests.Session) -> None:
    with serving(Sites([SMALL], BY)) as (root,):
        address = f"{root}/ieListDocuments.aspx?MId={SMALL.sitting(101, 5).id}"
        assert session.get(f"{root}/_on").text == "2026-01-05"
        assert session.get(address).content == page(SMALL, address, BY)
        assert session.get(f"{root}/_on?date=2022-01-01").text == "2022-01-01"
        assert session.get(address).status_code == 404
        assert session.get(f"{root}/_on?date=soon").status_code == 400
        assert session.get(f"{root}/_count").json() == [2]


def test_the_server_says_when_a_page_is_as_it_was(session: requests.Session) -> None:
    with serving(Sites([SMALL], BY, validators=True)) as (root,):
        address = f"{root}/mgListCommittees.aspx"
        tag = session.get(address).headers["ETag"]
        again = session.get(address, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")


def test_each_council_has_a_host_and_a_text_of_its_own(session: requests.Session) -> None:
    with serving(Sites([SMALL, replace(SMALL, council=1)], BY)) as (first, second):
        assert urlsplit(first).hostname != urlsplit(second).hostname
        item = f"mgAi.aspx?ID={SMALL.sitting(101, 2).id}03"
        assert session.get(f"{first}/{item}").content != session.get(f"{second}/{item}").content


def test_a_faulty_site_gives_every_page_whole_in_the_end(session: requests.Session) -> None:
    with serving(Sites([SMALL], BY, faults=Faults(0.6, 3))) as (root,):
        address = f"{root}/ieListMeetings.aspx?CId=101"
        whole = page(SMALL, address, BY)
        assert any(attempt(session, address) == whole for _ in range(20))
        assert session.get(f"{root}/robots.txt").status_code == 200


def attempt(session: requests.Session, address: str) -> bytes | None:
    try:
        return session.get(address).content
    except requests.RequestException:
        return None


def test_a_simulated_night_asks_for_a_fraction_of_what_there_is(tmp_path: Path) -> None:
    estate = Estate(boards=1, meetings=12, items=4, by=BY, wordy=1)
    simulated = year.simulate(estate, tmp_path, 3)
    robots, web_service, register = 1, 1, 1  # the last two are not there, but asked for
    assert simulated.first.requests == simulated.first.naive + robots + web_service + register
    assert [night.on for night in simulated.nights] == [BY + timedelta(n) for n in (1, 2, 3)]
    assert all(night.requests < night.naive / 2 for night in simulated.nights)
    assert simulated.items == sum(
        estate.items
        for sitting in year.sittings(estate, BY)
        if (shown := sitting.shown(BY)).stage and not shown.cancelled
    )


def test_what_happens_on_a_site_is_told_with_the_nights_until_it_was_seen() -> None:
    when, what = SMALL.sitting(101, 38).happenings[-1]
    night = year.Night(when - timedelta(1), 3, 0, 0, 0, 9, 0.1)
    last = replace(night, on=when + timedelta(9))
    visits = {SMALL.sitting(101, 38).id: [when + timedelta(4)]}
    assert year.delays(SMALL, year.Year(night, (last,), visits, 0))[what].count(4) == 1


def test_a_report_keeps_the_sections_of_other_commands(tmp_path: Path) -> None:
    path = tmp_path / "crawl.md"
    for title, text in (("One", "first"), ("Two", "second"), ("One", "anew\n")):
        report.write(title, text, path)
    assert path.read_text("utf-8").partition("\n\n")[2] == "## One\n\nanew\n\n## Two\n\nsecond\n"


def test_a_chart_is_a_picture_with_every_night_in_it() -> None:
    bars = [chart.Bar(BY + timedelta(n), 40, n, 20_000) for n in range(30)]
    picture = etree.fromstring(chart.chart("Requests a night", bars, 42))
    rows = picture.findall("{http://www.w3.org/2000/svg}rect")
    due = [row for row in rows if row.get("fill") == chart.COLOURS["due"] and row.get("width") != "10"]
    assert len(due) == 29
    heights = [float(row.get("height", "")) for row in due]
    assert heights == sorted(heights)


def test_an_own_cost_is_found_for_every_page_that_is_crawled(tmp_path: Path) -> None:
    with serving(Sites([SMALL], BY, delay=0.15)) as (root,):
        cost = load.costs(root, tmp_path, 6)
    assert len(cost.seconds) == 6
    assert all(seconds > 0 for seconds in cost.seconds)
    assert statistics.median(cost.seconds) < 0.15, "the site's delay was counted"


def test_a_load_is_told_of_all_hosts_and_of_the_slowest() -> None:
    seen = [load.Look(5.0 * n, (2 * n, 3 * n), (90 + n) * load.MEGABYTE, 3, 0.2 * n) for n in range(5)]
    told = load.hosts_told(seen)
    assert "| requests a second, all hosts | 1.00 of 1.00 (100.0%) |" in told
    assert "| of the slowest host | 0.400 of 0.500 |" in told
    assert "| memory of the largest | 94 MB |" in told
    assert "| processor time a page | 40.0 ms |" in told


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux has /proc")
def test_the_memory_and_time_of_a_process_are_told_until_it_ends() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        seen = proc.uses(os.getpid())
        assert {os.getpid(), child.pid} <= seen.keys()
        assert seen[os.getpid()].rss > 10 * load.MEGABYTE
    assert proc.use(child.pid) is None
