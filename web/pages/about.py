"""What the archive is, and how to search it: the whole query language, by examples that are links."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask_babel import lazy_gettext as _l

from web.site import Site


@dataclass(frozen=True, slots=True)
class Example:
    """Something to type, and what it finds."""

    typed: str
    finds: str


@dataclass(frozen=True, slots=True)
class Group:
    """Examples of one thing that can be asked for."""

    heading: str
    examples: tuple[Example, ...]


LANGUAGE = (
    Group(
        _l("Words"),
        (
            Example("parking permits", _l("both words, in any of their forms: permit, permits, permitted")),
            Example("parking OR permits", _l("either word; OR is in capitals")),
            Example("parking -permits", _l("parking without permits")),
            Example("parking NOT permits", _l("the same")),
            Example("flood OR drainage scheme", _l("flood or drainage, and scheme")),
            Example("(flood drainage) OR ferry", _l("brackets keep words together")),
        ),
    ),
    Group(
        _l("Exact words"),
        (
            Example('"parking permits"', _l("exactly these words, side by side, in these forms")),
            Example('"expenses"', _l("only this form of the word")),
            Example("2023/24", _l("a reference as it is printed")),
            Example("£640,000", _l("a sum, with or without its sign and commas")),
        ),
    ),
    Group(
        _l("Parts of words, slips and nearness"),
        (
            Example("park*", _l("words that begin so: park, parks, parking, parkland")),
            Example("harbor~", _l("this word, or any that is one slip from it: harbour")),
            Example("parking near/5 permits", _l("both words, at most five words apart")),
        ),
    ),
    Group(
        _l("Where it stands"),
        (
            Example("title:parking", _l("in an item’s title; quotes, * and ~ have their meaning here too")),
            Example("number:59", _l("the item with this number on its agenda, as printed")),
            Example("board:planning", _l("of boards with this word in their name")),
            Example('board:"young people"', _l("of boards with these words, side by side, in their name")),
            Example("topic:housing", _l("of topics with this word in their name")),
            Example("kind:decision", _l("only decisions; or item, action, meeting")),
        ),
    ),
    Group(
        _l("When it was"),
        (
            Example("since:2021", _l("from the start of that year")),
            Example("until:2022-03", _l("to the end of that month")),
            Example("on:2023", _l("in that year; a month or a day may stand here too")),
            Example("on:14/03/2023", _l("on that day")),
        ),
    ),
    Group(
        _l("All together"),
        (
            Example(
                'kind:decision board:cabinet since:2021 (toll OR "parking charges") -ferry',
                _l("decisions of a cabinet since 2021 on tolls or parking charges, but not on the ferry"),
            ),
        ),
    ),
)


def about(site: Site) -> Blueprint:
    """Make the route of the page about the archive."""
    routes = Blueprint("about", __name__)

    @routes.get("/about")
    def page() -> str:
        return render_template("about.html", counts=site.store.counts(), language=LANGUAGE)

    return routes
