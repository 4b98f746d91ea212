"""The passages of a Word file (.docx), by python-docx."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace

import docx
from docx.oxml.ns import qn

from archive.errors import ReadError
from archive.html import clean
from archive.model import Passage, Style
from archive.printed import marks
from archive.printed.numbering import Element, Lists, switched_on
from archive.printed.paragraphs import style

MOST_PARTS = 5_000
MOST_UNPACKED = 100_000_000  # bytes, pictures and all
MOST_XML = 8_000_000  # bytes of one part: its tree takes some thirty times that when it is all tags
MOST_BLOCKS = 50_000  # paragraphs
CHUNK = 1 << 16
MARK_UP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# What a reader of the file does not see: deleted text, and a text box drawn a second time for old programs.
UNSEEN = frozenset({qn("w:del"), qn("w:moveFrom"), MARK_UP + "Fallback"})
BREAKS = {qn("w:br"): " ", qn("w:cr"): " ", qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-"}
PARAGRAPH, TABLE, ROW, CELL, RUN, TEXT, PROPERTIES = map(
    qn, ("w:p", "w:tbl", "w:tr", "w:tc", "w:r", "w:t", "w:pPr")
)


def read_docx(body: bytes) -> tuple[Passage, ...]:
    """Return the passages of a .docx; ReadError for one that is encrypted, damaged or a bomb."""
    try:
        _check_parts(body)
        document = docx.Document(io.BytesIO(body))
        lists = Lists.of(document)
        return tuple(_Story(lists).passages(document.element.body))
    except (ReadError, MemoryError):
        raise
    # zipfile, lxml and python-docx answer damage with a dozen kinds of error, KeyError and TypeError among
    # them; whatever it was, the file cannot be read.
    except Exception as error:
        raise ReadError(f"the Word file is damaged: {error}") from error


def _check_parts(body: bytes) -> None:
    """Unpack every part in small pieces before anything is parsed: the sizes a zip declares may be lies."""
    total = 0
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        if len(parts.infolist()) > MOST_PARTS:
            raise ReadError(f"the Word file has more than {MOST_PARTS} parts")
        for part in parts.infolist():
            if part.flag_bits & 1:
                raise ReadError("the Word file is encrypted")
            most = MOST_XML if part.filename.lower().endswith((".xml", ".rels")) else MOST_UNPACKED
            size = 0
            with parts.open(part) as unpacked:
                while piece := unpacked.read(CHUNK):
                    size, total = size + len(piece), total + len(piece)
                    if size > most or total > MOST_UNPACKED:
                        raise ReadError(f"the Word file unpacks to too much: {part.filename} and the rest")


class _Story:
    """The body of a Word file, read from front to back, as its lists count."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        self._left = MOST_BLOCKS

    def passages(self, node: Element) -> Iterator[Passage]:
        """Yield the passages inside an element, in order."""
        for child in node.iterchildren("*"):
            if child.tag == PARAGRAPH:
                yield from self._paragraph(child)
            elif child.tag == TABLE:
                for row in child.iterchildren(ROW):
                    yield from self._row(row)
            elif child.tag not in UNSEEN and child.tag != PROPERTIES:
                yield from self.passages(child)

    def _paragraph(self, node: Element) -> Iterator[Passage]:
        self._left -= 1
        if self._left < 0:
            raise ReadError(f"the Word file has more than {MOST_BLOCKS} paragraphs")
        raw = "".join(_strings(node))
        cells = [text for text in map(clean, raw.split("\t")) if text]
        if cells:
            yield self._passage(node, cells)
        yield from self.passages(node)  # text boxes that are anchored in the paragraph

    def _passage(self, node: Element, cells: Sequence[str]) -> Passage:
        given = self._lists.style(node)
        counted = self._lists.next(node)
        if counted is not None:
            mark, level, bullet = counted
        else:
            mark, cells, bullet = _typed_mark(cells)
            level = 0
        if len(cells) > 1:
            return Passage("minutes", " | ".join(cells), "row", mark=mark)
        bold = given.heading or given.bold or _all_bold(node)
        kind = style(cells[0], mark, bullet=bullet, bold=bold)
        listed = kind in ("bullet", "numbered")
        return Passage("minutes", cells[0], kind, min(9, level) if listed else 0, mark)

    def _row(self, row: Element) -> Iterator[Passage]:
        """Read a row: a numbered text, or cells; the last cell's further paragraphs follow."""
        cells = [list(self.passages(cell)) for cell in row.iter(CELL) if _row_of(cell) is row]
        filled = [cell for cell in cells if cell]
        if len(filled) < 2:
            yield from (passage for cell in filled for passage in cell)
            return
        first, last = filled[0], filled[-1]
        if len(filled) == 2 and len(first) == 1 and not first[0].mark and marks.alone(first[0].text):
            yield replace(last[0], mark=first[0].text, style=_marked(last[0]))
        else:
            texts = [" ".join(map(_shown, cell)) for cell in filled[:-1]]
            yield Passage("minutes", " | ".join([*texts, _shown(last[0])]), "row")
        yield from last[1:]


def _marked(passage: Passage) -> Style:
    return "numbered" if passage.style == "paragraph" else passage.style


def _shown(passage: Passage) -> str:
    return f"{passage.mark} {passage.text}".strip()


def _row_of(cell: Element) -> Element | None:
    return next(cell.iterancestors(ROW), None)


def _strings(node: Element) -> Iterator[str]:
    """Yield a paragraph's own text, without that of paragraphs inside it and of what is not seen."""
    for child in node.iterchildren("*"):
        if child.tag == TEXT:
            yield child.text or ""
        elif child.tag in BREAKS:
            yield BREAKS[child.tag]
        elif child.tag not in UNSEEN and child.tag not in (PARAGRAPH, PROPERTIES):
            yield from _strings(child)


def _typed_mark(cells: Sequence[str]) -> tuple[str, Sequence[str], bool]:
    """Take a mark that was typed by hand off a paragraph's cells: mark, cells, whether it is a bullet."""
    first, *others = cells
    if others and (marks.alone(first) or marks.lone_bullet(first)):
        bullet = marks.lone_bullet(first)
        return ("" if bullet else first), others, bullet
    if text := marks.bullet(first):
        return "", [text, *others], True
    mark, text = marks.opening(first)
    return mark, [text, *others], False


def _all_bold(node: Element) -> bool:
    runs = [run for run in node.iter(RUN) if clean("".join(_strings(run)))]
    return bool(runs) and all(switched_on(run, "w:rPr/w:b") for run in runs)
