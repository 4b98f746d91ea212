"""What Word prints before the paragraphs of its lists: numbers that stand nowhere in the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

HIGHEST = 5_000  # entries of a list; a file that says more is not believed
LETTERS = 26
_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_DEEPEST = 9


class Element(Protocol):
    """What is used of lxml's elements, which ship no types."""

    tag: str
    text: str | None

    def get(self, name: str, otherwise: str, /) -> str:
        """Return an attribute."""

    def iter(self, *tags: str) -> Iterator[Element]:
        """Yield the element and all inside it."""

    def iterchildren(self, *tags: str) -> Iterator[Element]:
        """Yield the children, of these names only where some are given."""

    def iterancestors(self, *tags: str) -> Iterator[Element]:
        """Yield the parent, its parent, and so on."""


@dataclass(frozen=True, slots=True)
class Level:
    """How the entries of one level of a list are numbered."""

    start: int
    form: str  # Word's name: "decimal", "lowerLetter", "bullet"
    pattern: str  # "%1.%2"


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph takes from its style, and the styles that one is based on."""

    heading: bool = False
    bold: bool = False
    list_id: str | None = None
    level: int = 0


@dataclass
class Lists:
    """The lists of a Word file, and how far each has counted while the file is read from front to back."""

    styles: dict[str, Style]
    levels: dict[tuple[str, int], Level]  # by list id
    kinds: dict[str, str]  # lists of one kind go on counting together
    restarts: dict[tuple[str, int], int]
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    begun: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, document: Document) -> Lists:
        """Read a file's styles and lists; a file may have no lists."""
        styles = _styles(document.styles.element)
        try:
            root = document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element  # type: ignore[attr-defined]  # typed as the base part
        except KeyError:
            return cls(styles, {}, {}, {})
        return cls(styles, *_lists(root))

    def next(self, paragraph: Element) -> tuple[str, int, bool] | None:
        """Count a paragraph: its mark, its level from 0, whether it is a bullet; None outside of lists."""
        list_id, level = self._place(paragraph)
        form = self.levels.get((list_id or "", level))
        if list_id is None or form is None:
            return None
        if form.form == "bullet":
            return "", level, True
        counts = self.counts[self.kinds[list_id]]
        self._restart(list_id, counts)
        counts[level] = counts.get(level, form.start - 1) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        return self._printed(list_id, form, counts), level, False

    def style(self, paragraph: Element) -> Style:
        """Return what a paragraph's style says."""
        return self.styles.get(_value(paragraph, "w:pPr/w:pStyle"), Style())

    def _place(self, paragraph: Element) -> tuple[str | None, int]:
        given = self.style(paragraph)
        own = _value(paragraph, "w:pPr/w:numPr/w:numId") or given.list_id
        level = _number(_value(paragraph, "w:pPr/w:numPr/w:ilvl"), given.level)
        return (own if own in self.kinds else None), level

    def _restart(self, list_id: str, counts: dict[int, int]) -> None:
        if list_id in self.begun:
            return
        self.begun.add(list_id)
        for (of, level), start in self.restarts.items():
            if of == list_id:
                counts[level] = start - 1

    def _printed(self, list_id: str, form: Level, counts: dict[int, int]) -> str:
        def count(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            of = self.levels.get((list_id, level), form)
            return _counted(counts.get(level, of.start), of.form)

        return _PLACE.sub(count, form.pattern).strip()


def _counted(number: int, form: str) -> str:
    """Write a number as a list does; an unknown form prints nothing, as a wrong number misleads."""
    if not 0 <= number <= HIGHEST:
        return ""
    if form == "decimal":
        return str(number)
    if form in ("lowerLetter", "upperLetter") and number:
        letter = chr(ord("a") + (number - 1) % LETTERS) * ((number - 1) // LETTERS + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman"):
        return _roman(number) if form == "lowerRoman" else _roman(number).upper()
    return ""


def _roman(number: int) -> str:
    written = ""
    for worth, letters in _ROMAN:
        written += letters * (number // worth)
        number %= worth
    return written


def _styles(root: Element) -> dict[str, Style]:
    each = {style.get(qn("w:styleId"), ""): style for style in root.iterchildren(qn("w:style"))}
    return {name: _style(name, each) for name in each}


def _style(name: str, each: dict[str, Element]) -> Style:
    heading, bold, list_id, level = False, False, "", ""
    for _ in range(_DEEPEST):  # styles based on one another in a ring end here
        style = each.get(name)
        if style is None:
            break
        heading = heading or bool(re.match(r"heading|title", _value(style, "w:name"), re.IGNORECASE))
        bold = bold or switched_on(style, "w:rPr/w:b")
        list_id = list_id or _value(style, "w:pPr/w:numPr/w:numId")
        level = level or _value(style, "w:pPr/w:numPr/w:ilvl")
        name = _value(style, "w:basedOn")
    return Style(heading, bold, list_id or None, _number(level, 0))


def _lists(
    root: Element,
) -> tuple[dict[tuple[str, int], Level], dict[str, str], dict[tuple[str, int], int]]:
    kinds = {each.get(qn("w:abstractNumId"), ""): each for each in root.iterchildren(qn("w:abstractNum"))}
    levels: dict[tuple[str, int], Level] = {}
    of: dict[str, str] = {}
    restarts: dict[tuple[str, int], int] = {}
    for each in root.iterchildren(qn("w:num")):
        list_id, kind = each.get(qn("w:numId"), ""), _value(each, "w:abstractNumId")
        if kind not in kinds:
            continue
        of[list_id] = kind
        overrides = list(each.iterchildren(qn("w:lvlOverride")))
        for parent in (kinds[kind], *overrides):
            for level in parent.iterchildren(qn("w:lvl")):
                levels[list_id, _number(level.get(qn("w:ilvl"), ""), 0)] = _level(level)
        for override in overrides:
            if start := _value(override, "w:startOverride"):
                restarts[list_id, _number(override.get(qn("w:ilvl"), ""), 0)] = _number(start, 1)
    return levels, of, restarts


def _level(level: Element) -> Level:
    start = _number(_value(level, "w:start"), 0)
    return Level(start, _value(level, "w:numFmt") or "decimal", _value(level, "w:lvlText"))


def switched_on(node: Element, path: str) -> bool:
    """Whether a property is there and not switched off: <w:b/>, but not <w:b w:val="0"/>."""
    found = _find(node, path)
    return found is not None and found.get(qn("w:val"), "1") not in ("0", "false", "off")


def _find(node: Element, path: str) -> Element | None:
    for step in path.split("/"):
        found = next(node.iterchildren(qn(step)), None)
        if found is None:
            return None
        node = found
    return node


def _value(node: Element, path: str) -> str:
    found = _find(node, path)
    return "" if found is None else found.get(qn("w:val"), "")


def _number(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else otherwise
