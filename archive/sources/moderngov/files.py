"""Which of a council's files its configuration wants."""

from __future__ import annotations

from collections.abc import Iterable

from archive.attached import wanted
from archive.model import Council, Item, Request
from archive.sources.moderngov import urls


def file_requests(council: Council, items: Iterable[Item]) -> list[Request]:
    """Ask for the files attached to items, where all are wanted; only for those on the council's own site."""
    if council.attachments != "all":
        return []
    found = wanted(items, council.largest_attachment)
    return [Request(url, "file", optional=True) for url in found if _is_here(council, url)]


def _is_here(council: Council, url: str) -> bool:
    return urls.is_file(url) and urls.is_inside(council.url, url)
