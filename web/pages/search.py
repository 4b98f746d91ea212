"""The search: results, filters and what to do when nothing is found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request

from indexer.model import Engine, Facet, Query, Results
from web import forms, listing
from web.freshness import freshness
from web.site import Site
from web.timeline import timeline

Answer = tuple[str, int]


def search_page(site: Site) -> Blueprint:
    """Make the route of the search."""
    routes = Blueprint("search", __name__)

    @routes.get("/")
    def page() -> Answer:
        query, problems = forms.read(request.args)
        counts, engine = site.store.counts(), site.filled()
        if engine is None:
            return render_template("nothing_yet.html", counts=counts), 200
        results = engine.search(replace(query, facets=listing.counted(query)))
        status = 400 if problems else 404 if query.page > results.pages else 200
        shown = _listed(query, results, _years(engine, query, results))
        if not (problems or results.total):
            fresh = freshness(site, query.boards, date.today())
            shown |= {"fresh": fresh, **_nothing(engine, query)}
        return render_template("search.html", counts=counts, **_told(problems), **shown), status

    return routes


def _told(problems: tuple[forms.Problem, ...]) -> dict[str, Any]:
    return {"problems": problems, "wrong": {problem.field: problem for problem in problems}}


def _listed(query: Query, results: Results, years: Sequence[Facet]) -> dict[str, Any]:
    filters = listing.filters(results)
    dates = timeline(query, years, results.facets.get("month", ()))
    return {
        "query": query,
        "results": results,
        "chips": listing.chips(query, results.facets),
        "filters": filters,
        "dates": dates,
        "carried": listing.carried(query, filters, dates),
        "page_links": listing.page_links(query.page, results.pages),
        "no_filters": listing.no_filters(),
    }


def _years(engine: Engine, query: Query, results: Results) -> Sequence[Facet]:
    """Count the years; those beside the years of chosen months too, which the results themselves lack."""
    if not query.months or "year" not in query.facets:
        return results.facets.get("year", ())
    return engine.search(replace(query, months=(), facets=("year",), page=1, size=1)).facets["year"]


def _nothing(engine: Engine, query: Query) -> dict[str, Any]:
    """Count what would be found with each filter off alone, and with none: why nothing was found."""

    def total(**changes: Any) -> int:
        return engine.search(replace(query, **changes, facets=(), page=1, size=1)).total

    ways = listing.ways(query)
    unfiltered = total(**listing.no_filters()) if ways else 0
    return {
        "ways": [replace(way, total=total(**way.without)) for way in ways if unfiltered],
        "unfiltered": unfiltered,
        "filtered": bool(ways),
    }
