"""That an answer is nothing but what its templates and writers made it: a marked word stays within texts.

Whatever is put into an archive or typed carries MARK where, if it were not escaped, a tag, an attribute, a
header or a formula would have it.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lxml import etree, html
from werkzeug.test import TestResponse

MARK = "zqx"

HEADERS = re.compile(
    r"Accept-Ranges|Content-(Type|Length|Security-Policy|Disposition)|Allow|Location|ETag|Last-Modified|Cache-Control|Date|Vary"
    r"|Expires|X-[A-Za-z-]+|Referrer-Policy|Permissions-Policy|Cross-Origin-(Opener|Resource)-Policy"
)
DISPOSITION = re.compile(
    r"(attachment|inline); filename=[a-z0-9._-]+(; filename\*=UTF-8''[A-Za-z0-9._%~-]+)?"
)
FORMULA = re.compile(r"[\s\x00-\x20\x7f\ufeff\u200b]*[=+\-@＝＋－＠]")
EVENTS = re.compile(
    r"(BEGIN|END|VERSION|PRODID|CALSCALE|NAME|X-WR-CALNAME|REFRESH-INTERVAL|TZID|DTSTART|RRULE|TZNAME"
    r"|TZOFFSETFROM|TZOFFSETTO|UID|DTSTAMP|LAST-MODIFIED|SUMMARY|STATUS|LOCATION|URL|DESCRIPTION)[:;]"
)
ADDRESSES = ("href", "src", "action", "formaction", "cite", "data", "poster", "srcset", "background", "ping")
LIVE = (
    "iframe",
    "object",
    "embed",
    "base",
    "img",
    "style",
    "frame",
    "video",
    "audio",
    "math",
    "foreignobject",
)


def visible(text: str) -> str:
    """Leave of a text what can be seen, so that it is known again whatever was done to its spaces."""
    return "".join(c for c in text if unicodedata.category(c)[0] not in "CZ" and c != "\ufffd")


def check_harmless(response: TestResponse) -> str:
    """Look an answer over, and return what can be read in it."""
    for name, value in response.headers:
        assert HEADERS.fullmatch(name), name
        assert not re.search(r"[\x00-\x1f\x7f]", value), (name, value)
    _check_address(response.headers.get("Location", "/"))
    disposition = response.headers.get("Content-Disposition")
    assert disposition is None or DISPOSITION.fullmatch(disposition), disposition
    return visible(READ[response.mimetype or ""](response))


def read_page(text: str) -> str:
    """Return what a page says and what its controls hold, when nothing in it was made by a text."""
    page = html.fromstring(text)
    for tag in page.iter():
        assert isinstance(tag.tag, str), f"a comment, or the like: {tag}"
        assert tag.tag not in LIVE, tag.tag
        assert MARK not in tag.tag, tag.tag
        assert tag.tag != "script" or not (tag.text or "").strip()
        _check_attributes(tag.attrib)
    typed = (str(tag.get("value", "")) for tag in page.iter("input", "option"))
    return "".join((page.text_content(), *typed))


def _check_attributes(attributes: Mapping[Any, Any]) -> None:
    for name, value in attributes.items():
        assert MARK not in str(name), name
        assert not str(name).startswith("on"), name
        assert name not in ("style", "srcdoc", "http-equiv"), name
        if name in ADDRESSES:
            _check_address(str(value))


def _check_address(address: str) -> None:
    assert re.match(r"(https?://|mailto:|#|\?|/(?![/\\]))", address), address
    assert not re.match(r"https?://[a-z.]*zqx", address), address


def _feed(response: TestResponse) -> str:
    assert b"<!DOCTYPE" not in response.data
    feed = etree.fromstring(response.data, etree.XMLParser(resolve_entities=False))
    for tag in feed.iter():
        assert isinstance(tag.tag, str), f"a comment, or the like: {tag}"
        assert MARK not in tag.tag
        _check_attributes(tag.attrib)
    return "".join((*feed.itertext(), *(str(value) for tag in feed.iter() for value in tag.attrib.values())))


def _table(response: TestResponse) -> str:
    head, *rows = csv.reader(io.StringIO(response.text, newline=""))
    for row in rows:
        assert len(row) == len(head)
        assert [cell for cell in row if FORMULA.match(cell)] == []
    return "".join(cell for row in rows for cell in row)


def _json(response: TestResponse) -> str:
    return "".join(_texts(json.loads(response.data)))


def _texts(found: Any) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict):
        for key, value in found.items():
            assert MARK not in key
            yield from _texts(value)
    elif isinstance(found, list):
        for value in found:
            yield from _texts(value)


def _calendar(response: TestResponse) -> str:
    lines = response.data.decode().replace("\r\n ", "").split("\r\n")
    assert lines.pop() == ""
    for line in lines:
        assert EVENTS.match(line), line
        assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]", line), line
    return re.sub(r"\\([\\;,n])", lambda m: "" if m[1] == "n" else m[1], "".join(lines))


def _plain(response: TestResponse) -> str:
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    return response.text


def _saved(response: TestResponse) -> str:
    assert response.headers["Content-Disposition"].startswith("attachment; ")
    return response.text


READ: Mapping[str, Callable[[TestResponse], str]] = {
    "text/html": lambda response: read_page(response.text),
    "application/atom+xml": _feed,
    "text/csv": _table,
    "application/json": _json,
    "text/calendar": _calendar,
    "text/plain": _plain,
    "text/css": _plain,
    "application/octet-stream": _saved,
}
"""How each kind of answer is read; one that is not here is refused."""
