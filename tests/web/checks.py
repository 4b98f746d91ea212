"""What every answer of the site must be; the tests' client checks each one, so that no test can forget."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from lxml import etree
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

LABELLED = "input:not([type=hidden]), select, textarea"


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
        check_page(BeautifulSoup(response.text, "lxml"), response.request.path)
    elif kind.endswith("json"):
        json.loads(response.data, parse_constant=_no_number)
    elif kind.endswith("xml"):
        etree.fromstring(response.data, etree.XMLParser(resolve_entities=False))


def _no_number(name: str) -> None:
    raise AssertionError(f"{name} is not JSON")


def check_page(page: BeautifulSoup, path: str) -> None:
    """Look a page over that was asked for under this path."""
    root, language = _language(path)
    assert one(page, "html")["lang"] == CODES[language]
    assert one(page, "title").get_text(strip=True)
    assert "\n" not in one(page, "title").get_text().strip(), "a title is one line"
    assert one(page, "meta[name=viewport]")["content"] == "width=device-width, initial-scale=1"
    assert len(page.select("main")) == 1
    assert len(page.select("h1")) == 1
    assert len(page.select("main h1")) == 1
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


def _check_references(page: BeautifulSoup) -> None:
    ids = {str(tag["id"]) for tag in page.select("[id]")}
    for name in ("aria-labelledby", "aria-describedby", "aria-controls", "for", "form", "list"):
        for tag in page.select(f"[{name}]"):
            assert set(str(tag[name]).split()) <= ids, tag
    for link in page.select("a[href^='#']"):
        assert str(link["href"])[1:] in ids, link


def _check_labels(page: BeautifulSoup) -> None:
    for control in page.select(LABELLED):
        labels = page.select(f'label[for="{control["id"]}"]')
        assert [bool(label.get_text(strip=True)) for label in labels] == [True], control
        if control.get("type") not in ("submit", "button"):
            assert control.get("name"), control
    for named in page.select("button, summary, legend, caption, a, th, label, h1, h2, h3, h4"):
        said = named.get_text(strip=True) or named.get("aria-label")
        assert said or (named.name == "th" and not named.get("scope")), named


def _check_headings(page: BeautifulSoup) -> None:
    levels = [int(tag.name[1]) for tag in page.select("main :is(h1, h2, h3, h4, h5, h6)")]
    assert levels[0] == 1
    assert all(later - before <= 1 for before, later in pairwise(levels)), levels


def _check_landmarks(page: BeautifulSoup) -> None:
    """See that landmarks of one sort can be told apart."""
    for sort in ("nav", "aside", "form[role=search]"):
        names = [tag.get("aria-label") or tag.get("aria-labelledby") for tag in page.select(sort)]
        assert len(set(names)) == len(names), (sort, names)
        assert all(names) or len(names) == 1, (sort, names)
    for table in page.select("table"):
        assert table.select("th[scope]"), table


def _check_nothing_foreign_runs(page: BeautifulSoup) -> None:
    for script in page.select("script"):
        assert "/static/" in str(script.get("src", "")), script
        assert script.attrs.keys() == {"src", "defer"}, script
        assert not script.contents, script
    for tag in page.select("[href], [src], [action], [formaction]"):
        for name in ("href", "src", "action", "formaction"):
            _check_address(tag, str(tag.get(name, "#")))


def _check_address(tag: Tag, address: str) -> None:
    local = address.startswith(("/", "#", "?")) and not address.startswith("//")
    mailed = address.startswith("mailto:")
    loaded = tag.name != "a"
    assert local or (not loaded and (mailed or address.startswith(("https://", "http://")))), tag


def _check_languages(page: BeautifulSoup, root: str, language: str) -> None:
    """See that a page's own links stay in its language, and that those to its twins say which they are."""
    for tag in page.select("a[href], form[action], link[href]"):
        address = str(tag.get("href") or tag.get("action"))
        if tag.get("hreflang"):
            assert tag["hreflang"] != CODES[language], tag
            continue
        first = urlsplit(address).path.split("/")[1:2]
        if address.startswith("/") and language == USUAL:
            assert not first or first[0] not in LANGUAGES, tag
        elif address.startswith("/"):
            assert urlsplit(address).path.startswith(f"{root}/"), tag
    for twin in page.select("a[hreflang][lang]"):
        assert twin["lang"] == twin["hreflang"], twin
        assert twin.get_text(strip=True) in LANGUAGES.values(), twin
