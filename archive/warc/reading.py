"""The bytes of one page."""

from __future__ import annotations

from archive.errors import StoreError
from archive.pages import Where
from archive.warc.messages import payload
from archive.warc.places import Place
from archive.warc.records import Malformed, faults, unpack
from archive.warc.shelf import opened


def read(pages: Where, place: Place) -> bytes:
    """Return the bytes of the page kept at a place; StoreError when they are not there."""
    try:
        with opened(pages, place.file) as stream:
            record = unpack(stream, place.offset)
        if record is None or record.type != "response":
            raise StoreError(_damaged(place, "no page begins there"))
        if why := faults(record):
            raise StoreError(_damaged(place, why[0]))
    except Malformed as error:
        raise StoreError(_damaged(place, f"no page can be read there: {error}")) from error
    return payload(record.block)


def _damaged(place: Place, why: str) -> str:
    return f"the page file {place.file} is damaged at byte {place.offset}: {why}; put it back from a backup"
