"""Reading and unpacking a body, within a limit of bytes."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from archive.errors import Unreachable
from archive.fetch.failures import Passing

PIECE = 65536  # bytes read at a time
UNPACKABLE = frozenset({"gzip", "x-gzip", "deflate"})
FOREIGN = frozenset({"br", "zstd", "compress", "x-compress", "dcb", "dcz"})  # never asked for
MEMBER = b"\x1f"  # how another gzip member begins; anything else after the last one is padding


class Stream(Protocol):
    """Where a body is read from, as urllib3 gives it."""

    @property
    def length_remaining(self) -> int | None:
        """Return how many bytes are announced; None when that is not known."""
        ...

    def read(self, amt: int, decode_content: bool) -> bytes:
        """Return up to so many bytes; none at the end."""
        ...


def read_body(stream: Stream, encoding: str, most: int, *, cut: bool = False) -> bytes:
    """Return an unpacked body of at most so many bytes.

    A longer one is cut off there, or else is Unreachable before more of it is read. Passing when it breaks
    off or is not packed as `encoding`, the header Content-Encoding, says.
    """
    if not cut and (stream.length_remaining or 0) > most:
        raise _too_large(most)
    parts: list[bytes] = []
    left = most + 1
    for piece in _unpacked(stream, encoding, left):
        parts.append(piece)
        left -= len(piece)
        if left <= 0:
            if not cut:
                raise _too_large(most)
            break
    return b"".join(parts)[:most]


def _too_large(most: int) -> Unreachable:
    return Unreachable(f"larger than {most:,} bytes; not read")


def _unpacked(stream: Stream, encoding: str, most: int) -> Iterator[bytes]:
    """Give a body piece by piece, no piece longer than `most`."""
    codings = [word.strip() for word in encoding.lower().split(",")]
    packings = [word for word in codings if word in UNPACKABLE | FOREIGN]
    if len(packings) > 1 or FOREIGN.intersection(packings):
        raise Unreachable(f"packed as “{encoding}”, which was not asked for")
    # A word that names no packing is no reason to refuse: some servers write the charset there.
    unpacker = Unpacker() if packings else None
    while chunk := stream.read(PIECE, decode_content=False):
        yield unpacker.unpack(chunk, most) if unpacker else chunk
    if unpacker:
        unpacker.end()


@dataclass(slots=True)
class Unpacker:
    """Unpacks gzip of one or more members, and zlib, as the bytes come in."""

    _member: zlib._Decompress = field(default_factory=lambda: _member())
    _began: bool = False

    def unpack(self, chunk: bytes, most: int) -> bytes:
        """Return what a chunk holds, up to so many bytes; the rest of a larger one is lost."""
        self._began = True
        found = b""
        while chunk and len(found) < most:
            if self._member.eof:
                if not chunk.startswith(MEMBER):
                    break
                self._member = _member()
            try:
                found += self._member.decompress(chunk, most - len(found))
            except zlib.error as error:
                raise Passing(f"the answer cannot be unpacked: {error}") from error
            chunk = self._member.unused_data
        return found

    def end(self) -> None:
        """Raise Passing when the packing is not at its end; nothing at all is a whole, empty body."""
        if self._began and not self._member.eof:
            raise Passing("the answer broke off before its packing ended")


def _member() -> zlib._Decompress:
    return zlib.decompressobj(47)  # 32 + 15: gzip or zlib, told by its header
