"""The search: results, filters and what to do when nothing is found."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, render_template, request

from indexer.model import Query, Results
from web import forms, listing
from web.site import Site

Answer = tuple[str, int]


def search_page(site: Site) -> Blueprint:
    """Make the route of the search."""
    routes = Blueprint("search", __name__)

    @routes.get("/")
    def page() -> Answer:
        query, problems = forms.read(request.args)
        counts = site.store.counts()
        if site.engine is None or not site.engine.count():
            return render_template("nothing_yet.html", counts=counts), 200
        results = site.engine.search(replace(query, facets=listing.counted(query)))
        status = 400 if problems else 404 if query.page > results.pages else 200
        return render_template("search.html", counts=counts, **_listed(query, results, problems)), status

    return routes


def _listed(query: Query, results: Results, problems: tuple[forms.Problem, ...]) -> dict[str, Any]:
    return {
        "query": query,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
        "results": results,
        "chips": listing.chips(query, results.facets),
        "filters": listing.filters(results),
        "page_links": listing.page_links(query.page, results.pages),
        "no_filters": listing.no_filters(),
    }
