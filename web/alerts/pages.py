"""The pages of saved searches: save one, see and change it, confirm an address, end the mails.

Who has a link has what it leads to, and nobody else: there are no accounts and no cookies. To look at a page
changes nothing, so that a mail scanner which follows links neither confirms nor ends anything.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask_babel import gettext as _

from archive.own import Own, SavedSearch
from indexer.engines import index_of
from indexer.model import Query
from web import forms, listing
from web.alerts.composing import one_line
from web.alerts.crossing import from_elsewhere
from web.alerts.matching import preview
from web.alerts.saving import LONGEST_NAME, Saving, Unwanted, named_as
from web.alerts.settings import LONGEST_MAILBOX, mail_settings
from web.alerts.writing import query_of, read_query, write_query
from web.settings import read as read_web
from web.site import Site
from web.timeline import month_name

Answer = str | tuple[str, int] | Response


def saved_searches(site: Site) -> Blueprint:
    """Make the routes under `/saved`; ConfigError when [mail] cannot be used."""
    if site.config is None:
        raise ValueError("searches are saved beside an archive that is on disk")
    saving = Saving(
        Own(site.config.own).searches,
        mail_settings(site.config.mail, read_web(site.config.web).address),
        index_of(site.config),
    )
    routes = Blueprint("saved", __name__, url_prefix="/saved")
    routes.before_request(_refuse_other_sites)
    routes.after_request(_for_one_reader)
    routes.app_context_processor(lambda: {"save_address": _save_address})
    routes.add_app_template_filter(month_name)
    _add_saving(routes, site, saving)
    _add_owners_page(routes, saving)
    _add_links_of_mails(routes, saving)
    return routes


def _add_saving(routes: Blueprint, site: Site, saving: Saving) -> None:
    @routes.get("/new")
    def new() -> Answer:
        query, problems = read_query(request.query_string.decode("ascii", "replace"))
        if problems:
            abort(400, problems[0].message)
        return render_template("saved_new.html", **_offer(site, saving, query))

    @routes.post("/new")
    def create() -> Answer:
        query, _problems = read_query(request.form.get("search", ""))
        name, address = request.form.get("name", ""), request.form.get("mail", "")
        try:
            token = saving.save(name, write_query(query), address)
        except Unwanted as wrong:
            typed = {"name": name, "mail": address, "wrong": wrong}
            return render_template("saved_new.html", **_offer(site, saving, query) | typed), 400
        return _see(token)


def _add_owners_page(routes: Blueprint, saving: Saving) -> None:
    @routes.get("/<token>")
    def show(token: str) -> Answer:
        return render_template("saved.html", **_owned(saving, token))

    @routes.post("/<token>")
    def change(token: str) -> Answer:
        owned = _owned(saving, token)
        act = request.form.get("act", "")
        try:
            _change(saving, owned["saved"], act)
        except Unwanted as wrong:
            typed = {key: request.form.get(key, "") for key in ("name", "mail")}
            return render_template("saved.html", **owned | typed | {"wrong": wrong}), 400
        if act == "delete":
            return _done(_("Deleted"), _("The saved search is deleted, and its email address if it had one."))
        return _see(token)


def _add_links_of_mails(routes: Blueprint, saving: Saving) -> None:
    @routes.get("/confirm/<token>")
    def confirm(token: str) -> Answer:
        saved = saving.searches.to_confirm(token) or _unknown()
        return render_template("saved_confirm.html", **_described(saved))

    @routes.post("/confirm/<token>")
    def confirmed(token: str) -> Answer:
        if not saving.searches.confirm(token, saving.level()):
            _unknown()
        return _done(_("Confirmed"), _("From now on you get an email when this search finds something new."))

    @routes.get("/unsubscribe/<token>")
    def unsubscribe(token: str) -> Answer:
        saved = saving.searches.to_leave(token) or _unknown()
        return render_template("saved_unsubscribe.html", **_described(saved))

    @routes.post("/unsubscribe/<token>")
    def unsubscribed(token: str) -> Answer:
        saving.searches.leave(token)  # a second click is no mistake: the first one did what it is for
        return _done(_("No more emails"), _("This search sends you no more emails. Your address is deleted."))


def _change(saving: Saving, saved: SavedSearch, act: str) -> None:
    searches = saving.searches
    match act:
        case "rename":
            searches.rename(saved.number, named_as(request.form.get("name", "")))
        case "pause":
            searches.pause(saved.number)
        case "resume":
            searches.resume(saved.number, saving.level())
        case "mail":
            saving.ask(saved, request.form.get("mail", ""))
        case "silence":
            searches.forget_address(saved.number)
        case "delete":
            searches.delete(saved.number)
        case _:
            abort(400, _("That is nothing that can be done with a saved search."))


def _offer(site: Site, saving: Saving, query: Query) -> dict[str, Any]:
    """Give the page on which a search is saved all that it shows."""
    engine = site.engine
    return {
        **_in_words(query),
        "search": write_query(query),
        "name": _name_for(query),
        "mail": "",
        "wrong": None,
        "mails_are_sent": saving.mail is not None,
        "longest_name": LONGEST_NAME,
        "longest_mailbox": LONGEST_MAILBOX,
        "preview": preview(engine, query, date.today()) if engine and engine.count() else None,
    }


def _owned(saving: Saving, token: str) -> dict[str, Any]:
    """Give the owner's page all that it shows: whatever it is, not the address."""
    saved = saving.searches.of(token) or _unknown()
    return {
        **_described(saved),
        "token": token,
        "mail": "",
        "wrong": None,
        "mails_are_sent": saving.mail is not None,
        "longest_name": LONGEST_NAME,
        "longest_mailbox": LONGEST_MAILBOX,
    }


def _described(saved: SavedSearch) -> dict[str, Any]:
    return {"saved": saved, **_in_words(query_of(saved))}


def _in_words(query: Query) -> dict[str, Any]:
    ends = (query.until, *(date(year, 12, 31) for year in query.years))
    over = [day for day in ends if day and day < date.today()]
    return {"query": query, "chips": listing.chips(query, {}), "over": bool(over)}


def _name_for(query: Query) -> str:
    labels = (chip.label for chip in listing.chips(query, {}))
    return one_line(query.text or ", ".join(map(str, labels)) or _("Everything"))[:LONGEST_NAME]


def _save_address(query: Query) -> str:
    """Give the address at which a search is saved, for the page of its results."""
    return forms.address(query, url_for("saved.new"))


def _see(token: str) -> Response:
    """Lead to the owner's page, so that to load it again sends no form again."""
    return Response(
        status=303, headers={"Location": url_for("saved.show", token=token)}, mimetype="text/plain"
    )


def _done(title: str, message: str) -> str:
    return render_template("saved_done.html", done=title, message=message)


def _unknown() -> SavedSearch:
    abort(
        404,
        _("There is no such saved search. It may have been deleted, or the link was used up or cut short."),
    )


def _refuse_other_sites() -> None:
    said = (request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin"))
    if request.method == "POST" and from_elsewhere(*said, request.host):
        abort(403, _("This was sent from a page of another site. Send it from the archive’s own pages."))


def _for_one_reader(response: Response) -> Response:
    """Keep what only the holder of a link may see from caches and search engines."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
