"""Files that are attached to items: their texts, and the records that they are attached to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, and_, delete, func, select

from archive.attached import Read, digest, text_of
from archive.model import Item, Printed
from archive.store import tables as t
from archive.store.database import upsert
from archive.store.records import Key, named

AT_ONCE = 500  # addresses in one query: SQLite bounds their number


def attach(db: Connection, key: Key, items: Iterable[Item]) -> None:
    """Note which files are attached to the items of a record."""
    a = t.attached.c
    db.execute(delete(t.attached).where(a.council == key[0], a.kind == key[1], a.id == key[2]))
    for url in urls_of(items):
        upsert(db, t.attached, **named(key), url=url)


def put_file(db: Connection, council: str, url: str, printed: Printed) -> bool:
    """Keep the text of a file; say whether it differs from what was read before."""
    text = text_of(printed)
    before = read_of(db, council, [url]).get(url)
    now = Read(printed.format, digest(text))
    upsert(db, t.file, council=council, url=url, format=now.format, digest=now.digest, text=text)
    return before != now


def records_with(db: Connection, council: str, url: str) -> list[Key]:
    """Return the records that a file is attached to: minutes are attached to the next meeting's, too."""
    a = t.attached.c
    query = select(a.kind, a.id).where(a.council == council, a.url == url).order_by(a.kind, a.id)
    return [(council, row.kind, row.id) for row in db.execute(query)]


def read_of(db: Connection, council: str, urls: Sequence[str]) -> dict[str, Read]:
    """Return what was read of files, by their addresses."""
    f = t.file.c
    query = select(f.url, f.format, f.digest).where(f.council == council)
    return {
        row.url: Read(row.format, row.digest)
        for some in _some(urls)
        for row in db.execute(query.where(f.url.in_(some)))
    }


def texts_of(db: Connection, council: str, urls: Sequence[str]) -> dict[str, str]:
    """Return the whole texts of files, by their addresses."""
    f = t.file.c
    query = select(f.url, f.text).where(f.council == council)
    return {row.url: row.text for some in _some(urls) for row in db.execute(query.where(f.url.in_(some)))}


def file_counts(db: Connection, council: str) -> Mapping[str, int]:
    """Count the files that are wanted by what was read of them, or else by how they stand.

    "pdf" and "docx" have a text, "scan" and "doc" have none; "not offered", "unreachable" and so on could
    not be had or not be read; "not asked for" will be.
    """
    w, f = t.wanted.c, t.file.c
    standing = func.coalesce(f.format, w.state, "not asked for").label("standing")
    both = t.wanted.outerjoin(t.file, and_(f.council == w.council, f.url == w.key))
    query = select(standing, func.count().label("files")).select_from(both)
    query = query.where(w.council == council, w.kind == "file").group_by(standing).order_by(standing)
    return {row.standing: row.files for row in db.execute(query)}


def urls_of(items: Iterable[Item]) -> list[str]:
    """Return the addresses of all files attached to some items, each once."""
    return list(dict.fromkeys(attachment.url for item in items for attachment in item.attachments))


def _some(urls: Sequence[str]) -> list[Sequence[str]]:
    return [urls[start : start + AT_ONCE] for start in range(0, len(urls), AT_ONCE)]
