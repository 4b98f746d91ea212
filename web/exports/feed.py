"""A page of results as an Atom feed (RFC 4287, paged as in RFC 5005)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from urllib.parse import quote, urlsplit
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from indexer.model import Document
from web import words

ATOM = "http://www.w3.org/2005/Atom"
CONTENT_TYPE = "application/atom+xml; charset=utf-8"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

register_namespace("", ATOM)

# What XML 1.0 cannot hold at all, escaped or not.
_IMPOSSIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A document, and when its record last changed."""

    document: Document
    changed: datetime  # aware


@dataclass(frozen=True, slots=True)
class Heading:
    """What a feed says of itself."""

    title: str
    author: str
    language: str
    links: Mapping[
        str, str
    ]  # by their relation: first, self, alternate, and where there are any previous, next


def atom_feed(heading: Heading, entries: Iterable[Entry], root: str) -> bytes:
    """Write a feed; `root` is what the site is served under, "https://minutes.example".

    An entry has the same id in every feed, language and page, for as long as the site has its name.
    """
    found = list(entries)
    feed = Element(_name("feed"))
    _add(feed, "id", heading.links["first"])
    title = _add(feed, "title", heading.title)
    title.set("xml:lang", heading.language)  # of the title alone: what councils write is in either language
    _add(feed, "updated", _moment(max((entry.changed for entry in found), default=EPOCH)))
    _add(_add(feed, "author"), "name", heading.author)
    for relation, address in heading.links.items():
        _add(feed, "link", rel=relation, href=address, type=_type(relation))
    for entry in found:
        _entry(feed, entry, root)
    written: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def tag(document: Document, root: str) -> str:
    """Name a document for all time (RFC 4151): "tag:minutes.example,2026:lga/3512/51203/d1"."""
    return f"tag:{urlsplit(root).hostname},2026:{quote(document.id)}"


def _entry(feed: Element, entry: Entry, root: str) -> None:
    document = entry.document
    made = _add(feed, "entry")
    _add(made, "id", tag(document, root))
    _add(made, "title", f"{document.number} {document.title}".strip())
    _add(made, "updated", _moment(entry.changed))
    _add(made, "published", _moment(datetime.combine(document.date, time(), UTC)))
    _add(_add(made, "author"), "name", f"{document.council_name}, {document.board}")
    _add(made, "link", rel="alternate", href=f"{root}{document.url}", type="text/html")
    if words.linkable(document.source_url):
        _add(made, "link", rel="via", href=document.source_url)
    for term in (document.kind, document.decision_kind, *(topic.name for topic in document.topics)):
        if term:
            _add(made, "category", term=term)
    if document.lead:
        _add(made, "summary", document.lead, type="text")


def _add(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    made = SubElement(parent, _name(name), {key: _possible(value) for key, value in attributes.items()})
    made.text = _possible(text)
    return made


def _name(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _type(relation: str) -> str:
    return "text/html" if relation == "alternate" else "application/atom+xml"


def _possible(text: str) -> str:
    return _IMPOSSIBLE.sub("", text)


def _moment(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds")
