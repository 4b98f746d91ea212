"""Printed lines into passages: which lines go on a paragraph, and which begin a new one.

A line goes on the one above when it stands as close as lines do in this file, begins where the paragraph's
lines begin, has no mark of its own, and its first word had no room left on the line above.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise

from archive.model import Passage, Style
from archive.printed import marks
from archive.printed.lines import COLUMN, Cell, Line

ALIGNED = 6.0  # points
HANGING = 80.0  # points that text may stand to the right of its mark
FIRST_LINE = 45.0  # points that a paragraph's first line may be indented
INDENT = 36.0  # points of a list's level: half an inch, as in Word
LOOSER = 1.25  # times the usual distance between lines is the gap between paragraphs
APART = 1.6  # heights of a line: more than one and a half line spacing
ALMOST = 0.85  # of a full line
HEADING_WORDS = 14
_WORD = re.compile(r"[\w’']+(?:-[\w’']+)*")
_ENDED = re.compile(r"[.:;!?][\"”’')\]]*$")
_CAPITALS = re.compile(r"[^a-z]*[A-Z][^a-z]*[A-Z][^a-z]*")


@dataclass(frozen=True, slots=True)
class Setting:
    """How a file is set, as its own lines show."""

    left: float  # where text begins
    right: float  # where full lines end
    distance: float  # between lines of a paragraph, in heights of a line
    words: AbstractSet[str]  # in lower case, but for those that a line's end breaks


@dataclass(slots=True)
class Paragraph:
    """A passage while its lines are gathered."""

    texts: list[str]  # of its cells; the last one grows
    mark: str
    bullet: bool
    bold: bool
    left: float  # of its mark, or of its text
    text_left: float
    last: Line
    lines: int = 1

    @property
    def text(self) -> str:
        """The text of its last cell, which the next line may go on."""
        return self.texts[-1]


def setting(pages: Sequence[Sequence[Line]]) -> Setting:
    """Measure how a file is set."""
    each = [line for page in pages for line in page]
    gaps = Counter(
        round((above.base - line.base) / line.height, 1)
        for page in pages
        for above, line in pairwise(page)
        if 0 < above.base - line.base < 3 * line.height
    )
    usual = min((gap for gap, count in gaps.items() if count == max(gaps.values())), default=1.2)
    # Not the very edges: a stray word in the margin must not make every line look short.
    left = sorted(line.left for line in each)[len(each) // 20]
    right = sorted(line.right for line in each)[(len(each) * 19) // 20]
    return Setting(left, right, usual, frozenset(_whole_words(each)))


def _whole_words(each: Sequence[Line]) -> Iterator[str]:
    broken = False
    for line in each:
        found = _WORD.findall(line.text.lower())
        yield from found[1:-1] if broken else found[:-1]
        broken = line.text.endswith("-")
        if found[-1:] and not broken:
            yield found[-1]


def passages(each: Sequence[Line], setting: Setting) -> tuple[Passage, ...]:
    """Put lines into passages, in order; every word of a line is in one of them."""
    return tuple(_passage(paragraph, setting) for paragraph in _paragraphs(each, setting))


def style(text: str, mark: str, *, bullet: bool, bold: bool) -> Style:
    """Tell a heading by its bold or capital letters; a marked one is a heading too."""
    if bullet:
        return "bullet"
    short = len(text.split()) <= HEADING_WORDS and not text.endswith((".", ";", ","))
    if short and (bold or _CAPITALS.fullmatch(text)):
        return "heading"
    return "numbered" if mark else "paragraph"


def _paragraphs(each: Sequence[Line], setting: Setting) -> Iterator[Paragraph]:
    held: Paragraph | None = None
    for line in each:
        fresh = _begun(line)
        if held and _goes_on(held, fresh, setting):
            # A mark that only chance put at a line's head ("in section" / "7. The Act") is text after all.
            held.texts[-1] = marks.joined(held.text, line.text if held.text else fresh.text, setting.words)
            held.text_left = fresh.text_left if not held.lines else held.text_left
            held.bold = held.bold if held.lines else line.bold
            held.last, held.lines = line, held.lines + 1
            continue
        if held:
            yield held
        held = fresh
    if held:
        yield held


def _begun(line: Line) -> Paragraph:
    """Read a line as the first of a paragraph."""
    first, *others = line.cells
    if not others and marks.alone(first.text):
        return Paragraph([""], first.text, False, line.bold, line.left, line.left, line, 0)
    if others and marks.lone_bullet(first.text):
        return _paragraph(line, others, "", bullet=True)
    if len(others) == 1 and marks.alone(first.text):  # more: a table of figures
        return _paragraph(line, others, first.text)
    text = marks.bullet(first.text)
    if text is not None and (text or others):
        return _paragraph(line, [_without(first, text), *others] if text else others, "", bullet=True)
    mark, text = marks.opening(first.text)
    return _paragraph(line, [_without(first, text), *others], mark)


def _paragraph(line: Line, cells: Sequence[Cell], mark: str, *, bullet: bool = False) -> Paragraph:
    texts = [cell.text for cell in cells]
    return Paragraph(texts, mark, bullet, line.bold, line.left, cells[-1].left, line)


def _without(cell: Cell, text: str) -> Cell:
    """Narrow a cell to the end of its text; how wide the mark was is reckoned by its letters."""
    share = 1 - len(text) / len(cell.text)
    return Cell(text, cell.left + share * (cell.right - cell.left), cell.right, cell.first)


def _goes_on(held: Paragraph, fresh: Paragraph, setting: Setting) -> bool:
    if not _near(held.last, fresh.last, setting) or not _in_line(held, fresh):
        return False
    if not held.lines:  # only a mark so far: its text stands beside or below it
        return not fresh.mark and not fresh.bullet and len(fresh.texts) == 1
    ended = bool(_ENDED.search(held.text))
    full = not _fits(held.last, fresh.last, setting) or (not ended and _almost_full(held.last, setting))
    if fresh.mark or fresh.bullet:
        return full and not ended and _by_chance(held, fresh)
    if len(fresh.texts) > 1:
        return False
    if fresh.text[:1].islower() and not ended:
        return held.bold == fresh.bold or full
    return held.bold == fresh.bold and full and not (ended and _apart(held.last, fresh.last))


def _near(above: Line, line: Line, setting: Setting) -> bool:
    if abs(above.height - line.height) > 0.15 * max(above.height, line.height):
        return False
    if above.page != line.page:
        return line.page == above.page + 1
    distance = (above.base - line.base) / line.height
    return -0.5 < distance <= LOOSER * setting.distance + 0.05


def _apart(above: Line, line: Line) -> bool:
    """Whether a full stop between two lines may end a paragraph, wherever the first of them ends."""
    return above.page != line.page or above.base - line.base > APART * line.height


def _in_line(held: Paragraph, fresh: Paragraph) -> bool:
    """Whether a line begins where the next line of a paragraph would."""
    right = fresh.left - held.left
    if held.lines > 1 or len(held.texts) > 1:
        below = held.last.left if held.lines > 1 else held.text_left
        return abs(fresh.left - below) <= ALIGNED
    if held.mark or held.bullet:
        return -ALIGNED <= right <= HANGING
    if fresh.text[:1].islower() and not _ENDED.search(held.text):
        return -FIRST_LINE <= right <= HANGING
    centred = abs((held.left + held.last.right) - (fresh.left + fresh.last.right)) <= 2 * ALIGNED
    return -FIRST_LINE <= right <= ALIGNED or centred


def _fits(above: Line, line: Line, setting: Setting) -> bool:
    """Whether a line's first word had room on the line above, so that the break was meant."""
    room = setting.right - above.right - line.height / 4
    return line.cells[0].first < room


