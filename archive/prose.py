"""Word's HTML, as clerks paste it, into passages: paragraphs, bullets, numbered clauses, headings, rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import TypeAlias

from archive.html import Node, Tag, attribute, holders, inner, nodes, opening, text_of, unseen
from archive.model import Passage, Section, Style
from archive.paragraph import HEADINGS, MARK, Block, after, paragraph

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
MARK_LENGTH = 20
# Lines pasted from a PDF come as paragraphs that stop mid-sentence: "…facilities at the" / "junction of…".
BROKEN_LINE = 60
OPEN_END = re.compile(r"[\w,’')&-]$")
STEM_LENGTH = 8  # characters at the end that tell the two
STEM_END = re.compile(r"\b(?:that|to|be|and|or|bod|i)$", re.IGNORECASE)


Frames: TypeAlias = AbstractSet[Tag]


def passages(found: Sequence[Node], section: Section) -> tuple[Passage, ...]:
    """Read the passages of some sibling nodes, in order, with sentences broken over paragraphs mended."""
    blocks = _blocks(found, Block(""), holders(found, BLOCKS))
    return tuple(Passage(section, b.text, b.style, b.level, b.mark) for b in _mended(blocks))


# What these walk through is at most html.DEPTH deep. `frames` are the elements that hold blocks.


def _blocks(found: Iterable[Node], like: Block, frames: Frames) -> Iterator[Block]:
    """Yield the blocks of sibling nodes; loose text between them makes blocks like `like`."""
    inline: list[Node] = []
    first = like
    for node in found:
        if isinstance(node, str) or not _has_block(node, frames):
            inline.append(node)
            continue
        for block in paragraph(inline, first):
            yield block
            first = after(first)
        inline = []
        for block in _element(node, first, frames):
            yield block
            first = after(first)
    yield from paragraph(inline, first)


def _has_block(node: Tag, frames: Frames) -> bool:
    return node.tag in BLOCKS or (node in frames and not unseen(node))


def _element(node: Tag, like: Block, frames: Frames) -> Iterator[Block]:
    if unseen(node):
        return
    if node.tag in ("ul", "ol"):
        yield from _list(node, like, frames)
    elif node.tag == "table":
        yield from _table(node, frames)
    elif node not in frames and (node.tag == "p" or node.tag in HEADINGS):
        yield from paragraph([node], like)
    else:
        yield from _blocks(nodes(node), like, frames)


def _list(node: Tag, like: Block, frames: Frames) -> Iterator[Block]:
    level = like.level + 1 if like.style in ("bullet", "numbered") or like.level else 0
    number = _start(node)
    for child in nodes(node):
        if isinstance(child, str) or not _has_block(child, frames):
            yield from paragraph([child], Block("", level=like.level))  # text before the first entry
        elif child.tag == "li":
            mark = _ordinal(number, attribute(node, "type")) if node.tag == "ol" else ""
            style: Style = "numbered" if node.tag == "ol" else "bullet"
            yield from _entry(child, Block("", style, level, mark), frames)
            number += 1
        else:  # a list straight inside a list, without the <li> it should have
            yield from _element(child, Block("", "bullet", level), frames)


def _entry(entry: Tag, like: Block, frames: Frames) -> Iterator[Block]:
    """Read one list entry; lists inside it lie one level deeper, other blocks on its own."""
    for child_like, run in _runs(entry, like):
        yield from _blocks(run, child_like, frames)


def _runs(entry: Tag, like: Block) -> Iterator[tuple[Block, list[Node]]]:
    """Split an entry's children before each nested list, which needs the entry's own level and style."""
    run: list[Node] = []
    current = like
    for child in nodes(entry):
        if not isinstance(child, str) and child.tag in ("ul", "ol"):
            yield current, run
            yield like, [child]
            run, current = [], after(like)
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


def _table(table: Tag, frames: Frames) -> Iterator[Block]:
    for caption in inner(table, "caption")[:1]:
        yield from _blocks(nodes(caption), Block(""), frames)
    for row in _rows(table):
        cells = [c for c in inner(row, "td", "th") if opening(c, 1)]
        if len(cells) == 1:  # a frame drawn around ordinary text
            yield from _blocks(nodes(cells[0]), Block(""), frames)
        elif len(cells) == 2 and MARK.fullmatch(mark := opening(cells[0], MARK_LENGTH)):
            yield from _blocks(nodes(cells[1]), Block("", "numbered", 0, mark), frames)
        elif cells:
            yield Block(" | ".join(text_of(c) for c in cells), "row")


def _rows(node: Tag) -> Iterator[Tag]:
    """Yield a table's own rows; those of a table inside a cell are read with that cell."""
    for child in node:
        if child.tag == "tr":
            yield child
        elif child.tag != "table":
            yield from _rows(child)


def _mended(blocks: Iterable[Block]) -> Iterator[Block]:
    """Join paragraphs that break a sentence."""
    held: list[Block] = []
    for block in blocks:
        if held and not _goes_on(held, block):
            yield _joined(held)
            held = []
        held.append(block)
    if held:
        yield _joined(held)


def _joined(held: list[Block]) -> Block:
    return replace(held[0], text=" ".join(b.text for b in held)) if len(held) > 1 else held[0]


def _goes_on(held: list[Block], second: Block) -> bool:
    """Tell whether a paragraph goes on with the sentence of those held, the last of which ends it so far."""
    end = held[-1].text[-STEM_LENGTH:]
    return (
        held[0].style == second.style == "paragraph"
        and second.text[0].islower()
        and OPEN_END.search(end) is not None
        and STEM_END.search(end) is None
        and not MARK.fullmatch(second.text.split(None, 1)[0])
        # Each holds a letter at least: so many are long enough, and no more are counted.
        and len(" ".join(b.text for b in held[:BROKEN_LINE])) >= BROKEN_LINE
    )
