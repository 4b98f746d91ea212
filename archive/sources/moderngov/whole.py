"""Is this page all of a ModernGov page? Errors, stubs and cut-off bodies come with status 200."""

from __future__ import annotations

import re

from archive.errors import ReadError
from archive.html import Tag, maybe, opening, parse, text_of
from archive.model import Page

LIMIT = 2_000_000  # bytes; six times the largest page that is known of
NOT_TEXT = re.compile(rb"\A\s*(?:%PDF|PK\x03\x04|\x89PNG|GIF8|\xff\xd8|\xd0\xcf\x11\xe0)")
HTML_OPEN = re.compile(rb"<html[\s>]", re.IGNORECASE)
HTML_CLOSE = re.compile(rb"</html\s*>", re.IGNORECASE)
CLOSING_TAG = re.compile(rb"</[a-z0-9]+\s*>\s*\Z", re.IGNORECASE)
DIV_OPEN = re.compile(rb"<div[\s>]", re.IGNORECASE)
DIV_CLOSE = re.compile(rb"</div\s*>", re.IGNORECASE)
MARKER = 'id="modgov"'
TOKEN = re.compile(r"\{(?:content|sidenav|breadcrumb|pagetitle)\}")
SAID = 120  # characters of an error page's own words to repeat


def whole_page(page: Page) -> Tag:
    """Parse a page that is whole, HTML, and made by ModernGov; ReadError otherwise."""
    if len(page.body) > LIMIT:
        raise ReadError(f"too large: {len(page.body)} bytes, and no true page has more than {LIMIT}")
    if NOT_TEXT.match(page.body) or b"\x00" in page.body[:1024]:
        raise ReadError("the answer is a file, not a web page")
    if not page.body.strip():
        raise ReadError("the answer is empty")
    _refuse_cut(page.body)
    tree = parse(page.body, page.content_type)
    if maybe(tree, "#modgov") is None and maybe(tree, "table.mgTabTable") is None:
        raise ReadError(f"not made by ModernGov (no {MARKER}); it says: {said(tree)}")
    return tree


def content(tree: Tag) -> Tag:
    """Return the part of the page that ModernGov wrote; the council's template around it is never stable."""
    found = maybe(tree, "#modgov")
    return tree if found is None else found


def page_title(tree: Tag) -> str:
    """Return the page's title, which some templates print outside ModernGov's part; empty where none is."""
    title = maybe(content(tree), "h1")
    title = maybe(tree, "h1.mgMainTitleTxt") if title is None else title
    return "" if title is None else text_of(title)


def main_part(body: Tag) -> Tag:
    """Return what stands between a page's title and its navigation, where that is marked."""
    found = maybe(body, ".mgContent")
    return body if found is None else found


def refuse_error_page(tree: Tag) -> None:
    """Refuse the page that ModernGov shows for an address it does not know."""
    head = maybe(tree, "title")
    title = "" if head is None else text_of(head)
    body = opening(content(tree), 400)
    if re.match(r"\s*Error\b", title) or "An error has occurred" in body[:400]:
        raise ReadError(f"the site's own error page; it says: {said(content(tree))}")
    if TOKEN.search(body) and len(body) < 400:
        raise ReadError("an empty template: the site did not fill it in")


def _refuse_cut(body: bytes) -> None:
    if HTML_OPEN.search(body[:20_000]):
        if not HTML_CLOSE.search(body[-20_000:]):
            raise ReadError("cut off: the page does not reach its </html>")
    elif not CLOSING_TAG.search(body[-200:]) or len(DIV_OPEN.findall(body)) > len(DIV_CLOSE.findall(body)):
        raise ReadError("cut off, or not a web page: it does not close what it opens")


def said(node: Tag) -> str:
    """Repeat the first words of a page that is not what it should be."""
    words = text_of(node)
    return f"“{words[:SAID]}{'…' if len(words) > SAID else ''}”" if words else "nothing"
