from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.sources.moderngov import dates, labels

DAYS = [
    ("Thursday 15 January 2026 7:30 pm", date(2026, 1, 15)),
    ("Tuesday, 14th March, 2023 1.00 pm", date(2023, 3, 14)),
    ("15 Jan 2026 7:30 pm", date(2026, 1, 15)),
    ("Dydd Iau, 9fed Hydref, 2014 2.00 o'r gloch", date(2014, 10, 9)),
    ("1af Rhagfyr 2025", date(2025, 12, 1)),
    ("05/03/2026 19.00", date(2026, 3, 5)),
    ("2026-01-15", date(2026, 1, 15)),
    ("31 June 2026", None),
    ("9 Smarch 2026", None),
    ("to be confirmed", None),
]


@pytest.mark.parametrize(("text", "wanted"), DAYS)
def test_a_day_is_read_in_every_form_that_sites_print(text: str, wanted: date | None) -> None:
    assert dates.day(text) == wanted


CLOCKS = [
    (" 7:30 pm", time(19, 30)),
    (" 1.00 pm", time(13)),
    (" 12.00 pm", time(12)),
    (" 12.15 am", time(0, 15)),
    (" 10.30 a.m.", time(10, 30)),
    (" 10.00 yb", time(10)),
    (" 2.00 yp", time(14)),
    (" 7pm", time(19)),
    (" 19.30", time(19, 30)),
    (" 25.00", None),
    (", CANCELLED", None),
]


@pytest.mark.parametrize(("text", "wanted"), CLOCKS)
def test_a_time_is_read_in_every_form_that_sites_print(text: str, wanted: time | None) -> None:
    assert dates.clock(text) == wanted


@given(
    st.dates(min_value=date(1990, 1, 1)),
    st.sampled_from(["%d %B %Y", "%-d %b %Y", "%A, %-d. %B, %Y", "%d/%m/%Y"]),
)
def test_every_day_is_read_back_as_it_was_written(day: date, form: str) -> None:
    assert dates.day(day.strftime(form)) == day


STAGES = [
    ("Agenda, decisions and minutes", "minutes"),
    ("Agenda and draft minutes", "draft minutes"),
    ("Agenda and decisions", "decisions only"),
    ("Agenda", "agenda"),
    ("Meeting", None),
    ("Rhaglen, penderfyniadau a chofnodion", "minutes"),
    ("Rhaglen a chofnodion drafft", "draft minutes"),
    ("Rhaglen a phenderfyniadau", "decisions only"),
    ("Rhaglen", "agenda"),
    ("Cyfarfod", None),
]


@pytest.mark.parametrize(("words", "wanted"), STAGES)
def test_the_title_of_a_page_says_what_is_published(words: str, wanted: str | None) -> None:
    assert labels.stage(words) == wanted


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (", CANCELLED", "cancelled"),
        (", Postponed", "rescheduled"),
        (" (Wedi'i ganslo)", "cancelled"),
        (", ADJOURNED", "adjourned"),
        (", NEW", "held"),
        ("", "held"),
    ],
)
def test_the_words_behind_the_time_say_what_became_of_a_meeting(words: str, wanted: str) -> None:
    assert labels.status(words, date(2026, 1, 15), date(2026, 1, 16)) == wanted


def test_a_meeting_of_the_day_a_page_is_fetched_is_still_to_come() -> None:
    assert labels.status("", date(2026, 1, 15), date(2026, 1, 15)) == "upcoming"
