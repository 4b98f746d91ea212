from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from archive.model import Item, Meeting, Passage
from archive.suppression import WITHHELD
from indexer.similar import LONGEST, SHOWN
from tests.web import sample
from tests.web.checks import CheckedClient, one
from tests.web.conftest import Opened, client_of, indexed

BRIDGES = Item(
    "5201",
    "7.",
    "Painting of the footbridge",
    (Passage("minutes", "The harbour footbridge will be painted before it is replaced."),),
)
LATER = replace(sample.HELD, id="320", items=(BRIDGES, sample.APOLOGIES))
ABOUT = "Is the footbridge in the harbour to be repaired?"


@pytest.fixture(scope="module")
def client(opened: Opened) -> CheckedClient:
    return opened([sample.HELD, sample.CANCELLED, LATER])


def answer(client: CheckedClient, address: str, status: int = 200) -> dict[str, Any]:
    response = client.get(f"/api/v1/similar{address}")
    assert (response.status_code, response.mimetype) == (status, "application/json")
    assert isinstance(response.json, dict)
    return response.json


def titles(page: BeautifulSoup) -> list[str]:
    return [" ".join(tag.get_text().split()) for tag in page.select(".hit h2")]


def test_each_item_of_a_meeting_leads_to_items_like_it(client: CheckedClient) -> None:
    page = client.page("/saltmere/310")
    link = one(page, "#item-5103 a[href^='/similar']")
    assert link["aria-label"] == "Similar items to “Harbour footbridge: repair or replacement”"
    like = client.page(str(link["href"]))
    assert titles(like)[0] == "7. Painting of the footbridge"
    assert not [title for title in titles(like) if sample.HARBOUR.title in title]
    assert one(like, "h1 a")["href"] == "/saltmere/310#item-5103"


def test_each_result_leads_to_items_like_its_item_and_a_meeting_does_not(client: CheckedClient) -> None:
    for kind in ("item", "decision", "action"):
        hit = client.page(f"/?q=footbridge&kind={kind}").select(".hit")[0]
        assert str(one(hit, "a[href^='/similar']")["href"]).startswith("/similar?item=saltmere")
    assert not client.page("/?kind=meeting").select("a[href^='/similar?']")


def test_the_page_says_by_which_words_and_leads_to_the_search_for_them(client: CheckedClient) -> None:
    page = client.page("/similar?text=" + ABOUT.replace(" ", "+"))
    said = one(page, ".understood")
    assert "By its most telling words: " in said.get_text()
    assert "footbridge" in said.get_text()
    assert said.a is not None
    found = client.page(str(said.a["href"]))
    assert "Painting of the footbridge" in found.get_text()


def test_a_pasted_text_is_sent_by_the_form_and_kept_in_it(client: CheckedClient) -> None:
    form = one(client.page("/similar"), "form.paste")
    assert (form["method"], form["action"]) == ("post", "/similar")
    sent = client.post("/similar", data={"text": ABOUT * 300})
    page = BeautifulSoup(sent.text, "lxml")
    assert sent.status_code == 200
    assert "Painting of the footbridge" in " ".join(titles(page))
    assert one(page, "#text").get_text() == ABOUT * 300


def test_a_text_like_nothing_in_the_archive_says_so(client: CheckedClient) -> None:
    page = client.page("/similar?text=zeppelins")
    assert "no words that tell it from others" in one(page, ".understood").get_text()
    assert "no items like it" in one(page, ".note").get_text()


def test_no_more_than_twenty_are_shown_and_the_page_says_so(opened: Opened) -> None:
    many: list[Meeting] = [
        replace(LATER, id=str(400 + n), items=(replace(BRIDGES, id=str(n)),)) for n in range(SHOWN + 3)
    ]
    page = opened([*many, sample.HELD, sample.CANCELLED]).page("/similar?item=saltmere/310/5103")
    assert len(page.select(".hit")) == SHOWN
    assert "The 20 most alike are shown." in one(page, ".understood").get_text()


def test_a_text_too_long_is_refused_beside_its_box(client: CheckedClient) -> None:
    sent = client.post("/similar", data={"text": "x" * (LONGEST + 1)})
    page = BeautifulSoup(sent.text, "lxml")
    assert sent.status_code == 400
    assert "Shorten it to 20,000" in one(page, "#text-wrong").get_text()
    assert "more text" in client.post("/similar", data={"text": "x" * 1_000_000}).text
    assert client.post("/similar", data={"text": "🚢" * LONGEST}).status_code == 200


@pytest.mark.parametrize(
    "item", ["saltmere/310/9", "saltmere/310", "nowhere", "saltmere/decision/1", "/", "'"]
)
def test_an_unknown_item_is_not_found(client: CheckedClient, item: str) -> None:
    assert f"no item “{item}”" in client.page(f"/similar?item={item}", 404).get_text()
    assert f"no item “{item}”" in answer(client, f"?item={item}", 404)["error"]


def test_a_withheld_item_is_not_shown_even_while_the_index_has_it(tmp_path: Path) -> None:
    engine = indexed(tmp_path, [sample.HELD, LATER])
    withheld = Item(BRIDGES.id, BRIDGES.number, WITHHELD)
    client = client_of(engine, sample.Shelf((sample.HELD, LATER.with_items((withheld,)))))
    assert f"7. {BRIDGES.title}" not in titles(client.page("/similar?item=saltmere/310/5103"))
    client.page("/similar?item=saltmere/320/5201", 404)


def test_the_json_has_the_words_and_the_hits_of_the_page(client: CheckedClient) -> None:
    found = answer(client, "?item=saltmere/310/5103")
    assert found["item"] == "saltmere/310/5103"
    assert "footbridge" in found["words"]
    assert found["query"].split(" OR ") == found["words"]
    assert found["hits"][0]["id"] == "saltmere/320/5201"
    assert found["took_ms"] >= 0
    posted = client.post("/api/v1/similar", data={"text": ABOUT}).json or {}
    assert (posted["item"], {hit["title"] for hit in posted["hits"]}) == (
        None,
        {sample.HARBOUR.title, BRIDGES.title},
    )


def test_the_json_refuses_what_makes_no_sense(client: CheckedClient) -> None:
    assert answer(client, "", 400)["error"] == "Give an item or a text."
    assert answer(client, "?item=a/1/2&text=b", 400)["error"] == "Give an item or a text, not both."
    assert answer(client, "?itme=a/1/2", 400)["known"] == ["item", "text"]


def test_without_an_index_both_say_so() -> None:
    client = client_of(None, sample.Shelf())
    assert "minutes index" in answer(client, "?text=x", 503)["error"]
    assert "minutes index" in client.page("/similar?text=x").get_text()
