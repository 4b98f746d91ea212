"""Refuse a PDF whose packed streams unpack to floods, before PDFium unpacks them whole."""

from __future__ import annotations

import re
import zlib

from archive.errors import ReadError

MOST_CONTENT = (
    4_000_000  # bytes of what a page draws: dense text has 50,000; PDFium takes a hundred times that
)
MOST_MATTER = 100_000_000  # bytes of a picture or font, of which reading text needs little
DICTIONARY = 1000  # bytes before a stream in which its dictionary is looked for
CHUNK = 1 << 16
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_MATTER = re.compile(rb"/Image\b|/Length1\b|/FontFile|/Type1C\b|/CIDFontType0C\b|/OpenType\b")


def check_streams(body: bytes) -> None:
    """Unpack each Flate stream in small pieces; ReadError for one that is larger than a page of minutes."""
    for match in _STREAM.finditer(body):
        before = body[max(0, match.start() - DICTIONARY) : match.start()].rpartition(b" obj")[2]
        most = MOST_MATTER if _MATTER.search(before) else MOST_CONTENT
        if _unpacks_beyond(body, match.end(), most):
            raise ReadError(f"the PDF has a stream that unpacks to more than {most} bytes")


def _unpacks_beyond(body: bytes, start: int, most: int) -> bool:
    unpacking = zlib.decompressobj()
    total = 0
    try:
        while start < len(body) and not unpacking.eof:
            piece = unpacking.unconsumed_tail
            if not piece:
                piece = body[start : start + CHUNK]
                start += CHUNK
            total += len(unpacking.decompress(piece, CHUNK))
            if total > most:
                return True
    except zlib.error:  # not packed, or packed in another way; what PDFium makes of it is bounded elsewhere
        return False
    return False
