"""What was published of late: mgWhatsNew.aspx, and mgRss.aspx, which some installs answer with a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.errors import ReadError
from archive.html import attribute, every, maybe, text_of
from archive.model import Council, Page, Reading, Request
from archive.sources.moderngov import answers
from archive.sources.moderngov.meetings import meeting_url
from archive.sources.moderngov.whole import content, refuse_error_page, whole_page

FEED = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml\b[^>]*>\s*)?(?:<!--.{0,400}?-->\s*)*<rss\b", re.DOTALL)
NEWS = re.compile(r"\bwhat.?s new\b|\bbeth sy.n newydd\b|\brss\b", re.IGNORECASE)


def read_news(council: Council, page: Page) -> Reading:
    """Read a feed or a page of news: the meetings of wanted boards that it names."""
    links = _feed(page) if FEED.match(page.body) else _page(page)
    # Both name the board in the title: "Cabinet, 14 March 2023". A meeting's own page has the last word.
    found = [
        url
        for title, href in links
        if not council.boards or any(board in title for board in council.boards)
        if (url := meeting_url(council, href, page.url))
    ]
    return Reading("news", requests=tuple(Request(url, "meeting") for url in dict.fromkeys(found)))


def _feed(page: Page) -> Iterator[tuple[str, str]]:
    for item in answers.records(answers.answer(page, "rss"), "channel", "item"):
        yield answers.title(item, "title"), answers.said(item, "link")


def _page(page: Page) -> Iterator[tuple[str, str]]:
    soup = whole_page(page)
    refuse_error_page(soup)
    body = content(soup)
    title = maybe(body, "h1") or maybe(soup, "h1.mgMainTitleTxt")
    if title is None or not NEWS.search(text_of(title)):
        raise ReadError("not a page of news: its title does not say so")
    for link in every(body, "a[href]"):
        yield text_of(link), attribute(link, "href")
