"""The lines that the reading works on: passages with their enumerator taken off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.model import Passage, Section
from archive.outcomes.enumerators import opening
from archive.outcomes.headings import action_inside, label
from archive.outcomes.markers import marker

# What is read of an item: real ones have a few hundred passages, a page made to stall the reader has more.
PASSAGES = 5_000
CHARACTERS = 500_000
LONGEST = 50_000  # of one passage

_COUNT = re.compile(r"\(?(?:[\d./]+|[a-zA-Z]|[ivx]+)[).]?")  # a cell that only numbers its row


@dataclass(frozen=True, slots=True)
class Line:
    """A passage as the reader of clauses sees it."""

    passage: int
    section: Section
    text: str
    mark: str
    bulleted: bool  # a bullet or list entry of the page, with or without an enumerator
    level: int
    row: bool = False  # of a table: the cells stand with " | " between them

    @property
    def listed(self) -> bool:
        """Whether it is an entry of a list."""
        return self.bulleted or bool(self.mark)


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a passage that may be a decision or an action."""

    text: str
    passage: int
    stem: str = ""  # what the list hangs on: "That the Director be asked to:"
    owner: str | None = None  # who must act, where that stands apart from the text
    due: str | None = None  # by when, likewise


def lines_of(passages: Sequence[Passage]) -> list[Line]:
    """Make the lines of an item, up to the limits above; empty passages give none."""
    found: list[Line] = []
    left = CHARACTERS
    for index, passage in enumerate(passages[:PASSAGES]):
        text = passage.text[: min(LONGEST, left)].strip()
        left -= len(text)
        if passage.style == "row":
            found += _of_row(index, passage.section, text)
        elif text:
            found += _of_text(index, passage, text)
    return found


def _of_text(index: int, passage: Passage, text: str) -> list[Line]:
    """Make the line of a paragraph or list entry; "… was agreed. ACTION: Jane Reed to write" gives two."""
    mark, text = (passage.mark, text) if passage.mark else opening(text)
    bulleted = passage.style in ("bullet", "numbered") or mark in ("•", "·", "▪", "*", "–", "-")
    line = Line(index, passage.section, text, mark, bulleted, passage.level)
    at = action_inside(text)
    if at is None:
        return [line]
    return [
        replace(line, text=text[:at].strip()),
        replace(line, text=text[at:].strip(), mark="", bulleted=False),
    ]


def _of_row(index: int, section: Section, text: str) -> list[Line]:
    """Make lines of a row; one that only lays text out, "Decision | That the pier be let", is no row then."""
    cells = [cell.strip() for cell in text.split(" | ")]
    words = [cell for cell in cells if cell and not _COUNT.fullmatch(cell)]
    if len(words) == 1:
        mark = cells[0] if cells[0] != words[0] else ""
        return [Line(index, section, words[0], mark, False, 0)]
    if len(words) == 2 and len(words[1]) > 20 and (label(words[0]) or marker(words[0])):
        return [Line(index, section, cell, "", False, 0) for cell in words]
    return [Line(index, section, text, "", False, 0, row=True)] if words else []
