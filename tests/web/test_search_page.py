from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
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
    assert "Decision Not carried" in texts(client.page("/?kind=decision"), ".tag")
    assert texts(client.page("/?kind=action"), ".owed") == [
        "Who The Head of Highways When to the May meeting"
    ]


def test_filters_hold_together_and_their_counts_are_those_of_the_lists_they_lead_to(
    client: CheckedClient,
) -> None:
    page = client.page("/?q=footbridge")
    for box in page.select(".facet input[type=checkbox]"):
        count = int(one(page, f'label[for="{box["id"]}"] .count').get_text())
        assert box.has_attr("disabled") == (count == 0)
        led = client.get("/", query_string={"q": "footbridge", str(box["name"]): str(box["value"])})
        found = BeautifulSoup(led.text, "lxml").select(".hit")
        assert len(found) == count


def test_a_bar_of_the_chart_leads_to_as_many_results_as_it_says(opened: Opened) -> None:
    days = (date(2019, 12, 4), date(2024, 3, 14), date(2024, 5, 2), date(2024, 5, 9))
    client = opened(replace(sample.CANCELLED, id=str(day), date=day) for day in days)
    bars = {" ".join(bar.get_text().split()): bar for bar in client.page("/?year=2024").select(".chart a")}
    assert list(bars) == [
        "2024 3 results",
        "2019 1 result",
        "March 2024 1 result",
        "May 2024 2 results",
    ]
    assert [len(client.page(str(bar["href"])).select(".hit")) for bar in list(bars.values())[1:]] == [1, 1, 2]


def test_a_chart_has_a_table_behind_it_with_the_same_numbers(client: CheckedClient) -> None:
    page = client.page("/")
    assert texts(page, ".numbers tbody tr") == ["20247", "20231"]
    assert [str(box["form"]) for box in page.select(".numbers input")] == ["search", "search"]


def test_a_month_chosen_together_with_another_year_does_not_find_nothing(client: CheckedClient) -> None:
    page = client.page("/?year=2024&month=2023-12")
    assert texts(page, "h1") == ["7 results"]
    assert texts(page, ".chips a") == ["Take off the filter Year 2024 ×"]


def test_the_years_beside_a_chosen_month_keep_their_own_counts(client: CheckedClient) -> None:
    page = client.page("/?year=2024&month=2024-03")
    assert texts(page, ".chart .of-years a") == ["2023 1 result", "2024 7 results"]


def test_what_is_chosen_stays_chosen_when_words_are_typed_though_nothing_of_it_is_shown(
    client: CheckedClient,
) -> None:
    page = client.page("/?board=Planning+Panel&facets=none")
    hidden = {str(tag["name"]): tag["value"] for tag in page.select("#search input[type=hidden]")}
    assert hidden == {"board": "Planning Panel", "facets": "none"}


def test_every_box_belongs_to_the_one_form_so_that_it_works_without_script(client: CheckedClient) -> None:
    page = client.page("/?q=footbridge&kind=decision&sort=oldest&size=50")
    assert {str(box["form"]) for box in page.select(".filters input, .filters button")} == {"search"}
    assert texts(page, ".filters li:has(:checked) label") == ["Decision 2"]
    assert one(page, "#search")["method"] == "get"
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
    usual = ["Board", "Dates", "Topic", "Kind", "Kind of decision", "Stage", "Attachments"]
    assert legends(client.page("/")) == usual
    assert "Kind of decision" not in legends(client.page("/?kind=action"))
    assert "Stage" not in legends(client.page("/?q=footbridge"))  # all of them are of one meeting


def months(page: BeautifulSoup) -> list[str]:
    return texts(page, ".chart .of-months a")


def test_months_are_offered_once_a_year_is_chosen_and_lead_to_their_lists(opened: Opened) -> None:
    days = (date(2023, 12, 4), date(2024, 3, 14), date(2024, 5, 2), date(2024, 5, 9))
    client = opened(replace(sample.CANCELLED, id=str(day), date=day) for day in days)
    assert months(client.page("/")) == []
    assert months(client.page("/?year=2024")) == ["March 2024 1 result", "May 2024 2 results"]
    chosen = client.page("/?year=2024&month=2024-05")
    assert texts(chosen, "h1") == ["2 results"]
    assert texts(chosen, ".chips a")[1] == "Take off the filter Month May 2024 ×"
    assert months(chosen) == ["March 2024 1 result", "May 2024 2 results"]
    assert texts(chosen, ".chart [aria-current] .at") == ["2024", "May 2024"]


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


def test_the_empty_page_says_what_each_word_finds_alone_and_leads_there(client: CheckedClient) -> None:
    page = client.page("/?q=rents+zeppelin&kind=item")
    words = texts(page, ".nothing .counts li")
    assert words == ["rents: 2 documents", "zeppelin: no documents"]
    link = page.select(".nothing .counts a")[0]
    assert len(client.page(str(link["href"])).select(".hit")) == 2


