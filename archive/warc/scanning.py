"""Every page of a council's files in the order of capture, with all that a catalogue says of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import cast, get_args

from archive.model import PageKind
from archive.pages import Where
from archive.warc.messages import Head, head
from archive.warc.places import Place, Reference, order
from archive.warc.records import Malformed, Record
from archive.warc.shelf import files
from archive.warc.walking import Damage, Pair, Torn, pairs

KINDS = frozenset(get_args(PageKind))


@dataclass(frozen=True, slots=True)
class Found:
    """A page in a file, with all that its catalogue entry needs."""

    kind: PageKind
    optional: bool
    url: str
    fetched: datetime
    content_type: str  # as this answer gave it; a 304 seldom does
    status: int
    digest: str  # of the body, which a revisit's copy holds
    etag: str
    modified: str
    place: Place
    end: int  # where what comes after its records begins
    same_as: Reference | None = None  # the copy that holds its body; None: it does itself


def scan(
    pages: Where, council: str, after: Place | None = None, crawler: str = ""
) -> Iterator[Found | Damage | Torn]:
    """Yield every page of a council, or those after a place, and between them what cannot be read.

    A page whose request alone is damaged is yielded; one that a killed run left unfinished is not.
    StoreError when a file cannot be read at all.
    """
    for file in files(pages, council, crawler):
        if after and order(file) < order(after.file):
            continue
        start = after.offset if after and file == after.file else 0
        for part in pairs(pages, file, start):
            told = _told(file, part)
            if told and not (isinstance(told, Found) and told.place == after):
                yield told


def _told(file: str, part: Pair | Record | Damage | Torn) -> Found | Damage | Torn | None:
    if isinstance(part, Record):
        return None
    if not isinstance(part, Pair):
        return part
    try:
        return found(file, part)
    except Malformed as error:
        return Damage(file, part.answer.offset, part.end - part.answer.offset, str(error))


def found(file: str, pair: Pair) -> Found:
    """Say what a page's records say of it; Malformed when they do not say it all."""
    answer = pair.answer
    said = _head(answer)
    return Found(
        _kind(answer),
        answer.fields.get("archive-optional") == "yes",
        answer.field("WARC-Target-URI"),
        answer.moment("WARC-Date"),
        said.field("Content-Type"),
        said.status,
        answer.field("WARC-Payload-Digest"),
        said.field("ETag"),
        said.field("Last-Modified"),
        Place(file, answer.offset),
        pair.end,
        _reference(answer) if answer.type == "revisit" else None,
    )


def _head(answer: Record) -> Head:
    said = head(answer.block)
    if said is None:
        raise Malformed("it holds no answer of a site")
    return said


def _kind(answer: Record) -> PageKind:
    kind = answer.field("Archive-Page-Kind")
    if kind not in KINDS:
        raise Malformed(f"its Archive-Page-Kind is “{kind}”, which this program does not know")
    return cast(PageKind, kind)


def _reference(answer: Record) -> Reference:
    return Reference(
        answer.field("WARC-Refers-To-Target-URI"),
        answer.moment("WARC-Refers-To-Date"),
        answer.field("WARC-Payload-Digest"),
    )
