"""Make small PDF and Word files of invented minutes: Courier, whose letters are all equally wide."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

import docx

SIZE = 10.0
LETTER = 6.0  # points
LEADING = 12.0
LEFT, TOP, BOTTOM = 60.0, 780.0, 70.0
COLUMNS = 78  # letters in a full line


@dataclass(frozen=True, slots=True)
class Drawn:
    """A piece of text drawn at a place, in points from the lower left."""

    x: float
    y: float
    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph to typeset: its mark hangs to the left of its text."""

    text: str
    mark: str = ""
    bold: bool = False
    indent: int = 0  # letters


def typeset(blocks: Sequence[Block], header: str = "", footer: str = "") -> list[list[Drawn]]:
    """Lay paragraphs out on pages, each line full; "#" in a header or footer is the page's number."""
    pages: list[list[Drawn]] = [[]]
    y = TOP
    for block in blocks:
        hang = block.indent + (len(block.mark) + 4 if block.mark else 0)
        for number, line in enumerate(textwrap.wrap(block.text, COLUMNS - hang, break_on_hyphens=True)):
            if y < BOTTOM:
                pages.append([])
                y = TOP
            if not number and block.mark:
                pages[-1].append(Drawn(LEFT + block.indent * LETTER, y, block.mark, block.bold))
            pages[-1].append(Drawn(LEFT + hang * LETTER, y, line, block.bold))
            y -= LEADING
        y -= LEADING
    for number, page in enumerate(pages, 1):
        if header:
            page.insert(0, Drawn(LEFT, 810, header.replace("#", str(number))))
        if footer:
            page.append(Drawn(280, 40, footer.replace("#", str(number))))
    return pages


def pdf(
    pages: Sequence[Sequence[Drawn]],
    *,
    encrypted: bool = False,
    turned: int = 0,
    matrix: bytes = b"1 0 0 1 0 0",
) -> bytes:
    """Write a PDF of drawn text; viewers turn its pages by `turned` degrees."""
    contents = [matrix + b" cm\n" + b"\n".join(map(_shown, page)) for page in pages]
    return _pdf(contents, b"/Font << /F1 3 0 R /F2 4 0 R >>", encrypted=encrypted, turned=turned)


def scan(pages: int, *, stamp: str = "") -> bytes:
    """Write a PDF whose pages are one picture each, perhaps with a stamp at the foot."""
    stamped = _shown(Drawn(280, 30, stamp)) if stamp else b""
    picture = b"q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q\n"
    return _pdf([picture + stamped] * pages, b"/Font << /F1 3 0 R /F2 4 0 R >>")


def word(*paragraphs: str | tuple[str, str]) -> bytes:
    """Write a Word file of paragraphs; with a style where a pair says so."""
    document = docx.Document()
    for each in paragraphs:
        text, style = (each, None) if isinstance(each, str) else each
        document.add_paragraph(text, style)
    return saved(document)


def saved(document: docx.document.Document) -> bytes:
    """Return the bytes of a Word file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _shown(drawn: Drawn) -> bytes:
    raw = drawn.text.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
    return b"BT /%s %d Tf %.1f %.1f Td (%s) Tj ET" % (
        b"F2" if drawn.bold else b"F1",
        int(SIZE),
        drawn.x,
        drawn.y,
        raw,
    )


def _pdf(contents: Sequence[bytes], resources: bytes, *, encrypted: bool = False, turned: int = 0) -> bytes:
    kids = b" ".join(b"%d 0 R" % (5 + 2 * number) for number in range(len(contents)))
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(contents)),
        font % b"Courier",
        font % b"Courier-Bold",
    ]
    for number, content in enumerate(contents):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate %d /Resources << %s >> "
            b"/Contents %d 0 R >>" % (turned, resources, 6 + 2 * number)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    trailer = b"/Root 1 0 R"
    if encrypted:
        # With no password that fits these, no reader can open the file.
        trailer += b" /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>]" % (
            b"41" * 32,
            b"42" * 32,
        )
    return assembled(objects, trailer)


def assembled(objects: Sequence[bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    """Write a PDF of objects; they are numbered from 1."""
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, table)
    return bytes(out)
