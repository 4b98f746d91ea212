from __future__ import annotations

from datetime import date, time

import pytest

from web import words


def test_days_are_written_as_people_do() -> None:
    assert words.day(date(2024, 3, 1)) == "1 March 2024"
    assert words.short_day(date(2024, 12, 31)) == "31 Dec 2024"


@pytest.mark.parametrize(
    ("clock", "written"),
    [
        (time(0, 0), "midnight"),
        (time(0, 15), "12.15am"),
        (time(9, 5), "9.05am"),
        (time(12, 0), "noon"),
        (time(12, 30), "12.30pm"),
        (time(19, 0), "7pm"),
    ],
)
def test_times_are_written_as_people_do(clock: time, written: str) -> None:
    assert words.clock(clock) == written


def test_a_shortened_text_ends_between_words() -> None:
    assert words.shortened("one two three", 9) == "one two …"
    assert words.shortened("one two three", 13) == "one two three"
    assert words.shortened("x" * 50, 9) == "xxxxxxxxx …"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", " JaVaScRiPt:alert(1)", "data:text/html,x", "//x.example", "http://[", "", None],
)
def test_only_addresses_on_the_web_become_links(url: str | None) -> None:
    assert not words.linkable(url)
    assert words.linkable("https://saltmere.example/a")
