"""What a page file holds, read by its gzip members alone: a second opinion on the archive's own reader."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

GZIP = 31  # how zlib is told to expect gzip
ANSWER = re.compile(rb"^WARC-Concurrent-To: *(\S+)", re.MULTILINE | re.IGNORECASE)


def page_ids(path: Path) -> frozenset[str]:
    """Return the ids of the pages kept whole: a page is when its question, written after it, is."""
    found = (ANSWER.search(member) for member, whole in _members(path) if whole)
    return frozenset(match[1].decode("ascii") for match in found if match)


def torn(path: Path) -> bool:
    """Tell whether the file ends within a record."""
    return any(not whole for _, whole in _members(path))


def _members(path: Path) -> Iterator[tuple[bytes, bool]]:
    """Unpack a file member by member; the last may be cut off."""
    left = path.read_bytes()
    while left:
        unpacker = zlib.decompressobj(GZIP)
        try:
            body = unpacker.decompress(left)
        except zlib.error:
            yield b"", False
            return
        yield body, unpacker.eof
        left = unpacker.unused_data
