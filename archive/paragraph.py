"""One paragraph of Word's HTML into blocks: its lines, the marks before them, and whether it is a heading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from lxml import etree

from archive.html import Node, Tag, attribute, clean, pieces, strings, unseen
from archive.model import Style

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BOLD = ("b", "strong")
BOLD_STYLE = re.compile(r"font-weight:\s*bold")
# A mark that stands alone, as the list markers of Word do: "1." "(a)" "iv)" "2.1" "A"
MARK = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxIVX]{1,5})[.)]{0,2}")
BULLETS = frozenset("·•o§-–▪●◦‣\uf0b7\uf0a7")
LEADING_BULLET = re.compile("^[·•▪●◦‣\uf0b7\uf0a7]\\s*")
MARGIN = re.compile(r"margin-left:\s*([\d.]+)(pt|cm|in)")
SPACER = re.compile(r"font:\s*7\.0pt")
POINTS = {"pt": 1.0, "cm": 28.35, "in": 72.0}
INDENT_POINTS = 36.0  # Word indents each level of a list by half an inch
HEADING_WORDS = 14
LINES = 50  # of a paragraph that <br> breaks


@dataclass(frozen=True, slots=True)
class Block:
    """A passage before its section is known."""

    text: str
    style: Style = "paragraph"
    level: int = 0
    mark: str = ""


def after(like: Block) -> Block:
    """Give what follows in the same list entry no mark: that belongs to the first."""
    return like if like.style == "paragraph" else Block("", level=like.level)


def paragraph(found: list[Node], like: Block) -> Iterator[Block]:
    """Read a paragraph: a run of inline nodes, or one <p>; a line break may make two of it."""
    if all(isinstance(node, str) and not clean(node) for node in found):
        return  # the white space between two blocks
    texts = list(_joined_lines(_lines(found)))
    if not texts:
        return
    single = found[0] if len(found) == 1 and not isinstance(found[0], str) else None
    # Its markup is looked at for each line; in so many, none is a heading or an entry of a list.
    node = single if len(texts) <= LINES else None
    typed = _typed(node, texts) if node is not None else None
    for text in texts:
        block = _marked(typed, Block(text, like.style, like.level, like.mark))
        if block.text:
            yield block
            like = after(like)


def _lines(found: Iterable[Node]) -> Iterator[str]:
    """Yield the clean text of inline nodes, a string for each line that <br> makes."""
    line: list[str] = []
    for piece in chain.from_iterable(map(_pieces, found)):
        if piece is None:
            yield clean("".join(line))
            line = []
        else:
            line.append(piece)
    yield clean("".join(line))


def _pieces(node: Node) -> Iterable[str | None]:
    if isinstance(node, str):
        return (node,)
    return () if unseen(node) else pieces(node)


def _joined_lines(lines: Iterable[str]) -> Iterator[str]:
    """Keep a <br> as a break only where a sentence or clause may end; clerks press it mid-sentence too."""
    held: list[str] = []
    for line in lines:
        if held and (not line or held[-1][-1] in ".:;?!)" or not line[0].islower()):
            yield " ".join(held)
            held = []
        if line:
            held.append(line)
    if held:
        yield " ".join(held)


@dataclass(frozen=True, slots=True)
class Typed:
    """What the markup of a paragraph says of its lines."""

    mark: str  # the list marker that Word typed
    indent: int
    heading: bool  # by its element
    bold: bool  # by its style
    bold_text: str  # of what <b> and <strong> hold, without spaces


def _typed(node: Tag, texts: list[str]) -> Typed:
    return Typed(
        mark=_word_marker(node),
        indent=_indent(node),
        heading=node.tag in HEADINGS,
        bold=BOLD_STYLE.search(attribute(node, "style")) is not None,
        bold_text=_bold_text(node) if any(map(_may_be_heading, texts)) else "",
    )


def _marked(typed: Typed | None, block: Block) -> Block:
    """Take a hand-made list marker off a paragraph's text; tell headings from the rest."""
    if bullet := LEADING_BULLET.match(block.text):
        level = max(block.level, typed.indent) if typed else block.level
        return Block(block.text[bullet.end() :], "bullet", level)
    if typed is None:
        return block
    if typed.mark and block.text.startswith(typed.mark):
        style: Style = "bullet" if typed.mark in BULLETS else "numbered"
        text = block.text[len(typed.mark) :].strip()
        return Block(text, style, typed.indent, "" if style == "bullet" else typed.mark)
    if block.style == "paragraph" and _is_heading(typed, block.text):
        return replace(block, style="heading")
    return block


def _word_marker(node: Tag) -> str:
    """Return the list marker Word typed into a paragraph: the text before its 7-point spacer."""
    spans = node.iterdescendants("span")
    spacer = next((span for span in spans if SPACER.search(attribute(span, "style"))), None)
    if spacer is None:
        return ""
    before: list[str] = []
    for event, element in etree.iterwalk(node, events=("start", "end")):
        if element is spacer:
            break
        before.append((element.text if event == "start" else element.tail) or "")
    mark = clean("".join(before))
    return mark if mark in BULLETS or MARK.fullmatch(mark) else ""


def _indent(node: Tag) -> int:
    margin = MARGIN.search(attribute(node, "style"))
    if margin is None or len(margin[1]) > 6 or margin[1].count(".") > 1:
        return 0
    points = float(margin[1].strip(".") or 0) * POINTS[margin[2]]
    return min(9, max(0, round(points / INDENT_POINTS) - 1))


def _bold_text(node: Tag) -> str:
    bold = [b for b in node.iterdescendants(*BOLD) if next(b.iterancestors(*BOLD), None) is None]
    return clean(" ".join("".join(strings(b)) for b in bold)).replace(" ", "")


def _is_heading(typed: Typed, text: str) -> bool:
    if typed.heading:
        return True
    return _may_be_heading(text) and (typed.bold or typed.bold_text == text.replace(" ", ""))


def _may_be_heading(text: str) -> bool:
    return not text.endswith((".", ";", ",")) and len(text.split(None, HEADING_WORDS)) <= HEADING_WORDS
