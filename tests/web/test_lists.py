"""Decisions and actions as tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup

from archive.model import Decision
from tests.web import sample
from tests.web.checks import CheckedClient, one
from tests.web.conftest import Opened, client_of
from tests.web.test_hostile import PAYLOADS, hostile, squeezed

LATER = replace(
    sample.HELD,
    id="420",
    board="Planning Panel",
    date=date(2025, 6, 3),
    stage="minutes",
    items=(
        replace(
            sample.ALLOTMENTS, id="6001", decisions=(Decision("That rents be frozen.", "substantive", 1),)
        ),
    ),
)


@pytest.fixture(scope="module")
def site(opened: Opened) -> CheckedClient:
    return opened([sample.HELD, LATER])


def cells(page: BeautifulSoup) -> list[dict[str, str]]:
    """Read the table by its own heads; each cell repeats its head for narrow screens."""
    heads = [th.get_text() for th in page.select("table thead th")]
    rows = page.select("table tbody tr")
    for row in rows:
        assert [str(cell["data-label"]) for cell in row.select("td")] == heads
    return [
        dict(zip(heads, (cell.get_text(" ", strip=True) for cell in row.select("td")), strict=True))
        for row in rows
    ]


def test_a_decision_has_its_day_board_text_kind_item_and_status(site: CheckedClient) -> None:
    assert cells(site.page("/decisions"))[0] == {
        "Date": "3 Jun 2025",
        "Board": "Planning Panel",
        "Decision": "That rents be frozen.",
        "Kind": "Substantive",
        "Item": "42. Allotment rents from April",
        "Status": "Minutes",
    }


def test_an_action_says_who_what_and_by_when(site: CheckedClient) -> None:
    assert cells(site.page("/actions")) == [
        {
            "Date": "14 Mar 2024",
            "Who": "The Head of Highways",
            "When": "to the May meeting",
            "Action": "bring a timetable of closures",
            "Board": "Harbours and Open Spaces Board",
            "Item": "41. Harbour footbridge: repair or replacement",
        }
    ]


def test_a_row_leads_to_the_passage_that_says_it(site: CheckedClient) -> None:
    for link in site.page("/decisions").select("tbody a"):
        place = urlsplit(str(link["href"]))
        assert site.page(place.path).find(id=place.fragment) is not None


def test_the_list_is_sorted_by_day_and_says_so(site: CheckedClient) -> None:
    newest, oldest = site.page("/decisions"), site.page("/decisions?sort=oldest")
    assert [row["Date"] for row in cells(newest)] == ["3 Jun 2025", *["14 Mar 2024"] * 3]
    assert cells(oldest)[-1]["Date"] == "3 Jun 2025"
    assert one(newest, "th[aria-sort]")["aria-sort"] == "descending"
    assert one(oldest, "th[aria-sort]")["aria-sort"] == "ascending"
    assert site.page("/decisions?q=footbridge").select("th[aria-sort]") == []


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("board=Planning+Panel", 1),
        ("year=2024", 3),
        ("decision=deferred&decision=not+carried", 2),
        ("since=2025", 1),
        ("q=footbridge", 2),
        ("board=Planning+Panel&year=2024", 0),
        ("kind=action", 4),  # the list itself says which kind
        ("facets=none", 4),
    ],
)
def test_filters_narrow_the_list(site: CheckedClient, asked: str, count: int) -> None:
    assert len(cells(site.page(f"/decisions?{asked}"))) == count


def test_what_is_ticked_stays_so_and_can_be_taken_off(site: CheckedClient) -> None:
    page = site.page("/decisions?board=Planning+Panel&topic=Bridges+and+quays&sort=oldest&exact=1")
    ticked = [str(box["value"]) for box in page.select("form.narrow input[checked]")]
    assert ticked == ["Planning Panel"]
    carried = {str(box["name"]): str(box["value"]) for box in page.select("form.narrow input[type=hidden]")}
    assert carried == {"topic": "Bridges and quays", "sort": "oldest", "exact": "1"}
    without = [parse_qs(urlsplit(str(link["href"])).query) for link in page.select(".chips a:not(.all)")]
    assert without == [
        {"topic": ["Bridges and quays"], "sort": ["oldest"], "exact": ["1"]},
        {"board": ["Planning Panel"], "sort": ["oldest"], "exact": ["1"]},
    ]


def test_a_choice_counts_what_it_would_show(site: CheckedClient) -> None:
    page = site.page("/decisions?board=Planning+Panel")
    for box in page.select("form.narrow input[name=board]"):
        label = one(page, f'label[for="{box["id"]}"] .count').get_text()
        assert int(label) == len(cells(site.page(f"/decisions?board={box['value']}")))


def test_what_cannot_be_read_is_told_beside_its_field(site: CheckedClient) -> None:
    page = site.page("/decisions?since=soon&year=2024", 400)
    field = one(page, "#list-since")
    assert (field["value"], field["aria-invalid"]) == ("soon", "true")
    assert "is not a date" in one(page, f"#{field['aria-describedby']}").get_text()


def test_pages_of_a_list_lead_to_each_other(opened: Opened) -> None:
    client = opened([replace(sample.HELD, id=str(700 + n)) for n in range(9)])  # 27 decisions
    first = client.page("/decisions?year=2024")
    second = client.page(str(one(first, "a[rel=next]")["href"]))
    assert len(cells(second)) == 7
    assert str(one(second, "a[rel=prev]")["href"]) == "/decisions?year=2024"
    past = client.page("/decisions?page=40", 404)
    assert one(past, ".note a")["href"] == "/decisions?page=2"


def test_all_of_the_list_can_be_taken_away(site: CheckedClient) -> None:
    page = site.page("/decisions?q=footbridge&size=1&page=2")
    links = [str(link["href"]) for link in page.select(".take a")]
    assert [urlsplit(link).path for link in links] == [
        "/export/results.csv",
        "/export/results.json",
        "/feed",
        "/api/v1/search",
    ]
    for link in links:
        assert parse_qs(urlsplit(link).query) == {"q": ["footbridge"], "kind": ["decision"], "size": ["1"]}
        assert site.get(link).status_code == 200
    assert one(page, "head link[type='application/atom+xml']")["href"] == links[2]


def test_a_list_in_welsh_stays_so(site: CheckedClient) -> None:
    page = site.page("/cy/decisions?q=footbridge")
    for link in page.select("main a, form.narrow"):
        assert str(link.get("href") or link["action"]).startswith("/cy/"), link


@pytest.mark.parametrize("address", ["/decisions", "/actions"])
def test_foreign_text_in_a_table_stays_text(opened: Opened, address: str) -> None:
    client = opened(replace(hostile(text), id=str(900 + n)) for n, text in enumerate(PAYLOADS))
    said = {squeezed(cell.get_text()) for cell in client.page(address).select("td.said")}
    assert said == {squeezed(text) for text in PAYLOADS}


@pytest.mark.parametrize("address", ["/decisions", "/actions", "/topics"])
def test_before_there_is_an_index_that_is_said(address: str) -> None:
    assert "minutes index" in client_of(None, sample.Shelf()).page(address).get_text()