def _almost_full(line: Line, setting: Setting) -> bool:
    """Whether a line ends near the margin: some programs break lines by a count of letters."""
    return line.right - setting.left >= ALMOST * (setting.right - setting.left)


def _by_chance(held: Paragraph, fresh: Paragraph) -> bool:
    """Whether a mark is only a number at which a sentence was broken, inside a paragraph."""
    begins = held.last.left if held.lines > 1 else held.text_left
    hanging = bool(held.mark) and begins > held.left + ALIGNED  # where no mark of a list stands
    return fresh.mark[:1].isdigit() and abs(fresh.left - begins) <= ALIGNED and (hanging or not fresh.bold)


def _passage(paragraph: Paragraph, setting: Setting) -> Passage:
    if not paragraph.lines:  # a number that stands alone, as in a table of figures
        return Passage("minutes", paragraph.mark)
    if len(paragraph.texts) > 1:
        return Passage("minutes", " | ".join(paragraph.texts), "row", mark=paragraph.mark)
    kind = style(paragraph.text, paragraph.mark, bullet=paragraph.bullet, bold=paragraph.bold)
    listed = kind in ("bullet", "numbered")
    level = min(9, max(0, int((paragraph.left - setting.left + COLUMN / 4) // INDENT))) if listed else 0
    return Passage("minutes", paragraph.text, kind, level, paragraph.mark)
