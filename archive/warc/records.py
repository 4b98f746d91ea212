"""One WARC record and its bytes: a gzip member of its own, so that reading can begin at any record.

Read strictly, as only our own writing is read: what differs from it by a byte is damage, and says where.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO
from uuid import uuid4

from archive.warc.messages import payload
from archive.warc.places import digest

VERSION = "WARC/1.1"
MARK = f"{VERSION}\r\n".encode()
PIECE = 16_384  # bytes read at a time; most records are smaller
LEVEL = 6  # of packing: 9 may take twice the time, to save one byte in two hundred
GZIP = 16 + zlib.MAX_WBITS  # zlib's sign for a gzip member: its checksum and length are checked too
NEEDED = ("warc-type", "warc-record-id", "warc-date", "content-length")
DATE = "%Y-%m-%dT%H:%M:%SZ"


class Malformed(ValueError):
    """Say why no record of ours can be read at a place; callers tell which place."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it lies in its file."""

    offset: int
    end: int  # where the next one begins
    fields: Mapping[str, str]  # by name in lower case
    block: bytes

    @property
    def type(self) -> str:
        """Return what sort of record it is: "response", "revisit", "request", "warcinfo" or "metadata"."""
        return self.fields["warc-type"]

    def field(self, name: str) -> str:
        """Return a field's value; Malformed when the record does not have it."""
        value = self.fields.get(name.lower())
        if value is None:
            raise Malformed(f"its {name} is missing")
        return value

    def moment(self, name: str) -> datetime:
        """Return a field's moment, aware, in UTC; Malformed when it is none."""
        try:
            return datetime.strptime(self.field(name), DATE).replace(tzinfo=UTC)
        except ValueError as error:
            raise Malformed(f"its {name} is no date") from error


def new_id() -> str:
    """Make a record's id."""
    return f"<urn:uuid:{uuid4()}>"


def warc_date(moment: datetime) -> str:
    """Write an aware moment as WARC fields do, to the second."""
    return moment.astimezone(UTC).strftime(DATE)


def pack(fields: Sequence[tuple[str, str]], block: bytes) -> bytes:
    """Return a record's bytes; the block's length and digest are added to its fields."""
    whole = (*fields, ("WARC-Block-Digest", digest(block)), ("Content-Length", str(len(block))))
    head = "".join(f"{name}: {_one_line(value)}\r\n" for name, value in whole)
    plain = b"".join((f"{VERSION}\r\n{head}\r\n".encode(), block, b"\r\n\r\n"))
    return zlib.compress(plain, LEVEL, GZIP)


def unpack(stream: IO[bytes], offset: int) -> Record | None:
    """Return the record that begins at an offset, None at the file's end.

    Malformed when no whole record begins there.
    """
    plain, end = _member(stream, offset)
    if end == offset:
        return None
    head, parted, rest = plain.partition(b"\r\n\r\n")
    try:
        _, *lines = head.decode("utf-8").split("\r\n")
    except UnicodeDecodeError as error:
        raise Malformed("its fields are not text") from error
    if not parted:
        raise Malformed("its fields do not end")
    record = Record(offset, end, _fields(lines), rest[:-4])
    if rest[-4:] != b"\r\n\r\n" or record.fields["content-length"] != str(len(record.block)):
        raise Malformed("it is not as long as its Content-Length says")
    return record


def faults(record: Record) -> list[str]:
    """Say what of a record is not as its digests say; nothing when it is whole."""
    told = []
    if record.fields.get("warc-block-digest") != digest(record.block):
        told.append(f"the {record.type} record is not as it was kept: its block digest differs")
    if record.type == "response" and record.fields.get("warc-payload-digest") != digest(
        payload(record.block)
    ):
        told.append("the page is not as it was kept: its payload digest differs")
    return told


def _member(stream: IO[bytes], offset: int) -> tuple[bytes, int]:
    """Unpack the gzip member at an offset; return its bytes and where it ends: at the offset, at the end."""
    stream.seek(offset)
    unpacker, parts, end = zlib.decompressobj(GZIP), list[bytes](), offset
    try:
        while not unpacker.eof:
            piece = stream.read(PIECE)
            if not piece and end == offset:
                break
            if not piece:
                raise Malformed("it breaks off")
            parts.append(unpacker.decompress(piece))
            end += len(piece)
            if not parts[0].startswith(MARK):  # in a search: a page may hold a gzip file of any size
                raise Malformed(f"it does not begin as a {VERSION} record does")
    except zlib.error as error:
        raise Malformed(f"it cannot be unpacked ({error})") from error
    return b"".join(parts), end - len(unpacker.unused_data)


def _fields(lines: Sequence[str]) -> dict[str, str]:
    fields = dict[str, str]()
    for line in lines:
        name, colon, value = line.partition(": ")
        if not colon:
            raise Malformed("one of its fields has no name")
        fields[name.lower()] = value
    if missing := [name for name in NEEDED if name not in fields]:
        raise Malformed(f"its {missing[0]} is missing")
    return fields


def _one_line(value: str) -> str:
    return re.sub(r"[\r\n]+", " ", value)
