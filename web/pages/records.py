"""A record as people read it: a meeting with its items, one item, a decision on a register."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template
from flask_babel import gettext as _

from archive.model import Item, Meeting, Official
from archive.suppression import is_withheld
from indexer.documents import documents, of_official
from web.comparing import states
from web.pages.copies import add_copies
from web.passages import sections
from web.site import Site


def records(site: Site) -> Blueprint:
    """Make the routes of meetings, items and decisions, and of their archived copies."""
    routes = Blueprint("records", __name__)

    @routes.get("/<council>/<meeting_id>")
    def meeting(council: str, meeting_id: str) -> str:
        return render_template("meeting.html", **_meeting(site, meeting_of(site, council, meeting_id)))

    @routes.get("/<council>/<meeting_id>/<item_id>")
    def item(council: str, meeting_id: str, item_id: str) -> str:
        found = meeting_of(site, council, meeting_id)
        return render_template("item.html", **_item(site, found, item_of(found, item_id)))

    @routes.get("/<council>/decision/<decision_id>")
    def decision(council: str, decision_id: str) -> str:
        found = site.store.official(council, decision_id)
        if found is None:
            abort(
                404,
                _(
                    "The archive has no decision “%(id)s” of “%(council)s”.",
                    id=decision_id,
                    council=site.council(council),
                ),
            )
        return render_template("decision.html", **_decision(site, found))

    add_copies(routes, site)
    return routes


def meeting_of(site: Site, council: str, meeting_id: str) -> Meeting:
    """Return a meeting; where there is none, the request is answered so."""
    found = site.store.meeting(council, meeting_id)
    if found is None:
        name = site.council(council)
        abort(404, _("The archive has no meeting “%(id)s” of “%(council)s”.", id=meeting_id, council=name))
    return found


def item_of(meeting: Meeting, item_id: str) -> Item:
    """Return an item of a meeting; where there is none, or it may not be seen, the request is answered so."""
    found = next((item for item in meeting.items if item.id == item_id), None)
    if found is None:
        abort(404, _("This meeting has no item “%(id)s”.", id=item_id))
    if is_withheld(found):
        abort(404, _("This item is withheld by the archive."))
    return found


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
    earlier, later = site.store.neighbours(meeting)
    return {
        "meeting": meeting,
        "council_name": council_name,
        "captured": site.store.captured(meeting.council, meeting.id),
        "earlier": earlier,
        "later": later,
        "items": [(item, found.get(f"{place}/{item.id}"), sections(item)) for item in meeting.items],
        "decided": sum(len(item.decisions) for item in meeting.items),
        "to_do": sum(len(item.actions) for item in meeting.items),
    }


def _item(site: Site, meeting: Meeting, item: Item) -> dict[str, Any]:
    council_name = site.council(meeting.council)
    # Of the one item, which is all that is shown: a council's meeting may have a hundred.
    alone = documents(meeting.with_items((item,)), council_name, site.topics)
    shown = [other for other in meeting.items if not is_withheld(other)]
    place = shown.index(item)
    return {
        "meeting": meeting,
        "item": item,
        "document": alone[0],
        "council_name": council_name,
        "parts": sections(item),
        "earlier": shown[place - 1] if place else None,
        "later": shown[place + 1] if place + 1 < len(shown) else None,
        "states": states(site.store.item_revisions(meeting.council, meeting.id, item.id))[::-1],
    }
