"""Word's HTML, as clerks paste it, into passages: paragraphs, bullets, numbered clauses, headings, rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from archive.html import attribute, clean, every, holds, inner, strings, text_of, unseen
from archive.model import Passage, Section, Style
from archive.tree import Node, Tag

BLOCKS = frozenset(
    {
        "p",
        "div",
        "ul",
        "ol",
        "li",
        "table",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "td",
        "th",
        "blockquote",
        "center",
    }
    | {
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "dl",
        "dt",
        "dd",
        "hr",
        "pre",
        "address",
        "form",
    }
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BOLD = frozenset({"b", "strong"})
BULLETS = frozenset("·•o§-–▪●◦‣\uf0b7\uf0a7")
# A mark that stands alone, as the list markers of Word do: "1." "(a)" "iv)" "2.1" "A"
MARK = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxIVX]{1,5})[.)]{0,2}")
LEADING_BULLET = re.compile("^[·•▪●◦‣\uf0b7\uf0a7]\\s*")
MARGIN = re.compile(r"margin-left:\s*([\d.]+)(pt|cm|in)")
SPACER = re.compile(r"font:\s*7\.0pt")
POINTS = {"pt": 1.0, "cm": 28.35, "in": 72.0}
INDENT_POINTS = 36.0  # Word indents each level of a list by half an inch
HEADING_WORDS = 14
# Lines pasted from a PDF come as paragraphs that stop mid-sentence: "…facilities at the" / "junction of…".
BROKEN_LINE = 60
OPEN_END = re.compile(r"[\w,’')&-]$")
STEM_END = re.compile(r"\b(?:that|to|be|and|or|bod|i)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """A passage before its section is known."""

    text: str
    style: Style = "paragraph"
    level: int = 0
    mark: str = ""


def passages(nodes: Iterable[Node], section: Section) -> tuple[Passage, ...]:
    """Read the passages of some sibling nodes, in order, with sentences broken over paragraphs mended."""
    return tuple(
        Passage(section, b.text, b.style, b.level, b.mark) for b in _mended(_blocks(nodes, Block("")))
    )


def _blocks(nodes: Iterable[Node], like: Block) -> Iterator[Block]:
    """Yield the blocks of sibling nodes; loose text between them makes blocks like `like`."""
    inline: list[Node] = []
    first = like
    for node in nodes:
        if isinstance(node, Tag) and _has_block(node):
            for block in _paragraph(inline, first):
                yield block
                first = _after(first)
            inline = []
            for block in _element(node, first):
                yield block
                first = _after(first)
        else:
            inline.append(node)
    yield from _paragraph(inline, first)


def _after(like: Block) -> Block:
    """Give what follows in the same list entry no mark: that belongs to the first."""
    return like if like.style == "paragraph" else Block("", level=like.level)


def _has_block(node: Tag) -> bool:
    return node.name in BLOCKS or (not unseen(node) and holds(node, BLOCKS))


def _element(node: Tag, like: Block) -> Iterator[Block]:
    if unseen(node):
        return
    if node.name in ("ul", "ol"):
        yield from _list(node, like)
    elif node.name == "table":
        yield from _table(node)
    elif node.name == "p" or node.name in HEADINGS:
        if holds(node, BLOCKS):
            yield from _blocks(node.children, like)
        else:
            yield from _paragraph([node], like)
    else:
        yield from _blocks(node.children, like)


def _list(node: Tag, like: Block) -> Iterator[Block]:
    level = like.level + 1 if like.style in ("bullet", "numbered") or like.level else 0
    number = _start(node)
    for child in node.children:
        if not isinstance(child, Tag) or not _has_block(child):
            yield from _blocks([child], Block("", level=like.level))  # text before the first entry
        elif child.name == "li":
            mark = _ordinal(number, attribute(node, "type")) if node.name == "ol" else ""
            style: Style = "numbered" if node.name == "ol" else "bullet"
            yield from _entry(child, Block("", style, level, mark))
            number += 1
        else:  # a list straight inside a list, without the <li> it should have
            yield from _element(child, Block("", "bullet", level))


def _entry(entry: Tag, like: Block) -> Iterator[Block]:
    """Read one list entry; lists inside it lie one level deeper, other blocks on its own."""
    inner = replace(like, text="")
    for child_like, nodes in _runs(entry, inner):
        yield from _blocks(nodes, child_like)


def _runs(entry: Tag, like: Block) -> Iterator[tuple[Block, list[Node]]]:
    """Split an entry's children before each nested list, which needs the entry's own level and style."""
    run: list[Node] = []
    current = like
    for child in entry.children:
        if isinstance(child, Tag) and child.name in ("ul", "ol"):
            yield current, run
            yield like, [child]
            run, current = [], _after(like)
        else:
            run.append(child)
    yield current, run


def _start(node: Tag) -> int:
    start = attribute(node, "start")
    return int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1


def _ordinal(number: int, kind: str) -> str:
    """Write what a browser prints before an entry of a numbered list."""
    if kind in ("a", "A") and 1 <= number <= 26:
        return chr(ord(kind) + number - 1) + "."
    if kind in ("i", "I") and 1 <= number < 40:
        tens, ones = divmod(number, 10)
        roman = "x" * tens + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[ones]
        return (roman if kind == "i" else roman.upper()) + "."
    return f"{number}."


def _table(table: Tag) -> Iterator[Block]:
    for caption in inner(table, "caption")[:1]:
        yield from _blocks(caption.children, Block(""))
    for row in every(table, "tr"):
        if next(n for n in row.around if n.name == "table") is not table:
            continue  # of a table inside a cell: read with that cell
        cells = [c for c in inner(row, "td", "th") if text_of(c)]
        if len(cells) == 1:  # a frame drawn around ordinary text
            yield from _blocks(cells[0].children, Block(""))
        elif len(cells) == 2 and MARK.fullmatch(text_of(cells[0])):
            yield from _blocks(cells[1].children, Block("", "numbered", 0, text_of(cells[0])))
        elif cells:
            yield Block(" | ".join(text_of(c) for c in cells), "row")


def _paragraph(nodes: list[Node], like: Block) -> Iterator[Block]:
    """Read a paragraph: a run of inline nodes, or one <p>; a line break may make two of it."""
    lines = _lines(nodes)
    for text in _joined_lines(lines):
        block = _marked(nodes, replace(like, text=text))
        if block.text:
            yield block
            like = _after(like)


def _lines(nodes: list[Node]) -> list[str]:
    """Return the clean text of inline nodes, a string for each line that <br> makes."""
    raw: list[str] = [""]
    for node in nodes:
        if isinstance(node, Tag):
            if unseen(node):
                continue
            if node.name == "br":
                raw.append("")
            elif holds(node, ("br",)):
                first, *others = _lines(node.children)
                raw[-1] += first
                raw.extend(others)
            else:
                raw[-1] += "".join(strings(node))
        else:
            raw[-1] += node
    return raw


def _joined_lines(raw: list[str]) -> Iterator[str]:
    """Keep a <br> as a break only where a sentence or clause may end; clerks press it mid-sentence too."""
    held = ""
    for line in map(clean, raw):
        if held and line and (held[-1] in ".:;?!)" or not line[0].islower()):
            yield held
            held = line
        elif not line and held:
            yield held
            held = ""
        else:
            held = f"{held} {line}".strip()
    if held:
        yield held


def _marked(nodes: list[Node], block: Block) -> Block:
    """Take a hand-made list marker off a paragraph's text; tell headings from the rest."""
    node = nodes[0] if len(nodes) == 1 and isinstance(nodes[0], Tag) else None
    if bullet := LEADING_BULLET.match(block.text):
        level = max(block.level, _indent(node)) if node else block.level
        return Block(block.text[bullet.end() :], "bullet", level)
    if node is None:
        return block
    mark = _word_marker(node)
    if mark and block.text.startswith(mark):
        style: Style = "bullet" if mark in BULLETS else "numbered"
        text = block.text[len(mark) :].strip()
        return Block(text, style, _indent(node), "" if style == "bullet" else mark)
    if block.style == "paragraph" and _is_heading(node, block.text):
        return replace(block, style="heading")
    return block


