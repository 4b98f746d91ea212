"""The same search as JSON, for scripts."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from indexer.wire import results_to_json
from web import forms
from web.site import Site

Answer = tuple[dict[str, Any], int]


def api(site: Site) -> Blueprint:
    """Make the routes under `/api/v1`."""
    routes = Blueprint("api", __name__, url_prefix="/api/v1")

    @routes.get("/search")
    def search() -> Answer:
        unknown = [name for name in request.args if name not in forms.PARAMETERS]
        if unknown:
            return _unknown(unknown), 400
        query, problems = forms.read(request.args)
        if problems:
            return _refused(problems), 400
        if site.engine is None:
            return {"error": "There is no search index yet. Run “minutes crawl”, then “minutes index”."}, 503
        results = site.engine.search(query)
        if query.page > results.pages:
            error = f"There is no page {query.page:,}. The last page is {results.pages:,}."
            return {"error": error} | results_to_json(results), 404
        return results_to_json(results), 200

    return routes


def _unknown(names: list[str]) -> dict[str, Any]:
    listed = ", ".join(f"“{name}”" for name in names)
    known = ", ".join(forms.PARAMETERS)
    error = f"Unknown parameter: {listed}. The known ones are {known}."
    return {"error": error, "unknown": names, "known": list(forms.PARAMETERS)}


def _refused(problems: tuple[forms.Problem, ...]) -> dict[str, Any]:
    listed = [{"parameter": p.field, "typed": p.typed, "message": p.message} for p in problems]
    return {"error": " ".join(p.message for p in problems), "problems": listed}
