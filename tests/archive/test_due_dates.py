"""An action's due time as a day, where what is said names one plainly."""

from __future__ import annotations

from datetime import date

import pytest

from archive.due_dates import due_date

HELD = date(2024, 3, 14)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("by 11 May", date(2024, 5, 11)),
        ("by the 1st of June 2025", date(2025, 6, 1)),
        ("by the end of April", date(2024, 4, 30)),
        ("in February", date(2025, 2, 28)),  # this year's is past
        ("in March", date(2024, 3, 31)),
        ("by Monday 4 March", date(2025, 3, 4)),
        ("before 30 June", None),
        ("early June", None),
        ("from November", None),
        ("at the next meeting", None),
        ("by 31 June", None),
        ("within ten days", None),
    ],
)
def test_a_day_or_a_month_is_dated_and_nothing_else(said: str, day: date | None) -> None:
    assert due_date(said, HELD) == day
