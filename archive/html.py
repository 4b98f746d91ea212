"""A few strict helpers over BeautifulSoup: parse a page, find what must be there, clean its text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from archive.errors import ReadError
from archive.selectors import select

SPACE = re.compile(r"\s+")
# Word and web editors leave these inside words: soft hyphens, zero-width characters, byte-order marks.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
# "&#146;" is meant as Windows-1252's right quote; parsers give the control character U+0092.
CONTROLS = {
    code: bytes([code]).decode("cp1252", "replace").replace("\ufffd", "") for code in range(0x80, 0xA0)
} | dict.fromkeys(range(32), " ")
CHARSET = re.compile(r"charset=[\"']?([\w-]+)", re.IGNORECASE)
UNSEEN = frozenset({"script", "style", "template", "noscript"})
# For screen readers only (", item 59.") and for file sizes ("PDF 161 KB"): part of no sentence.
NOISE_CLASSES = frozenset({"mgHide", "mgFileSize"})
DEPTH = 100  # elements in elements; real pages have some 30, and only an attack has more than this


class Tree(BeautifulSoup):
    """A page's tree that refuses to grow deeper than any page is, as readers follow it down."""

    def pushTag(self, tag: Tag) -> None:  # noqa: N802 - the parent's name for it
        """Go down into an element."""
        super().pushTag(tag)
        if len(self.tagStack) > DEPTH:
            raise ReadError(f"its markup nests more than {DEPTH} deep")


def parse(body: bytes, content_type: str = "") -> BeautifulSoup:
    """Parse a page, tolerant of bad markup; its declared charset is tried first."""
    charset = CHARSET.search(content_type)
    return Tree(body, "lxml", from_encoding=charset[1] if charset else None)


def fragment(markup: str) -> Tag:
    """Parse a piece of a page, as the web service gives of an item; its nodes are the result's children."""
    # As a whole document, so that a stray </div> at its start cannot cut the rest off.
    body = Tree(f"<html><body>{markup}</body></html>", "lxml").body
    return body if body is not None else Tree("<p></p>", "lxml")


def every(node: Tag, selector: str) -> list[Tag]:
    """Find all elements that match a CSS selector, in page order."""
    return list(select(node, selector))


def maybe(node: Tag, selector: str) -> Tag | None:
    """Find the first element that matches, if any does."""
    return next(select(node, selector), None)


def inner(node: Tag, name: str) -> list[Tag]:
    """Find the elements of a name directly inside another."""
    return [child for child in node.children if isinstance(child, Tag) and child.name == name]


def holds(node: Tag, names: Container[str]) -> bool:
    """Tell whether an element of one of these names is inside another."""
    return any(isinstance(found, Tag) and found.name in names for found in node.descendants)


def one(node: Tag, selector: str, what: str) -> Tag:
    """Find the first element that matches; ReadError says that the page has no `what`."""
    found = maybe(node, selector)
    if found is None:
        raise ReadError(f"the page has no {what} ({selector})")
    return found


def attribute(node: Tag, name: str) -> str:
    """Return an attribute's text, empty when it is not there."""
    value = node.get(name)
    return " ".join(value) if isinstance(value, list) else value or ""


def classes(node: Tag) -> frozenset[str]:
    """Return an element's classes."""
    return frozenset(attribute(node, "class").split())


def unseen(node: Tag) -> bool:
    """Tell whether an element's text is no part of what a reader sees."""
    return node.name in UNSEEN or bool(classes(node) & NOISE_CLASSES)


def strings(node: Tag) -> Iterator[str]:
    """Yield the pieces of text a reader sees in an element, uncleaned, in order."""
    stack: list[Iterator[object]] = [iter(node.children)]
    while stack:  # not recursive: hostile pages nest tags thousands deep
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif isinstance(child, Tag):
            if child.name == "br":
                yield " "
            elif not unseen(child):
                stack.append(iter(child.children))
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            yield str(child)


def clean(text: str) -> str:
    """Write text in clean Unicode: NFC, single spaces, no invisible characters, no control codes."""
    text = INVISIBLE.sub("", text.translate(CONTROLS))
    return SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()


def text_of(node: Tag) -> str:
    """Return the clean text a reader sees in an element."""
    return clean("".join(strings(node)))
