"""Every route of the site, and what each is asked: for the tests of what must hold on all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask

from web import forms
from web.api import parameters
from web.pages import similar

SEARCH = forms.PARAMETERS
NARROWING = tuple(each.name for each in parameters.NARROWING)


@dataclass(frozen=True, slots=True)
class Route:
    """A route by an address that it answers; {words} stand for what differs between archives."""

    address: str
    takes: tuple[str, ...] = ()  # the parameters that it reads
    method: str = "GET"


ROUTES: Mapping[str, Route] = {
    "GET /": Route("/", SEARCH),
    "GET /<council>/<meeting_id>": Route("/{meeting}"),
    "GET /<council>/<meeting_id>/<item_id>": Route("/{item}"),
    "GET /<council>/decision/<decision_id>": Route("/{decision}"),
    "GET /<council>/<record_id>/copy": Route("/{meeting}/copy"),
    "GET /<council>/<record_id>/copy/<int:page>": Route("/{meeting}/copy/{page}"),
    "GET /<council>/decision/<record_id>/copy": Route("/{decision}/copy"),
    "GET /<council>/decision/<record_id>/copy/<int:page>": Route("/{decision}/copy/{decision_page}"),
    "GET /compare/<council>/<meeting_id>/<item_id>": Route("/compare/{item}", ("from", "to")),
    "GET /boards": Route("/boards"),
    "GET /boards/<council>/<board_id>": Route("/boards/{board}", ("year",)),
    "GET /boards/<council>/<board_id>.ics": Route("/boards/{board}.ics"),
    "GET /decisions": Route("/decisions", SEARCH),
    "GET /actions": Route("/actions", SEARCH),
    "GET /topics": Route("/topics"),
    "GET /similar": Route("/similar?item={item}", similar.PARAMETERS),
    "POST /similar": Route("/similar", similar.PARAMETERS, "POST"),
    "GET /about": Route("/about"),
    "GET /status": Route("/status"),
    "GET /health": Route("/health"),
    "GET /metrics": Route("/metrics"),
    "GET /export/results.csv": Route("/export/results.csv", SEARCH),
    "GET /export/results.json": Route("/export/results.json", SEARCH),
    "GET /feed": Route("/feed?size=100", SEARCH),
    "GET /api/v1/": Route("/api/v1/"),
    "GET /api/v1/openapi.json": Route("/api/v1/openapi.json"),
    "GET /api/v1/search": Route("/api/v1/search?size=100", SEARCH),
    "GET /api/v1/facets": Route("/api/v1/facets", NARROWING),
    "GET /api/v1/similar": Route("/api/v1/similar?item={item}", similar.PARAMETERS),
    "POST /api/v1/similar": Route("/api/v1/similar", similar.PARAMETERS, "POST"),
    "GET /api/v1/meetings/<council>/<record_id>": Route("/api/v1/meetings/{meeting}"),
    "GET /api/v1/decisions/<council>/<record_id>": Route("/api/v1/decisions/{official}"),
    "GET /api/v1/councils": Route("/api/v1/councils"),
    "GET /api/v1/counts": Route("/api/v1/counts"),
    "GET /saved/new": Route("/saved/new", SEARCH),
    "POST /saved/new": Route("/saved/new", ("search", "name", "mail"), "POST"),
    "GET /saved/<token>": Route("/saved/{private}"),
    "POST /saved/<token>": Route("/saved/{private}", ("act", "name", "mail"), "POST"),
    "GET /saved/confirm/<token>": Route("/saved/confirm/{confirm}"),
    "POST /saved/confirm/<token>": Route("/saved/confirm/{confirm}", (), "POST"),
    "GET /saved/unsubscribe/<token>": Route("/saved/unsubscribe/{leave}"),
    "POST /saved/unsubscribe/<token>": Route("/saved/unsubscribe/{leave}", (), "POST"),
    "GET /static/<path:filename>": Route("/static/style.css"),
}
"""By method and rule, as the application has them."""

SEEN = {name: route for name, route in ROUTES.items() if route.method == "GET"}


def check_none_is_missing(app: Flask) -> None:
    """See that these are the routes of the site: all of them, and none that is gone."""
    there = {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert there - ROUTES.keys() == set(), "add these to tests/web/routes.py"
    assert ROUTES.keys() - there == set(), "these are gone; take them out of tests/web/routes.py"
