"""Running headers and footers: what stands at the same height at the edge of page after page."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from archive.printed.lines import Line

EDGE = 4  # lines at the top and at the bottom of a page that may be running
SAME_HEIGHT = 4.0  # points
SHARE = 0.4  # of the pages: left and right pages may differ, and the first has none
_NUMBER = re.compile(r"[0-9]{1,6}")
# What an edge says of its own page only: "Page 3 of 7", "Tudalen 3", and the stamps of a meeting's pack.
_FOLIO = re.compile(
    r"(?:page|tudalen)\s+\d{1,4}(?:\s+(?:of|o)\s+\d{1,4})?|(?:agenda|minute) item \d{1,3}[a-z]?",
    re.IGNORECASE,
)
# Two pages may both begin with the word on which a decision hangs; that is never a header.
_NEVER = re.compile(r"\W*(?:resolved|agreed|decisions?|actions?|penderfyn\w+|cytunwyd)\W*", re.IGNORECASE)

Heights = dict[str, list[float]]


def without_running(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Drop running headers, footers and page numbers; all else stays as it was."""
    needed = max(2, math.ceil(SHARE * len(pages)))
    dropped: set[int] = set()
    for from_edge in (_downwards, _upwards):
        heights = _heights(pages, from_edge)
        for page in pages:
            for line in from_edge(page):
                if not _is_running(line, heights, needed):
                    break
                dropped.add(id(line))
    return [[line for line in page if id(line) not in dropped] for page in pages]


def _downwards(page: Sequence[Line]) -> list[Line]:
    return sorted(page, key=lambda line: -line.base)[:EDGE]


def _upwards(page: Sequence[Line]) -> list[Line]:
    return sorted(page, key=lambda line: line.base)[:EDGE]


def _heights(pages: Sequence[Sequence[Line]], from_edge: Callable[[Sequence[Line]], list[Line]]) -> Heights:
    """Say at what heights each text stands at an edge."""
    heights: Heights = defaultdict(list)
    for page in pages:
        for line in from_edge(page):
            for spelling in _spellings(line):
                heights[spelling].append(line.base)
    return heights


def _spellings(line: Line) -> set[str]:
    """Spell a line as it is, and with its first or last number counted from the page it stands on.

    "Page 3 of 7" is alike on all pages when 3 is; "3. That the report be noted" is not "4. That …" below it.
    """
    numbers = list(_NUMBER.finditer(line.text))
    found = {line.text}
    for number in numbers[:1] + numbers[-1:]:
        counted = f"#{int(number[0]) - line.page}"
        found.add(line.text[: number.start()] + counted + line.text[number.end() :])
    return found


def _is_running(line: Line, heights: Heights, needed: int) -> bool:
    if _FOLIO.fullmatch(line.text):
        return True
    level = max(
        sum(abs(base - line.base) <= SAME_HEIGHT for base in heights[spelling])
        for spelling in _spellings(line)
    )
    return level >= needed and not _NEVER.fullmatch(line.text)
