"""Which page is due when (pure): often around a meeting and while minutes are awaited, rarely once settled.

    list of boards                weekly
    list of a board's meetings    nightly; weekly when the board has not met for over a year
    its earlier pages             to the end at first, then twice a year; its later pages weekly
    newest page of a register     nightly; its earlier pages, and single decisions, ever more rarely
    meeting                       when its list says something new of it; besides that
        in the coming days            nightly
        minutes awaited, or draft     nightly at first, ever more rarely as it ages
        settled                       ever more rarely, at least once a year
    pages beside a meeting        when the meeting's own page changed, else like a settled page
    what could not be had         at once, then after half the time that it has been missing, at least monthly

A night is a little less than a day, so that a run may start earlier than the last one did.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from archive.model import PageKind
from archive.store import PageState, Sitting, Wanted

NIGHT = timedelta(hours=20)
WEEK = timedelta(days=7) - timedelta(hours=4)
MONTH = timedelta(days=30)
HALF_YEAR = timedelta(days=182)
YEAR = timedelta(days=365)
AT_ONCE = datetime.min.replace(tzinfo=UTC)
NEVER = datetime.max.replace(tzinfo=UTC)
AHEAD = timedelta(days=1)  # what lies further ahead was noted by a clock that was wrong
DORMANT = timedelta(days=400)  # a board without a meeting for so long
SOON = timedelta(days=8)  # before a meeting, when its agenda comes out

Rank = tuple[int, int, str, int]
"""Smaller is asked first: class, age in days, what it is of, whether it is beside a meeting's own page."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a run is asked to fetch: what is due or everything, of all meetings or of some."""

    everything: bool = False
    since: date | None = None
    boards: tuple[str, ...] = ()  # names

    def wants(self, page: Wanted) -> bool:
        """Tell whether a page is among those that a run was asked for; the list of boards always is."""
        sitting = page.subject.sitting
        board = sitting.board if sitting else page.subject.board
        if self.boards and page.request.kind != "board-list" and board not in self.boards:
            return False
        day = sitting.date if sitting else page.subject.day
        return self.since is None or day is None or day >= self.since


WHAT_IS_DUE = Choice()
LISTS: frozenset[PageKind] = frozenset({"board-list", "board", "meeting-list", "decision-list"})


def due(page: Wanted, now: datetime) -> datetime:
    """Return from when on a page is to be asked for (again)."""
    return min(itself_due(page, now), _first_address(page))


def itself_due(page: Wanted, now: datetime) -> datetime:
    """Return from when on a page is to be asked for, at whichever of its addresses gives it."""
    if page.asked is None or page.asked > now + AHEAD:
        return _first(page, now)
    if page.state != "read":
        return page.asked + _patience(page.state, page.since, page.asked)
    return _again(page, page.asked, now)


def first_address_due(page: Wanted, now: datetime) -> bool:
    """Tell whether the first of a page's two addresses is to be tried, if it gave nothing of late."""
    return page.detour is None or _first_address(page) <= now


def rank(page: Wanted, now: datetime) -> Rank:
    """Say how urgent a page is: lists first, then the newest meetings, each with the pages beside it."""
    request, sitting = page.request, page.subject.sitting
    of = request.of or ""
    if request.kind in ("board-list", "board"):
        return 0, 0, of, 0
    if request.kind == "meeting-list":
        return (1 if request.beyond != "earlier" else 4), 0, of, 0
    if request.kind == "decision-list":
        return (2 if not request.beyond else 5), 0, of, 0
    if request.kind == "decision":
        return 5, _age(page.subject.day, now), of, 0
    if request.kind == "file":
        return 6, _age(sitting.date if sitting else page.subject.day, now), of, 0
    return 3, _age(sitting.date if sitting else None, now), of, request.kind != "meeting"


def _age(day: date | None, now: datetime) -> int:
    return (now.date() - day).days if day else 0


def _first(page: Wanted, now: datetime) -> datetime:
    """Ask for a new page at once; for earlier lists only when none was followed to its end of late."""
    ended = page.subject.ended
    if page.request.beyond == "earlier" and ended and ended <= now + AHEAD:
        return ended + _spread(page.request.of or "", HALF_YEAR)
    return AT_ONCE


def _patience(state: PageState | None, since: datetime | None, asked: datetime) -> timedelta:
    """Wait half as long as something has been missing; longer for what the site says it does not have."""
    missing = asked - since if since else timedelta()
    if state in ("not offered", "gone"):
        return _clamp(missing, WEEK, HALF_YEAR)
    return min(missing / 2, MONTH)


def _first_address(page: Wanted) -> datetime:
    """Return from when on the first of a page's two addresses is to be tried, though it gave nothing."""
    if page.request.instead is None or page.asked is None:
        return NEVER
    if page.knocked is None:
        return AT_ONCE
    if page.detour is None:
        return NEVER
    return page.knocked + _patience(page.detour_state, page.detour, page.knocked)


def _again(page: Wanted, asked: datetime, now: datetime) -> datetime:
    kind, subject = page.request.kind, page.subject
    if kind == "meeting" and subject.sitting:
        return _meeting_again(page, subject.sitting, asked, now)
    if kind in LISTS:
        return asked + _between_lists(page, now)
    if kind == "file":
        return asked + YEAR  # a file that is replaced gets another address
    if subject.meeting_changed and page.had and subject.meeting_changed > page.had:
        return AT_ONCE
    return asked + _settling(page, subject.sitting.date if subject.sitting else subject.day, asked)


def _between_lists(page: Wanted, now: datetime) -> timedelta:
    kind, beyond, newest = page.request.kind, page.request.beyond, page.subject.newest
    if kind in ("board-list", "board") or beyond == "later":
        return WEEK
    if kind == "decision-list" and beyond:
        return _settling(page, None, now)
    if beyond:
        return _spread(page.request.of or "", HALF_YEAR)
    dormant = newest is not None and kind == "meeting-list" and now - _start(newest) > DORMANT
    return WEEK if dormant else NIGHT


def _meeting_again(page: Wanted, sitting: Sitting, asked: datetime, now: datetime) -> datetime:
    if sitting.listed and page.had and sitting.listed > page.had:
        return AT_ONCE
    age = now - _start(sitting.date)
    if sitting.status != "cancelled":
        if age < timedelta(days=1):
            return asked + (NIGHT if -age <= SOON else WEEK)
        if sitting.stage == "draft minutes":
            return asked + _clamp(age / 15, NIGHT, HALF_YEAR)
        if sitting.stage != "minutes":
            # A list that says what is published brings minutes to light by itself.
            slowly = WEEK if sitting.signalled else NIGHT
            return asked + _clamp(age / 20, slowly, HALF_YEAR)
    return asked + _settling(page, sitting.date, asked)


def _settling(page: Wanted, day: date | None, asked: datetime) -> timedelta:
    """Wait a quarter of the time for which a page has been as it is, a week at least and a year at most.

    What came in one night does not come due in one night.
    """
    since = max((_start(day) if day else page.since or asked), page.changed or AT_ONCE)
    return _spread(page.request.url, _clamp((asked - since) / 4, WEEK, YEAR))


def _spread(name: str, wait: timedelta) -> timedelta:
    """Lengthen or shorten a wait by up to a third, always the same for one name."""
    lot = hashlib.sha256(name.encode()).digest()[0] / 255
    return wait * (2 + 2 * lot) / 3


def _clamp(wait: timedelta, least: timedelta, most: timedelta) -> timedelta:
    return max(least, min(wait, most))


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
