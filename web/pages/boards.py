"""Boards: all there are, each with its meetings, decisions and topics, and a calendar of what is to come."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask_babel import gettext as _

from archive.errors import IndexFault
from archive.store import BoardSummary, MeetingSummary, UpcomingMeeting
from indexer.model import Query
from web.exports.calendar import CONTENT_TYPE, calendar
from web.site import Site
from web.trends import Trends, trends

DECISIONS = 8  # that a board's page shows

LOG = logging.getLogger("minutes.web")


def boards(site: Site) -> Blueprint:
    """Make the routes of boards."""
    routes = Blueprint("boards", __name__)

    @routes.get("/boards")
    def index() -> str:
        found = site.store.board_summaries(_today())
        by_council = {slug: list(group) for slug, group in groupby(found, key=lambda board: board.council)}
        return render_template("boards.html", by_council=by_council)

    @routes.get("/boards/<council>/<board_id>")
    def board(council: str, board_id: str) -> str:
        found = _board(site, council, board_id)
        past = [m for m in site.store.meetings_of(council, board_id) if m.date <= _today()]
        return render_template(
            "board.html",
            board=found,
            council_name=site.council(council),
            upcoming=site.store.upcoming(council, board_id, _today()),
            **_years(past),
            **_searched(site, found),
        )

    @routes.get("/boards/<council>/<board_id>.ics", endpoint="calendar")
    def ics(council: str, board_id: str) -> Response:
        found = _board(site, council, board_id)
        name = _("%(board)s, %(council)s", board=found.name, council=site.council(council))
        meetings = site.store.upcoming(council, board_id, _today())
        return Response(calendar(name, meetings, _address), content_type=CONTENT_TYPE)

    return routes


def _today() -> date:
    return datetime.now(UTC).date()


def _board(site: Site, council: str, board_id: str) -> BoardSummary:
    found = site.store.board_summary(council, board_id, _today())
    if found is None:
        name = site.council(council)
        abort(404, _("The archive has no board “%(id)s” of “%(council)s”.", id=board_id, council=name))
    return found


def _years(meetings: Sequence[MeetingSummary]) -> dict[str, Any]:
    """Take the meetings of the year that is asked for, of the newest one unless another is."""
    counts: Mapping[int, int] = Counter(meeting.date.year for meeting in meetings)
    asked = request.args.get("year", "")
    year = next((year for year in counts if str(year) == asked), None)
    if asked and year is None:
        abort(404, _("This board has no meetings of “%(year)s” in the archive.", year=asked[:40]))
    year = year or next(iter(counts), None)
    of_year = [meeting for meeting in meetings if meeting.date.year == year]
    return {"years": counts, "year": year, "meetings": of_year}


def _searched(site: Site, board: BoardSummary) -> dict[str, Any]:
    """Find what a search knows of a board, under all the names that it has had; nothing without an index."""
    everything = Query(councils=(board.council,), boards=board.names)
    items = replace(everything, kinds=("item",))
    decided = replace(everything, kinds=("decision",), sort="newest")
    asked = {"everything": everything, "items": items, "decided": decided}
    try:
        if engine := site.filled():
            newest = engine.search(replace(decided, size=DECISIONS, facets=()))
            return {**asked, "decisions": newest, "trends": trends(engine, items, _today().year)}
    except IndexFault as fault:  # the meetings are no less there for it
        LOG.warning("%s: %s", request.path, fault)
    return {**asked, "decisions": None, "trends": Trends()}


def _address(meeting: UpcomingMeeting) -> str:
    if not meeting.read:
        return meeting.url
    return url_for("records.meeting", council=meeting.council, meeting_id=meeting.id, _external=True)
