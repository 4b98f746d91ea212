"""Files that are attached to items: their texts, and the records that they are attached to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, and_, bindparam, delete, func, select

from archive.attached import Read
from archive.store import tables as t
from archive.store.database import upsert, upsert_all
from archive.store.records import Key, bound, named
from archive.store.written import FileText

AT_ONCE = 500  # addresses in one query: SQLite bounds their number

_a, _f = t.attached.c, t.file.c
DETACH = delete(t.attached).where(
    _a.council == bindparam("of_council"), _a.kind == bindparam("of_kind"), _a.id == bindparam("of_id")
)
RECORDS = (
    select(_a.kind, _a.id)
    .where(_a.council == bindparam("council"), _a.url == bindparam("address"))
    .order_by(_a.kind, _a.id)
)
_SOME = (_f.council == bindparam("council"), _f.url.in_(bindparam("addresses", expanding=True)))
READ = select(_f.url, _f.format, _f.digest).where(*_SOME)
TEXTS = select(_f.url, _f.text).where(*_SOME)


def attach(db: Connection, key: Key, urls: Sequence[str]) -> None:
    """Note which files are attached to the items of a record."""
    db.execute(DETACH, bound(key))
    upsert_all(db, t.attached, [{**named(key), "url": url} for url in urls])


def put_file(db: Connection, council: str, file: FileText) -> bool:
    """Keep the text of a file; say whether it differs from what was read before."""
    before = read_of(db, council, [file.url]).get(file.url)
    now = file.read
    upsert(db, t.file, council=council, url=file.url, format=now.format, digest=now.digest, text=file.text)
    return before != now


def records_with(db: Connection, council: str, url: str) -> list[Key]:
    """Return the records that a file is attached to: minutes are attached to the next meeting's, too."""
    return [(council, row.kind, row.id) for row in db.execute(RECORDS, {"council": council, "address": url})]


def read_of(db: Connection, council: str, urls: Sequence[str]) -> dict[str, Read]:
    """Return what was read of files, by their addresses."""
    return {
        row.url: Read(row.format, row.digest)
        for some in _some(urls)
        for row in db.execute(READ, {"council": council, "addresses": some})
    }


def texts_of(db: Connection, council: str, urls: Sequence[str]) -> dict[str, str]:
    """Return the whole texts of files, by their addresses."""
    return {
        row.url: row.text
        for some in _some(urls)
        for row in db.execute(TEXTS, {"council": council, "addresses": some})
    }


def file_counts(db: Connection, council: str) -> Mapping[str, int]:
    """Count the files that are wanted by what was read of them, or else by how they stand.

    "pdf" and "docx" have a text, "scan" and "doc" have none; "not offered", "unreachable" and so on could
    not be had or not be read; "not asked for" will be.
    """
    w, f = t.wanted.c, t.file.c
    standing = func.coalesce(f.format, w.state, "not asked for").label("standing")
    both = t.wanted.outerjoin(t.file, and_(f.council == w.council, f.url == w.key))
    query = select(standing, func.count().label("files")).select_from(both)
    query = query.where(w.council == council, w.kind == "file").group_by("standing").order_by("standing")
    return {row.standing: row.files for row in db.execute(query)}


def _some(urls: Sequence[str]) -> list[Sequence[str]]:
    return [urls[start : start + AT_ONCE] for start in range(0, len(urls), AT_ONCE)]
