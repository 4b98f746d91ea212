"""The only code that writes or reads page files: WARC 1.1, a gzip member a record, only ever added to.

A page is kept unpacked, as its readers see it, in a response record, with the request beside it. A page
whose bytes are those of an earlier copy becomes a revisit record, which points to that copy; so does a site's
answer that a page has not changed. What the catalogue says of a page, its record says too: the catalogue can
be made again from these files alone.

    places     where pages lie, how files are named and ordered, digests
    records    one record ↔ its bytes
    messages   one HTTP message ↔ its bytes
    remote     a shelf: where all machines reach page files, by way of fsspec
    shelf      page files in this machine's folder, and those that were moved to the shelf
    writing    a run's own files, added to a page at a time
    walking    every record of a file in turn, past whatever is damaged
    scanning   every page of a council, with all that a catalogue needs
    reading    the bytes of one page
    repair     what a killed run left unfinished is cut off
    purging    what a page says is taken out for good
"""

from archive.pages import Pages, Where, pages_in
from archive.warc.places import Copy, Place, Reference, digest, files_end, order
from archive.warc.purging import purge
from archive.warc.reading import read
from archive.warc.repair import cut_torn
from archive.warc.scanning import Found, found, scan
from archive.warc.shelf import councils, files, is_there, shelve
from archive.warc.walking import Damage, Pair, Torn, pairs
from archive.warc.writing import Asked, PageFile

__all__ = [
    "Asked",
    "Copy",
    "Damage",
    "Found",
    "PageFile",
    "Pages",
    "Pair",
    "Place",
    "Reference",
    "Torn",
    "Where",
    "councils",
    "cut_torn",
    "digest",
    "files",
    "files_end",
    "found",
    "is_there",
    "order",
    "pages_in",
    "pairs",
    "purge",
    "read",
    "scan",
    "shelve",
]
