"""The routes of what is taken away: every result of a search as a file, and its newest as a feed."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from urllib.parse import quote

from flask import Blueprint, Response, abort, request
from flask_babel import gettext as _

from indexer.listing import Listing, listed
from indexer.model import Document, Query
from web import forms, languages
from web.caching import revalidated
from web.exports.citation import citation
from web.exports.feed import CONTENT_TYPE, Entry, Heading, atom_feed
from web.exports.naming import described, file_name
from web.exports.records import json_object
from web.exports.table import csv_table
from web.site import Site

Writer = Callable[[Listing, Query, str], Iterator[str]]


def exports(site: Site) -> Blueprint:
    """Make the routes of a search's results as CSV, JSON and Atom, and the templates' filter `cited`."""
    routes = Blueprint("exports", __name__)

    @routes.get("/export/results.csv")
    def csv() -> Response:
        return _file(
            site, "csv", "text/csv; charset=utf-8", lambda found, _, root: csv_table(found.documents, root)
        )

    @routes.get("/export/results.json")
    def json() -> Response:
        return _file(site, "json", "application/json", json_object)

    @routes.get("/feed")
    def atom() -> Response:
        engine, query = site.searched(), _asked()
        results = engine.search(replace(query, sort=query.sort or "newest", facets=()))
        if query.page > results.pages:
            abort(404, _("There is no page %(page)s of this feed.", page=f"{query.page:,}"))
        changed = {hit.document.meeting: _changed(site, hit.document) for hit in results.hits}
        entries = [Entry(hit.document, changed[hit.document.meeting]) for hit in results.hits]
        heading = _heading(site, query, results.pages)
        return Response(atom_feed(heading, entries, languages.root()), content_type=CONTENT_TYPE)

    @routes.app_template_filter("cited")
    def cited(document: Document) -> str:
        return citation(document, languages.root())

    return revalidated(routes, site)


def _file(site: Site, ending: str, content_type: str, write: Writer) -> Response:
    engine, query = site.searched(), _asked()
    # Found now, so that a damaged index is an error and not half a file; read as it is sent.
    found = listed(engine, query)
    response = Response(write(found, query, languages.root()), content_type=content_type)
    response.headers["Content-Disposition"] = _disposition(file_name(query, ending))
    return response


def _disposition(name: str) -> str:
    """Have an answer saved under a name (RFC 6266); a second one for programs that know ASCII only."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return f"attachment; filename={plain}; filename*=UTF-8''{quote(name)}"


def _asked() -> Query:
    """Read the search; what is not understood is refused, where a page would show more than was asked for."""
    unknown = [name for name in request.args if name not in forms.PARAMETERS]
    if unknown:
        known = ", ".join(forms.PARAMETERS)
        abort(
            400,
            _("There is no parameter “%(name)s”. There are %(known)s.", name=unknown[0][:40], known=known),
        )
    query, problems = forms.read(request.args)
    if problems:
        abort(400, " ".join(str(problem.message) for problem in problems))
    return query


def _heading(site: Site, query: Query, pages: int) -> Heading:
    places = {
        "first": 1,
        "self": query.page,
        "previous": query.page - 1,
        "next": query.page + 1,
        "last": pages,
    }
    links = {
        relation: f"{languages.root()}{forms.address(replace(query, page=page), '/feed')}"
        for relation, page in places.items()
        if 1 <= page <= pages
    }
    return Heading(
        title=_("Minutes archive: %(search)s", search=described(query)),
        author=", ".join(site.names.values()) or _("Minutes archive"),
        language=languages.current(),
        links=links | {"alternate": f"{languages.root()}{forms.address(query)}"},
    )


def _changed(site: Site, document: Document) -> datetime:
    """Say when a document's record last changed; one of a register has only its own day."""
    council, _, meeting = document.meeting.partition("/")
    revisions = site.store.revisions(council, meeting) if "/" not in meeting else []
    return revisions[-1].captured if revisions else datetime.combine(document.date, time(), UTC)
