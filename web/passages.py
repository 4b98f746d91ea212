"""Passages of an item → the sections, lists and paragraphs that a page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from archive.model import Item, Passage, Section, Style

DEEPEST = 6  # levels of a list that a page nests; what is deeper is shown at this one


@dataclass(frozen=True, slots=True)
class Line:
    """One passage, its place among its item's passages, and what is nested under it."""

    place: int
    passage: Passage
    under: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one style: a list, the rows of a table, or a single paragraph or heading."""

    style: Style
    lines: tuple[Line, ...]


def sections(item: Item) -> tuple[tuple[Section, tuple[Block, ...]], ...]:
    """Set an item's passages out by section, in the order printed."""
    shallow = (replace(passage, level=min(passage.level, DEEPEST)) for passage in item.passages)
    lines = [Line(place, passage) for place, passage in enumerate(shallow)]
    runs = groupby(lines, key=lambda line: line.passage.section)
    return tuple((section, blocks(list(run))) for section, run in runs)


def blocks(lines: Sequence[Line]) -> tuple[Block, ...]:
    """Gather lines into blocks; deeper lines of a list go under the line before them."""
    found = []
    start = 0
    while start < len(lines):
        end = _end(lines, start)
        found.append(_block(lines[start:end]))
        start = end
    return tuple(found)


def _block(lines: Sequence[Line]) -> Block:
    style = lines[0].passage.style
    level = lines[0].passage.level
    if style not in ("bullet", "numbered"):
        return Block(style, tuple(lines))
    heads = [i for i, line in enumerate(lines) if line.passage.level == level]
    ends = [*heads[1:], len(lines)]
    return Block(
        style,
        tuple(
            Line(lines[head].place, lines[head].passage, blocks(lines[head + 1 : end]))
            for head, end in zip(heads, ends, strict=True)
        ),
    )


def _end(lines: Sequence[Line], start: int) -> int:
    """Return where the block that starts here ends."""
    end = start + 1
    while end < len(lines) and _continues(lines[start].passage, lines[end].passage):
        end += 1
    return end


def _continues(first: Passage, later: Passage) -> bool:
    if first.style in ("bullet", "numbered"):
        nested = later.style in ("bullet", "numbered") and later.level > first.level
        return nested or (later.style == first.style and later.level == first.level)
    return first.style == later.style == "row"
