"""What the campaign of several crawlers refuses."""

from __future__ import annotations

import pytest

from bench.crawlers.checks import Twice, at_each_kill, hurried, shortest_pause, twice, unexcused
from bench.crawlers.sites import Asked

LOG = [
    Asked(0, "/robots.txt", 1.0),
    Asked(0, "/a", 2.0),
    Asked(1, "/a", 2.1),
    Asked(0, "/robots.txt", 3.0),
    Asked(0, "/a", 4.0),
]


def test_a_page_that_was_asked_for_twice_of_one_host_is_found_and_robots_is_none() -> None:
    assert twice(LOG) == [Twice(0, "/a", 2.0, 4.0)]


@pytest.mark.parametrize(
    ("kills", "excused"), [([], False), ([2.5], True), ([1.9], False), ([3.5], False), ([4.5], False)]
)
def test_a_kill_excuses_a_page_that_was_under_way(kills: list[float], excused: bool) -> None:
    assert (list(unexcused(twice(LOG), kills, 1.0)) == []) is excused


def test_a_kill_excuses_one_page_of_a_host_and_no_more() -> None:
    found = [Twice(0, "/a", 2.0, 4.0), Twice(0, "/b", 2.2, 4.1), Twice(1, "/a", 2.1, 4.0)]
    assert list(unexcused(found, [2.5], 1.0)) == [found[1]]
    assert at_each_kill(found, [2.5, 9.0], 1.0) == [3, 0]


def test_a_host_that_is_asked_too_soon_is_found() -> None:
    assert [(asked.when, apart) for asked, apart in hurried(LOG, 1.5)] == [(2.0, 1.0), (3.0, 1.0), (4.0, 1.0)]
    assert list(hurried(LOG, 1.0)) == []
    assert shortest_pause(LOG) == 1.0
