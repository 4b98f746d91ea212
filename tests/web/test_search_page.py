from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from archive.model import Meeting
from indexer.engines import open_engine
from tests.web import sample
from tests.web.checks import CheckedClient, one
from tests.web.conftest import Opened, client_of, indexed


def texts(page: BeautifulSoup, selector: str) -> list[str]:
    return [" ".join(tag.get_text().split()) for tag in page.select(selector)]


def many_meetings(count: int) -> list[Meeting]:
    return [replace(sample.CANCELLED, id=str(n), date=date(2020, 1, 1 + n % 28)) for n in range(count)]


def test_nothing_typed_lists_everything_newest_first(client: CheckedClient) -> None:
    page = client.page("/")
    days = [str(tag["datetime"]) for tag in page.select(".hit time")]
    assert texts(page, "h1") == ["8 results"]
    assert len(days) == 8
    assert days == sorted(days, reverse=True)


def test_words_typed_are_highlighted_in_what_is_found(client: CheckedClient) -> None:
    page = client.page("/?q=rents")
    assert {text.casefold() for text in texts(page, "mark")} == {"rents"}
    assert one(page, "#q")["value"] == "rents"
    assert texts(page, ".understood") == ["Understood as: “rents”"]


def test_a_hit_leads_to_the_item_on_the_meetings_page(client: CheckedClient) -> None:
    link = client.page("/?q=fishing").select_one(".hit h2 a")
    assert link is not None
    path, _, anchor = str(link["href"]).partition("#")
    assert client.page(path).find(id=anchor) is not None


def passage_at(client: CheckedClient, address: str) -> str:
    """Give the text that a link opens at."""
    path, _, anchor = address.partition("#")
    return one(client.page(path), f'[id="{anchor}"]').get_text()


@pytest.mark.parametrize("kind", ["item", "decision", "action"])
def test_a_hit_opens_at_the_paragraph_with_the_words(client: CheckedClient, kind: str) -> None:
    typed = {"item": "berths quay", "decision": "kept under review", "action": "timetable closures"}[kind]
    page = client.page(f"/?q={typed}&kind={kind}")
    said = passage_at(client, str(one(page, ".hit h2 a")["href"]))
    assert all(word in said for word in typed.split())


def test_each_further_piece_of_a_snippet_leads_to_its_own_paragraph(client: CheckedClient) -> None:
    page = client.page("/?q=report+draught+closures&kind=item")
    best, further = one(page, ".hit h2 a"), one(page, ".hit .piece")
    assert best["href"] != further["href"]
    assert one(further, "mark").get_text() in passage_at(client, str(further["href"]))


def test_a_hit_by_its_title_alone_opens_at_its_item(client: CheckedClient) -> None:
    assert one(client.page("/?q=allotment&kind=item"), ".hit h2 a")["href"] == "/saltmere/310#item-5104"


def test_a_decision_says_what_sort_it_is_and_an_action_who_and_when(client: CheckedClient) -> None:
    assert "Decision not carried" in texts(client.page("/?kind=decision"), ".tag")
    assert texts(client.page("/?kind=action"), ".owed") == [
        "Who The Head of Highways When to the May meeting"
    ]


def test_filters_hold_together_and_their_counts_are_those_of_the_lists_they_lead_to(
    client: CheckedClient,
) -> None:
    page = client.page("/?q=footbridge")
    for box in page.select(".filters input[type=checkbox]"):
        count = int(one(page, f'label[for="{box["id"]}"] .count').get_text())
        led = client.get("/", query_string={"q": "footbridge", str(box["name"]): str(box["value"])})
        found = BeautifulSoup(led.text, "lxml").select(".hit")
        assert len(found) == count > 0


def test_every_box_belongs_to_the_one_form_so_that_it_works_without_script(client: CheckedClient) -> None:
    page = client.page("/?q=footbridge&kind=decision&sort=oldest&size=50")
    assert {str(box["form"]) for box in page.select(".filters input, .filters button")} == {"search"}
    assert texts(page, ".filters li:has(:checked) label") == ["Decision 2"]
    hidden = {str(tag["name"]): tag["value"] for tag in page.select("#search input[type=hidden]")}
    assert hidden == {"sort": "oldest", "size": "50"}


