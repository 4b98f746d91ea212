from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import Unreachable
from archive.fetch.pace import LONGEST_PAUSE, Pace
from tests.archive.asking import ITEM, OTHER, ask, fetcher
from tests.archive.loopback import PAGE, Clock, Reply, serving


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_requests_to_a_host_are_a_delay_apart(clock: Clock) -> None:
    with serving({ITEM: Reply()}) as site:
        asker = fetcher(clock, delay=2.0)
        for _ in range(3):
            ask(site, asker)
    assert clock.slept == [2.0, 2.0, 2.0]  # robots.txt is a request too


def test_a_longer_delay_that_robots_txt_asks_for_is_kept(clock: Clock) -> None:
    robots = Reply(body=b"User-agent: *\nCrawl-delay: 7\n")
    with serving({"/robots.txt": robots, ITEM: Reply()}) as site:
        asker = fetcher(clock, delay=2.0)
        for _ in range(2):
            ask(site, asker)
    assert clock.slept == [7.0, 7.0]


def test_time_spent_elsewhere_counts_towards_the_delay(clock: Clock) -> None:
    with serving({ITEM: Reply()}) as site:
        asker = fetcher(clock, delay=2.0)
        ask(site, asker)
        clock.now += 1.5
        ask(site, asker)
    assert clock.slept == [2.0, 0.5]


def test_a_busy_site_is_asked_again_after_as_long_as_it_says(clock: Clock) -> None:
    busy = Reply(503, b"", {"Retry-After": "30"})
    with serving({ITEM: [busy, Reply()]}) as site:
        assert ask(site, fetcher(clock)).page.body == PAGE
    assert clock.slept == [2.0, 30.0]


def test_a_busy_site_may_name_the_moment_to_ask_again(clock: Clock) -> None:
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    with serving({ITEM: [Reply(503, b"", {"Retry-After": moment}), Reply()]}) as site:
        ask(site, fetcher(clock))
    assert clock.slept == [2.0, pytest.approx(60, abs=3)]


@pytest.mark.parametrize("said", ["", "soon", "-5", "Mon, 99 Jan 2026 00:00:00 GMT", "²"])
def test_a_busy_site_that_does_not_say_is_asked_ever_more_slowly(clock: Clock, said: str) -> None:
    busy = Reply(503, b"", {"Retry-After": said} if said.isascii() else {})
    with serving({ITEM: [busy, busy, Reply()]}) as site:
        ask(site, fetcher(clock, delay=2.0))
    assert clock.slept == [2.0, 4.0, 16.0]


def test_a_site_that_wants_to_be_left_alone_for_long_is_left_alone_until_then(clock: Clock) -> None:
    with serving({ITEM: [Reply(503, b"", {"Retry-After": "3600"}), Reply()]}) as site:
        asker = fetcher(clock)
        with pytest.raises(Unreachable, match="answered 503 and wants to be left alone for 3600 seconds"):
            ask(site, asker)
        clock.now += 600
        with pytest.raises(Unreachable, match="wants to be left alone for another 3000 seconds"):
            ask(site, asker, OTHER)
        assert site.paths == [ITEM]
        clock.now += 3000
        assert ask(site, asker).page.body == PAGE
    assert clock.slept == [2.0]


def test_whoever_asks_a_host_next_hears_how_long_it_is_to_be_left_alone(clock: Clock) -> None:
    heard: list[float] = []
    busy = [Reply(503, b"", {"Retry-After": "9"}), Reply(503, b"", {"Retry-After": "3600"})]
    with serving({ITEM: busy}) as site:
        asker = fetcher(clock, delay=2.0)
        asker.note = heard.append
        with pytest.raises(Unreachable):
            ask(site, asker)
    assert heard == [2.0, 2.0, 9.0, 4.0, 3600.0]  # robots.txt; then each try, and what came of it


def test_whoever_asks_a_host_next_hears_of_the_rest_that_a_slow_answer_calls_for(clock: Clock) -> None:
    heard: list[float] = []
    with serving({ITEM: Reply(takes=12.0)}, clock=clock) as site:
        asker = fetcher(clock, delay=2.0)
        asker.note = heard.append
        ask(site, asker)
    assert heard == [2.0, 2.0, 12.0]  # before robots.txt; before the page, and when its answer was there


