"""The checks that every request passes, in their order, and what those are told that fail one."""

from __future__ import annotations

import re
from collections.abc import Callable
from math import ceil
from typing import TYPE_CHECKING

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.sansio.utils import host_is_trusted

from web.guard.buckets import Buckets
from web.guard.proxy import BY_PROXY, Behind, household
from web.guard.sign_in import SignIn
from web.settings import WebSettings

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

HEALTH = (
    "/health"  # for whoever looks whether the site is up, under any name; it tells nothing of what is kept
)

ONE_CLICK = "/saved/unsubscribe/"  # for a mailbox that unsubscribes its owner (RFC 8058): it cannot sign in

COSTS = {
    "": 1,
    "search": 1,
    "api": 1,
    "compare": 1,
    "decisions": 1,
    "actions": 1,
    "feed": 1,
    "similar": 2,
    "status": 2,
    "saved": 2,
    "metrics": 2,
    "topics": 4,
    "export": 20,
}
"""What an address counts for, by its first word; a meeting's page and other cheap ones count for nothing."""

WORDS = 10  # of a search, that count for as much as a search: a hundred take a hundred times as long as one

YEAR = 365 * 24 * 3600  # seconds

Check = Callable[[], Response | None]


def guard(app: Flask, settings: WebSettings) -> None:
    """Put an application under guard, as config.toml has it; the last thing done before it is served."""
    app.wsgi_app = Behind(app.wsgi_app, settings)  # type: ignore[method-assign] # as Flask's manual has it
    checks = (_names(settings), _signing_in(settings), _limit(settings))

    @app.before_request
    def look() -> ResponseReturnValue | None:
        if request.path == HEALTH:
            return None
        return next((refused for check in checks if (refused := check())), None)

    @app.after_request
    def with_headers(response: Response) -> Response:
        if settings.secure:
            response.headers["Strict-Transport-Security"] = f"max-age={YEAR}"
        if settings.private:
            response.cache_control.private = True  # a cache that others share must not keep it
        return response


def _names(settings: WebSettings) -> Check:
    """Answer only under the site's own names, so that no page can be made to link to another's."""

    def check() -> Response | None:
        if not settings.names or host_is_trusted(request.host, settings.names):
            return None
        return refusal(400, _("This archive is not known under the name that was asked for."))

    return check


def _signing_in(settings: WebSettings) -> Check:
    sign_in = SignIn(settings)

    def check() -> Response | None:
        if not settings.private or (request.method == "POST" and request.path.startswith(ONE_CLICK)):
            return None
        told = sign_in.check(request, BY_PROXY in request.environ)
        if told.user:
            return None
        if told.wait:
            return _too_much(told.wait)
        response = refusal(401, _("Only those with a name and password may read this archive."))
        if settings.users:
            response.headers["WWW-Authenticate"] = 'Basic realm="Minutes archive", charset="UTF-8"'
        else:  # a browser could only ask for a password that does not exist
            response.status_code = 403
        return response

    return check


def _limit(settings: WebSettings) -> Check:
    buckets = Buckets(settings.rate)

    def check() -> Response | None:
        cost = _cost(request.path, request.args.get("q", ""))
        wait = buckets.take(household(request.remote_addr or ""), cost) if cost else 0.0
        return _too_much(wait) if wait else None

    return check


def _cost(path: str, query: str) -> int:
    """Say what a request counts for; 0 where it may be made any number of times."""
    cost = COSTS.get(path.strip("/").partition("/")[0], 0)
    return cost and cost + len(re.findall(r"\w+", query)) // WORDS


def _too_much(wait: float) -> Response:
    seconds = max(1, ceil(wait))
    told = ngettext(
        "That was a lot at once. Please wait a second, then try again.",
        "That was a lot at once. Please wait %(num)s seconds, then try again.",
        seconds,
    )
    response = refusal(429, told)
    response.headers["Retry-After"] = str(seconds)
    return response


def refusal(status: int, message: str) -> Response:
    """Refuse a request in a few words: a page that shows nothing of the archive, or JSON under `/api`."""
    if request.path.startswith("/api/"):
        return make_response(jsonify(error=message), status)
    return make_response(render_template("refused.html", message=message), status)