def test_a_chip_takes_its_filter_off(client: CheckedClient) -> None:
    page = client.page("/?kind=decision&kind=action&year=2024")
    links = {
        text: str(tag["href"])
        for text, tag in zip(texts(page, ".chips a"), page.select(".chips a"), strict=True)
    }
    assert links["Take off the filter Kind Action ×"] == "/?year=2024&kind=decision"
    assert links["Clear all filters"] == "/"


def legends(page: BeautifulSoup) -> list[str]:
    return texts(page, ".filters legend")


def test_the_facets_that_can_divide_the_results_are_offered_the_dates_among_them(
    client: CheckedClient,
) -> None:
    usual = ["Board", "Year", "Dates", "Topic", "Kind", "Kind of decision", "Stage", "Attachments"]
    assert legends(client.page("/")) == usual
    assert "Kind of decision" not in legends(client.page("/?kind=action"))
    assert "Stage" not in legends(client.page("/?q=footbridge"))  # all of them are of one meeting


def test_months_are_offered_once_a_year_is_chosen_and_lead_to_their_lists(opened: Opened) -> None:
    days = (date(2023, 12, 4), date(2024, 3, 14), date(2024, 5, 2), date(2024, 5, 9))
    client = opened(replace(sample.CANCELLED, id=str(day), date=day) for day in days)
    assert "Month" not in legends(client.page("/"))
    page = client.page("/?year=2024")
    assert legends(page) == ["Year", "Month", "Dates"]
    assert texts(page, "li:has([name=month]) label") == ["May 2024 2", "March 2024 1"]
    chosen = client.page("/?year=2024&month=2024-05")
    assert texts(chosen, "h1") == ["2 results"]
    assert texts(chosen, ".chips a")[1] == "Take off the filter Month May 2024 ×"
    assert texts(chosen, "li:has([name=month]) label") == ["May 2024 2", "March 2024 1"]


def test_councils_are_offered_where_the_archive_has_several(opened: Opened) -> None:
    elsewhere = replace(sample.CANCELLED, council="thornhithe")
    page = opened([sample.HELD, elsewhere]).page("/")
    assert legends(page)[0] == "Council"
    assert texts(page, "li:has([name=council]) label") == ["Saltmere Borough Council 7", "thornhithe 1"]


def test_the_newer_filters_narrow_and_say_so(client: CheckedClient) -> None:
    page = client.page("/?decision=not+carried&stage=draft+minutes&attachment=without")
    assert texts(page, "h1") == ["1 result"]
    assert texts(page, ".chips a")[:3] == [
        "Take off the filter Kind of decision Not carried ×",
        "Take off the filter Stage Draft minutes ×",
        "Take off the filter Attachments Without attachment ×",
    ]
    assert texts(client.page("/?stage=cancelled"), "h1") == ["1 result"]
    assert texts(client.page("/?attachment=with&kind=item"), ".hit h2") == [
        "41. Harbour footbridge: repair or replacement"
    ]


def test_a_filter_that_finds_nothing_can_still_be_taken_off(client: CheckedClient) -> None:
    page = client.page("/?board=Nowhere+Board")
    assert texts(page, "h1") == ["No results"]
    assert texts(page, ".chips a") == ["Take off the filter Board Nowhere Board ×"]
    assert "Nowhere Board 0" in texts(page, ".filters label")


def test_the_empty_page_offers_ways_on(client: CheckedClient) -> None:
    page = client.page("/?q=rents+zeppelin&kind=item")
    assert texts(page, ".plain li")[:2] == ["rents: 2 documents", "zeppelin: no documents"]
    ways = [str(link["href"]) for link in page.select(".results .plain a")]
    assert ways == ["/?q=rents&kind=item", "/?q=zeppelin&kind=item", "/?q=rents+zeppelin", "/?kind=item"]


def test_a_slip_gets_a_link_to_what_may_have_been_meant(client: CheckedClient) -> None:
    link = one(client.page("/?q=footbrigde"), ".understood a")
    assert (link.get_text(), link["href"]) == ("footbridge", "/?q=footbridge")


def test_what_was_also_searched_for_is_told_and_switched_off_by_a_link(client: CheckedClient) -> None:
    page = client.page("/?q=CCTV")
    assert "Also searched for: “closed circuit television”" in texts(page, ".understood")
    off = client.page(str(one(page, ".understood a")["href"]))
    assert texts(off, ".understood")[1:] == ["Words as typed only. Search for acronyms and synonyms too"]


