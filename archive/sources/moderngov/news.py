"""What was published of late: mgWhatsNew.aspx, and mgRss.aspx, which some installs answer with a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.errors import ReadError
from archive.html import attribute, every, text_of
from archive.model import Council, Page, Reading, Request
from archive.sources.moderngov import answers, urls
from archive.sources.moderngov.meetings import meeting_url
from archive.sources.moderngov.whole import content, page_title, refuse_error_page, whole_page

OUTERMOST = re.compile(rb"<([A-Za-z]\w{0,20})")
NEWS = re.compile(r"\bwhat.?s new\b|\bbeth sy.n newydd\b|\brss\b", re.IGNORECASE)


def read_news(council: Council, page: Page) -> Reading:
    """Read a feed or a page of news: the meetings of wanted boards that it names."""
    outermost = OUTERMOST.search(page.body[:20_000])
    links = _feed(page) if outermost and outermost[1].lower() == b"rss" else _page(page)
    # Both name the board in the title: "Cabinet, 14 March 2023". A meeting's own page has the last word.
    found = [
        url
        for title, href in links
        if not council.boards or any(board in title for board in council.boards)
        if (url := meeting_url(council, href, page.url))
    ]
    asked = (Request(url, "meeting", of=urls.parameters(url).get("MId")) for url in dict.fromkeys(found))
    return Reading("news", requests=tuple(asked))


def _feed(page: Page) -> Iterator[tuple[str, str]]:
    for item in answers.records(answers.answer(page, "rss"), "channel", "item"):
        yield answers.title(item, "title"), answers.said(item, "link")


def _page(page: Page) -> Iterator[tuple[str, str]]:
    tree = whole_page(page)
    refuse_error_page(tree)
    if not NEWS.search(page_title(tree)):
        raise ReadError("not a page of news: its title does not say so")
    for link in every(content(tree), "a[href]"):
        yield text_of(link), attribute(link, "href")
