"""From a kept page to records: read it, and enter what it says, or why it is refused."""

from __future__ import annotations

import logging

from archive import warc
from archive.errors import ReadError
from archive.model import Council, Page, PageKind, Reading
from archive.sources import source
from archive.steps import Step
from archive.store import Kept, Writing, Written, written

log = logging.getLogger(__name__)


def page_of(kept: Kept, pages: warc.Where) -> Page:
    """Return a page from its page file."""
    body = warc.read(pages, kept.body_at)
    return Page(kept.url, body, kept.fetched, kept.content_type, kept.status)


def read_to_keep(council: Council, page: Page, asked: PageKind) -> tuple[Written | None, str]:
    """Read a page and write what it says as the store keeps it, or say why it is refused."""
    reading, why = read_page(council, page)
    return (written(reading, asked) if reading else None), why


def read_page(council: Council, page: Page) -> tuple[Reading | None, str]:
    """Read a page, or say why it is refused."""
    if page.status != 200:
        return None, f"the site answered {page.status}: it has no such page"
    try:
        return source(council.system).read(council, page), ""
    except ReadError as error:
        return None, str(error)
    except Exception as error:
        # Foreign pages make strict readers fail in ways nobody foresaw; such a page is refused, and the
        # crawl goes on. The traceback is logged, as this is always a fault of ours.
        log.exception("reading %s failed", page.url)
        return None, f"the reader failed on it ({error.__class__.__name__}: {error}); please report this"


def settle(council: Council, kept: Kept, written: Written | None, why: str, writing: Writing) -> Step:
    """Enter what a kept page brought, or why it was refused."""
    if written is not None:
        touched = writing.put(kept, written, council.boards)
        return Step(council.slug, kept.url, kept.kind, "read", touched)
    writing.refuse(kept, why)
    if kept.optional:
        return Step(council.slug, kept.url, kept.kind, "not offered")
    return Step(council.slug, kept.url, kept.kind, "refused" if kept.status == 200 else "gone", why=why)
