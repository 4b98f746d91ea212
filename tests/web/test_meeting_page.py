from __future__ import annotations

import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup, Tag

from archive.model import Action, Decision, Passage, Stage, Status
from indexer.anchors import anchors
from tests.web import sample
from tests.web.checks import CheckedClient, one
from tests.web.conftest import Opened
from tests.web.test_style import SHEET


@pytest.fixture(scope="module")
def page(client: CheckedClient) -> BeautifulSoup:
    return client.page("/saltmere/310")


def text(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text().split())


def test_the_page_says_which_meeting_it_is(page: BeautifulSoup) -> None:
    assert text(page.h1) == "Harbours and Open Spaces Board 14 March 2024"
    assert {text(fact.dt): text(fact.dd) for fact in page.select(".facts > div")} == {
        "Time": "1.30pm",
        "Venue": "Net Loft, Fish Street",
        "Published": "Draft minutes, not yet agreed by the board",
        "Outcome": "3 decisions, 1 action",
        "Copied": "20 March 2024, 9.05am UTC",
    }


def test_the_page_links_the_councils_own(page: BeautifulSoup) -> None:
    sources = [str(link["href"]) for link in page.select("a.source")]
    assert sources[0] == sample.HELD.url
    assert sources[1:] == [f"{sample.HELD.url}#AI{item.id}" for item in sample.HELD.items]


def test_every_item_has_its_anchor_number_and_title(page: BeautifulSoup) -> None:
    found = [
        (tag["id"], text(tag.select_one(".margin")), text(tag.h2)) for tag in page.select("section.item")
    ]
    assert found == [(f"item-{item.id}", item.number, item.title) for item in sample.HELD.items]


def test_decisions_and_actions_stand_at_the_top_and_lead_to_where_they_were_said(page: BeautifulSoup) -> None:
    harbour = one(page, "#item-5103 .entry")
    outcomes = [(text(tag.p), text(tag.select_one(".aside"))) for tag in harbour.select(".outcomes li")]
    assert outcomes == [
        (
            "that the footbridge be replaced at a cost of up to £1.2 million.",
            "Substantive In the decision text",
        ),
        ("That repair be kept under review.", "Deferred In the minutes text"),
        (
            "bring a timetable of closures",
            "Who The Head of Highways When to the May meeting In the minutes text",
        ),
    ]
    places = [str(link["href"])[1:] for link in harbour.select(".where")]
    said = [sample.HARBOUR.passages[n].text for n in (1, 11, 16)]
    assert [said[n] in text(page.find(id=place)) for n, place in enumerate(places)] == [True] * 3
    assert harbour.select("h3, .part")[0].get_text() == "Decisions"


def test_every_passage_has_an_anchor_and_where_it_opens_is_marked(page: BeautifulSoup) -> None:
    for item in sample.HELD.items:
        for anchor, passage in zip(anchors(item), item.passages, strict=True):
            assert passage.text in text(page.find(id=anchor))
    assert re.search(r":target:is\(p, h4, \.rows > li\), :target > \.words \{ background", SHEET)


def test_agenda_decision_and_minutes_are_apart_and_labelled(page: BeautifulSoup) -> None:
    parts = page.select("#item-5103 .part")
    assert [text(part.h3) for part in parts] == ["Agenda", "Decision", "Minutes"]
    assert "To consider the report" in text(parts[0])


def test_lists_keep_their_nesting_and_their_printed_marks(page: BeautifulSoup) -> None:
    bullets = page.select("#item-5103 .part ul.bullet > li")
    assert text(bullets[1]) == "the fishing fleet, and in particular berths on the north quay; the ice house."
    assert [text(tag) for tag in page.select("#item-5103 ol.numbered .mark")] == ["1.", "2.", "(a)", "(b)"]


def test_every_word_of_every_passage_is_on_the_page(page: BeautifulSoup) -> None:
    shown = text(page.main)
    for item in sample.HELD.items:
        assert all(passage.text in shown for passage in item.passages)


def test_documents_are_linked_but_only_on_the_web(page: BeautifulSoup) -> None:
    survey, odd = page.select("#item-5103 .documents li")
    assert text(survey) == "Footbridge survey 412 KB"
    assert survey.a is not None
    assert survey.a["href"] == sample.HARBOUR.attachments[0].url
    assert text(odd) == "Odd link"
    assert odd.a is None


def test_an_item_shown_in_part_says_so_and_leads_to_the_whole(page: BeautifulSoup) -> None:
    partial = one(page, "#item-5104 .partial")
    assert "only part of the item" in text(partial)
    assert partial.a is not None
    assert partial.a["href"] == sample.ALLOTMENTS.more
    assert len(page.select(".partial")) == 1


def test_an_item_shows_its_topics_and_the_words_that_showed_them(page: BeautifulSoup) -> None:
    [topic] = sample.TOPICS.of(sample.HARBOUR.title, sample.HARBOUR.text)
    shown = text(page.select_one("#item-5103 .topics dl"))
    assert shown.startswith(topic.name)
    assert all(f"“{word}”" in shown for word in topic.words)


def test_a_cancelled_meeting_says_so_and_has_a_page(client: CheckedClient) -> None:
    page = client.page("/saltmere/311")
    assert text(page.select_one(".status")) == "Cancelled"
    assert "lists no items" in text(page.main)


@pytest.mark.parametrize("path", ["/saltmere/999", "/elsewhere/310", "/saltmere/310%0a"])
def test_a_meeting_not_archived_is_not_found(client: CheckedClient, path: str) -> None:
    assert "The archive has no meeting" in text(client.page(path, 404).main)


def test_an_outcome_whose_passage_is_missing_is_shown_without_a_place(opened: Opened) -> None:
    odd = replace(
        sample.APOLOGIES,
        passages=(Passage("minutes", "Apologies were noted."),),
        decisions=(Decision("Noted.", "noted", 9),),
        actions=(Action("write to members", None, None, 9),),
    )
    page = opened([sample.HELD.with_items((odd,))]).page("/saltmere/310")
    assert [text(tag) for tag in page.select(".outcomes .aside")] == ["Noted", ""]


@pytest.mark.parametrize("stage", ["agenda", "decisions only", "draft minutes", "minutes", None])
@pytest.mark.parametrize("status", ["held", "upcoming", "cancelled", "rescheduled", "adjourned"])
def test_a_meeting_of_any_stage_and_status_has_a_page(
    opened: Opened, stage: Stage | None, status: Status
) -> None:
    meeting = replace(sample.HELD, stage=stage, status=status)
    page = opened([meeting]).page("/saltmere/310")
    assert bool(page.select(".status")) == (status != "held")
