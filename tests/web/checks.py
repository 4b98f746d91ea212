"""What every answer of the site must be; the tests' client checks each one, so that no test can forget."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)

VOID = {"meta", "link", "input", "br", "img", "hr", "rect"}  # no end tag; rect ends itself


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
    assert response.headers["Content-Security-Policy"] == POLICY
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    if response.mimetype == "text/html" and response.text:
        _Balance().check(response.text)
        check_page(BeautifulSoup(response.text, "lxml"))


def check_page(page: BeautifulSoup) -> None:
    assert page.html is not None
    assert page.html["lang"] == "en-GB"
    assert [title.get_text(strip=True) for title in page.select("head > title")] != [""]
    assert len(page.select("title")) == 1
    assert len(page.select("h1")) == 1
    _check_ids(page)
    _check_controls(page)
    _check_headings(page)
    _check_nothing_foreign_runs(page)


def _check_ids(page: BeautifulSoup) -> None:
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))
    named = {"aria-labelledby", "aria-describedby", "for", "form"}
    for tag in page.find_all(True):
        wanted = {id_ for name in named & tag.attrs.keys() for id_ in str(tag[name]).split()}
        assert wanted <= set(ids), tag
    for link in page.select("a[href^='#']"):
        assert str(link["href"])[1:] in ids, link


def _check_controls(page: BeautifulSoup) -> None:
    for control in page.select("input:not([type=hidden]), select, textarea"):
        labels = page.select(f'label[for="{control["id"]}"]')
        assert [bool(label.get_text(strip=True)) for label in labels] == [True], control
    for named in page.select("button, summary, legend, a"):
        assert named.get_text(strip=True) or named.get("aria-label"), named


def _check_headings(page: BeautifulSoup) -> None:
    levels = [int(tag.name[1]) for tag in page.select("main h1, main h2, main h3, main h4")]
    assert levels[0] == 1
    assert all(later - before <= 1 for before, later in pairwise(levels)), levels


def _check_nothing_foreign_runs(page: BeautifulSoup) -> None:
    assert not page.select("script, style, iframe, object, embed, base, [style]")
    for tag in page.find_all(True):
        assert not [name for name in tag.attrs if name.startswith("on")], tag
        _check_addresses(tag)


def _check_addresses(tag: Tag) -> None:
    loaded = tag.name in ("link", "img", "form")
    for name in ("href", "src", "action"):
        address = str(tag.get(name, "/"))
        local = address.startswith(("/", "#", "?")) and not address.startswith("//")
        assert local or (not loaded and address.startswith(("https://", "http://"))), tag


class _Balance(HTMLParser):
    """Sees that what is opened is closed, in order."""

    def check(self, text: str) -> None:
        self.stack: list[str] = []
        self.feed(text)
        assert self.stack == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, attrs)
        if tag not in VOID:
            assert not (tag in ("p", "h1", "h2", "h3") and "p" in self.stack), self.getpos()
            self.stack.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID, (tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag, self.getpos()
