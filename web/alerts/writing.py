"""What the mails say, in the language of whoever gets them, with links to the site as the public has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from urllib.parse import parse_qsl

from flask import Flask, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from archive.own import SavedSearch
from indexer.model import Hit, Query
from web import forms, languages, words
from web.alerts.composing import Letter, one_line

MOST_TOLD = 30  # items in one mail; a link leads to the rest
LONGEST = 400  # characters of what is told of one result


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is new of an item."""

    kind: str  # an indexer.model.DocumentKind
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An item with all that is new of it."""

    title: str
    place: str  # "Planning Panel, Saltmere Borough Council"
    day: date
    url: str
    lines: tuple[Line, ...]


def query_of(saved: SavedSearch) -> Query:
    """Read what a saved search asks for."""
    return read_query(saved.query)[0]


def read_query(text: str) -> tuple[Query, tuple[forms.Problem, ...]]:
    """Read a search as the address bar has it; how it was listed there is no part of it."""
    query, problems = forms.read(MultiDict(parse_qsl(text)))
    return replace(query, page=1, size=forms.USUAL.size, sort=None, facets=forms.USUAL.facets), problems


def write_query(query: Query) -> str:
    """Write a search as the address bar has it; `read_query` reads it back."""
    return forms.address(query).partition("?")[2]


@contextmanager
def as_the_public_sees(app: Flask, site: str, language: str) -> Iterator[None]:
    """Let addresses be whole and in a language, as if the site had been asked at its public address."""
    base = site if language == languages.USUAL else f"{site}/{language}"
    with app.test_request_context("/", base_url=base, environ_overrides=languages.environ_of(language)):
        yield


def news_letter(saved: SavedSearch, hits: Sequence[Hit]) -> Letter:
    """Write the mail that tells what is new; `as_the_public_sees` must be around it."""
    entries = _entries(hits)
    leave = url_for("saved.unsubscribe", token=saved.leaving, _external=True)
    said = {
        "name": one_line(saved.name),
        "entries": entries[:MOST_TOLD],
        "more": len(entries) - MOST_TOLD,
        "found": len(hits),
        "all_of_it": _whole(forms.address(replace(query_of(saved), sort="newest"))),
        "leave": leave,
    }
    return Letter(
        to=saved.address or "",
        subject=ngettext(
            "%(name)s: %(num)s new result", "%(name)s: %(num)s new results", len(hits), name=said["name"]
        ),
        text=render_template("mail_news.txt", **said),
        html=render_template("mail_news.html", **said),
        language=saved.language,
        leave=leave,
    )


def confirm_letter(address: str, token: str, language: str) -> Letter:
    """Write the mail that asks whether mails are wanted; `as_the_public_sees` must be around it.

    It has not a word that somebody typed: anybody can let it be sent to anybody.
    """
    link = url_for("saved.confirm", token=token, _external=True)
    return Letter(
        to=address,
        subject=_("Please confirm: emails about new council minutes"),
        text=render_template("mail_confirm.txt", link=link),
        html=render_template("mail_confirm.html", link=link),
        language=language,
    )


def _entries(hits: Iterable[Hit]) -> list[Entry]:
    by_place = sorted(hits, key=lambda hit: (hit.document.meeting, hit.document.order))
    items = [list(of) for _item, of in groupby(by_place, key=lambda hit: hit.document.item)]
    # The newest meeting first, and of a meeting its items in their order.
    return sorted(map(_entry, items), key=lambda entry: entry.day, reverse=True)


def _entry(hits: Sequence[Hit]) -> Entry:
    first = hits[0].document
    number = f"{first.number} " if first.number else ""
    return Entry(
        title=one_line(f"{number}{first.title}"),
        place=one_line(f"{first.board}, {first.council_name}"),
        day=first.date,
        url=_whole(first.url),
        lines=tuple(Line(hit.document.kind, _said(hit)) for hit in hits),
    )


def _said(hit: Hit) -> str:
    """Give what was decided or is to be done; of an item, the pieces that show why it was found."""
    snippet = "".join(fragment.text for fragment in hit.snippet)
    whole = hit.document.kind in ("decision", "action") or not snippet
    return words.shortened(one_line(hit.document.lead if whole else snippet), LONGEST)


def _whole(address: str) -> str:
    """Put before a site-relative address what the public has before it."""
    return f"{languages.root()}{address}"
