"""Boards: all there are, and each with its meetings, decisions, topics and calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from archive.errors import IndexFault
from archive.model import Decision, Item, Meeting, Passage
from indexer.model import Query
from tests.kept import MEETING, Archive, held
from tests.web import sample
from tests.web.checks import CheckedClient, one
from tests.web.conftest import Opened, indexed
from tests.web.kept import NAME, site_of
from tests.web.test_hostile import PAYLOADS, squeezed
from tests.web.test_item_page import text
from web.trends import trends

FAR = date(2999, 1, 5)
NEXT = held("90", FAR, status="upcoming", stage="agenda")
TRAFFIC = Item(
    "81",
    "1.",
    "Harbour footbridge",
    (Passage("minutes", "RESOLVED that the footbridge be closed."),),
    decisions=(Decision("the footbridge be closed.", "substantive", 0),),
)


def meetings() -> list[Meeting]:
    years = [held(str(n), date(2020 + n, 5, 1), items=(replace(TRAFFIC, id=f"8{n}"),)) for n in (1, 2, 4)]
    return [MEETING, *years, held("44", date(2024, 6, 1), board="Bridges Panel", items=())]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive(tmp_path)
    for meeting in (*meetings(), NEXT):
        made.keep(meeting)
    return made


@pytest.fixture
def client(archive: Archive, tmp_path: Path) -> CheckedClient:
    return site_of(archive, indexed(tmp_path / "index", [*meetings(), NEXT]))


def links(page: Sequence[object]) -> list[str]:
    return [str(a["href"]) for a in page]  # type: ignore[index]


def test_all_boards_are_listed_by_council_with_how_much_there_is_of_each(archive: Archive) -> None:
    archive.keep(held("70", date(2023, 3, 2), council="ashby", board="Cabinet", board_id="2"))
    archive.keep(held("71", date(2023, 3, 3), board="Well Group", board_id=None))
    page = site_of(archive).page("/boards")
    assert [text(h2) for h2 in page.select("h2")] == ["ashby", NAME]
    rows = [[text(cell) for cell in row.select("th, td")] for row in page.select("tbody tr")]
    assert rows == [
        ["Cabinet", "1", "2 Mar 2023"],
        ["Bridge Panel", "6", "3 Feb 2026"],
        ["Well Group", "1", "3 Mar 2023"],
    ]
    assert links(page.select("tbody a")) == [
        "/boards/ashby/2",
        "/boards/fernholt/9",
        "/?council=fernholt&board=Well+Group",
    ]


def test_an_archive_without_meetings_has_no_boards(tmp_path: Path) -> None:
    assert "No meetings are archived yet" in text(site_of(Archive(tmp_path)).page("/boards").main)


def test_a_boards_meetings_are_shown_a_year_at_a_time(client: CheckedClient) -> None:
    page = client.page("/boards/fernholt/9")
    years = [text(a) for a in page.select(".year-list a")]
    assert years == ["2026", "2024", "2022", "2021"]
    assert text(one(page, ".year-list [aria-current]")) == "2026"
    assert links(page.select("#meetings ~ .lines a")) == ["/fernholt/40"]
    of_2024 = client.page("/boards/fernholt/9?year=2024")
    assert links(of_2024.select("#meetings ~ .lines a")) == ["/fernholt/44", "/fernholt/4"]
    assert "Bridges Panel" in text(of_2024.select("#meetings ~ .lines li")[0])
    assert "no meetings of “1999”" in text(client.page("/boards/fernholt/9?year=1999", 404).main)


def test_its_newest_decisions_are_shown_and_lead_to_all_of_them(client: CheckedClient) -> None:
    page = client.page("/boards/fernholt/9")
    shown = [text(item) for item in page.select(".decided time")]
    assert shown == ["1 May 2024", "1 May 2022", "1 May 2021"]
    every = client.page(str(one(page, ".decided ~ p a")["href"]))
    assert text(every.h1).startswith("3 results")


def test_topics_are_counted_year_by_year_with_a_table_behind_the_bars(client: CheckedClient) -> None:
    page = client.page("/boards/fernholt/9")
    [bars] = page.select(".trends li")
    assert text(bars).endswith(" 3")
    assert len(bars.select("svg rect")) == 6
    table = {
        text(one(row, "th")): [text(cell) for cell in row.select("td")]
        for row in page.select("details tbody tr")
    }
    assert table == {"2021": ["1"], "2022": ["1"], "2023": ["0"], "2024": ["1"], "2025": ["0"], "2026": ["0"]}
    assert text(client.page(links(bars.select("a"))[0]).h1).startswith("3 results")


def test_trends_have_no_gap_between_their_years(tmp_path: Path) -> None:
    found = trends(indexed(tmp_path, [*meetings(), NEXT]), Query(kinds=("item",)), 2026)
    assert found.years == (2021, 2022, 2023, 2024, 2025, 2026)
    assert [row.counts for row in found.rows] == [(1, 1, 0, 1, 0, 0)]
    assert found.largest == 1
    assert trends(indexed(tmp_path / "none", []), Query(), 2026).rows == ()


def test_meetings_to_come_are_shown_and_can_be_subscribed_to(client: CheckedClient) -> None:
    page = client.page("/boards/fernholt/9")
    assert links(page.select("#upcoming ~ .lines a")) == ["/fernholt/90"]
    response = client.get(str(one(page, "a[type='text/calendar']")["href"]))
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "DTSTART;TZID=Europe/London:29990105T180000\r\n" in response.text
    assert "URL:http://localhost/fernholt/90\r\n" in response.text
    assert f"NAME:Bridge Panel\\, {NAME}\r\n" in response.text


@pytest.mark.parametrize("path", ["/boards/fernholt/10", "/boards/ashby/9", "/boards/fernholt/10.ics"])
def test_a_board_that_there_is_not_is_not_found(client: CheckedClient, path: str) -> None:
    assert "has no board" in text(client.page(path, 404).main)


def test_without_an_index_a_board_shows_its_meetings_all_the_same(archive: Archive) -> None:
    page = site_of(archive).page("/boards/fernholt/9")
    assert "Nothing can be searched at the moment" in text(page.main)
    assert page.select("#meetings ~ .lines li")


def test_nor_does_a_damaged_index_take_a_boards_meetings_away(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = indexed(tmp_path / "index", meetings())

    def fail(_: Query) -> None:
        raise IndexFault("the index is damaged")

    monkeypatch.setattr(engine, "search", fail)
    assert site_of(archive, engine).page("/boards/fernholt/9").select("#meetings ~ .lines li")


def test_a_suppressed_meeting_is_on_no_boards_page(archive: Archive) -> None:
    archive.suppress("fernholt/40")
    archive.suppress("fernholt/90")
    client = site_of(archive)
    rows = [text(cell) for cell in client.page("/boards").select("tbody td")]
    assert rows == ["4", "1 Jun 2024"]
    page = client.page("/boards/fernholt/9")
    assert [text(a) for a in page.select(".year-list a")] == ["2024", "2022", "2021"]
    assert "The council lists none" in text(page.main)
    assert "VEVENT" not in client.get("/boards/fernholt/9.ics").text


def test_a_board_of_twenty_years_takes_no_more_statements_than_one_of_few(archive: Archive) -> None:
    client, asked = site_of(archive), list[str]()
    event.listen(Engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    client.page("/boards/fernholt/9")
    few = len(asked)
    for year in range(2001, 2021):
        archive.keep(held(f"1{year}", date(year, 5, 1)))
    asked.clear()
    client.page("/boards/fernholt/9")
    assert len(asked) == few


@pytest.mark.parametrize("payload", PAYLOADS)
def test_foreign_text_stays_text_on_boards_and_in_their_calendars(opened: Opened, payload: str) -> None:
    meeting = replace(
        sample.HELD, board=payload, board_id="9", venue=payload, url=payload, date=FAR, status="upcoming"
    )
    past = replace(meeting, id="7", date=sample.HELD.date, items=())
    client = opened([meeting, past])
    for path in ("/boards", "/boards/saltmere/9", f"/saltmere/310/{sample.HARBOUR.id}", "/saltmere/310/copy"):
        assert squeezed(payload) in squeezed(client.page(path).get_text())
    found = client.get("/boards/saltmere/9.ics").text
    assert [line for line in found.split("\r\n") if line.startswith("SUMMARY:")]
    assert found.count("BEGIN:VEVENT") == 1
