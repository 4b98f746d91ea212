"""Two revisions of an item beside each other: the words that were added and removed."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, abort, render_template, request
from flask_babel import gettext as _

from archive.store import ItemRevision
from web.comparing import at, compare, states
from web.pages.records import item_of, meeting_of
from web.site import Site


def revisions(site: Site) -> Blueprint:
    """Make the route that compares revisions of an item."""
    routes = Blueprint("revisions", __name__)

    @routes.get("/compare/<council>/<meeting_id>/<item_id>", endpoint="compare")
    def page(council: str, meeting_id: str, item_id: str) -> str:
        meeting = meeting_of(site, council, meeting_id)
        item = item_of(meeting, item_id)
        found = states(site.store.item_revisions(council, meeting_id, item_id))
        before, after = _chosen(found)
        return render_template(
            "compare.html",
            meeting=meeting,
            item=item,
            council_name=site.council(council),
            states=found,
            before=before,
            after=after,
            comparison=compare(before.item, after.item) if before and after else None,
        )

    return routes


def _chosen(found: Sequence[ItemRevision]) -> tuple[ItemRevision | None, ItemRevision | None]:
    """Return the two states that the address asks for: the last two unless it says otherwise."""
    if len(found) < 2:
        return None, None
    return _asked("from", found, found[-2]), _asked("to", found, found[-1])


def _asked(name: str, found: Sequence[ItemRevision], usual: ItemRevision) -> ItemRevision:
    typed = request.args.get(name, "").strip()
    if not typed:
        return usual
    known = typed.isascii() and typed.isdigit() and len(typed) < 7
    chosen = at(found, int(typed)) if known else None
    if chosen is None:
        abort(404, _("This item has no revision “%(number)s”.", number=typed[:40]))
    return chosen
