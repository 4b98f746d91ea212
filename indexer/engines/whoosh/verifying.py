"""Whether the files of an index are what was written: every section's CRC-32, which no search looks at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from whoosh.index import TOC

from archive.errors import IndexFault
from indexer.engines.whoosh.arrays.files import ArrayFile
from indexer.engines.whoosh.arrays.index import NAME
from indexer.engines.whoosh.arrays.toc import latest_generation
from indexer.engines.whoosh.builds import Builds, opened
from indexer.engines.whoosh.storage import DurableStorage
from indexer.model import IndexFile


def verify(folder: Path) -> Iterator[IndexFile]:
    """Read every file of the current index under a folder, and say of each whether it is whole.

    Of an index that cannot be opened at all one file is told; where there is none yet, none. Nothing is
    written, and no lock is needed: files that a commit replaces meanwhile are passed over.
    """
    builds = Builds(folder)
    try:
        build = builds.current()
        if build is None:
            return
        contents = opened(build).contents
    except (IndexFault, OSError) as error:
        yield IndexFile(str(builds.root), error.what if isinstance(error, IndexFault) else str(error))
        return
    yield IndexFile(str(build / TOC._filename(NAME, contents.generation)))
    for segment in contents.segments:
        checked = _checked(segment.path(DurableStorage(build)))
        if not checked.why or latest_generation(build, NAME) == contents.generation:
            yield checked


def has_index(folder: Path) -> bool:
    """Say whether there is an index under a folder, damaged or not."""
    try:
        return Builds(folder).current() is not None
    except IndexFault:
        return True


def _checked(path: Path) -> IndexFile:
    try:
        ArrayFile(path).verify()
    except (IndexFault, OSError, ValueError) as error:  # ValueError: a directory that is no JSON
        return IndexFile(str(path), str(error))
    return IndexFile(str(path))
