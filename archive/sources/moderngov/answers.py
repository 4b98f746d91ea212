"""XML answers of ModernGov's web service and feeds, read without trust.

An answer may be HTML (an error page, a challenge), be cut off, hold council text as raw markup that is no XML
(`<br>`, `&nbsp;`), be in another encoding than it says, or be made to do harm. Entities are never expanded:
ModernGov declares none, so a declaration alone is refused.
"""

from __future__ import annotations

import html
import re
from typing import TypeAlias

from lxml import etree

from archive.errors import ReadError
from archive.html import clean, fragment, text_of
from archive.model import Page
from archive.sources.moderngov.whole import said as said_by

Element: TypeAlias = etree._Element

LIMIT = 700_000  # bytes; twice the largest meeting that is known of, and read within two seconds
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
DECLARATION = re.compile(r"\A\s*<\?xml\b([^>]{0,200})\?>")
OLD_ENCODING = re.compile(r"encoding\s*=\s*[\"'](?:windows-1252|iso-8859-1)[\"']", re.IGNORECASE)
OPENING = re.compile(r"<([A-Za-z][\w.:-]{0,60})")
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
TAG = re.compile(r"</?[A-Za-z][^<>]*>")
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]\w{1,30});")
# Elements that hold council text, which some installs write as raw markup.
RAW = ("agendatext", "minutesnonemptyhtmlbody", "decisionnonemptyhtmlbody", "agendaitemtitle", "title")
RECORDS = ("committee", "meeting", "agendaitem", "linkeddoc", "attendee", "item")


def answer(page: Page, root: str) -> Element:
    """Parse an answer whose outermost element is `root`; ReadError when it is anything else."""
    if len(page.body) > LIMIT:
        raise ReadError(f"too large: {len(page.body)} bytes, and no true answer has more than {LIMIT}")
    text = NOT_XML.sub(" ", DECLARATION.sub("", _decoded(page.body), count=1)).strip()
    name = OPENING.search(text)
    if name is None or local(name[1]) != root:
        raise ReadError(f"not the answer <{root}>; it says: {said_by(fragment(text[:20_000]))}")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ReadError("it declares entities, which no true answer does")
    if not re.search(rf"</(?:[\w.-]{{1,40}}:)?{root}\s*>\Z|\A<[^<>]*/>\Z", text, re.IGNORECASE):
        raise ReadError(f"cut off: the answer does not reach its </{root}>")
    return _parsed(text, root)


def _decoded(body: bytes) -> str:
    """Decode by byte-order mark, else as UTF-8, else as the Windows-1252 that old installs write."""
    for mark, encoding in MARKS:
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    declared = DECLARATION.match(body[:300].decode("latin-1"))
    if not (declared and OLD_ENCODING.search(declared[1])):
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            pass  # declared as UTF-8, but it is not: read as the other below
    return body.decode("cp1252", "replace")


def _parsed(text: str, root: str) -> Element:
    """Parse strictly; else with raw council text fenced off; else what can be recovered of that."""
    fenced = NOT_XML.sub(" ", _fenced(text))
    for attempt, recover in ((text, False), (fenced, False), (fenced, True)):
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
            recover=recover,
        )
        try:
            found = etree.fromstring(attempt, parser)
        except (etree.XMLSyntaxError, ValueError):
            continue
        if found is not None and local(found.tag) == root:
            _refuse_loss(attempt, found)
            return found
    raise ReadError("not XML, and nothing can be recovered of it")


def _refuse_loss(text: str, found: Element) -> None:
    """Refuse an answer of which a tolerant parser lost records."""
    names = [local(node.tag) for node in found.iter()]
    for name in RECORDS:
        opened = len(re.findall(rf"<{name}[\s/>]", text))
        if opened and names.count(name) != opened:
            raise ReadError(f"damaged: of {opened} <{name}> only {names.count(name)} can be read")


def _fenced(text: str) -> str:
    """Put raw markup inside the elements that hold council text into CDATA sections."""
    for name in RAW:
        pieces, at = list[str](), 0
        opening, closing = f"<{name}>", f"</{name}>"
        while (start := text.find(opening, at)) >= 0 and (end := text.find(closing, start)) >= 0:
            start += len(opening)
            pieces += [text[at:start], _fence(text[start:end])]
            at = end
        text = "".join(pieces) + text[at:]
    return text


def _fence(inner: str) -> str:
    if "<![CDATA[" in inner or "<agendaitem" in inner or not ("<" in inner or "&" in inner):
        return inner  # fenced already, or its end tag is missing, or plain
    inner = inner if "<" in inner else html.unescape(inner)
    return f"<![CDATA[{inner.replace(']]>', ']]&gt;')}]]>"


def local(tag: object) -> str:
    """Return an element's name without its namespace, in small letters."""
    return re.split("[}:]", tag)[-1].lower() if isinstance(tag, str) else ""


def children(node: Element, name: str) -> list[Element]:
    """Find the elements of a name directly inside another."""
    return [child for child in node if local(child.tag) == name]


def records(node: Element, *path: str) -> list[Element]:
    """Find the elements at the end of a path; ReadError when there are others of that name elsewhere."""
    found = [node]
    for name in path:
        found = [child for parent in found for child in children(parent, name)]
    everywhere = sum(local(e.tag) == path[-1] for e in node.iter()) - (local(node.tag) == path[-1])
    if len(found) != everywhere:
        raise ReadError(f"damaged: <{path[-1]}> stands where it should not")
    return found


def said(node: Element, name: str) -> str:
    """Return an element's plain text; empty when it is not there, or holds only white space."""
    return clean("".join("".join(child.itertext()) for child in children(node, name)[:1]))


def title(node: Element, name: str) -> str:
    """Return a title as a reader sees it; the service encodes it twice: "Chair&amp;#39;s"."""
    text = ENTITY.sub(lambda m: html.unescape(m[0]), said(node, name))
    return text_of(fragment(text)) if TAG.search(text) else clean(text)


def number(node: Element, name: str) -> int | None:
    """Return a count, which has a space before it; None when it is not given."""
    text = said(node, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def flag(node: Element, name: str) -> bool | None:
    """Return a "True" or "False"; None when it is not given."""
    return {"true": True, "false": False}.get(said(node, name).lower())


def markup(node: Element, name: str) -> str:
    """Return the HTML inside an element: escaped once or twice, in a CDATA section, or raw."""
    found = children(node, name)[:1]
    if not found:
        return ""
    raw = [etree.tostring(child, encoding="unicode", method="html") for child in found[0]]
    written = (found[0].text or "") + "".join(raw)
    return written if TAG.search(written) else html.unescape(written)
