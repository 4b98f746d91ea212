"""What a killed run left unfinished is cut off: half a record of a page that will be asked for again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.disk import sync
from archive.errors import StoreError
from archive.warc.places import Place, files
from archive.warc.purging import BESIDE
from archive.warc.records import Record
from archive.warc.walking import Torn, pairs


def cut_torn(folder: Path, council: str, after: Place | None, crawler: str = "") -> tuple[Torn, ...]:
    """Cut off what follows the last whole page of a council's newest file; say what was cut.

    To be called at the start of a run, under the lock: only the newest file can be torn, as each run begins
    its own; where several crawlers share the work, the newest of the one that runs. `after` is the last page
    catalogued: nothing up to its end is cut, whatever has become of it, as that is for `minutes verify` to
    tell. Damage with whole records after it is left alone too. A file that holds nothing yet is removed.
    StoreError when the file cannot be read or cut.
    """
    with _plainly(council):
        for beside in (folder / council).glob(f"*{BESIDE}"):  # a killed purge's: it holds what is to be gone
            beside.unlink()
        newest = files(folder, council, crawler)[-1:]
        return tuple(torn for file in newest if (torn := _cut(folder, file, after)))


def _cut(folder: Path, file: str, after: Place | None) -> Torn | None:
    catalogued = after.offset if after and after.file == file else None
    torn, holds = None, catalogued is not None
    for part in pairs(folder, file, catalogued or 0):
        if isinstance(part, Torn):
            torn = part
        else:
            holds = holds or not (isinstance(part, Record) and part.type == "warcinfo")
    if not holds:
        torn = Torn(file, 0, (folder / file).stat().st_size)
    if torn is None or torn.offset == catalogued:
        return None
    _shorten(folder / file, torn.offset)
    return torn


def _shorten(path: Path, size: int) -> None:
    if size == 0:
        path.unlink()
        sync(path.parent)
        return
    with path.open("r+b") as stream:
        stream.truncate(size)
        os.fsync(stream.fileno())


@contextmanager
def _plainly(council: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(f"the page files of {council} cannot be mended: {error.strerror}") from error
