from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.web import sample
from tests.web.checks import CheckedClient
from tests.web.conftest import Opened, client_of, indexed
from web.exports.feed import ATOM, Entry, Heading, atom_feed

NAMES = {"a": ATOM}
HEADING = Heading(
    "A search", "Saltmere", "en", {"first": "https://m.example/feed", "self": "https://m.example/feed"}
)


def read(body: bytes) -> etree._Element:
    return etree.fromstring(body, etree.XMLParser(resolve_entities=False))


def feed(client: CheckedClient, asked: str = "") -> etree._Element:
    response = client.get(f"/feed{asked}")
    assert (response.status_code, response.content_type) == (200, "application/atom+xml; charset=utf-8")
    return read(response.data)


def said(element: etree._Element, path: str) -> list[str]:
    """Give the texts of all elements, or the values of all attributes, of a path."""
    found = element.xpath(
        "/".join(f"a:{s}" if s[0] not in "@.*" else s for s in path.split("/")), namespaces=NAMES
    )
    return [each if isinstance(each, str) else each.text or "" for each in found]


def links(element: etree._Element) -> dict[str, str]:
    return {link.get("rel"): link.get("href") for link in element.findall("a:link", NAMES)}


def test_a_feed_has_all_that_atom_asks_for(client: CheckedClient) -> None:
    found = feed(client, "?q=footbridge")
    for element in (found, *found.findall("a:entry", NAMES)):
        for needed in ("id", "title", "updated"):
            [text] = said(element, needed)
            assert text
            if needed == "updated":
                assert datetime.fromisoformat(text).tzinfo
            if needed == "id":
                assert urlsplit(text).scheme in ("http", "tag")
        assert said(element, "author/name") != [""]
        assert links(element)["alternate"].startswith("http://localhost/")


def test_the_title_says_the_search(client: CheckedClient) -> None:
    assert said(feed(client, "?q=footbridge&kind=decision"), "title") == [
        "Minutes archive: “footbridge”, Kind: Decision"
    ]
    assert said(feed(client), "title") == ["Minutes archive: everything"]


def test_the_newest_come_first_unless_asked_otherwise(opened: Opened) -> None:
    later = replace(sample.HELD, id="400", date=date(2025, 6, 3))
    client = opened([sample.HELD, later])
    assert said(feed(client, "?q=footbridge"), "entry/published")[0] == "2025-06-03T00:00:00+00:00"
    assert (
        said(feed(client, "?q=footbridge&sort=oldest"), "entry/published")[0] == "2024-03-14T00:00:00+00:00"
    )


def test_an_entry_has_one_id_in_every_feed_language_and_scheme(client: CheckedClient) -> None:
    of_all = [
        set(said(read(client.get(path, base_url=base).data), "entry/id"))
        for path in ("/feed?kind=action", "/cy/feed?q=timetable&kind=action")
        for base in ("http://archive.example", "https://archive.example:8443")
    ]
    assert of_all == [{"tag:archive.example,2026:saltmere/310/5103/a1"}] * 4


def test_an_entry_was_updated_when_its_record_last_changed(client: CheckedClient, tmp_path: Path) -> None:
    assert set(said(feed(client, "?kind=decision"), "entry/updated")) == {"2024-03-20T09:05:00+00:00"}
    engine = indexed(tmp_path, [sample.HELD])
    forgotten = client_of(engine, sample.Shelf(()))  # no record, as of a register's: then its own day
    assert set(said(feed(forgotten, "?kind=decision"), "entry/updated")) == {"2024-03-14T00:00:00+00:00"}


def test_addresses_are_of_the_host_that_was_asked(client: CheckedClient) -> None:
    found = read(client.get("/cy/feed?q=footbridge", base_url="https://archive.example/minutes").data)
    entry = found.find("a:entry", NAMES)
    assert links(entry)["alternate"].startswith("https://archive.example/minutes/cy/saltmere/310#item-5103")
    assert links(found)["self"] == "https://archive.example/minutes/cy/feed?q=footbridge"


def test_a_long_feed_has_pages(opened: Opened) -> None:
    client = opened([replace(sample.HELD, id=str(500 + n)) for n in range(4)])
    pages = [feed(client, f"?kind=decision&size=5&page={page}") for page in (1, 2, 3)]
    assert [len(page.findall("a:entry", NAMES)) for page in pages] == [5, 5, 2]
    assert "next" in links(pages[0])
    assert "previous" not in links(pages[0])
    assert (links(pages[1])["previous"], links(pages[1])["next"]) == (
        links(pages[0])["self"],
        links(pages[2])["self"],
    )
    assert "next" not in links(pages[2])
    assert len({said(page, "id")[0] for page in pages}) == 1
    client.page("/feed?kind=decision&size=5&page=4", 404)


@given(st.text(), st.text())
def test_any_text_makes_a_feed_that_parses_and_says_it(title: str, text: str) -> None:
    some = sample.all_documents([sample.HELD])[0]._replace(title=title, lead=text, number="")
    body = atom_feed(
        replace(HEADING, title=text), [Entry(some, datetime(2026, 1, 2, tzinfo=UTC))], "https://m.example"
    )
    found = read(body)
    possible = "".join(c for c in title.strip() if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))
    [written] = said(found, "entry/title")
    assert written == possible.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "", "http://["])
def test_a_source_that_is_no_web_address_is_not_linked(url: str) -> None:
    some = sample.all_documents([sample.HELD])[0]._replace(source_url=url)
    found = read(atom_feed(HEADING, [Entry(some, datetime(2026, 1, 2, tzinfo=UTC))], "https://m.example"))
    assert "via" not in links(found.find("a:entry", NAMES))
