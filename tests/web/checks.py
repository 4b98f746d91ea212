"""What every answer of the site must be; the tests' client checks each one, so that no test can forget."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from lxml import etree, html
from lxml.html import HtmlElement
from werkzeug.test import TestResponse

from tests.web.markup import check_markup
from web.languages import LANGUAGES, USUAL

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

CODES = {"en": "en-GB", "cy": "cy"}
"""What a page in a language says it is in."""


class CheckedClient(FlaskClient):
    """A client that looks each answer over."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        check(response)
        return response

    def page(self, address: str, status: int = 200) -> BeautifulSoup:
        """Get a page that must answer with this status."""
        response = self.get(address)
        assert response.status_code == status, response.text
        return BeautifulSoup(response.text, "lxml")


def one(page: BeautifulSoup | Tag, selector: str) -> Tag:
    """Return the only tag that a selector finds."""
    [tag] = page.select(selector)
    return tag


def check(response: TestResponse) -> None:
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert not response.headers.getlist("Set-Cookie"), "the site keeps nothing in a reader's browser"
    if response.data:
        _check_content(response)


def _check_content(response: TestResponse) -> None:
    kind = response.mimetype
    assert kind, "an answer says what it is"
    if kind.startswith("text/"):
        assert response.content_type.lower().endswith("charset=utf-8"), response.content_type
    if kind == "text/html":
        check_markup(response.text)
        check_page(response.text, response.request.path)
    elif kind.endswith("json"):
        json.loads(response.data, parse_constant=_no_number)
    elif kind.endswith("xml"):
        etree.fromstring(response.data, etree.XMLParser(resolve_entities=False))


def _no_number(name: str) -> None:
    raise AssertionError(f"{name} is not JSON")


def check_page(text: str, path: str) -> None:
    """Look a page over that was asked for under this path."""
    page = html.document_fromstring(text)
    root, language = _language(path)
    title, viewport = page.findtext("head/title"), page.xpath("/html/head/meta[@name='viewport']/@content")
    assert page.get("lang") == CODES[language]
    assert title, "a page has a title"
    assert title.strip(), title
    assert "\n" not in title.strip(), "a title is one line"
    assert viewport == ["width=device-width, initial-scale=1"]
    assert len(page.xpath("//main")) == len(page.xpath("//h1")) == len(page.xpath("//main//h1")) == 1
    _check_references(page)
    _check_labels(page)
    _check_headings(page)
    _check_landmarks(page)
    _check_nothing_foreign_runs(page)
    _check_languages(page, root, language)


def _language(path: str) -> tuple[str, str]:
    """Return what every address of the page begins with, and its language: /minutes/cy/x is in Welsh."""
    words = path.split("/")
    for place in (1, 2):
        if words[place : place + 1] and words[place] in LANGUAGES and words[place] != USUAL:
            return "/".join(words[: place + 1]), words[place]
    return "", USUAL


def _check_references(page: HtmlElement) -> None:
    ids = set(page.xpath("//@id"))
    for name in ("aria-labelledby", "aria-describedby", "aria-controls", "for", "form", "list"):
        for named in page.xpath(f"//@{name}"):
            assert set(named.split()) <= ids, (name, named)
    for address in page.xpath("//a/@href[starts-with(., '#')]"):
        assert address[1:] in ids, address


def _check_labels(page: HtmlElement) -> None:
    labels = [(label.get("for"), bool(_said(label))) for label in page.iter("label")]
    for control in page.iter("input", "select", "textarea"):
        if control.get("type") == "hidden":
            continue
        said = [words for of, words in labels if of == control.get("id")]
        assert said == [True], _told(control)
        if control.get("type") not in ("submit", "button"):
            assert control.get("name"), _told(control)
    for named in page.iter(
        "button", "summary", "legend", "caption", "a", "th", "label", "h1", "h2", "h3", "h4"
    ):
        said_of = _said(named) or named.get("aria-label")
        assert said_of or (named.tag == "th" and not named.get("scope")), _told(named)


def _check_headings(page: HtmlElement) -> None:
    (main,) = page.iter("main")
    levels = [int(tag.tag[1]) for tag in main.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert all(later - before <= 1 for before, later in pairwise(levels)), levels


def _check_landmarks(page: HtmlElement) -> None:
    """See that landmarks of one sort can be told apart."""
    for sort in ("nav", "aside", "form[@role='search']"):
        names = [tag.get("aria-label") or tag.get("aria-labelledby") for tag in page.xpath(f"//{sort}")]
        assert len(set(names)) == len(names), (sort, names)
        assert all(names) or len(names) == 1, (sort, names)
    for table in page.iter("table"):
        assert table.xpath(".//th[@scope]"), _told(table)


def _check_nothing_foreign_runs(page: HtmlElement) -> None:
    for script in page.iter("script"):
        assert "/static/" in script.get("src", ""), _told(script)
        assert set(script.keys()) == {"src", "defer"}, _told(script)
        assert not script.text_content(), _told(script)
    for tag in page.xpath("//*[@href or @src or @action or @formaction]"):
        for name in ("href", "src", "action", "formaction"):
            _check_address(tag, tag.get(name, "#"))


def _check_address(tag: HtmlElement, address: str) -> None:
    local = address.startswith(("/", "#", "?")) and not address.startswith("//")
    mailed = address.startswith("mailto:")
    loaded = tag.tag != "a"
    assert local or (not loaded and (mailed or address.startswith(("https://", "http://")))), _told(tag)


def _check_languages(page: HtmlElement, root: str, language: str) -> None:
    """See that a page's own links stay in its language, and that those to its twins say which they are."""
    for tag in page.xpath("//a[@href] | //form[@action] | //link[@href]"):
        address = tag.get("href") or tag.get("action")
        if tag.get("hreflang"):
            assert tag.get("hreflang") != CODES[language], _told(tag)
            continue
        first = urlsplit(address).path.split("/")[1:2]
        if address.startswith("/") and language == USUAL:
            assert not first or first[0] not in LANGUAGES, _told(tag)
        elif address.startswith("/"):
            assert urlsplit(address).path.startswith(f"{root}/"), _told(tag)
    for twin in page.xpath("//a[@hreflang][@lang]"):
        assert twin.get("lang") == twin.get("hreflang"), _told(twin)
        assert _said(twin) in LANGUAGES.values(), _told(twin)


def _said(tag: HtmlElement) -> str:
    return str(tag.text_content()).strip()


def _told(tag: HtmlElement) -> str:
    return str(html.tostring(tag, encoding="unicode", with_tail=False))
