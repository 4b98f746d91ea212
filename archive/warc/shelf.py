"""Where page files are: those that are written to in a folder of this machine, and, once closed, on a shelf.

A shelf is a folder that all machines reach, or an object store: whatever fsspec can open. The catalogue names
a file as `council/name`, wherever it lies, so that a shelf can be moved and all is found still. A file
is put there under another name, read back, and then gets its own; only then is it deleted here.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path
from typing import IO, Any

from archive.disk import sync
from archive.errors import ConfigError, StoreError
from archive.pages import Pages, Where, pages_in
from archive.warc.places import files as files_in
from archive.warc.places import files_end, order

COMING = ".coming"  # ends the name of a file that is not all there yet


@contextmanager
def opened(where: Where, file: str) -> Iterator[IO[bytes]]:
    """Open a page file wherever it is, to be read; StoreError when it is nowhere, or cannot be read."""
    pages = pages_in(where)
    path = pages.folder / file
    if path.exists() or not pages.shelf:
        with _plainly(f"the page file {file} cannot be read"), path.open("rb") as stream:
            yield stream
        return
    with _plainly(f"the page file {file} cannot be read", pages), _Shelf(pages).open(file) as stream:
        yield stream


def files(where: Where, council: str, crawler: str = "") -> list[str]:
    """List a council's page files, or those of a crawler, in the order of capture."""
    pages = pages_in(where)
    here = files_in(pages.folder, council, crawler)
    if not pages.shelf:
        return here
    with _plainly("the shelf of page files cannot be read", pages):
        there = [name for name in _Shelf(pages).names(council) if name.endswith(files_end(crawler))]
    return sorted({*here, *there}, key=order)


def councils(where: Where) -> list[str]:
    """List the councils of which page files lie in this machine's folder."""
    found = pages_in(where).folder.glob(f"*/*{files_end('')}")
    return sorted({path.parent.name for path in found})


def is_there(where: Where, file: str) -> bool:
    """Tell whether a page file is here or on the shelf; StoreError when the shelf cannot be asked."""
    pages = pages_in(where)
    here = (pages.folder / file).exists()
    if here or not pages.shelf:
        return here
    with _plainly("the shelf of page files cannot be read", pages):
        return _Shelf(pages).size(file) is not None


def shelve(pages: Pages, file: str) -> None:
    """Move a closed page file to the shelf; StoreError when it cannot be put there: then it stays here.

    Of one that is there already, as a run was killed before it could delete it here, the shelf's counts: it
    may have been purged since, which leaves its size as it was.
    """
    path = pages.folder / file
    with _plainly(f"the page file {file} cannot be moved to the shelf", pages):
        shelf = _Shelf(pages)
        if shelf.size(file) != path.stat().st_size:
            shelf.put(path, file)
        path.unlink()
        sync(path.parent)


@contextmanager
def rewriting(pages: Pages, file: str, ending: str) -> Iterator[str]:
    """Name a copy of a page file that takes the file's place when the block ends well, here or on the shelf.

    The copy lies here, under the file's name and an ending. What a killed run had no time to delete here of a
    file on the shelf goes first, so that whoever is killed next leaves no more than the copy behind. OSError
    when there is no room, or no such file.
    """
    path = pages.folder / file
    copy = path.with_name(path.name + ending)
    shelf = _Shelf(pages) if pages.shelf and _Shelf(pages).size(file) is not None else None
    try:
        if shelf:
            path.unlink(missing_ok=True)
            path.parent.mkdir(parents=True, exist_ok=True)
        with shelf.open(file) if shelf else path.open("rb") as source, copy.open("wb") as target:
            shutil.copyfileobj(source, target)
        yield file + ending
        if shelf:
            shelf.put(copy, file)
        else:
            copy.replace(path)
            sync(path.parent)
    finally:
        copy.unlink(missing_ok=True)


class _Shelf:
    """A shelf, by way of fsspec."""

    def __init__(self, pages: Pages) -> None:
        try:
            from fsspec.core import url_to_fs
        except ModuleNotFoundError as error:
            raise ConfigError(
                "[archive]: pages on a shelf need the extra “objects”:"
                " pip install 'council-minutes-archive[objects]'"
            ) from error
        try:
            self._system, self._root = url_to_fs(pages.shelf)
        # A scheme that it does not know, or one it has no driver for.
        except (ImportError, ValueError) as error:
            raise ConfigError(f"[archive]: pages “{pages.shelf}” cannot be used: {error}") from error

    def open(self, file: str) -> IO[bytes]:
        stream: IO[bytes] = self._system.open(f"{self._root}/{file}", "rb")
        return stream

    def names(self, council: str) -> list[str]:
        """List the files of a council, as the catalogue names them."""
        folder = f"{self._root}/{council}"
        self._system.invalidate_cache(folder)  # another machine may have put files there
        if not self._system.exists(folder):
            return []
        found: Any = self._system.ls(folder, detail=False)
        return [f"{council}/{path.rpartition('/')[2]}" for path in found]

    def size(self, file: str) -> int | None:
        """Return how many bytes a file there has; None when there is none."""
        path = f"{self._root}/{file}"
        self._system.invalidate_cache(path.rpartition("/")[0])  # another machine may have put it there
        try:
            # fsspec's own `exists` takes a store that gives no answer for a no
            return int(self._system.info(path)["size"])
        except FileNotFoundError:
            return None

    def put(self, path: Path, file: str) -> None:
        """Copy a file there, whole or not at all."""
        target = f"{self._root}/{file}"
        coming = target + COMING
        self._system.makedirs(target.rpartition("/")[0], exist_ok=True)
        self._system.put_file(str(path), coming)
        if "file" in self._system.protocol:
            sync(Path(coming))
        with path.open("rb") as ours, self._system.open(coming, "rb") as theirs:
            if file_digest(ours, "sha256").digest() != file_digest(theirs, "sha256").digest():
                raise OSError(0, "what is read back from there is not what was put there")
        self._system.mv(coming, target)
        if "file" in self._system.protocol:
            sync(Path(target).parent)


@contextmanager
def _plainly(what: str, pages: Pages | None = None) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        shelf = f"it is neither here nor on {pages.shelf}: a crawler may be at work with it" if pages else ""
        raise StoreError(f"{what}: {shelf or error.strerror}") from error
    except OSError as error:
        raise StoreError(f"{what}: {error.strerror or error}") from error
