"""Tables: those that list actions are read by their columns, the rows of any other only explain a clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.outcomes import people
from archive.outcomes.lines import Clause, Line

_TASK = re.compile(
    r"(?:agreed |key )?(?:actions?|tasks?|what|action (?:points?|agreed|required|to be taken)|gweithred(?:u"
    r"|oedd)?)",
    re.I,
)
_OWNER = re.compile(
    r"(?:(?:action |lead |responsible )?(?:owners?|who|by whom|lead|leads|officers?|responsib\w+"
    r"|assigned to|action by|for action"
    r"|person responsible|member|name)|pwy)",
    re.I,
)
_DUE = re.compile(
    r"(?:due|due by|by when|when|deadline|target|timescale|(?:[a-z]+ )?dates?|date due|erbyn pryd)", re.I
)
_STATUS = re.compile(r"(?:status|progress|update|outcome|rag)", re.I)
_DONE = re.compile(r"\W*(?:closed|completed?|done|discharged)\b", re.I)


def cells(line: Line) -> list[str]:
    """Cut a row into its cells."""
    return [cell.strip() for cell in line.text.split(" | ")]


def heads_actions(line: Line) -> bool:
    """Whether a row is the header of a table of actions: "Action | Who | By when"."""
    columns = [cell.strip(" :") for cell in cells(line)] if line.row else []
    return _column(_TASK, columns) is not None and _column(_OWNER, columns) is not None


def actions_below(lines: Sequence[Line], at: int) -> tuple[list[Clause], int]:
    """Read the table of actions whose header is at a line; give its tasks and the place after it."""
    header = [cell.strip(" :") for cell in cells(lines[at])]
    found = []
    at += 1
    while at < len(lines) and lines[at].row:
        task = _task(lines[at], header)
        if task:
            found.append(task)
        at += 1
    return found, at


def _task(line: Line, header: list[str]) -> Clause | None:
    """Read one row; a closed task is history."""
    row = cells(line)
    what, who, when, status = (_cell(pattern, header, row) for pattern in (_TASK, _OWNER, _DUE, _STATUS))
    if not what or _DONE.match(status):
        return None
    if len(row) < len(header):  # an empty cell is not printed, so that the later ones have moved
        who, when = who if people.is_doer(who) else "", ""
    return Clause(what, line.passage, owner=who or None, due=when or None)


def _cell(pattern: re.Pattern[str], header: list[str], row: list[str]) -> str:
    column = _column(pattern, header)
    return row[column] if column is not None and column < len(row) else ""


def _column(pattern: re.Pattern[str], columns: list[str]) -> int | None:
    return next((place for place, name in enumerate(columns) if pattern.fullmatch(name)), None)


def headless(line: Line) -> Clause | None:
    """Read a row of a table of actions without a header: the longest cell is the task, a name its owner."""
    row = cells(line)
    task = max(row, key=len)
    if task.count(" ") < 2:
        return None
    who = next((cell for cell in row if cell != task and people.named(cell)), None)
    return Clause(task, line.passage, owner=who)
