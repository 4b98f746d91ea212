"""The web application: its routes, its error pages, and the headers of every answer."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, Flask, Response, abort, render_template, request
from flask.json.provider import DefaultJSONProvider
from flask_babel import Babel
from flask_babel import lazy_gettext as _l
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException

from archive.config import Config
from archive.errors import IndexAway, IndexFault, MinutesError, QueryError
from archive.model import Council
from indexer.anchors import anchors
from indexer.model import Engine, Query
from indexer.topics import Topics, load
from web import forms, languages, listing, words
from web.alerts.pages import saved_searches
from web.api.routes import api
from web.exports.routes import exports
from web.pages.about import about
from web.pages.boards import boards
from web.pages.lists import lists
from web.pages.records import records
from web.pages.revisions import revisions
from web.pages.search import search_page
from web.pages.similar import similar_items
from web.pages.status import status
from web.pages.topics import topics_page
from web.site import Records, Site
from web.watch.coverage import Coverage
from web.watch.health import health

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}

EXPLAINED = {
    404: _l(
        "There is no such page in this archive. The address may be mistyped, or the meeting not archived."
    ),
    405: _l("This archive is only for reading."),
    413: _l("That is more text than this archive looks at. Send a part of it."),
    500: _l("Something went wrong in this archive, and has been logged. Trying again may help."),
}
"""What a reader is told where the server's own words would say little."""

UNUSABLE_INDEX = _l(
    "The search index cannot be used. Until whoever runs this archive makes it anew, "
    "with “minutes index --rebuild”, meetings can be read and nothing can be searched."
)
SEARCH_AWAY = _l(
    "The search does not answer just now. Meetings can be read; try to search again in a few minutes."
)
UNUSABLE_RECORDS = _l("The archive’s records cannot be read just now. What happened has been logged.")

LARGEST_FORM = 256 * 1024  # bytes: a pasted text of the greatest length in any script, as forms encode it

LOG = logging.getLogger("minutes.web")


class _Json(DefaultJSONProvider):
    """JSON in the order it was made, in Unicode."""

    sort_keys = False
    ensure_ascii = False


def create_app(
    engine: Engine | None,
    store: Records,
    *,
    names: Mapping[str, str],
    topics: Topics | None = None,
    config: Config | None = None,
    more: Iterable[Blueprint] = (),
) -> Flask:
    """Make the application that serves an archive.

    `engine` is None while there is no index; `names` has each council's name by slug; `topics` are
    those of the project's own topics.toml unless others are given; `config` is that of an archive on disk;
    `more` are further routes, such as `/metrics`.
    """
    app = Flask(__package__)
    app.json = _Json(app)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_FORM
    app.wsgi_app = languages.Prefixed(app.wsgi_app)  # type: ignore[method-assign] # as Flask's manual has it
    Babel(app, locale_selector=languages.current)
    languages.translate_templates(app)
    site = Site(engine, store, names, topics or load(), _coverage(store, names, config), config)
    app.register_blueprint(search_page(site))
    app.register_blueprint(records(site))
    app.register_blueprint(boards(site))
    app.register_blueprint(revisions(site))
    app.register_blueprint(about(site))
    app.register_blueprint(api(site))
    app.register_blueprint(similar_items(site))
    app.register_blueprint(exports(site))
    app.register_blueprint(lists(site))
    app.register_blueprint(topics_page(site))
    app.register_blueprint(status(site))
    app.register_blueprint(health(site))
    if config:
        app.register_blueprint(saved_searches(site))
    for routes in more:
        app.register_blueprint(routes)
    _set_up_templates(app, site)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(MinutesError, _archive_error)
    app.before_request(_refuse_nul)
    app.after_request(_with_headers)
    return app


def _coverage(store: Records, names: Mapping[str, str], config: Config | None) -> Coverage:
    if config is not None:
        return Coverage(config.councils, store, None if config.is_shared else config.records)
    return Coverage([Council(slug, name, "", "") for slug, name in names.items()], store)


def _set_up_templates(app: Flask, site: Site) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters |= {
        "day": words.day,
        "short_day": words.short_day,
        "clock": words.clock,
        "shortened": words.shortened,
        "grouped": words.grouped,
        "anchors": anchors,
        "pieces": listing.pieces,
        "marked": listing.marked,
        "outcome": listing.outcome,
        "said": listing.said,
        "rooted": languages.rooted,
        "theirs": languages.their_words,
    }
    app.jinja_env.tests["linkable"] = words.linkable
    app.jinja_env.globals |= {
        "site": site,
        "words": words,
        "address": _address,
        "languages": languages,
        "theirs": languages.theirs,
        "blank": forms.USUAL,
        "longest": forms.LONGEST,
    }


def _address(query: Query, path: str = "/", **changes: Any) -> str:
    return languages.rooted(forms.address(query, path, **changes))


def _refuse_nul() -> None:
    """Answer that there is no such page: no record has a NUL, and PostgreSQL cannot even be asked for one."""
    if "\0" in request.path:
        abort(404)


def _with_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _http_error(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:  # a redirect is an HTTPException too
        return error
    written = error.description if error.code in (400, 404) and not _is_stock(error) else None
    told = _told(str(written or EXPLAINED.get(error.code) or error.description or error.name), error.code)
    kept = [(name, value) for name, value in error.get_headers() if name != "Content-Type"]
    return *told, kept  # which methods are allowed, when to try again


def _is_stock(error: HTTPException) -> bool:
    return error.description == type(error).description


def _archive_error(error: MinutesError) -> Any:
    if isinstance(error, QueryError):
        return _told(str(error), 400)
    LOG.error("%s: %s", request.path, error)  # with folders and files, which are no reader's business
    if isinstance(error, IndexAway):
        return _told(str(SEARCH_AWAY), 503)
    return _told(str(UNUSABLE_INDEX if isinstance(error, IndexFault) else UNUSABLE_RECORDS), 503)


def _told(message: str, status: int) -> Any:
    if request.path.startswith("/api/"):
        return {"error": message}, status
    return render_template("error.html", message=message, status=status), status
