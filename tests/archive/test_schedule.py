from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model import PageKind, Request, Stage, Status
from archive.schedule import Choice, due, first_address_due, rank
from archive.store import Sitting, Subject, Wanted
from archive.store.nouns import PageState, TroubleState

NOW = datetime(2026, 6, 1, 2, tzinfo=UTC)


UNKNOWN = Subject()


def ago(**since: float) -> datetime:
    return NOW - timedelta(**since)


def sitting(days_ago: int, stage: Stage | None = "minutes", **more: object) -> Sitting:
    day = (NOW - timedelta(days=days_ago)).date()
    status: Status = "held" if days_ago > 0 else "upcoming"
    usual = Sitting("802", "Area Forum", "31", day, status, stage, "https://t.example/m", None, False, None)
    return replace(usual, **more)  # type: ignore[arg-type] # a test names the fields that it means


def page(kind: PageKind, asked: datetime | None, subject: Subject = UNKNOWN, **more: object) -> Wanted:
    state: PageState | None = "read" if asked else None
    usual = Wanted(
        "t", Request("https://t.example/m", kind), asked, asked, None, state, asked, subject=subject
    )
    return replace(usual, **more)  # type: ignore[arg-type] # as above


def wait(wanted: Wanted) -> timedelta:
    """How long after it was last asked for a page is due again."""
    assert wanted.asked
    return due(wanted, NOW) - wanted.asked


def meeting(days_ago: int, asked: datetime, stage: Stage | None, **more: object) -> Wanted:
    return page("meeting", asked, Subject(sitting(days_ago, stage, **more)))


@pytest.mark.parametrize("kind", get_args(PageKind))
def test_what_was_never_asked_for_is_due_at_once(kind: PageKind) -> None:
    assert due(page(kind, None), NOW) <= NOW


def test_lists_of_meetings_are_asked_nightly_and_the_list_of_boards_weekly() -> None:
    assert timedelta(hours=12) < wait(page("meeting-list", NOW)) < timedelta(days=1)
    assert timedelta(days=6) < wait(page("board-list", NOW)) < timedelta(days=7)


def test_the_list_of_a_board_that_no_longer_meets_is_asked_weekly() -> None:
    long_ago = Subject(newest=date(2024, 11, 1))
    assert timedelta(days=6) < wait(page("meeting-list", NOW, long_ago)) < timedelta(days=7)


def test_earlier_pages_of_a_list_are_left_alone_once_it_was_followed_to_its_end() -> None:
    request = Request("https://t.example/earlier", "meeting-list", beyond="earlier")
    fresh = replace(page("meeting-list", None, Subject(ended=ago(days=3))), request=request)
    assert timedelta(days=110) < due(fresh, NOW) - NOW < timedelta(days=250)
    unended = replace(fresh, subject=Subject(ended=None))
    assert due(unended, NOW) <= NOW


def test_a_meeting_is_asked_nightly_in_the_days_before_it_and_weekly_until_then() -> None:
    assert wait(meeting(-3, NOW, "agenda")) < timedelta(days=1)
    assert timedelta(days=6) < wait(meeting(-30, NOW, None)) < timedelta(days=7)


def test_awaited_minutes_are_asked_for_ever_more_rarely() -> None:
    waits = [wait(meeting(days, NOW, "agenda")) for days in (2, 60, 365, 3650)]
    assert waits[0] < timedelta(days=1)
    assert waits == sorted(waits)
    assert waits[-1] < timedelta(days=200)


def test_minutes_that_a_list_will_announce_are_asked_for_no_more_than_weekly() -> None:
    assert wait(meeting(14, NOW, "agenda", signalled=True)) > timedelta(days=6)


def test_what_a_list_says_anew_of_a_meeting_makes_it_due_at_once() -> None:
    settled = meeting(400, ago(days=9), "minutes", listed=ago(days=300))
    assert due(settled, NOW) > NOW
    assert due(meeting(400, ago(days=9), "minutes", listed=ago(days=1)), NOW) <= NOW


def test_settled_minutes_are_asked_for_at_least_once_in_sixteen_months_and_at_most_weekly() -> None:
    waits = [wait(meeting(days, NOW, "minutes")) for days in (20, 200, 2000, 9000)]
    assert timedelta(days=4) < waits[0]
    assert waits[-1] < timedelta(days=490)


def test_settled_meetings_of_one_night_come_due_on_many_nights() -> None:
    one = meeting(3000, NOW, "minutes")
    urls = [f"https://t.example/ieListDocuments.aspx?MId={n}" for n in range(200)]
    nights = {due(replace(one, request=Request(url, "meeting")), NOW).date() for url in urls}
    assert len(nights) > 80


def test_pages_beside_a_meeting_are_due_when_its_own_page_says_something_new() -> None:
    old = Subject(sitting(900), meeting_changed=ago(days=50))
    assert due(page("item", ago(days=40), old), NOW) > NOW
    new = replace(old, meeting_changed=ago(hours=1))
    assert due(page("item", ago(days=40), new), NOW) <= NOW


