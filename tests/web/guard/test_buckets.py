from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from web.guard.buckets import Buckets


class Clock:
    """A clock that stands still until it is told to go on."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_a_minutes_worth_may_be_taken_at_once_and_then_comes_back_by_and_by() -> None:
    clock = Clock()
    buckets = Buckets(60, clock=clock)
    assert [buckets.take("a", 1) for _ in range(60)] == [0.0] * 60
    assert buckets.take("a", 1) == 1.0
    clock.now += 1
    assert buckets.take("a", 1) == 0.0
    assert buckets.take("a", 3) == 3.0


def test_each_has_a_bucket_of_their_own() -> None:
    buckets = Buckets(1)
    assert (buckets.take("a", 1), buckets.take("b", 1)) == (0.0, 0.0)
    assert buckets.take("a", 1) > 0


def test_what_costs_more_than_a_bucket_holds_may_be_had_of_a_full_one() -> None:
    clock = Clock()
    buckets = Buckets(10, clock=clock)
    assert buckets.take("a", 20) == 0.0
    assert buckets.take("a", 20) == 60.0
    clock.now += 60
    assert buckets.take("a", 20) == 0.0


def test_a_rate_of_nought_sets_no_limit() -> None:
    buckets = Buckets(0)
    assert {buckets.take("a", 100) for _ in range(1000)} == {0.0}
    assert len(buckets) == 0


def test_however_many_ask_only_so_many_are_remembered_and_the_latest_of_all() -> None:
    buckets = Buckets(1, most=100)
    for number in range(1000):
        assert buckets.take(str(number), 1) == 0.0
    assert len(buckets) == 100
    assert buckets.take("999", 1) > 0
    assert buckets.take("0", 1) == 0.0


@given(st.lists(st.tuples(st.floats(0, 30), st.integers(1, 5)), max_size=60))
def test_nobody_ever_gets_more_than_a_bucket_and_what_came_back_meanwhile(
    asked: list[tuple[float, int]],
) -> None:
    clock = Clock()
    buckets = Buckets(12, clock=clock)
    began, had = clock.now, 0
    for pause, cost in asked:
        clock.now += pause
        wait = buckets.take("a", cost)
        had += cost if not wait else 0
        assert had <= 12 + (clock.now - began) * 12 / 60 + 1e-6
        if wait:
            clock.now += wait + 1e-6
            assert buckets.take("a", cost) == 0.0
            had += cost
