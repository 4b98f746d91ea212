"""The archived copy of a record: which pages it was read off, when they were fetched, and what they said.

A page of a council's site is never shown as one of ours: its bytes are given away, to be saved as a file.
No page of a record is while anything in it is suppressed: which bytes say that is in doubt.
"""

from __future__ import annotations

import re

from flask import Blueprint, Response, abort, render_template
from flask_babel import gettext as _

from archive import warc
from archive.store import Evidence, RecordKind
from web import words
from web.site import Site

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9]+")


def add_copies(routes: Blueprint, site: Site) -> None:
    """Add the routes of the archived copies of meetings and decisions."""

    @routes.get("/<council>/<record_id>/copy", defaults={"kind": "meeting"})
    @routes.get("/<council>/decision/<record_id>/copy", defaults={"kind": "official"})
    def copy(council: str, record_id: str, kind: RecordKind) -> str:
        record = {"council": council, "record_id": record_id, "kind": kind}
        return render_template(
            "copy.html",
            **record,
            title=_title(site, council, record_id, kind),
            council_name=site.council(council),
            pages=site.store.evidence(council, record_id, kind),
            given=site.config is not None,
        )

    @routes.get("/<council>/<record_id>/copy/<int:page>", defaults={"kind": "meeting"})
    @routes.get("/<council>/decision/<record_id>/copy/<int:page>", defaults={"kind": "official"})
    def copied(council: str, record_id: str, kind: RecordKind, page: int) -> Response:
        _title(site, council, record_id, kind)
        pages = site.store.evidence(council, record_id, kind)
        if pages is None:
            abort(403, _("Something in this record is withheld by the archive, so its pages are not given."))
        found = next((one for one in pages if one.newest.id == page), None)
        pages_at = site.config.page_files if site.config else None
        if found is None or pages_at is None:
            abort(404, _("The archive has no such page of this record."))
        return _as_text(found, pages_at)


def _title(site: Site, council: str, record_id: str, kind: RecordKind) -> str:
    """Name a record; one that there is not, or that readers may not see, is not found."""
    if kind == "meeting" and (meeting := site.store.meeting(council, record_id)):
        return f"{meeting.board}, {words.day(meeting.date)}"
    if kind == "official" and (official := site.store.official(council, record_id)):
        return official.item.title
    return abort(404, _("The archive has no such record."))


def _as_text(found: Evidence, pages: warc.Where) -> Response:
    """Give a page's bytes as they came, to be saved: nothing in them can run in a reader's browser."""
    kept = found.newest
    response = Response(warc.read(pages, kept.body_at), content_type="application/octet-stream")
    name = "-".join(_NOT_IN_NAMES.sub("-", part) for part in (kept.council, kept.kind, str(kept.id)))
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.txt")
    response.headers["Cache-Control"] = "no-store"  # what is suppressed later is not handed on by a cache
    return response