def test_what_failed_is_due_at_once_and_then_after_half_the_time_that_it_has_failed() -> None:
    failed = page("item", NOW, state="refused", since=NOW)
    assert due(failed, NOW) <= NOW
    assert wait(replace(failed, since=ago(days=8))) == timedelta(days=4)
    assert wait(replace(failed, since=ago(days=800))) == timedelta(days=30)


def test_what_a_site_says_it_does_not_offer_is_left_alone_for_a_week() -> None:
    absent = page("attendance", NOW, state="not offered", since=NOW)
    assert wait(absent) > timedelta(days=6)


def test_an_address_that_gave_nothing_is_tried_again_ever_more_rarely_and_the_other_one_asked_meanwhile() -> (
    None
):
    other = Request("https://t.example/page", "meeting-list")
    request = Request("https://t.example/service", "meeting-list", instead=other)
    usual = replace(page("meeting-list", ago(hours=1)), request=request)
    failing = replace(usual, detour=ago(days=20), knocked=ago(days=2))
    assert not first_address_due(failing, NOW)
    assert first_address_due(failing, NOW + timedelta(days=8))
    assert due(failing, NOW) > NOW
    never_tried = replace(usual, knocked=None, detour=None)
    assert due(never_tried, NOW) <= NOW
    answering = replace(usual, knocked=ago(hours=1))
    assert due(answering, NOW) > NOW
    assert first_address_due(answering, NOW)


def test_lists_come_first_and_then_the_newest_meetings_each_with_the_pages_beside_it() -> None:
    of = {"802": sitting(10), "803": replace(sitting(3), id="803")}
    kinds: tuple[PageKind, PageKind] = ("item", "meeting")
    pages = [
        Wanted("t", Request(f"https://t.example/{kind}{n}", kind, of=n), subject=Subject(of[n]))
        for n in of
        for kind in kinds
    ]
    pages.append(Wanted("t", Request("https://t.example/boards", "board-list")))
    pages.append(Wanted("t", Request("https://t.example/list", "meeting-list", of="31")))
    ordered = sorted(pages, key=lambda p: rank(p, NOW))
    assert [p.request.kind for p in ordered] == [
        "board-list",
        "meeting-list",
        "meeting",
        "item",
        "meeting",
        "item",
    ]
    assert ordered[2].request.of == "803"


def test_a_run_can_be_asked_for_some_boards_and_for_meetings_since_a_day() -> None:
    wanted = meeting(10, NOW, "minutes")
    assert Choice(boards=("Area Forum",)).wants(wanted)
    assert not Choice(boards=("Cabinet",)).wants(wanted)
    assert Choice(since=ago(days=10).date()).wants(wanted)
    assert not Choice(since=ago(days=9).date()).wants(wanted)
    assert Choice(boards=("Cabinet",)).wants(page("board-list", None))
    assert not Choice(boards=("Cabinet",)).wants(page("meeting-list", None, Subject(board="Area Forum")))


STATES: tuple[PageState, ...] = ("read", "not offered", *get_args(TroubleState))
moments = st.datetimes(datetime(2015, 1, 1), datetime(2026, 6, 1), timezones=st.just(UTC))
sittings = st.builds(
    Sitting,
    id=st.just("802"),
    board=st.just("Area Forum"),
    board_id=st.none(),
    date=st.dates(date(2010, 1, 1), date(2027, 1, 1)),
    status=st.sampled_from(get_args(Status)),
    stage=st.none() | st.sampled_from(get_args(Stage)),
    url=st.just(""),
    listed=st.none() | moments,
    signalled=st.booleans(),
    captured=st.none() | moments,
)
subjects = st.builds(
    Subject,
    sitting=st.none() | sittings,
    day=st.none() | st.dates(date(2000, 1, 1), date(2027, 1, 1)),
    meeting_changed=st.none() | moments,
    newest=st.none() | st.dates(date(2000, 1, 1), date(2027, 1, 1)),
    ended=st.none() | moments,
)


@st.composite
def standing(draw: st.DrawFn) -> Wanted:
    since, asked = sorted([draw(moments), draw(moments)])
    kind: PageKind = draw(st.sampled_from(get_args(PageKind)))
    state: PageState = draw(st.sampled_from(STATES))
    return Wanted("t", Request("u", kind), asked, asked, None, state, since, subject=draw(subjects))


@given(standing())
def test_every_page_that_was_asked_for_comes_due_within_sixteen_months(wanted: Wanted) -> None:
    assert wanted.asked
    assert due(wanted, NOW) <= max(wanted.asked, NOW) + timedelta(days=490)


@given(standing())
def test_a_page_asked_for_this_very_moment_and_read_is_not_due_again_tonight(wanted: Wanted) -> None:
    now = NOW + timedelta(days=1)
    fresh = replace(wanted, asked=now, had=now, state="read", since=min(wanted.since or now, now))
    assert due(fresh, now + timedelta(hours=2)) > now + timedelta(hours=2)
