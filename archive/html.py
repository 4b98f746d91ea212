"""A few strict helpers over lxml's elements: parse a page, find what must be there, clean its text.

An element's text stands in its `.text` and in its children's `.tail`; `nodes` gives both in page order.
An element without children is false, so compare with None.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from itertools import takewhile
from typing import TypeAlias

import cssselect
from lxml import etree

from archive.charset import decoded
from archive.errors import ReadError

Tag: TypeAlias = etree._Element
Node: TypeAlias = Tag | str

# What no page has. Readers may follow a tree down by recursion, and take as long as they need for an element.
DEPTH = 100  # elements in each other; real pages have some 20
ELEMENTS = 30_000  # 338 kB, the largest page known of, at one to 75 bytes make some 5,000
ATTRIBUTES = 200  # of one element: libxml2's time grows with their square
TOO_DEEP = etree.XPath(f"boolean({'/*' * (DEPTH + 1)})")
TOO_MANY = etree.XPath(f"boolean((//*)[{ELEMENTS + 1}])")
# A start tag, or what looks like one in a script, of so many attributes.
ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""
LONG_TAG = re.compile(rf"<[A-Za-z][^\s/>]*+(?:{ATTRIBUTE}){{{ATTRIBUTES + 1}}}")
CUT = "CUT"  # no element of a page: HTML's parser writes names in small letters
# Word and web editors leave these inside words: soft hyphens, zero-width characters, byte-order marks.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
# "&#146;" is meant as Windows-1252's right quote; parsers give the control character U+0092.
CONTROLS = {
    code: bytes([code]).decode("cp1252", "replace").replace("\ufffd", "") for code in range(0x80, 0xA0)
} | dict.fromkeys(range(32), " ")
UNSEEN = frozenset({"script", "style", "template", "noscript"})
# For screen readers only (", item 59.") and for file sizes ("PDF 161 KB"): part of no sentence.
NOISE_CLASSES = frozenset({"mgHide", "mgFileSize"})


def parse(body: bytes, content_type: str = "") -> Tag:
    """Parse a page, tolerant of bad markup; its declared charset is tried first. Returns its <html>."""
    return _built(decoded(body, content_type))


def fragment(markup: str) -> Tag:
    """Parse a piece of a page, as the web service gives of an item; its nodes are the result's nodes."""
    # As a whole document, so that a stray </div> at its start cannot cut the rest off.
    page = _built(f"<html><body>{markup}</body></html>")
    body = maybe(page, "body")
    return page if body is None else body


def _built(text: str) -> Tag:
    """Parse HTML; ReadError where it is beyond what any page has: the parser drops what lies too deep."""
    text = text.replace("\0", "")
    if LONG_TAG.search(text):
        _parsed(text, target=_AttributeCount())
    found = _parsed(text)
    if found is None:  # nothing but white space or a comment
        return etree.Element("html")
    if TOO_DEEP(found):
        raise ReadError(f"not a page: it nests more than {DEPTH} elements in each other")
    if TOO_MANY(found):
        raise ReadError(f"not a page: it has more than {ELEMENTS} elements")
    return found


def _parsed(text: str, target: _AttributeCount | None = None) -> Tag | None:
    # A new parser each time: one keeps every name that it has met.
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, target=target)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser) if text.strip() else None
    except etree.LxmlError as error:
        raise ReadError(f"not a web page: {error}") from None


class _AttributeCount:
    """Takes a parser's events, without a tree, and refuses an element of too many attributes."""

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        """Open an element."""
        if len(attrs) > ATTRIBUTES:
            raise ReadError(f"not a page: a <{name[:20]}> has more than {ATTRIBUTES} attributes")

    def close(self) -> None:
        """End the page."""


def nodes(node: Tag) -> list[Node]:
    """Return what is directly inside an element: elements and the text between them, in page order."""
    found: list[Node] = [node.text] if node.text else []
    for child in node:
        found.append(child)
        if child.tail:
            found.append(child.tail)
    return found