def test_pages_follow_one_another_without_gap_or_repeat(opened: Opened) -> None:
    client = opened(many_meetings(45))
    seen: list[str] = []
    address = "/"
    while address:
        page = client.page(address)
        seen += [str(link["href"]) for link in page.select(".hit h2 a")]
        following = page.select_one(".pager a[rel=next]")
        address = str(following["href"]) if following else ""
    assert len(seen) == len(set(seen)) == 45


def test_a_page_past_the_last_is_not_found_and_leads_to_the_last(opened: Opened) -> None:
    page = opened(many_meetings(45)).page("/?page=10000", 404)
    [note] = page.select(".results .note")
    assert "There is no page 10,000" in note.get_text()
    assert note.a is not None
    assert note.a["href"] == "/?page=3"


def test_a_bad_date_is_told_beside_its_field_and_what_was_typed_is_kept(client: CheckedClient) -> None:
    page = client.page("/?q=bridge&since=31/02/2024&until=2023", 400)
    field = one(page, "#since")
    assert field["value"] == "31/02/2024"
    assert "since-wrong" in str(field["aria-describedby"])
    assert "“31/02/2024” is not a date" in one(page, "#since-wrong").get_text()
    assert one(page, "#until")["value"] == "2023-12-31"
    assert [str(link["href"]) for link in page.select(".problems li a")] == ["#since"]
    assert page.select(".hit") == []


def test_a_bad_page_number_is_a_plain_problem(client: CheckedClient) -> None:
    assert "cannot be the page" in texts(client.page("/?page=two", 400), ".problems li")[0]


def test_a_search_too_long_is_refused_and_kept_in_its_box(client: CheckedClient) -> None:
    page = client.page(f"/?q={'x' * 2001}", 400)
    assert len(str(one(page, "#q")["value"])) == 2001


def test_the_order_is_chosen_by_links_that_keep_the_rest(client: CheckedClient) -> None:
    page = client.page("/?q=footbridge&kind=item&sort=oldest")
    links = [(tag.get_text(), tag["href"], tag.get("aria-current")) for tag in page.select(".choices a")]
    assert links == [
        ("Best match", "/?q=footbridge&kind=item", None),
        ("Newest", "/?q=footbridge&kind=item&sort=newest", None),
        ("Oldest", "/?q=footbridge&kind=item&sort=oldest", "true"),
    ]


def test_a_document_shows_its_topics_and_the_words_that_showed_them(client: CheckedClient) -> None:
    [item] = [
        tag
        for tag in client.page("/?q=fishing").select(".hit")
        if tag.select_one(".topics") and "Item" in tag.get_text()
    ]
    [topic] = sample.TOPICS.of(sample.HARBOUR.title, sample.HARBOUR.text)
    assert topic.name in item.select(".topics dt")[0].get_text()
    assert all(word in item.select(".topics dd")[0].get_text() for word in topic.words)


def test_before_any_crawl_the_page_says_what_to_do(tmp_path: Path) -> None:
    for engine in (None, open_engine(tmp_path)):
        page = client_of(engine, sample.Shelf(())).page("/?q=anything")
        assert texts(page, "h1") == ["Nothing is archived yet"]
        assert "minutes crawl" in texts(page, "main code")


def test_before_any_index_the_page_says_what_to_do_and_meetings_are_served() -> None:
    client = client_of(None, sample.Shelf())
    assert texts(client.page("/"), "h1") == ["Nothing can be searched yet"]
    assert "minutes index" in texts(client.page("/"), "main code")
    client.page("/saltmere/310")


def test_a_damaged_index_is_told_in_plain_words_and_meetings_are_served(
    opened: Opened, tmp_path: Path
) -> None:
    client = opened(engine=indexed(tmp_path, [sample.HELD]))
    for file in [path for path in tmp_path.rglob("*") if path.is_file()]:
        file.write_bytes(b"")
    assert "minutes index --rebuild" in client.page("/?q=footbridge", 503).get_text()
    assert "minutes index --rebuild" in (client.get("/api/v1/search?q=footbridge").json or {})["error"]
    client.page("/saltmere/310")


def test_there_is_one_style_sheet_and_an_icon_and_they_are_there(client: CheckedClient) -> None:
    for link in client.page("/").select("head link"):
        with client.get(str(link["href"])) as response:
            assert response.status_code == 200


def test_pages_that_are_not_there_look_like_the_rest(client: CheckedClient) -> None:
    assert texts(client.page("/no-such-page", 404), "h1") == ["Not found"]
    assert client.post("/").status_code == 405
