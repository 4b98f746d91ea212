"""The lines that the reading works on: passages with their enumerator taken off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.model import Passage, Section
from archive.outcomes.enumerators import opening
from archive.outcomes.sentences import LONGEST


@dataclass(frozen=True, slots=True)
class Line:
    """A passage as the reader of clauses sees it."""

    passage: int
    section: Section
    text: str
    mark: str
    bulleted: bool  # a bullet or list entry of the page, with or without an enumerator
    level: int

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


def lines_of(passages: Sequence[Passage]) -> list[Line]:
    """Make the lines of an item; empty passages give none."""
    found = []
    for index, passage in enumerate(passages):
        text = passage.text[:LONGEST].strip()
        mark = passage.mark
        if not mark:
            mark, text = opening(text)
        if text:
            bulleted = passage.style in ("bullet", "numbered") or mark in ("•", "·", "▪", "*", "–", "-")
            found.append(Line(index, passage.section, text, mark, bulleted, passage.level))
    return found
