"""The catalogue of what is kept: pages by address, and the evidence that a record rests on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby, takewhile
from typing import Any

from sqlalchemy import Connection, Select, func, select

from archive.model import PageKind
from archive.store import tables as t
from archive.store.nouns import Evidence, Kept
from archive.warc import Copy, Place, files_end

# Pages that say what a record says. Files are not among them: a file may be of other meetings, too.
SAYING: dict[str, tuple[PageKind, ...]] = {
    "meeting": ("meeting", "item", "attendance", "votes"),
    "official": ("decision",),
}

_own, _body = t.page.alias("own"), t.page.alias("body")


def _kept_pages() -> Select[Any]:
    """Ask for pages, each with where its bytes are: in its own record, or in an earlier copy's."""
    body_at = (_body.c.file.label("body_file"), _body.c.offset.label("body_offset"))
    with_bytes = _body.c.id == func.coalesce(_own.c.copy_of, _own.c.id)
    return select(_own, *body_at).join(_body, with_bytes)


def pages(db: Connection, council: str | None) -> Iterator[Kept]:
    """Yield every page kept, or those of one council, in the order of capture."""
    query = _kept_pages().order_by(_own.c.id)
    if council is not None:
        query = query.where(_own.c.council == council)
    yield from map(_kept, db.execute(query.execution_options(yield_per=500)))


def same(db: Connection, council: str, url: str, digest: str) -> Copy | None:
    """Find the newest copy of a page that holds the same bytes: the file of an older one may be lost."""
    c = t.page.c
    where = (c.council == council, c.url == url, c.digest == digest, c.copy_of.is_(None))
    row = db.execute(select(c.fetched, c.file, c.offset).where(*where).order_by(c.id.desc()).limit(1)).first()
    if row is None:
        return None
    return Copy(datetime.fromisoformat(row.fetched), Place(row.file, row.offset), digest)


def newest_copy(db: Connection, council: str, url: str) -> Kept | None:
    """Return the newest copy of a page that could be read."""
    query = _kept_pages().where(_own.c.council == council, _own.c.url == url, *_good())
    row = db.execute(query.order_by(_own.c.id.desc()).limit(1)).first()
    return _kept(row) if row else None


def newest_page(db: Connection, council: str, crawler: str = "") -> Place | None:
    """Return where the page lies that the catalogue entered last of a council, or of a crawler's there."""
    c = t.page.c
    query = select(c.file, c.offset).where(c.council == council).order_by(c.id.desc()).limit(1)
    if crawler:
        query = query.where(c.file.endswith(files_end(crawler), autoescape=True))
    row = db.execute(query).first()
    return Place(row.file, row.offset) if row else None


def has_since(db: Connection, council: str, url: str, when: datetime) -> bool:
    """Tell whether there is a copy of a page that was fetched at a moment or later."""
    c = t.page.c
    since = c.fetched >= when.astimezone(UTC).isoformat()  # ISO 8601, UTC: in the order of time
    query = select(c.id).where(c.council == council, c.url == url, since).limit(1)
    return db.execute(query).first() is not None


def captured(db: Connection, council: str, kind: str, record_id: str) -> datetime | None:
    """Return when the newest page that a record rests on was fetched."""
    r = t.record.c
    query = select(t.page.c.fetched).join(t.record, r.page == t.page.c.id)
    found = db.execute(query.where(r.council == council, r.kind == kind, r.id == record_id)).scalar()
    return datetime.fromisoformat(found) if found else None


def evidence(db: Connection, council: str, kind: str, record_id: str) -> tuple[Evidence, ...]:
    """Return the pages that a record was read off, each as its newest good copy; the main one first."""
    w = t.wanted.c
    of_it = (w.council == council, w.of == record_id, w.kind.in_(SAYING[kind]))
    addresses = select(w.key).where(*of_it).union(select(w.url).where(*of_it))
    query = _kept_pages().where(_own.c.council == council, _own.c.url.in_(addresses), *_good())
    rows = db.execute(query.order_by(_own.c.url, _own.c.id)).all()
    found = (_evidence([_kept(row) for row in copies]) for _, copies in groupby(rows, key=lambda r: r.url))
    return tuple(sorted(found, key=lambda e: (SAYING[kind].index(e.newest.kind), e.newest.id)))


def _evidence(copies: list[Kept]) -> Evidence:
    newest = copies[-1]
    alike = list(takewhile(lambda copy: copy.digest == newest.digest, reversed(copies)))
    return Evidence(newest, copies[0].fetched, alike[-1].fetched, len(copies))


def _good() -> tuple[Any, ...]:
    return _own.c.status == 200, _own.c.why_refused.is_(None)


def _kept(row: Any) -> Kept:
    return Kept(
        id=row.id,
        council=row.council,
        kind=row.kind,
        url=row.url,
        fetched=datetime.fromisoformat(row.fetched),
        content_type=row.content_type,
        digest=row.digest,
        place=Place(row.file, row.offset),
        body_at=Place(row.body_file, row.body_offset),
        status=row.status,
        etag=row.etag,
        modified=row.modified,
        optional=row.optional,
    )
