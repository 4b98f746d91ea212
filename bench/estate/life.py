"""What becomes of a meeting, from the day it is listed to the day its minutes are corrected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from archive.model import Stage
from bench.estate.chance import draw

Happening = Literal[
    "listed", "agenda", "cancelled", "moved", "decisions only", "draft minutes", "minutes", "corrected"
]
STAGES: dict[str, Stage] = {
    "agenda": "agenda",
    "decisions only": "decisions only",
    "draft minutes": "draft minutes",
    "minutes": "minutes",
}
LISTED = 90  # days before a meeting
AGENDA = 7
MOVED_BY = 7  # less than two meetings of a board are apart, so that their order stays


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting of a board, with all that will ever happen to it."""

    id: int
    day: date  # for which it was first called
    happenings: tuple[tuple[date, Happening], ...]  # in order of date

    def shown(self, on: date) -> Shown:
        """Say what the site shows of it on a day."""
        past = [what for when, what in self.happenings if when <= on]
        stages = [what for what in past if what in STAGES]
        return Shown(
            self,
            self.day + timedelta(MOVED_BY) if "moved" in past else self.day,
            STAGES[stages[-1]] if stages else None,
            cancelled="cancelled" in past,
            decided="decisions only" in past,
            corrected="corrected" in past,
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """A meeting as the site shows it on a day."""

    sitting: Sitting
    day: date
    stage: Stage | None
    cancelled: bool
    decided: bool  # its decisions are shown apart from its minutes
    corrected: bool


@lru_cache(maxsize=4096)  # a list shows fifteen, and is asked for every night
def sitting(number: int, day: date, apart: int, executive: bool, seed: int) -> Sitting:
    """Draw what happens to a meeting; `apart` is how many days later the board meets again."""
    fate = draw(1000, seed, number, "fate")
    happenings: list[tuple[date, Happening]] = [(_later(day, -LISTED), "listed")]
    if fate < 40:
        happenings.append((_later(day, -1 - draw(30, seed, number, "cancelled")), "cancelled"))
        return Sitting(number, day, tuple(happenings))
    held = day
    if fate < 60:
        held = _later(day, MOVED_BY)
        happenings.append((_later(day, -8 - draw(40, seed, number, "moved")), "moved"))
    happenings.append((_later(held, -AGENDA), "agenda"))
    if executive:  # its decisions can be called in, so they are published at once
        happenings.append((_later(held, 3), "decisions only"))
    happenings += _minutes(number, held, apart, seed, fate)
    return Sitting(number, day, tuple(happenings))


def _minutes(number: int, held: date, apart: int, seed: int, fate: int) -> list[tuple[date, Happening]]:
    """Draw when minutes come: seven in ten as a draft first, some late, a few never, a few corrected."""
    if fate >= 980:
        return []
    first = _later(held, 14 + draw(22, seed, number, "minutes"))
    if fate >= 960:
        first = _later(first, 60 + draw(240, seed, number, "late"))
    found: list[tuple[date, Happening]] = []
    if fate < 700:
        found.append((first, "draft minutes"))
        first = max(first, _later(held, apart)) + timedelta(2 + draw(6, seed, number, "confirmed"))
    found.append((first, "minutes"))
    if draw(100, seed, number, "corrected") == 0:
        found.append((_later(first, 60 + draw(210, seed, number, "when")), "corrected"))
    return found


def _later(day: date, days: int) -> date:
    return day + timedelta(days)
