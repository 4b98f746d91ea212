"""A record as people read it: a meeting with its items, a decision on a register."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template

from archive.model import Meeting, Official
from indexer.documents import documents, of_official
from web.passages import sections
from web.site import Site

Answer = tuple[str, int]


def records(site: Site) -> Blueprint:
    """Make the routes of meetings and decisions."""
    routes = Blueprint("records", __name__)

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