def _word_marker(node: Tag) -> str:
    """Return the list marker Word typed into a paragraph: the text before its 7-point spacer."""
    before: list[str] = []
    for piece in node.descendants:
        if isinstance(piece, str):
            before.append(piece)
        elif piece.name == "span" and SPACER.search(attribute(piece, "style")):
            mark = clean("".join(before))
            return mark if mark in BULLETS or MARK.fullmatch(mark) else ""
    return ""


def _indent(node: Tag | None) -> int:
    margin = MARGIN.search(attribute(node, "style")) if node else None
    if margin is None or len(margin[1]) > 6 or margin[1].count(".") > 1:
        return 0
    points = float(margin[1].strip(".") or 0) * POINTS[margin[2]]
    return min(9, max(0, round(points / INDENT_POINTS) - 1))


def _is_heading(node: Tag, text: str) -> bool:
    if node.name in HEADINGS:
        return True
    if text.endswith((".", ";", ",")) or len(text.split()) > HEADING_WORDS:
        return False
    if re.search(r"font-weight:\s*bold", attribute(node, "style")):
        return True
    outermost = (b for b in every(node, "b, strong") if not any(n.name in BOLD for n in b.around))
    bold = clean(" ".join("".join(strings(b)) for b in outermost))
    return bool(bold) and bold.replace(" ", "") == text.replace(" ", "")


def _mended(blocks: Iterable[Block]) -> Iterator[Block]:
    """Join paragraphs that break a sentence."""
    held: Block | None = None
    for block in blocks:
        if held and _goes_on(held, block):
            held = replace(held, text=f"{held.text} {block.text}")
            continue
        if held:
            yield held
        held = block
    if held:
        yield held


def _goes_on(first: Block, second: Block) -> bool:
    return (
        first.style == second.style == "paragraph"
        and len(first.text) >= BROKEN_LINE
        and second.text[0].islower()
        and OPEN_END.search(first.text) is not None
        and STEM_END.search(first.text) is None
        and not MARK.fullmatch(second.text.split()[0])
    )