def test_the_empty_page_says_which_filter_leaves_everything_out(client: CheckedClient) -> None:
    page = client.page("/?q=footbridge&kind=meeting&stage=draft+minutes&since=2024")
    found = zip(texts(page, ".nothing .counts li"), page.select(".nothing .counts a"), strict=True)
    counts = {text: len(client.page(str(link["href"])).select(".hit")) for text, link in found}
    assert counts == {
        "Without the filter “Dates”: no results": 0,
        "Without the filter “Kind”: 4 results": 4,
        "Without the filter “Stage”: no results": 0,
        "Without any filter: 4 results": 4,
    }


def test_the_empty_page_says_so_where_no_filter_is_to_blame(client: CheckedClient) -> None:
    page = client.page("/?q=zeppelin&kind=item")
    assert "No filter is to blame" in one(page, ".nothing").get_text()
    assert page.select(".nothing .counts") == []


def test_the_empty_page_says_how_fresh_the_archive_is_of_the_boards_that_were_chosen(opened: Opened) -> None:
    awaited = replace(sample.CANCELLED, id="9", date=date.today() - timedelta(days=9), status="held")
    client = opened([sample.HELD, awaited])
    assert texts(client.page("/?q=zeppelin"), ".fresh tbody tr th, .fresh td") == [
        *("Harbours and Open Spaces Board", "14 Mar 2024", "0"),
        *("Planning Panel", "none", "1"),
    ]
    chosen = client.page("/?q=zeppelin&board=Planning+Panel")
    assert texts(chosen, ".fresh th[scope=row]") == ["Planning Panel"]
    assert client.page("/?q=footbridge").select(".fresh") == []


def test_the_results_can_be_taken_away_whole_and_followed(client: CheckedClient) -> None:
    page = client.page("/?q=footbridge&kind=decision&page=1")
    links = [str(link["href"]) for link in page.select(".away a")]
    assert {link.partition("?")[2] for link in links} == {"q=footbridge&kind=decision"}
    assert {"/export/results.csv", "/export/results.json", "/feed"} <= {
        link.partition("?")[0] for link in links
    }
    assert {client.get(link).status_code for link in links} == {200}
    assert client.get(str(one(page, "head link[rel=alternate]")["href"])).mimetype == "application/atom+xml"


def test_a_decision_is_told_itself_and_an_item_by_its_best_pieces(client: CheckedClient) -> None:
    assert "that the footbridge be replaced at a cost of up to £1.2 million." in texts(
        client.page("/?q=footbridge&kind=decision"), ".itself"
    )
    assert client.page("/?q=footbridge&kind=item").select(".itself") == []


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
    [note] = page.select(".results > .note")
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


def test_a_hit_shows_its_topics_and_each_leads_to_all_of_its_own(client: CheckedClient) -> None:
    item = client.page("/?q=fishing&kind=item").select(".hit")[0]
    [topic] = sample.TOPICS.of(sample.HARBOUR.title, sample.HARBOUR.text)
    link = one(item, ".topic")
    assert link.get_text() == topic.name
    assert texts(client.page(str(link["href"])), ".chips a") == [f"Take off the filter Topic {topic.name} ×"]


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
    told = client.page("/?q=footbridge", 503).get_text()
    assert "minutes index --rebuild" in told
    assert str(tmp_path) not in told  # where the files lie is no reader's business
    assert "minutes index --rebuild" in (client.get("/api/v1/search?q=footbridge").json or {})["error"]
    client.page("/saltmere/310")


def test_there_is_one_style_sheet_and_an_icon_and_they_are_there(client: CheckedClient) -> None:
    for link in client.page("/").select("head link"):
        with client.get(str(link["href"])) as response:
            assert response.status_code == 200


def test_pages_that_are_not_there_look_like_the_rest(client: CheckedClient) -> None:
    assert texts(client.page("/no-such-page", 404), "h1") == ["Not found"]
    assert client.post("/").status_code == 405


def test_the_page_is_in_the_language_of_its_address_and_leads_to_its_twin(client: CheckedClient) -> None:
    page = client.page("/?q=footbridge&kind=item")
    link = one(page, ".places a[hreflang]")
    assert (link["hreflang"], link["lang"], link["href"]) == ("cy", "cy", "/cy/?q=footbridge&kind=item")


def test_a_page_of_twenty_results_with_its_filters_is_light(opened: Opened) -> None:
    """60 kB before compression, on a page with long names, many boards and every kind of hit."""
    meetings = [
        replace(sample.HELD, id=str(n), date=date(2004 + n, 3, 14), board=f"{sample.HELD.board}, Panel {n}")
        for n in range(20)
    ]
    page = opened(meetings).page(
        "/?q=footbridge&year=2024&year=2023&year=2022&facets=board,year,month,topic,kind"
    )
    whole = opened(meetings).get("/?q=footbridge")
    found = BeautifulSoup(whole.text, "lxml")
    assert (len(found.select(".hit")), len(found.select(".filters [name=board]"))) == (20, 20)
    assert max(len(whole.data), len(str(page))) < 60_000
