"""A small, valid PDF of some lines of text, for the files that a council's pages link to."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

_PER_PAGE = 52  # lines
_WIDTH = 88  # characters a line


def pdf(lines: Sequence[str]) -> bytes:
    """Return a PDF of A4 pages in Helvetica, one paragraph a line of input."""
    rows = [row for line in lines for row in (textwrap.wrap(line, _WIDTH) or [""])] or [""]
    pages = [rows[start : start + _PER_PAGE] for start in range(0, len(rows), _PER_PAGE)]
    first = 4  # objects 1 to 3 are the catalogue, the list of pages and the font
    kids = " ".join(f"{first + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        drawn = _drawn(page)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            b"/Contents %d 0 R >>" % (first + 2 * number + 1)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
    return _file(objects)


def _drawn(rows: Sequence[str]) -> bytes:
    shown = b"\n".join(b"(" + _escaped(row) + b") Tj T*" for row in rows)
    return b"BT /F1 10 Tf 14 TL 56 780 Td\n" + shown + b"\nET"


def _escaped(row: str) -> bytes:
    raw = row.encode("cp1252", "replace")
    return raw.replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")


def _file(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)
