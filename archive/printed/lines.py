"""Lines of a printed page: words put side by side, cells where a wide gap parts them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.html import clean

SAME_LINE = 0.4  # of a line's height: superscripts stand a third higher, the next line a whole one lower
GAP = 1.5  # of a line's height: wider than any space of justified text, narrower than a tab
COLUMN = 20.0  # points: a table's columns stand further apart than this
ROW_LINES = 40  # a table's cell is not longer than this


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands, in points from the lower left corner of its page."""

    text: str
    left: float
    right: float
    base: float  # the height of its baseline
    height: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of a line, with wide gaps around it."""

    text: str
    left: float
    right: float
    first: float  # the width of its first word


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line."""

    page: int  # from 0
    base: float
    height: float
    bold: bool  # wholly
    cells: tuple[Cell, ...]

    @property
    def left(self) -> float:
        """Where the line begins."""
        return self.cells[0].left

    @property
    def right(self) -> float:
        """Where the line ends."""
        return max(cell.right for cell in self.cells)

    @property
    def text(self) -> str:
        """The line's words."""
        return " ".join(cell.text for cell in self.cells)


def lines(words: Iterable[Word], page: int) -> list[Line]:
    """Put a page's words into lines, in the order in which the file draws them."""
    found: list[Line] = []
    run: list[Word] = []
    for word in words:
        if run and not _beside(run[-1], word):
            found.append(_line(run, page))
            run = []
        run.append(word)
    if run:
        found.append(_line(run, page))
    return found


def _beside(before: Word, word: Word) -> bool:
    height = max(before.height, word.height)
    return abs(word.base - before.base) <= SAME_LINE * height and word.left >= before.right - height / 2


def _line(run: Sequence[Word], page: int) -> Line:
    cells: list[list[Word]] = [[run[0]]]
    for before, word in pairwise(run):
        if word.left - before.right > GAP * word.height:
            cells.append([])
        cells[-1].append(word)
    height = max(word.height for word in run)
    return Line(page, run[0].base, height, all(word.bold for word in run), tuple(map(_cell, cells)))


def _cell(run: Sequence[Word]) -> Cell:
    text = clean(" ".join(word.text for word in run))
    return Cell(text, run[0].left, run[-1].right, run[0].right - run[0].left)


def rows(page: Iterable[Line]) -> list[Line]:
    """Put the cells of a table side by side where the file draws them one after the other.

    A cell of several lines is followed by its neighbour, which begins as high as the first cell did, further
    right. Such a row becomes one line; its cells keep their words in order.
    """
    found: list[Line] = []
    row: list[list[Line]] = []
    for line in page:
        if row and _goes_on(row[-1], line):
            row[-1].append(line)
        elif row and _next_to(row[0] + row[-1], line):
            row.append([line])
        else:
            found.extend(_flat(row))
            start = _top_of_row(found, line)
            row = [found[start:], [line]] if start < len(found) else []
            del found[start:]
            if not row:
                found.append(line)
    found.extend(_flat(row))
    return found


def _goes_on(cell: Sequence[Line], line: Line) -> bool:
    last = cell[-1]
    return abs(line.left - last.left) < 5 and 0 < last.base - line.base < 2 * last.height


def _next_to(cell: Sequence[Line], line: Line) -> bool:
    """Whether a line begins as high as a cell did, to the right of all of it."""
    level = abs(cell[0].base - line.base) <= SAME_LINE * line.height
    return level and line.left > cell[0].left + COLUMN and line.left >= max(each.right for each in cell) - 2


def _top_of_row(found: Sequence[Line], line: Line) -> int:
    """Return where the row begins that a line belongs to; the end of `found` when it begins none."""
    if not found or line.base <= found[-1].base + SAME_LINE * line.height:
        return len(found)
    for start in range(len(found) - 1, max(-1, len(found) - ROW_LINES), -1):
        if found[start].base > line.base + line.height:
            break
        if _next_to(found[start:], line):
            return start
    return len(found)


def _flat(row: Sequence[Sequence[Line]]) -> Iterator[Line]:
    if not row:
        return
    cells = tuple(
        Cell(" ".join(line.text for line in cell), cell[0].left, max(line.right for line in cell), 0.0)
        for cell in row
    )
    last = min((line for cell in row for line in cell), key=lambda line: line.base)
    bold = all(line.bold for cell in row for line in cell)
    yield Line(last.page, last.base, last.height, bold, cells)
