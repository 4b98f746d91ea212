"""Similar items: what is asked of them, by the page and by the API, and their page."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from indexer.model import Engine
from indexer.similar import LONGEST, SHOWN, Similar, like_item, like_text
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
        return Likeness(text=text[:LONGEST], problem=_("Give an item or a text, not both."))
    if len(text) > LONGEST:
        problem = _(
            "This text is %(length)s characters long. Shorten it to %(most)s.",
            length=f"{len(text):,}",
            most=f"{LONGEST:,}",
        )
        return Likeness(text=text[:LONGEST], problem=problem)
    return Likeness(item, text)


def similar_items(site: Site) -> Blueprint:
    """Make the route of the page of similar items."""
    routes = Blueprint("similar", __name__)

    @routes.route("/similar", methods=METHODS)
    def page() -> tuple[str, int]:
        asked, engine = read(request.values), site.filled()
        if engine is None:
            return render_template("nothing_yet.html", counts=site.store.counts()), 200
        alike = found(site, engine, asked) if asked.usable else None
        shown = {"asked": asked, "found": alike, "longest": LONGEST, "most": SHOWN}
        return render_template("similar.html", **shown), 400 if asked.problem else 200

    return routes


def found(site: Site, engine: Engine, asked: Likeness) -> Similar:
    """Find the items like the item or text that was asked for; 404 where there is no such item."""
    if not asked.item:
        return like_text(engine, site.store, asked.text)
    alike = like_item(engine, site.store, asked.item)
    if alike is None:
        abort(404, _("The archive has no item “%(id)s”.", id=asked.item[:80]))
    return alike
