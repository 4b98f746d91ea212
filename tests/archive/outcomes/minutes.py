"""Invented minutes, written down the way a page reads."""

from __future__ import annotations

from archive.model import Passage, Section
from archive.outcomes import Outcomes, outcomes

_SECTIONS: dict[str, Section] = {"Agenda:": "agenda", "Decision:": "decision", "Minutes:": "minutes"}


def passages(page: str) -> list[Passage]:
    """Make passages of a page's lines; "Decision:" and "Minutes:" open sections, "•" is a bullet.

    A line "1.|text" is a numbered clause whose enumerator the HTML showed; without "|" it stays in the text.
    A line "a | b" is a row of a table.
    """
    section: Section = "minutes"
    made = []
    for raw in page.strip().splitlines():
        line = raw.strip()
        if line in _SECTIONS:
            section = _SECTIONS[line]
        elif line.startswith("•"):
            made.append(Passage(section, line[1:].strip(), "bullet"))
        elif " | " in line:
            made.append(Passage(section, line, "row"))
        elif "|" in line:
            mark, text = line.split("|", 1)
            made.append(Passage(section, text, "numbered", 0, mark))
        elif line:
            made.append(Passage(section, line))
    return made


def read(page: str, title: str = "") -> Outcomes:
    return outcomes(passages(page), title)


def decided(page: str, title: str = "") -> list[str]:
    return [decision.text for decision in read(page, title).decisions]


def kinds(page: str, title: str = "") -> list[str]:
    return [decision.kind for decision in read(page, title).decisions]


def tasks(page: str) -> list[tuple[str, str | None, str | None]]:
    return [(action.text, action.owner, action.due) for action in read(page).actions]
