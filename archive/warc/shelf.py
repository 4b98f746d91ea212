"""Where page files are: those that are written to in a folder of this machine, and, once closed, on a shelf.

A shelf is a folder that all machines reach, or an object store: whatever fsspec can open. The catalogue names
a file as `council/name`, wherever it lies, so that a shelf can be moved and all is found still. A file
is put there under another name, read back, and then gets its own; only then is it deleted here.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from archive.disk import sync
from archive.errors import StoreError
from archive.pages import Pages, Where, pages_in
from archive.warc.places import files as files_in
from archive.warc.places import files_end, order
from archive.warc.remote import MARK, Remote

SEEN = "shelf-in-use"  # the file of this machine's folder that says on which shelf it put files


@contextmanager
def opened(where: Where, file: str) -> Iterator[IO[bytes]]:
    """Open a page file wherever it is, to be read; StoreError when it is nowhere, or cannot be read."""
    pages = pages_in(where)
    path = pages.folder / file
    if path.exists() or not pages.shelf:
        with _plainly(f"the page file {file} cannot be read"), path.open("rb") as stream:
            yield stream
        return
    with _plainly(f"the page file {file} cannot be read", pages), Remote(pages).open(file) as stream:
        yield stream


def files(where: Where, council: str, crawler: str = "") -> list[str]:
    """List a council's page files, or those of a crawler, in the order of capture."""
    pages = pages_in(where)
    here = files_in(pages.folder, council, crawler)
    if not pages.shelf:
        return here
    with _plainly("the shelf of page files cannot be read", pages):
        there = [name for name in _mounted(pages).names(council) if name.endswith(files_end(crawler))]
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
        return _mounted(pages).size(file) is not None


def shelve(pages: Pages, file: str) -> None:
    """Move a closed page file to the shelf; StoreError when it cannot be put there: then it stays here.

    Of one that is there already, as a run was killed before it could delete it here, the shelf's counts: it
    may have been purged since, which leaves its size as it was.
    """
    path = pages.folder / file
    with _plainly(f"the page file {file} cannot be moved to the shelf", pages):
        shelf = _mounted(pages)
        if shelf.size(file) != path.stat().st_size:
            shelf.put(path, file)
        _note(pages, shelf)
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
    shelf = _mounted(pages) if pages.shelf else None
    if shelf and shelf.size(file) is None:
        shelf = None
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


def _mounted(pages: Pages) -> Remote:
    """Give the shelf; StoreError when this machine put files there, and now there is another folder.

    One that is not mounted is empty: all pages would be taken for lost, and new ones be put beneath it.
    """
    shelf = Remote(pages)
    if _in_use(pages) and not shelf.marked():
        raise StoreError(
            f"the shelf {pages.shelf} is not the one that this machine has put page files on: there is no"
            f" file {MARK}; mount it, or, if it is to be begun anew, delete {pages.folder / SEEN}"
        )
    return shelf


def _note(pages: Pages, shelf: Remote) -> None:
    """Remember that there are files of this machine on the shelf."""
    if not _in_use(pages):
        shelf.mark()
        (pages.folder / SEEN).write_text(pages.shelf, "utf-8")


def _in_use(pages: Pages) -> bool:
    note = pages.folder / SEEN
    return note.exists() and note.read_text("utf-8") == pages.shelf


@contextmanager
def _plainly(what: str, pages: Pages | None = None) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        shelf = f"it is neither here nor on {pages.shelf}: a crawler may be at work with it" if pages else ""
        raise StoreError(f"{what}: {shelf or error.strerror}") from error
    except OSError as error:
        raise StoreError(f"{what}: {error.strerror or error}") from error
