"""Copies of SQLite databases, each as it was at one moment; what the catalogue in one names; its identity.

SQLite's own backup is used, and so its own driver: a plain copy of the file would tear while a crawl writes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from archive.backup.manifest import digest
from archive.disk import sync
from archive.errors import StoreError

WAIT_FOR_OTHERS = 30  # seconds


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a copy of the records points at."""

    pages: int
    records: int
    reach: Mapping[str, int]  # page file → where the last page begins that is entered


def snapshot(source: Path, target: Path) -> tuple[int, str]:
    """Copy a database while others write to it; return the copy's size and SHA-256.

    StoreError when it cannot be read or is damaged: then the copy may not take a good one's place.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with closing(_opened(source)) as original, closing(sqlite3.connect(target)) as copy:
            original.backup(copy)
            (said,) = copy.execute("PRAGMA quick_check(1)").fetchone()
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, which needs none beside it to be read
    except sqlite3.Error as error:
        raise StoreError(f"{source} cannot be backed up: {error}") from error
    if said != "ok":
        raise StoreError(
            f"{source} is damaged and was not backed up: {said}; the last backup stays as it was"
        )
    sync(target)
    size = target.stat().st_size
    return size, digest(target, size)


def catalogue(records: Path) -> Catalogue:
    """Read off a copy of the records how far each page file must reach."""
    try:
        with closing(_opened(records)) as db:
            reach = dict(db.execute('SELECT file, max("offset") FROM page GROUP BY file'))
            (pages,) = db.execute("SELECT count(*) FROM page").fetchone()
            (held,) = db.execute("SELECT count(*) FROM record WHERE json IS NOT NULL").fetchone()
    except sqlite3.Error as error:
        raise StoreError(f"the catalogue of pages cannot be read: {error}") from error
    return Catalogue(pages, held, reach)


def set_apart(records: Path) -> None:
    """Give restored records an identity of their own, so that an index made of later ones is made anew.

    Their next changes have numbers that such an index has seen already, and would never ask for.
    """
    try:
        with closing(sqlite3.connect(records)) as db, db:
            db.execute("UPDATE meta SET value = ? WHERE key = 'identity'", (uuid4().hex,))
    except sqlite3.Error as error:
        raise StoreError(f"{records} cannot be restored: {error}") from error


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=WAIT_FOR_OTHERS)
