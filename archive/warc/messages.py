"""One HTTP message and its bytes, as they stand in a record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

FieldList = tuple[tuple[str, str], ...]

# What described the bytes on the wire and is no longer true of the unpacked body.
WIRE_FIELDS = frozenset({"content-encoding", "transfer-encoding", "content-length"})
STATUS_LINE = re.compile(r"HTTP/1\.1 (\d{3})(?: |$)")
END_OF_FIELDS = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a response."""

    status: int
    fields: Mapping[str, str]  # by name in lower case; of a name that comes twice, the first

    def field(self, name: str) -> str:
        """Return a field's value, empty when the site did not give it."""
        return self.fields.get(name.lower(), "")


def message(first_line: str, fields: FieldList, body: bytes = b"") -> bytes:
    """Write a message."""
    lines = (first_line, *(f"{name}: {value}" for name, value in fields))
    return b"\r\n".join(map(_line, lines)) + END_OF_FIELDS + body


def unpacked(fields: FieldList, length: int) -> FieldList:
    """Return a response's fields for a body that is kept unpacked: those of the wire under another name."""
    told = ((f"X-Archive-Orig-{n}" if n.lower() in WIRE_FIELDS else n, value) for n, value in fields)
    return (*told, ("Content-Length", str(length)))


def payload(block: bytes) -> bytes:
    """Return a message's body."""
    return block.partition(END_OF_FIELDS)[2]


def head(block: bytes) -> Head | None:
    """Read the head of a response; None when there is none."""
    first_line, *lines = block.partition(END_OF_FIELDS)[0].decode("latin-1").split("\r\n")
    found = STATUS_LINE.match(first_line)
    if not found:
        return None
    fields = dict[str, str]()
    for line in lines:
        name, _, value = line.partition(": ")
        fields.setdefault(name.lower(), value)
    return Head(int(found[1]), fields)


def _line(text: str) -> bytes:
    """Write a line as it came: HTTP's fields are bytes, which Python shows as Latin-1.

    A site may fold a long field over several lines, which is written as one.
    """
    line = re.sub(r"[\r\n]+[ \t]*", " ", text)
    try:
        return line.encode("latin-1")
    except UnicodeEncodeError:
        return line.encode("utf-8")
