"""What a page says is taken out of it for good, and the page stays where it is.

The new record is exactly as long as the old one, so that every page stays where the catalogue says it is, and
a file is replaced as a whole, so that a purge that is broken off has changed all of it or nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from archive.errors import StoreError
from archive.pages import Where, pages_in
from archive.warc.messages import END_OF_FIELDS
from archive.warc.places import digest
from archive.warc.records import Record, pack, warc_date
from archive.warc.shelf import rewriting
from archive.warc.walking import Pair, pairs

BESIDE = ".purging"  # ends the name of the copy that is being made
PURGED = "Archive-Purged"  # the field that says when a page was last purged
COMMENTED = 0x10  # the flag of a gzip member whose header holds a comment, which ends with a zero byte
FLAGS, HEADER = 3, 10  # where a member's flags are, and how long its header is without a comment
SPELLED = {
    "warc-type": "WARC-Type",
    "warc-record-id": "WARC-Record-ID",
    "warc-target-uri": "WARC-Target-URI",
    "warc-date": "WARC-Date",
    "warc-profile": "WARC-Profile",
    "warc-refers-to-target-uri": "WARC-Refers-To-Target-URI",
    "warc-refers-to-date": "WARC-Refers-To-Date",
    "content-type": "Content-Type",
    "archive-page-kind": "Archive-Page-Kind",
    "archive-optional": "Archive-Optional",
}
"""The fields that a purged record keeps; its digests and its length are made anew."""
READ_AGAIN = re.compile(rb"(?i)(HTTP/|content-type:|content-length:|etag:|last-modified:)")
LENGTH = re.compile(rb"(?im)^(content-length:) \d+")


def purge(where: Where, file: str, bodies: Mapping[int, bytes], when: datetime) -> None:
    """Give the pages at these offsets of a file other bodies, and digests that fit; on the shelf, too.

    A revisit holds no body, but the digest of one: name it too, with the body of the copy it points to.
    Repeatable. StoreError, with the file as it was, when an offset is no page's or the disk has no room.
    """
    try:
        with rewriting(pages_in(where), file, BESIDE) as copy:
            _overwrite(pages_in(where).folder, copy, bodies, when)
    except OSError as error:
        why = error.strerror or error
        raise StoreError(f"{file} cannot be rewritten: {why}; nothing of it was purged") from error


def _overwrite(folder: Path, copy: str, bodies: Mapping[int, bytes], when: datetime) -> None:
    members = {o: _member(_page(folder, copy, o).answer, body, when) for o, body in bodies.items()}
    with (folder / copy).open("r+b") as target:
        for offset, member in members.items():
            target.seek(offset)
            target.write(member)
        target.flush()
        os.fsync(target.fileno())


def _page(folder: Path, copy: str, offset: int) -> Pair:
    first = next(pairs(folder, copy, offset), None)
    if not isinstance(first, Pair):
        file = copy.removesuffix(BESIDE)
        raise StoreError(f"no whole page begins at byte {offset} of {file}; nothing of it was purged")
    return first


def _member(answer: Record, body: bytes, when: datetime) -> bytes:
    """Make an answer's record anew with another body, as long as the old one."""
    fields = (*_kept_fields(answer), ("WARC-Payload-Digest", digest(body)), (PURGED, warc_date(when)))
    block = _head(answer.block, len(body)) + (body if answer.type == "response" else b"")
    return _filled(pack(fields, block), answer)


def _kept_fields(answer: Record) -> list[tuple[str, str]]:
    return [(SPELLED[name], value) for name, value in answer.fields.items() if name in SPELLED]


def _head(block: bytes, length: int) -> bytes:
    """Keep of a site's header what is read again: the rest may tell of the old body, as a checksum does.

    It also makes room for the note of when the page was purged.
    """
    lines = block.partition(END_OF_FIELDS)[0].split(b"\r\n")
    kept = b"\r\n".join(line for line in lines if READ_AGAIN.match(line))
    return LENGTH.sub(rb"\g<1> %d" % length, kept) + END_OF_FIELDS


def _filled(member: bytes, answer: Record) -> bytes:
    """Make a gzip member as long as the old record, with a comment in its header, which no reader shows."""
    missing = answer.end - answer.offset - len(member)
    if missing < 0:
        url = answer.field("WARC-Target-URI")
        raise StoreError(f"{url} is too small to be purged: its record has no room for a note of when")
    if missing == 0:
        return member
    header = member[:FLAGS] + bytes([COMMENTED]) + member[FLAGS + 1 : HEADER]
    return header + b" " * (missing - 1) + b"\0" + member[HEADER:]
