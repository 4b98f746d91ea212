"""Every kind of page, with an address of each in the made-up council's archive."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page, or a state of one that looks different."""

    name: str
    endpoint: str  # of the route that answers; empty for an error page, which has none
    address: str  # {token} stands for that of a saved search
    status: int = 200
    empty: bool = False  # looked at in an archive that has nothing yet


KINDS = (
    Kind("results", "search.page", "/?q=harbour+bridge"),
    Kind("everything", "search.page", "/?size=5"),
    Kind("filtered", "search.page", "/?q=budget&board=Cabinet&kind=decision&since=2025&size=5"),
    Kind("no-results", "search.page", "/?q=bridge+zeppelin&kind=decision"),
    Kind("problem", "search.page", "/?q=bridge&since=last+week", 400),
    Kind("nothing-yet", "search.page", "/?q=bridge", empty=True),
    Kind("meeting", "records.meeting", "/t/4277"),
    Kind("cancelled", "records.meeting", "/t/4196"),
    Kind("upcoming", "records.meeting", "/t/4289"),
    Kind("item", "records.item", "/t/4280/30913"),
    Kind("decision", "records.decision", "/t/decision/2145"),
    Kind("copy", "records.copy", "/t/4277/copy"),
    Kind("compare", "revisions.compare", "/compare/t/4277/30897"),
    Kind("boards", "boards.index", "/boards"),
    Kind("board", "boards.board", "/boards/t/228"),
    Kind("decisions", "lists.decisions", "/decisions?size=10"),
    Kind("actions", "lists.actions", "/actions?size=10"),
    Kind("topics", "topics.index", "/topics"),
    Kind("similar", "similar.page", "/similar?item=t/4250/30827"),
    Kind("similar-form", "similar.page", "/similar"),
    Kind("about", "about.page", "/about"),
    Kind("status", "status.page", "/status"),
    Kind("status-empty", "status.page", "/status", empty=True),
    Kind("api", "api.page", "/api/v1/"),
    Kind("save", "saved.new", "/saved/new?q=harbour+bridge&kind=decision"),
    Kind("saved", "saved.show", "/saved/{private}"),
    Kind("saved-confirm", "saved.confirm", "/saved/confirm/{confirm}"),
    Kind("saved-unsubscribe", "saved.unsubscribe", "/saved/unsubscribe/{leave}"),
    Kind("not-found", "", "/nowhere/9", 404),
)

FORMS = frozenset({"saved.create", "saved.change", "saved.confirmed", "saved.unsubscribed"})
"""Endpoints that take a form: their pages are seen by those who send one, in test_journeys.py."""

NOT_PAGES = FORMS | {
    "static",
    "api.search",
    "api.facets",
    "api.similar",
    "api.meeting",
    "api.decision",
    "api.councils",
    "api.counts",
    "api.document",
    "exports.csv",
    "exports.json",
    "exports.atom",
    "boards.calendar",
    "records.copied",
    "health.show",
}
"""Endpoints that answer with something other than a page."""
