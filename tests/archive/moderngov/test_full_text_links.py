"""The link to an item's whole text is no part of the item's text, wherever the site puts it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archive.model import Item, Page
from archive.sources import moderngov

URL = "https://democracy.thistlemoor.example/ieListDocuments.aspx?CId=5&MId=9"
LINK = (
    '<a href="mgAi.aspx?ID=7" title="Link to view the full item text">'
    "view the full minutes text for item 1.</a>"
)


def item(minutes: str) -> Item:
    body = (
        '<html><head><meta name="DC.date" content="2026-01-15"/></head><body><div id="modgov">'
        '<h2 class="mgSubTitleTxt">Ferry Board - Thursday 15 January 2026 7:30 pm</h2><table>'
        '<tr><td class="mgItemNumberCell"><a name="AI7"></a>1.</td><td><p class="mgAiTitleTxt">Fares</p>'
        f'<p class="mgSubItemTitleTxt">Minutes:</p>{minutes}</td></tr></table></div></body></html>'
    )
    page = Page(URL, body.encode(), datetime(2026, 2, 1, tzinfo=UTC))
    return moderngov.read(moderngov.council_at(URL), page).meetings[0].items[0]


@pytest.mark.parametrize(
    "minutes",
    [
        f"<div class='mgWordPara'><p>Fares were discussed. &nbsp;...&nbsp; {LINK}</p></div>",
        f"<div class='mgWordPara'><p>Fares were discussed.</p></div> &nbsp;...&nbsp; {LINK}",
        f"<div class='mgWordPara'><p>Fares were discussed.</p></div><p>{LINK}</p>",
        f"<p>Fares were discussed.</p>{LINK}",
    ],
    ids=["in the paragraph", "loose in the cell", "in a paragraph of its own", "beside the paragraph"],
)
def test_its_words_are_dropped_and_an_ended_text_is_whole(minutes: str) -> None:
    found = item(minutes)
    assert (found.text, found.complete) == ("Fares were discussed.", True)


@pytest.mark.parametrize("before", ["<p>Fares were &nbsp;...&nbsp; ", "<p>Fares were</p>... "])
def test_a_text_that_stops_mid_sentence_is_cut_and_says_where_the_whole_is(before: str) -> None:
    found = item(f"{before}{LINK}")
    assert (found.text, found.complete) == ("Fares were", False)
    assert found.more == "https://democracy.thistlemoor.example/mgAi.aspx?ID=7"
