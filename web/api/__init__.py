"""The same search as JSON, for scripts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, request

from indexer.wire import results_to_json
from web import forms
from web.site import Site

Answer = tuple[dict[str, Any], int]

NO_INDEX = {"error": "There is no search index yet. Run “minutes crawl”, then “minutes index”."}


def api(site: Site) -> Blueprint:
    """Make the routes under `/api/v1`."""
    routes = Blueprint("api", __name__, url_prefix="/api/v1")

    @routes.get("/search")
    def search() -> Answer:
        if refused := unknown(forms.PARAMETERS):
            return refused, 400
        query, problems = forms.read(request.args)
        if problems:
            return _refused(problems), 400
        if site.engine is None:
            return NO_INDEX, 503
        results = site.engine.search(query)
        if query.page > results.pages:
            error = f"There is no page {query.page:,}. The last page is {results.pages:,}."
            return {"error": error} | results_to_json(results), 404
        return results_to_json(results), 200

    return routes


def unknown(known: Sequence[str]) -> dict[str, Any]:
    """Name the parameters that were given and are not known; nothing where all are."""
    names = [name for name in request.values if name not in known]
    if not names:
        return {}
    listed = ", ".join(f"“{name}”" for name in names)
    error = f"Unknown parameter: {listed}. The known ones are {', '.join(known)}."
    return {"error": error, "unknown": names, "known": list(known)}


def _refused(problems: tuple[forms.Problem, ...]) -> dict[str, Any]:
    listed = [{"parameter": p.field, "typed": p.typed, "message": p.message} for p in problems]
    return {"error": " ".join(p.message for p in problems), "problems": listed}
