"""How each board numbers its items: from 1, through the municipal year, or through the calendar year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from web.demo.calendar import Sitting
from web.demo.matter import Matter
from web.demo.routine import Routine

_ROMAN = ("i", "ii", "iii", "iv")


class Numbers:
    """Gives items the numbers they are printed with, and remembers how far a board has counted."""

    def __init__(self) -> None:
        self._counted: dict[tuple[str, int], int] = {}

    def agenda(self, sitting: Sitting, rows: Sequence[Routine | Matter]) -> list[str]:
        """Return a number for each row, "" for those that have none."""
        if sitting.board == "people":
            return _with_parts(rows)
        year = _municipal_year(sitting.date) if sitting.board == "planning" else sitting.date.year
        key = (sitting.board, year)
        number = self._counted.get(key, 0) if sitting.board != "council" else 0
        printed = []
        for row in rows:
            if isinstance(row, Routine) and not row.numbered:
                printed.append("")
                continue
            number += 1
            printed.append(f"{number}/{year % 100}" if sitting.board == "cabinet" else f"{number}.")
        self._counted[key] = number
        return printed


def _municipal_year(day: date) -> int:
    return day.year if day.month >= 5 else day.year - 1


def _with_parts(rows: Sequence[Routine | Matter]) -> list[str]:
    """Return numbers from 1, the first two matters as parts of one number: "4i", "4ii"."""
    matters = [row for row in rows if isinstance(row, Matter)]
    parts = matters[:2] if len(matters) > 2 else []
    printed, number = [], 0
    for row in rows:
        if row in parts:
            number += row is parts[0]
            printed.append(f"{number}{_ROMAN[parts.index(row)]}")
        else:
            number += 1
            printed.append(f"{number}.")
    return printed
