"""Every record of a page file in turn, past whatever is damaged, and each answer with its request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from archive.pages import Where
from archive.warc.records import Malformed, Record, unpack
from archive.warc.shelf import opened

BEGINNING = b"\x1f\x8b\x08"  # of every gzip member
SEARCHED = 1 << 20  # bytes searched at a time
ANSWERS = frozenset({"response", "revisit"})


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes of a file that are no whole record, with whole ones after them."""

    file: str
    offset: int
    size: int
    why: str


@dataclass(frozen=True, slots=True)
class Torn:
    """The bytes at a file's end that are no whole page: a run was killed, or the disk was full."""

    file: str
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class Pair:
    """An answer and the request it came by; None where the request is damaged or missing."""

    answer: Record
    request: Record | None
    end: int  # where what comes next begins


def pairs(pages: Where, file: str, start: int = 0) -> Iterator[Pair | Record | Damage | Torn]:
    """Yield all that a page file holds from an offset on: pairs, and records that stand alone.

    An answer at the very end whose request is not whole is torn with it: its place was never told.
    StoreError when the file cannot be read at all.
    """
    answer: Record | None = None
    for part in walk(pages, file, start):
        if isinstance(part, Torn):
            begin = answer.offset if answer else part.offset
            yield Torn(file, begin, part.offset + part.size - begin)
            return
        asks = isinstance(part, Record) and part.type == "request"
        if answer:
            request = part if isinstance(part, Record) and asks and _belongs(part, answer) else None
            yield Pair(answer, request, request.end if request else answer.end)
            answer = None
            if request:
                continue
        if isinstance(part, Record) and part.type in ANSWERS:
            answer = part
        else:
            yield part
    if answer:
        yield Torn(file, answer.offset, answer.end - answer.offset)


def _belongs(request: Record, answer: Record) -> bool:
    return request.fields.get("warc-concurrent-to") == answer.fields["warc-record-id"]


def walk(pages: Where, file: str, start: int = 0) -> Iterator[Record | Damage | Torn]:
    """Yield every record from an offset on, and what lies between them that is none."""
    with opened(pages, file) as stream:
        offset = start
        while True:
            try:
                record = unpack(stream, offset)
            except Malformed as error:
                after = _next_record(stream, offset + 1)
                if after is None:
                    yield Torn(file, offset, stream.seek(0, 2) - offset)
                    return
                yield Damage(file, offset, after - offset, str(error))
                offset = after
                continue
            if record is None:
                return
            yield record
            offset = record.end


def _next_record(stream: IO[bytes], start: int) -> int | None:
    """Find where the next whole record begins."""
    while True:
        stream.seek(start)
        searched = stream.read(SEARCHED)
        at = searched.find(BEGINNING)
        if at >= 0:
            if _is_record(stream, start + at):
                return start + at
            start += at + 1
        elif len(searched) < len(BEGINNING):
            return None
        else:
            start += len(searched) - len(BEGINNING) + 1  # a beginning may lie across two searches


def _is_record(stream: IO[bytes], offset: int) -> bool:
    try:
        return unpack(stream, offset) is not None
    except Malformed:
        return False
