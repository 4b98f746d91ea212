"""What is found on a page agrees with the library that everybody knows."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.html import attribute, clean, every, maybe, text_of, under
from archive.html import parse as parsed
from tests.archive.moderngov_service.asking import ROOT, Sample
from tests.campaign import examples
from web.demo import sample
from web.demo.routes import answer

SELECTORS = (
    "#modgov",
    "a[href]",
    "td.mgItemNumberCell",
    'a[href*="LISTRECORDEDVOTES" i]',
    'a[name^="AI"]',
    'meta[name="DC.date"]',
    "h2, span.mgLabel, p.mgSubItemTitleTxt",
)
PAIRS = ((".mgLinks", "a[href]"), ("h2.mgSubTitleTxt", "a"), ("div", "p"))
PIECES = (
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<table>",
    "<tr><td>",
    "</td>",
    "<ul><li>",
    "</div>",
    "text",
    "&nbsp;",
    "<br>",
)


def meeting_page() -> bytes:
    site = Sample(sample())
    voted = next(m for m in site.view.council.meetings if any(i.votes for i in m.items))
    found = answer(site.view, "ieListDocuments.aspx", {"mid": str(voted.id)})
    assert found is not None, ROOT
    return found.body


@pytest.mark.parametrize("selector", SELECTORS)
def test_a_selector_finds_what_css_finds(selector: str) -> None:
    body = meeting_page()
    known = BeautifulSoup(body, "lxml").select(selector)
    page = parsed(body)
    found = every(page, selector)
    assert known
    assert [(t.tag, attribute(t, "href")) for t in found] == [(t.name, t.get("href", "")) for t in known]
    assert maybe(page, selector) is found[0]


@pytest.mark.parametrize(("outer", "selector"), PAIRS)
def test_what_is_under_another_is_what_css_finds(outer: str, selector: str) -> None:
    body = meeting_page()
    known = BeautifulSoup(body, "lxml").select(f"{outer} {selector}")
    found = under(parsed(body), outer, selector)
    assert known
    assert [(t.tag, attribute(t, "href")) for t in found] == [(t.name, t.get("href", "")) for t in known]


@settings(max_examples=examples(200), deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_bad_markup_gives_the_text_that_the_library_gives(markup: str) -> None:
    page = f"<html><body><div>{markup}</body></html>".encode()
    known = BeautifulSoup(page, "lxml")
    for line_break in known.find_all("br"):
        line_break.replace_with(" ")
    assert text_of(parsed(page)) == clean(known.get_text())
