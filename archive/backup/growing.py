"""Files that are added to, copied up to where they are whole; of one copied before, only what is new."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from archive.backup.manifest import CHUNK, File, digest
from archive.disk import sync

End = Callable[[Path], int]
"""Find the byte up to which a file is whole."""

GZIP = 31  # zlib's name for a gzip member


@dataclass(frozen=True, slots=True)
class Copied:
    """A file of the backup, and how many bytes of it are new."""

    file: File
    size: int


def copy(source: Path, name: str, folder: Path, stored: str, end: End, before: File | None) -> Copied:
    """Copy a file into a backup: as `stored`, or, when it only grew since `before`, at the end of that.

    A file of the same size and time of change as before is taken to be the same, unread.
    """
    about = source.stat()
    seen = (about.st_size, about.st_mtime_ns)
    kept = before if before and holds(folder, before) else None
    if kept and kept.seen == seen:
        return Copied(kept, 0)
    whole_to = end(source)
    if kept and kept.size <= whole_to and digest(source, kept.size) == kept.sha256:
        stored, had = kept.stored, kept.size
    else:
        had = 0
    _append(source, folder / stored, had, whole_to)
    # Of the original, not of the copy: a copy that its disk has changed may not be taken for good.
    return Copied(File(name, stored, whole_to, digest(source, whole_to), seen), whole_to - had)


def last_member(path: Path, start: int) -> int:
    """Return where the last whole gzip member ends, looking from the start of one on."""
    end = place = start
    member = zlib.decompressobj(GZIP)
    with path.open("rb") as stream:
        stream.seek(start)
        while chunk := stream.read(CHUNK):
            place += len(chunk)
            try:
                while chunk:
                    member.decompress(chunk)
                    chunk = member.unused_data
                    if member.eof:
                        end, member = place - len(chunk), zlib.decompressobj(GZIP)
            except zlib.error:
                break
    return end


def last_line(path: Path) -> int:
    """Return where the last whole line ends."""
    return path.read_bytes().rfind(b"\n") + 1


def whole(path: Path) -> int:
    """Return the size of a file that is never half written."""
    return path.stat().st_size


def holds(folder: Path, file: File) -> bool:
    """Tell whether a backup has a file's copy at its full length."""
    stored = folder / file.stored
    return stored.is_file() and stored.stat().st_size >= file.size


def _append(source: Path, target: Path, start: int, end: int) -> None:
    """Copy the bytes from `start` to `end` behind the copy's first `start` bytes; what is beyond goes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as original, target.open("r+b" if start else "wb") as stored:
        stored.truncate(start)
        stored.seek(start)
        original.seek(start)
        while start < end and (chunk := original.read(min(CHUNK, end - start))):
            stored.write(chunk)
            start += len(chunk)
    sync(target)