def test_whoever_asks_a_host_next_hears_of_the_delay_that_robots_txt_asks_for(clock: Clock) -> None:
    heard: list[float] = []
    robots = Reply(body=b"User-agent: *\nCrawl-delay: 7\n")
    with serving({"/robots.txt": robots, ITEM: Reply()}) as site:
        asker = fetcher(clock, delay=2.0)
        asker.note = heard.append
        ask(site, asker)
    assert heard == [2.0, 7.0, 7.0]


def test_a_host_that_another_crawler_asked_just_now_is_left_alone_for_the_rest_of_its_pause(
    clock: Clock,
) -> None:
    with serving({ITEM: Reply()}) as site:
        asker = fetcher(clock, delay=2.0)
        asker.rests = 1.25
        ask(site, asker)
    assert clock.slept == [1.25, 2.0]


def test_a_host_that_told_another_crawler_to_leave_it_alone_for_long_is_left_alone(clock: Clock) -> None:
    with serving({ITEM: Reply()}) as site:
        asker = fetcher(clock)
        asker.rests = 3600.0
        with pytest.raises(Unreachable, match="left alone for another 3600 seconds"):
            ask(site, asker)
    assert site.asked == []


def test_a_site_that_stays_busy_is_unreachable_after_three_tries(clock: Clock) -> None:
    with serving({ITEM: Reply(503, b"")}) as site:
        with pytest.raises(Unreachable, match="the site answered 503"):
            ask(site, fetcher(clock))
        assert len(site.paths) == 3


def test_a_site_that_was_busy_is_asked_at_its_usual_pace_again_step_by_step(clock: Clock) -> None:
    busy = Reply(429, b"")
    with serving({ITEM: [busy, busy, Reply()]}) as site:
        asker = fetcher(clock, delay=2.0)
        for _ in range(6):
            ask(site, asker)
    waits = clock.slept[3:]
    assert waits == sorted(waits, reverse=True)
    assert waits[0] == pytest.approx(8 * 2 / 3)
    assert waits[-1] == 2.0


def test_a_slow_site_rests_for_as_long_as_its_answers_took(clock: Clock) -> None:
    with serving({ITEM: [Reply(takes=12.0), Reply(takes=12.0), Reply()]}, clock=clock) as site:
        asker = fetcher(clock, delay=2.0)
        for _ in range(8):
            ask(site, asker)
    # The last answers count half, those before them a quarter, and so on.
    assert clock.slept == [2.0, 12.0, 12.0, 6.0, 3.0, 2.0, 2.0, 2.0]


def test_an_answer_that_fails_is_waited_for_ever_longer_without_a_lasting_slower_pace(clock: Clock) -> None:
    with serving({ITEM: [Reply(missing=10), Reply(missing=10), Reply()]}) as site:
        asker = fetcher(clock, delay=2.0)
        ask(site, asker)
        ask(site, asker)
    assert clock.slept == [2.0, 2.0, 4.0, 2.0]


SECONDS = st.floats(0, 1000)
ANSWERS = st.lists(st.tuples(SECONDS, st.booleans()), max_size=40)


def after(pace: Pace, answers: list[tuple[float, bool]]) -> Pace:
    for took, busy in answers:
        pace = pace.timed(took)
        pace = pace.slower() if busy else pace.eased()
    return pace


@settings(deadline=None, derandomize=True)
@given(base=SECONDS, answers=ANSWERS, took=SECONDS)
def test_no_request_ever_goes_out_sooner_than_the_usual_pace(
    base: float, answers: list[tuple[float, bool]], took: float
) -> None:
    pace = after(Pace(base), answers)
    assert base <= pace.delay <= max(base, LONGEST_PAUSE)
    assert pace.free_at(100.0, 100.0 + took) >= 100.0 + max(base, took)


@settings(deadline=None, derandomize=True)
@given(base=SECONDS, answers=ANSWERS)
def test_enough_good_and_quick_answers_bring_the_usual_pace_back(
    base: float, answers: list[tuple[float, bool]]
) -> None:
    pace = after(after(Pace(base), answers), [(0.0, False)] * 40)
    assert pace.delay == pytest.approx(base, abs=0.001)
    assert pace.took < 0.001


@settings(deadline=None, derandomize=True)
@given(base=SECONDS, answers=ANSWERS)
def test_a_busy_host_is_never_asked_sooner_than_before_it_said_so(
    base: float, answers: list[tuple[float, bool]]
) -> None:
    pace = after(Pace(base), answers)
    assert pace.slower().delay >= pace.delay


def test_a_slow_answer_lengthens_the_rest_at_once() -> None:
    assert Pace(1.0).timed(5.0).free_at(100.0, 105.0) == 110.0
