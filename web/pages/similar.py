"""Similar items: what is asked of `/similar`, its page, and the same as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, render_template, request
from werkzeug.datastructures import MultiDict

from indexer.model import Engine
from indexer.similar import LONGEST, SHOWN, Similar, like_item, like_text
from indexer.wire import similar_to_json
from web.api import NO_INDEX, unknown
from web.site import Site

PARAMETERS = ("item", "text")

METHODS = ("GET", "POST")  # a long text does not fit in an address


@dataclass(frozen=True, slots=True)
class Likeness:
    """An item or a text, and what is wrong with how it was asked for; nothing, where nothing was."""

    item: str = ""
    text: str = ""
    problem: str = ""

    @property
    def usable(self) -> bool:
        """Tell that something can be looked for."""
        return bool(self.item or self.text) and not self.problem


def read(values: MultiDict[str, str]) -> Likeness:
    """Read the parameters, of an address or of a form that was sent."""
    item, text = (values.get(name, "").strip() for name in PARAMETERS)
    if item and text:
        return Likeness(text=text[:LONGEST], problem="Give an item or a text, not both.")
    if len(text) > LONGEST:
        problem = f"This text is {len(text):,} characters long. Shorten it to {LONGEST:,}."
        return Likeness(text=text[:LONGEST], problem=problem)
    return Likeness(item, text)


def similar_items(site: Site) -> Blueprint:
    """Make the routes of similar items: the page, and the JSON."""
    routes = Blueprint("similar", __name__)

    @routes.route("/similar", methods=METHODS)
    def page() -> tuple[str, int]:
        asked = read(request.values)
        if site.engine is None or not site.engine.count():
            return render_template("nothing_yet.html", counts=site.store.counts()), 200
        found = _found(site, site.engine, asked) if asked.usable else None
        shown = {"asked": asked, "found": found, "longest": LONGEST, "most": SHOWN}
        return render_template("similar.html", **shown), 400 if asked.problem else 200

    @routes.route("/api/v1/similar", methods=METHODS)
    def api() -> tuple[dict[str, Any], int]:
        if refused := unknown(PARAMETERS):
            return refused, 400
        asked = read(request.values)
        if not asked.usable:
            return {"error": asked.problem or "Give an item or a text."}, 400
        if site.engine is None:
            return NO_INDEX, 503
        return similar_to_json(_found(site, site.engine, asked)), 200

    return routes


def _found(site: Site, engine: Engine, asked: Likeness) -> Similar:
    if not asked.item:
        return like_text(engine, site.store, asked.text)
    found = like_item(engine, site.store, asked.item)
    if found is None:
        abort(404, f"The archive has no item “{asked.item[:80]}”.")
    return found
