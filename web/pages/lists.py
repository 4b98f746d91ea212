"""Decisions and actions as tables: what was decided, and who is to do what by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.datastructures import MultiDict

from indexer.model import DocumentKind, Facet, Query, Results
from web import forms, listing
from web.site import Site

Answer = tuple[str, int]

TYPED = ("q", "since", "until")  # what has a field of its own


@dataclass(frozen=True, slots=True)
class Table:
    """A list of one kind of document, and the facets that narrow it."""

    name: str  # of the route: "decisions"
    kind: DocumentKind
    facets: tuple[str, ...]

    @property
    def path(self) -> str:
        """Give its address."""
        return f"/{self.name}"


TABLES = (
    Table("decisions", "decision", ("council", "board", "year", "decision")),
    Table("actions", "action", ("council", "board", "year")),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A facet as a box to tick for each of its values, most of them out of sight until it is opened."""

    name: str
    legend: str
    facets: tuple[Facet, ...]

    @property
    def chosen(self) -> int:
        """Count what is ticked."""
        return sum(facet.selected for facet in self.facets)


def lists(site: Site) -> Blueprint:
    """Make the routes of the tables."""
    routes = Blueprint("lists", __name__)

    @routes.get("/decisions")
    def decisions() -> Answer:
        return _page(site, TABLES[0])

    @routes.get("/actions")
    def actions() -> Answer:
        return _page(site, TABLES[1])

    return routes


def _page(site: Site, table: Table) -> Answer:
    asked, problems = forms.read(request.args)
    query = replace(asked, kinds=(), facets=forms.USUAL.facets)  # the list itself says which kind
    engine = site.filled()
    if engine is None:
        return render_template("nothing_yet.html", counts=site.store.counts()), 200
    results = engine.search(replace(query, kinds=(table.kind,), facets=table.facets))
    status = 400 if problems else 404 if query.page > results.pages else 200
    return render_template("outcomes.html", **_shown(table, query, results, problems)), status


def _shown(
    table: Table, query: Query, results: Results, problems: tuple[forms.Problem, ...]
) -> dict[str, Any]:
    choices = _choices(table, results)
    return {
        "table": table,
        "query": query,
        "all": replace(query, kinds=(table.kind,), page=1),  # what is taken away
        "results": results,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
        "order": query.sort or ("relevance" if query.text else "newest"),
        "chips": listing.chips(query, results.facets),
        "choices": choices,
        "carried": carried(request.args, [*TYPED, *(choice.name for choice in choices)]),
        "page_links": listing.page_links(query.page, results.pages),
        "no_filters": listing.no_filters(),
    }


def _choices(table: Table, results: Results) -> tuple[Choice, ...]:
    """Arrange the facets that divide the list: a single council is no choice."""
    found = (Choice(name, listing.LEGENDS[name], results.facets[name]) for name in table.facets)
    return tuple(choice for choice in found if len(choice.facets) > 1 or choice.chosen)


def carried(args: MultiDict[str, str], fields: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Give what was asked for and has no field on the page: applying would drop it, unless carried."""
    dropped = {*fields, "page", "kind", "facets"}
    return tuple(
        (name, value)
        for name, value in args.items(multi=True)
        if name in forms.PARAMETERS and name not in dropped
    )
