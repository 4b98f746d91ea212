"""The words of a PDF and where they stand, by PDFium.

PDFium may be used by one thread at a time only: the child process that reads files has no other.
"""

from __future__ import annotations

import ctypes
import re
import sys
from collections.abc import Iterator
from contextlib import closing

import pypdfium2
import pypdfium2.raw as pdfium

from archive.errors import ReadError
from archive.html import clean
from archive.printed.lines import Line, Word, lines
from archive.printed.streams import check_streams

MOST_PAGES = 2000
MOST_CHARACTERS = 200_000  # on a page: a dense one has six thousand
HYPHEN = "\ufffe"  # what PDFium gives for a hyphen at the end of a line, in place of the line's end
WORD = re.compile(rf"[^\s\0{HYPHEN}]+{HYPHEN}?|{HYPHEN}")
SPELLED = str.maketrans({HYPHEN: "-", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"})
UNPAIRED = dict.fromkeys(range(0xD800, 0xE000), " ")
HEAVY = re.compile(rb"bold|black|heavy|-bd", re.IGNORECASE)
FARTHEST = 100_000.0  # points
FORCE_BOLD = 1 << 18


def read_pdf(body: bytes) -> list[list[Line]]:
    """Return the lines of each page; ReadError for a file that is encrypted, damaged or too long."""
    check_streams(body)
    try:
        with closing(pypdfium2.PdfDocument(body)) as document:
            count = len(document)
            if not 0 < count <= MOST_PAGES:
                raise ReadError(f"the PDF has {count} pages; between 1 and {MOST_PAGES} are read")
            return [lines(_words(document, number), number) for number in range(count)]
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise ReadError("the PDF is encrypted and needs a password") from error
        raise ReadError(f"the PDF is damaged: {error}") from error


def _words(document: pypdfium2.PdfDocument, number: int) -> Iterator[Word]:
    with closing(document[number]) as page, closing(page.get_textpage()) as text:
        count = text.count_chars()
        if count > MOST_CHARACTERS:
            raise ReadError(
                f"page {number + 1} of the PDF has {count} characters; that is no page of minutes"
            )
        places = _Places(text.raw, page.get_rotation())
        for word in WORD.finditer(_characters(text, count)):
            spelled = clean(word[0].translate(SPELLED))
            if spelled:  # not only a soft hyphen or a zero-width space
                yield places.word(spelled, word.start(), word.end() - 1)


def _characters(text: pypdfium2.PdfTextPage, count: int) -> str:
    """Return a page's text, a letter for each of PDFium's characters: their indexes are the same."""
    whole: str = text.get_text_range()
    if len(whole) == count:
        return whole
    # Some have no Unicode and were left out, or have a code that takes two places: ask for each.
    codes = (pdfium.FPDFText_GetUnicode(text.raw, at) for at in range(count))
    return "".join(HYPHEN if code == 2 else chr(min(code, sys.maxunicode)) for code in codes).translate(
        UNPAIRED
    )


def _on_paper(points: float) -> float:
    """Bring a length within reason: damaged files put text at infinity, or at no number at all."""
    return max(-FARTHEST, min(FARTHEST, points))


class _Places:
    """Where the characters of a page are, asked of PDFium into buffers made once, as there are many."""

    def __init__(self, text: object, rotation: int) -> None:
        self._text = text
        self._turn = rotation
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._box = pdfium.FS_RECTF()
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()

    def word(self, spelled: str, first: int, last: int) -> Word:
        """Return a word with the place of its first and last character."""
        pdfium.FPDFText_GetCharOrigin(self._text, first, self._x, self._y)
        _, base = self._seen(self._x.value, self._y.value)
        left, _, low, high = self._bounds(first)
        _, right, _, _ = self._bounds(last)
        left, right, base, height = map(_on_paper, (left, max(left, right), base, max(1.0, high - low)))
        return Word(spelled, left, right, base, height, self._bold(first))

    def _bounds(self, at: int) -> tuple[float, float, float, float]:
        """Return left, right, bottom and top of a character, as the page is seen."""
        box = self._box
        pdfium.FPDFText_GetLooseCharBox(self._text, at, box)
        if not self._turn:
            return box.left, box.right, box.bottom, box.top
        (x, y), (u, v) = self._seen(box.left, box.bottom), self._seen(box.right, box.top)
        return min(x, u), max(x, u), min(y, v), max(y, v)

    def _seen(self, x: float, y: float) -> tuple[float, float]:
        """Turn a point as the page is turned; where the corner lies does not matter."""
        if not self._turn:
            return x, y
        return {90: (y, -x), 180: (-x, -y)}.get(self._turn, (-y, x))

    def _bold(self, at: int) -> bool:
        pdfium.FPDFText_GetFontInfo(self._text, at, self._name, len(self._name), self._flags)
        return bool(self._flags.value & FORCE_BOLD) or HEAVY.search(self._name.value) is not None
