"""`/status`: what the archive holds of each council and board, what it waits for, and how fresh it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime

from flask import Blueprint, render_template
from flask_babel import lazy_gettext as _l

from archive.account import State
from archive.errors import MinutesError
from archive.runs import Run
from web.site import Site
from web.watch.work import notices, work

STATE_WORDS: Mapping[State, str] = {
    "minutes read": _l("Minutes are here"),
    "draft minutes read": _l("Draft minutes are here"),
    "decisions only": _l("Decisions are here, minutes are not published yet"),
    "minutes awaited": _l("Minutes are awaited"),
    "agenda only": _l("No more than an agenda was ever published"),
    "nothing published": _l("Nothing was ever published"),
    "upcoming": _l("Still to come"),
    "cancelled": _l("Cancelled"),
    "incomplete item": _l("Here, but the council’s pages cut an item short"),
    "refused": _l("The council’s page could not be understood"),
    "unreachable": _l("The council’s site did not give the page"),
    "forbidden by robots": _l("The council’s site asks robots to keep away from the page"),
    "gone": _l("The council has taken the page down"),
    "not asked for": _l("Not fetched yet"),
}
"""The states of a meeting, in the words of a reader."""

TROUBLE_WORDS = {
    "refused": STATE_WORDS["refused"],
    "unreachable": STATE_WORDS["unreachable"],
    "forbidden": STATE_WORDS["forbidden by robots"],
    "gone": STATE_WORDS["gone"],
}

ENDED_WORDS = {
    "done": _l("It was finished."),
    "budget": _l("It stopped at its limit; the next run goes on from there."),
    "hours": _l("It stopped when its hours were over; the next run goes on from there."),
    "interrupted": _l("It was stopped by somebody; the next run goes on from there."),
    "failed": _l("It failed."),
}


def status(site: Site) -> Blueprint:
    """Make the route, and tell every page what goes on behind the site."""
    routes = Blueprint("status", __name__)

    @routes.app_context_processor
    def told() -> dict[str, Callable[[], object]]:
        return {"notices": lambda: _notices(site), "going_on": lambda: work(site)}

    @routes.get("/status")
    def page() -> tuple[str, int]:
        now = work(site)
        shown = {
            "counts": site.store.counts(),
            "now": now,
            "why": _why(site, now.diary.last),
            "councils": site.coverage.on(date.today()),
            "of_state": STATE_WORDS,
            "of_trouble": TROUBLE_WORDS,
            "ended": ENDED_WORDS,
        }
        return render_template("status.html", **shown), 200

    return routes


def _notices(site: Site) -> Sequence[str]:
    try:
        return notices(work(site), datetime.now(UTC))
    except MinutesError:  # the page that is being made says what is wrong, or works without
        return ()


def _why(site: Site, run: Run | None) -> tuple[str, ...]:
    """Say why a run failed; what names the machine's own folders is for its operator only."""
    folder = str(site.config.data) if site.config else ""
    return tuple(why for why in (run.failed if run else ()) if folder not in why)
