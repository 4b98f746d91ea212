"""Pages in page files that the catalogue lacks: a run that was killed had kept them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive import warc
from archive.store import Store

Found = warc.Found | warc.Damage | warc.Torn


def lacking(council: str, store: Store, pages: warc.Where) -> Iterator[Found]:
    """Yield the pages of a council that the catalogue lacks, in the order of capture, and what is damaged.

    Files of one crawler are catalogued from their beginning on, so that only what follows the newest page is
    looked at. Where several write, each file may have such pages, and time alone gives their order.
    """
    if not warc.pages_in(pages).shared:
        yield from warc.scan(pages, council, store.newest_page(council))
        return
    known = {kept.place for kept in store.pages(council)}
    found = [one for one in warc.scan(pages, council) if not _is_known(one, known)]
    yield from sorted(found, key=lambda one: one.fetched.timestamp() if isinstance(one, warc.Found) else 0)


def newest(found: Iterable[Found], council: str, store: Store) -> Iterator[Found]:
    """Leave out pages that another crawler has asked for again since: its copies are the newer ones."""
    for one in found:
        if not (isinstance(one, warc.Found) and store.has_since(council, one.url, one.fetched)):
            yield one


def _is_known(found: Found, places: set[warc.Place]) -> bool:
    return isinstance(found, warc.Found) and found.place in places