@cache
def _compiled(selector: str) -> tuple[etree.XPath, etree.XPath]:
    """Compile a CSS selector: for all that match, and for the first.

    Only single steps are taken ("a.mgLinks, b[name]"), and written as one test of each element: libxml2 needs
    a time that grows with the square of the page for paths of several steps, and for unions.
    """
    translator = cssselect.HTMLTranslator()
    parsed = cssselect.parse(selector)
    if any(isinstance(each.parsed_tree, cssselect.parser.CombinedSelector) for each in parsed):
        raise ValueError(f"not a single step, for which see `under`: {selector}")
    if len(parsed) == 1:
        path = translator.selector_to_xpath(parsed[0], prefix="descendant::")
    else:
        path = " or ".join(translator.selector_to_xpath(each, prefix="self::") for each in parsed)
        path = f"descendant::*[{path}]"
    return etree.XPath(path), etree.XPath(f"{path}[1]")


def every(node: Tag, selector: str) -> list[Tag]:
    """Find all elements inside another that match a CSS selector of one step, in page order."""
    found: list[Tag] = _compiled(selector)[0](node)
    return found


def maybe(node: Tag, selector: str) -> Tag | None:
    """Find the first element that matches, if any does."""
    return next(iter(_compiled(selector)[1](node)), None)


def one(node: Tag, selector: str, what: str) -> Tag:
    """Find the first element that matches; ReadError says that the page has no `what`."""
    found = maybe(node, selector)
    if found is None:
        raise ReadError(f"the page has no {what} ({selector})")
    return found


def under(node: Tag, outer: str, selector: str) -> list[Tag]:
    """Find all elements that match inside those that match `outer`, in page order, each once."""
    return within(every(node, outer), selector)


def within(outer: Iterable[Tag], selector: str) -> list[Tag]:
    """Find all elements that match inside some others, which are in page order, each once."""
    found: list[Tag] = []
    last: Tag | None = None
    for each in outer:
        if last is None or last not in each.iterancestors():
            found += every(each, selector)
            last = each
    return found


def inner(node: Tag, *names: str) -> list[Tag]:
    """Find the elements of these names directly inside another."""
    return [child for child in node if child.tag in names]


def holders(found: Iterable[Node], names: Collection[str]) -> set[Tag]:
    """Find the elements, among some sibling nodes and inside them, that hold one of these names."""
    holding = set[Tag]()
    for node in found:
        for element in () if isinstance(node, str) else node.iterdescendants(*names):
            holding.update(takewhile(lambda outer: outer not in holding, element.iterancestors()))
    return holding


def attribute(node: Tag, name: str) -> str:
    """Return an attribute's text, empty when it is not there."""
    found: str = node.get(name, "")
    return found


def classes(node: Tag) -> frozenset[str]:
    """Return an element's classes."""
    return frozenset(attribute(node, "class").split())


def cut_out(node: Tag, found: Iterable[Tag]) -> None:
    """Take elements inside another out of the page; the text behind each stays."""
    for element in found:
        if element is not node:
            element.tag = CUT
    etree.strip_elements(node, CUT, with_tail=False)


def unseen(node: Tag) -> bool:
    """Tell whether an element's text is no part of what a reader sees."""
    return node.tag in UNSEEN or not NOISE_CLASSES.isdisjoint(attribute(node, "class").split())


def pieces(node: Tag) -> Iterator[str | None]:
    """Yield the pieces of text a reader sees in an element, uncleaned, in order; None for each <br>."""
    walk = etree.iterwalk(node, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            if element.tail and element is not node:
                yield element.tail
        elif element.tag == "br":
            yield None
        elif element is not node and unseen(element):
            walk.skip_subtree()
        elif element.text:
            yield element.text


def strings(node: Tag) -> Iterator[str]:
    """Yield the pieces of text a reader sees in an element, uncleaned, in order."""
    return (" " if piece is None else piece for piece in pieces(node))


def clean(text: str) -> str:
    """Write text in clean Unicode: NFC, single spaces, no invisible characters, no control codes."""
    plain = " ".join(text.split())
    if text.isascii() and plain.isprintable():  # as most is
        return plain
    text = INVISIBLE.sub("", text.translate(CONTROLS))
    return " ".join(unicodedata.normalize("NFC", text).split())


def opening(node: Tag, length: int) -> str:
    """Return how the text a reader sees in an element begins: at least `length` characters, or all."""
    found: list[str] = []
    for piece in strings(node):
        found.append(piece)
        length -= len(clean(piece))
        if length <= 0:
            break
    return clean("".join(found))


def text_of(node: Tag) -> str:
    """Return the clean text a reader sees in an element."""
    return clean("".join(strings(node)))
