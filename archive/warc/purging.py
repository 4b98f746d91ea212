"""A page is taken out for good, and a note stands in its place.

The note is as long as what it replaces, so that every other page stays where the catalogue says it is, and a
purge that is broken off has changed nothing.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import IO

from archive.errors import StoreError
from archive.warc.places import sync_folder
from archive.warc.records import new_id, pack, warc_date
from archive.warc.walking import Pair, pairs

BESIDE = ".purging"  # ends the name of the copy that is being made
COMMENTED = 0x10  # the flag of a gzip member whose header holds a comment, which ends with a zero byte
FLAGS, HEADER = 3, 10  # where a member's flags are, and how long its header is without a comment


def purge(folder: Path, file: str, drop: Collection[int], why: str, when: datetime) -> None:
    """Replace the pages at these offsets of a file, with their requests, by notes of when and why.

    A revisit holds no page, but points to one: name it too, or `minutes verify` will miss its copy.
    StoreError, with the file as it was, when an offset is no page's, the note has no room or the disk none.
    """
    notes = {offset: _note(_page(folder, file, offset), why, when) for offset in drop}
    path = folder / file
    beside = path.with_name(path.name + BESIDE)
    try:
        with path.open("rb") as source, beside.open("wb") as target:
            shutil.copyfileobj(source, target)
            _overwrite(target, notes)
        beside.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise StoreError(f"{file} cannot be rewritten: {error.strerror}; nothing was purged") from error


def _page(folder: Path, file: str, offset: int) -> Pair:
    first = next(pairs(folder, file, offset), None)
    if not isinstance(first, Pair):
        raise StoreError(f"no whole page begins at byte {offset} of {file}; nothing was purged")
    return first


def _overwrite(target: IO[bytes], notes: dict[int, bytes]) -> None:
    for offset, note in notes.items():
        target.seek(offset)
        target.write(note)
    target.flush()
    os.fsync(target.fileno())


def _note(pair: Pair, why: str, when: datetime) -> bytes:
    """Write the note that replaces a page and its request."""
    purged = pair.answer
    fields = (
        ("WARC-Type", "metadata"),
        ("WARC-Record-ID", new_id()),
        ("WARC-Date", warc_date(when)),
        ("WARC-Target-URI", purged.field("WARC-Target-URI")),
        ("WARC-Refers-To", purged.field("WARC-Record-ID")),
        ("Content-Type", "application/warc-fields"),
    )
    note = pack(fields, f"purged: {' '.join(why.split())}\r\n".encode())
    return _filled(note, pair.end - purged.offset)


def _filled(member: bytes, size: int) -> bytes:
    """Lengthen a gzip member with a comment in its header, which no reader shows."""
    missing = size - len(member)
    if missing < 0:
        raise StoreError("the reason is too long to stand in the page's place: say it in fewer words")
    if missing == 0:
        return member
    header = member[:FLAGS] + bytes([COMMENTED]) + member[FLAGS + 1 : HEADER]
    return header + b" " * (missing - 1) + b"\0" + member[HEADER:]
