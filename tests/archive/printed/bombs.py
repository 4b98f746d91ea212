"""Small files that are large, deep or endless once they are read."""

from __future__ import annotations

import io
import zipfile
import zlib
from itertools import pairwise

from tests.archive.printed.made import assembled, word

_CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
_ONE_PAGE = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
_W = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'


def deep_tree(levels: int) -> bytes:
    """Write a PDF whose one page hangs below a long line of lists of pages."""
    lists = [b"<< /Type /Pages /Count 1 /Kids [%d 0 R] >>" % (level + 3) for level in range(levels)]
    return assembled([_CATALOG, *lists, b"<< /Type /Page /MediaBox [0 0 9 9] >>"])


def looped_tree() -> bytes:
    """Write a PDF whose list of pages holds itself."""
    return assembled([_CATALOG, b"<< /Type /Pages /Count 2 /Kids [2 0 R 2 0 R] >>"])


def lying_count(said: int) -> bytes:
    """Write a PDF that says it has so many pages, and has one."""
    pages = b"<< /Type /Pages /Count %d /Kids [3 0 R] >>" % said
    return assembled([_CATALOG, pages, b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"])


def packed_twice(size: int) -> bytes:
    """Write a PDF whose page unpacks to a small stream, and that one to a flood."""
    packed = zlib.compress(zlib.compress(bytes(size), 9), 9)
    content = b"<< /Filter [/FlateDecode /FlateDecode] /Length %d >>\nstream\n%s\nendstream"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>"
    return assembled([_CATALOG, _ONE_PAGE, page, content % (len(packed), packed)])


def forms_of_forms(levels: int, leaf: bytes = b"") -> bytes:
    """Write a PDF whose page draws a form, which draws ten forms, each of which draws ten forms …"""
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 5 0 R "
        b"/Resources << /XObject << /X 6 0 R >> >> >>"
    )
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>"
    forms = [_form(b"/X Do " * 10, 7 + level) for level in range(levels)]
    start = b"<< /Length 5 >>\nstream\n/X Do\nendstream"
    return assembled([_CATALOG, _ONE_PAGE, page, font, start, *forms, _form(leaf, 6)])


def _form(drawn: bytes, below: int) -> bytes:
    return (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 600 800] "
        b"/Resources << /XObject << /X %d 0 R >> /Font << /F1 4 0 R >> >> /Length %d >>\n"
        b"stream\n%s\nendstream" % (below, len(drawn), drawn)
    )


def zip_bomb(size: int) -> bytes:
    """Write a Word file whose text unpacks to a flood."""
    return _with_body(b"<w>" + b"a" * size)


def laughing_entities() -> bytes:
    """Write a Word file whose one word is an entity of ten entities of ten entities …"""
    names = b"abcdefghij"
    nested = b"".join(
        b'<!ENTITY %c "%s">' % (name, b"&%c;" % before * 10) for before, name in pairwise(names)
    )
    text = b"<w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:document>"
    return _with_body(b'<!DOCTYPE l [<!ENTITY a "ha">' + nested + b"]>" + _W + text)


def tags(count: int) -> bytes:
    """Write a Word file of empty paragraphs."""
    return _with_body(_W + b"<w:p/>" * count + b"</w:body></w:document>")


def _with_body(xml: bytes) -> bytes:
    made = zipfile.ZipFile(io.BytesIO(word("All hands")))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        for name in made.namelist():
            parts.writestr(name, xml if name == "word/document.xml" else made.read(name))
    return out.getvalue()
