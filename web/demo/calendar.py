"""When the boards sat, and what became of each sitting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from archive.model import Stage, Status
from web.demo.council import BoardKey, Day

TODAY = date(2026, 11, 16)

_SITTINGS: dict[BoardKey, str] = {
    "council": """2021-02-25 2021-07-22 2022-02-24 2022-07-28=agenda 2023-02-23 2023-05-25 2024-02-22
        2024-07-25=adjourned 2024-08-01 2025-02-27 2025-07-24 2026-02-26 2026-07-23""",
    "cabinet": """2021-01-12 2021-06-08 2022-01-11 2022-06-14 2022-10-11 2023-01-10 2023-03-14=cancelled
        2023-11-14 2024-02-13 2024-06-11 2024-10-08 2025-01-14 2025-06-10 2025-09-09 2026-01-13 2026-03-10
        2026-06-09 2026-10-13=decisions 2026-12-08=upcoming""",
    "planning": """2021-02-17 2021-06-16 2022-03-16 2022-07-20 2023-02-15 2023-06-21 2023-10-18 2024-01-17
        2024-05-15=cancelled 2024-09-18 2025-02-19 2025-06-18 2025-11-19 2026-03-18 2026-07-15
        2026-10-21=draft 2027-01-20=planned""",
    "people": """2021-03-08 2021-09-13 2022-03-14 2022-09-12=rescheduled 2022-09-26=moved 2023-03-13
        2023-09-11 2024-03-11 2024-09-09 2025-03-10 2025-06-09 2025-11-10 2026-03-09
        2026-06-08 2026-09-14=draft 2026-12-07=upcoming""",
}

_BECAME: dict[str, tuple[Status, Stage | None]] = {
    "": ("held", "minutes"),
    "moved": ("held", "minutes"),
    "agenda": ("held", "agenda"),
    "decisions": ("held", "decisions only"),
    "draft": ("held", "draft minutes"),
    "adjourned": ("adjourned", "minutes"),
    "cancelled": ("cancelled", None),
    "rescheduled": ("rescheduled", None),
    "upcoming": ("upcoming", "agenda"),
    "planned": ("upcoming", None),
}


@dataclass(frozen=True, slots=True)
class Sitting:
    """One entry of the calendar."""

    board: BoardKey
    date: date
    status: Status
    stage: Stage | None
    moved_from: Day | None = None


def sittings() -> tuple[Sitting, ...]:
    """Return the whole calendar, in order of date."""
    found = []
    for board, entries in _SITTINGS.items():
        before: Sitting | None = None
        for entry in entries.split():
            day, _, became = entry.partition("=")
            moved_from = before.date if became == "moved" and before else None
            before = Sitting(board, date.fromisoformat(day), *_BECAME[became], moved_from)
            found.append(before)
    return tuple(sorted(found, key=lambda s: (s.date, s.board)))
