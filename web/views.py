"""The pages people read: the search, a meeting, a decision."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, render_template, request

from archive.model import Meeting, Official
from indexer.documents import documents, of_official
from indexer.model import Query, Results
from web import forms, listing
from web.passages import sections
from web.site import Site

Answer = tuple[str, int]


def pages(site: Site) -> Blueprint:
    """Make the routes of the pages."""
    routes = Blueprint("pages", __name__)

    @routes.get("/")
    def search() -> Answer:
        query, problems = forms.read(request.args)
        counts = site.store.counts()
        if site.engine is None or not site.engine.count():
            return render_template("nothing_yet.html", counts=counts), 200
        results = site.engine.search(replace(query, facets=listing.counted(query)))
        status = 400 if problems else 404 if query.page > results.pages else 200
        return render_template("search.html", counts=counts, **_listed(query, results, problems)), status

    @routes.get("/<council>/<meeting_id>")
    def meeting(council: str, meeting_id: str) -> Answer:
        found = site.store.meeting(council, meeting_id)
        if found is None:
            abort(404, f"The archive has no meeting “{meeting_id}” of “{site.council(council)}”.")
        return render_template("meeting.html", **_meeting(site, found)), 200

    @routes.get("/<council>/decision/<decision_id>")
    def decision(council: str, decision_id: str) -> Answer:
        found = site.store.official(council, decision_id)
        if found is None:
            abort(404, f"The archive has no decision “{decision_id}” of “{site.council(council)}”.")
        return render_template("decision.html", **_decision(site, found)), 200

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


def _decision(site: Site, official: Official) -> dict[str, Any]:
    council_name = site.council(official.council)
    return {
        "decision": official,
        "council_name": council_name,
        "captured": site.store.captured(official.council, official.id, "official"),
        "document": next(iter(of_official(official, council_name, site.topics)), None),
        "parts": sections(official.item),
    }


def _meeting(site: Site, meeting: Meeting) -> dict[str, Any]:
    place = f"{meeting.council}/{meeting.id}"
    council_name = site.council(meeting.council)
    found = {document.id: document for document in documents(meeting, council_name, site.topics)}
    return {
        "meeting": meeting,
        "council_name": council_name,
        "captured": site.store.captured(meeting.council, meeting.id),
        "items": [(item, found.get(f"{place}/{item.id}"), sections(item)) for item in meeting.items],
        "decided": sum(len(item.decisions) for item in meeting.items),
        "to_do": sum(len(item.actions) for item in meeting.items),
    }
