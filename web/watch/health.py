"""`/health`: whether the site can answer, for whatever watches it or shares out requests."""

from __future__ import annotations

import logging

from flask import Blueprint

from archive.errors import MinutesError
from web.site import Site

LOG = logging.getLogger("minutes.web")

Answer = tuple[dict[str, str], int]


def health(site: Site) -> Blueprint:
    """Make the route: 200 when records and index can be read, else 503; what is wrong goes to the log."""
    routes = Blueprint("health", __name__)

    @routes.get("/health")
    def show() -> Answer:
        found = {"records": _records(site), "index": _index(site)}
        well = not set(found.values()) & {"unusable"}
        return {"status": "ok" if well else "unusable", **found}, 200 if well else 503

    return routes


def _records(site: Site) -> str:
    try:
        site.store.revision()
    except MinutesError as error:
        LOG.warning("health: %s", error)
        return "unusable"
    return "readable"


def _index(site: Site) -> str:
    """Say how the index is; that there is none yet is no fault: the site says so, and serves the records."""
    try:
        return "readable" if site.filled() else "empty"
    except MinutesError as error:
        LOG.warning("health: %s", error)
        return "unusable"
