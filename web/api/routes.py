"""The API's views, each bound to the operation that describes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from functools import partial
from typing import Any

from flask import Blueprint, abort, render_template, request

from archive.wire import meeting_to_json, official_to_json
from indexer.wire import results_to_json, similar_to_json
from web import forms
from web.api.openapi import openapi
from web.api.operations import API, EXPORTS, Operation
from web.caching import revalidated
from web.pages import similar
from web.site import Site

Json = dict[str, Any]
Answer = tuple[Json, int]
View = Callable[..., Answer]


def api(site: Site) -> Blueprint:
    """Make the routes under `/api/v1`: one for each operation, the document, and its page for people."""
    routes = Blueprint("api", __name__)
    for operation in API:
        view = partial(_answered, operation, VIEWS[operation.name], site)
        routes.add_url_rule(operation.rule, operation.name, view, methods=operation.methods)

    @routes.get("/api/v1/openapi.json")
    def document() -> Json:
        return openapi(request.script_root)

    @routes.get("/api/v1/", strict_slashes=False)
    def page() -> str:
        return render_template("api.html", document=openapi(request.script_root), operations=(*API, *EXPORTS))

    return revalidated(routes, site)


def unknown(known: Sequence[str]) -> Json:
    """Name the parameters that were given and are not known; nothing where all are."""
    names = [name for name in request.values if name not in known]
    if not names:
        return {}
    listed = ", ".join(f"“{name}”" for name in names)
    there_are = f"The known ones are {', '.join(known)}." if known else "There are none here."
    return {"error": f"Unknown parameter: {listed}. {there_are}", "unknown": names, "known": list(known)}


def _answered(operation: Operation, view: View, site: Site, **of_address: str) -> Answer:
    if refused := unknown([parameter.name for parameter in operation.asked]):
        return refused, 400
    return view(site, **of_address)


def _search(site: Site) -> Answer:
    query, problems = forms.read(request.args)
    if problems:
        return _refused(problems), 400
    results = site.searched().search(query)
    if query.page > results.pages:
        error = f"There is no page {query.page:,}. The last page is {results.pages:,}."
        return {"error": error} | results_to_json(results), 404
    return results_to_json(results), 200


def _facets(site: Site) -> Answer:
    query, problems = forms.read(request.args)
    if problems:
        return _refused(problems), 400
    counted = results_to_json(site.searched().search(replace(query, size=1)))
    return {name: counted[name] for name in ("query", "understood", "total", "facets", "took_ms")}, 200


def _similar(site: Site) -> Answer:
    asked = similar.read(request.values)
    if not asked.usable:
        return {"error": asked.problem or "Give an item or a text."}, 400
    return similar_to_json(similar.found(site, site.searched(), asked)), 200


def _meeting(site: Site, council: str, record_id: str) -> Answer:
    found = site.store.meeting(council, record_id)
    if found is None:
        abort(404, f"The archive has no meeting “{record_id}” of “{site.council(council)}”.")
    return meeting_to_json(found) | _kept(site, council, record_id, "meeting"), 200


def _decision(site: Site, council: str, record_id: str) -> Answer:
    found = site.store.official(council, record_id)
    if found is None:
        abort(404, f"The archive has no decision “{record_id}” of “{site.council(council)}”.")
    return official_to_json(found) | _kept(site, council, record_id, "official"), 200


def _kept(site: Site, council: str, record_id: str, kind: str) -> Json:
    """Say where the archive shows a record, and when it was last fetched."""
    captured = site.store.captured(council, record_id, kind)
    place = f"{council}/{'decision/' if kind == 'official' else ''}{record_id}"
    return {"page": f"/{place}", "captured": captured.isoformat() if captured else None}


def _councils(site: Site) -> Answer:
    return {"councils": [_council(site, slug, name) for slug, name in site.names.items()]}, 200


def _council(site: Site, slug: str, name: str) -> Json:
    boards = [asdict(board) | {"kept": kept} for board, kept in site.store.boards(slug)]
    return {"slug": slug, "name": name, "boards": boards}


def _counts(site: Site) -> Answer:
    counts = site.store.counts()
    engine = site.engine
    return {
        **asdict(counts),
        "newest": counts.newest.isoformat() if counts.newest else None,
        "revision": site.store.revision(),
        "searched": {"documents": engine.count(), "revision": engine.cursor()} if engine else None,
    }, 200


def _refused(problems: tuple[forms.Problem, ...]) -> Json:
    listed = [{"parameter": p.field, "typed": p.typed, "message": str(p.message)} for p in problems]
    return {"error": " ".join(each["message"] for each in listed), "problems": listed}


VIEWS: Mapping[str, View] = {
    "search": _search,
    "facets": _facets,
    "similar": _similar,
    "meeting": _meeting,
    "decision": _decision,
    "councils": _councils,
    "counts": _counts,
}
"""The view of each operation of the API."""
