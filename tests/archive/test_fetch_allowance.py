from __future__ import annotations

import multiprocessing
import threading
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.config import CrawlSettings, Hours
from archive.errors import MinutesError
from archive.fetch import Allowance, Fetcher, Spent
from tests.archive.asking import ITEM, ask
from tests.archive.loopback import Clock, Loopback, Reply, serving

MIDNIGHT = datetime(2026, 11, 2)  # as a clock on the wall says it: without a zone
NIGHT = (time(22), time(6))
DAY = (time(9), time(17, 30))


@dataclass
class Wall:
    """A clock on the wall that goes on with a fetcher's clock."""

    clock: Clock
    began: datetime

    def __call__(self) -> datetime:
        return self.began + timedelta(seconds=self.clock.now - Clock().now)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def limited(
    clock: Clock,
    at: datetime = MIDNIGHT,
    *,
    requests: int | None = None,
    minutes: float | None = None,
    hours: Hours | None = None,
) -> Fetcher:
    chosen = CrawlSettings(
        delay=2.0, allow_private_addresses=True, requests=requests, minutes=minutes, hours=hours
    )
    return Fetcher(chosen, Allowance(chosen, clock, Wall(clock, at)), clock.sleep, clock)


def ask_until_spent(site: Loopback, asker: Fetcher) -> str:
    try:
        while True:
            ask(site, asker)
    except Spent as spent:
        return str(spent)


def test_a_run_makes_no_more_requests_than_it_may_and_robots_txt_is_one(clock: Clock) -> None:
    with serving({ITEM: Reply()}) as site:
        said = ask_until_spent(site, limited(clock, requests=5))
        assert len(site.asked) == 5
        assert site.asked[0].path == "/robots.txt"
    assert said == (
        "this run has made as many requests as it may (requests = 5 under [crawl]);"
        " run again to go on, or raise it"
    )


def test_a_run_ends_before_its_minutes_do(clock: Clock) -> None:
    with serving({ITEM: Reply()}) as site:
        said = ask_until_spent(site, limited(clock, minutes=1))
    assert said.startswith("this run has taken as long as it may (minutes = 1 under [crawl])")
    assert clock.now == 1058.0  # the wait that would have led past them was not begun


def test_a_run_ends_before_its_hours_do(clock: Clock) -> None:
    with serving({ITEM: Reply()}) as site:
        said = ask_until_spent(site, limited(clock, MIDNIGHT.replace(hour=5, minute=59), hours=NIGHT))
    assert said.startswith("the hours 22:00-06:00 when sites may be asked end before the next request is due")
    assert clock.now == 1058.0


def test_a_run_begun_outside_its_hours_asks_nothing_and_says_so(clock: Clock) -> None:
    with serving({ITEM: Reply()}) as site:
        said = ask_until_spent(site, limited(clock, MIDNIGHT.replace(hour=14, minute=5), hours=NIGHT))
        assert site.asked == []
    assert said == (
        "it is 14:05, outside the hours 22:00-06:00 when sites may be asked;"
        " run again within them, or change hours under [crawl]"
    )


def test_a_site_that_wants_a_rest_past_the_end_of_the_run_ends_it(clock: Clock) -> None:
    with serving({ITEM: [Reply(503, b"", {"Retry-After": "100"}), Reply()]}) as site:
        ask_until_spent(site, limited(clock, minutes=1))
        assert site.paths == [ITEM]
    assert clock.slept == [2.0]


@pytest.mark.parametrize(
    ("hours", "at", "within"),
    [
        (NIGHT, time(22), True),
        (NIGHT, time(21, 59, 59), False),
        (NIGHT, time(0), True),
        (NIGHT, time(5, 59, 59), True),
        (NIGHT, time(6), False),
        (DAY, time(9), True),
        (DAY, time(17, 29), True),
        (DAY, time(17, 30), False),
        (DAY, time(0), False),
        ((time(0), time(1)), time(0), True),
        ((time(23), time(0)), time(0), False),
    ],
)
def test_hours_begin_with_the_first_and_end_before_the_last(hours: Hours, at: time, within: bool) -> None:
    allowance = Allowance(CrawlSettings(hours=hours), now=lambda: datetime.combine(MIDNIGHT, at))
    if within:
        allowance.check()
    else:
        with pytest.raises(Spent):
            allowance.check()


MOMENTS = st.times().map(lambda t: t.replace(second=0, microsecond=0))


@settings(deadline=None, derandomize=True)
@given(MOMENTS, MOMENTS, MOMENTS)
def test_any_moment_of_a_day_is_within_hours_or_within_their_opposite(a: time, b: time, at: time) -> None:
    if a == b:
        return

    def within(hours: Hours) -> bool:
        allowance = Allowance(CrawlSettings(hours=hours), now=lambda: datetime.combine(MIDNIGHT, at))
        try:
            allowance.check()
        except Spent:
            return False
        return True

    assert within((a, b)) is not within((b, a))


def take_all(allowance: Allowance) -> int:
    taken = 0
    try:
        while True:
            allowance.take()
            taken += 1
    except Spent:
        return taken


def test_threads_share_one_allowance_to_the_last_request() -> None:
    allowance = Allowance(CrawlSettings(requests=2000))
    taken: list[int] = []
    threads = [threading.Thread(target=lambda: taken.append(take_all(allowance))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(taken) == allowance.used == 2000


def test_allowances_with_one_counter_and_beginning_are_one(clock: Clock) -> None:
    counter = multiprocessing.Value("q", 0)
    chosen = CrawlSettings(requests=3, minutes=1)
    first, second = (Allowance(chosen, clock, counter=counter, began=clock.now) for _ in range(2))
    first.take()
    second.take()
    clock.now += 59
    first.take()
    with pytest.raises(Spent, match="requests = 3"):
        second.take()
    clock.now += 1
    with pytest.raises(Spent, match="minutes = 1"):
        second.take()


def test_a_spent_allowance_is_no_failure() -> None:
    assert not issubclass(Spent, MinutesError)
