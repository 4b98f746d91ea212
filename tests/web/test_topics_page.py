from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

import pytest

from indexer.language import parse
from tests.web import sample
from tests.web.checks import CheckedClient, one
from tests.web.conftest import Opened


@pytest.fixture(scope="module")
def site(opened: Opened) -> CheckedClient:
    return opened([sample.HELD, replace(sample.HELD, id="430", date=date(2021, 5, 4)), sample.CANCELLED])


def test_every_topic_is_there_in_order_with_the_words_that_show_it(site: CheckedClient) -> None:
    page = site.page("/topics")
    rows = page.select("tbody tr")
    assert [one(row, "th > a").get_text() for row in rows] == [rule.name for rule in sample.TOPICS.rules]
    for row, rule in zip(rows, sample.TOPICS.rules, strict=True):
        words = one(row, "code").get_text().split(" · ")
        assert {parse(word).tree for word in words} == set(rule.alternatives)


def test_figures_are_what_their_links_find(site: CheckedClient) -> None:
    figures = site.page("/topics").select("td.figure a")
    assert figures != []
    for link in figures:
        answer = site.get(f"/api/v1/search{str(link['href']).removeprefix('/')}").json or {}
        assert f"{answer['total']:,}" == link.get_text()


def test_the_years_of_a_topic_are_told_in_words_beside_their_bars(site: CheckedClient) -> None:
    rows = {one(row, "th > a").get_text(): row for row in site.page("/topics").select("tbody tr")}
    bridges = rows["Bridges and quays"]
    assert one(bridges, ".span").get_text() == "2021 to 2024, most in 2024: 4"
    assert str(one(bridges, "svg path")["d"]).count("M") == 2


def test_a_topic_that_nothing_is_about_is_shown_as_that(opened: Opened) -> None:
    rows = opened([sample.CANCELLED]).page("/topics").select("tbody tr")
    assert len(rows) == len(sample.TOPICS.rules)
    for row in rows:
        assert [cell.get_text(strip=True) for cell in row.select("td")] == ["0", "0", "0", "None"]


def test_topics_lead_to_their_documents_in_the_language_of_the_page(site: CheckedClient) -> None:
    links = [str(link["href"]) for link in site.page("/cy/topics").select("main a")]
    assert {urlsplit(link).path for link in links} == {"/cy/"}
