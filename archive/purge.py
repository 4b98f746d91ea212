"""Takes what is suppressed out of the evidence too: out of the pages kept, and of all that was read off them.

A page is not dropped, as others' words stand on it too: it is replaced by itself without the words, in its
place, with a note of when. All copies of it are, and what only points to one. Then every record is made again
from the pages, so that what is left is exactly what they give. A file, of which no part can be taken out,
goes whole, and only when that is asked for.

Each step can be repeated: a purge that was killed is finished by the same command.
"""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from archive import warc
from archive.attached import text_of
from archive.charset import decoded
from archive.entering import page_of, read_page
from archive.errors import MinutesError
from archive.lacking import lacking
from archive.model import Council
from archive.reread import reread
from archive.steps import Step
from archive.store import Kept, Store
from archive.suppression import Address, Erasure, Suppression, erasure_of, parse
from archive.warc import Place

FILES = frozenset({"minutes-file", "file"})
OF_ONE = frozenset({"item", "decision"})  # pages that are of nothing else
TELLING = frozenset({"meeting", "item", "decision"})  # the others name an item, or say a part of it
ENCODINGS = ("utf-8", "utf-16", "cp1252", "iso8859-14", "iso8859-15")


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A page that holds what is to be purged, with all that points to it."""

    kept: Kept
    places: tuple[Place, ...]  # its own, and those of revisits
    body: bytes  # without it

    @property
    def is_file(self) -> bool:
        """Tell whether it is gone whole."""
        return self.kept.kind in FILES


@dataclass(frozen=True, slots=True)
class Purged:
    """What a purge did."""

    pages: int = 0  # answers of the site, copies included
    files: tuple[str, ...] = ()  # addresses of those that went whole
    unread: tuple[str, ...] = ()  # addresses of files of the meeting that nobody can look into: scans
    records: int = 0  # that came out otherwise


SAID_OF_BOTH = (
    *("kind", "url", "fetched", "content_type", "digest", "place"),
    *("status", "etag", "modified", "optional"),
)
"""What a page file says of a page just as a catalogue does."""


@dataclass(frozen=True, slots=True)
class Purge:
    """What a purge works on."""

    councils: Mapping[str, Council]
    store: Store  # of the records as they are, nothing hidden
    pages: warc.Where
    salt: bytes

    def run(
        self, suppression: Suppression, when: datetime, *, files: bool, told: Callable[[Step], None]
    ) -> Purged:
        """Purge what is suppressed, or finish what was begun; MinutesError when it is only within files.

        To be called under the lock. `files` says whether files that hold the words may go whole.
        """
        council = self.councils[parse(suppression.record).council]
        self._take_in(council)
        erasure = self.erasure(suppression)
        done = Purged()
        if erasure:
            found, unread = self._found(council, suppression, erasure)
            whole = tuple(dict.fromkeys(one.kept.url for one in found if one.is_file))
            if whole and not files:
                raise MinutesError(
                    f"these files hold the words and cannot be kept without them: {', '.join(whole)}; "
                    "give --files too, and they are purged whole, with all that was read only there"
                )
            self._rewrite(found, when)
            records = reread(self.councils, self.store, self.pages, told)
            if self.erasure(suppression):
                raise MinutesError(
                    f"{suppression.named} stays suppressed, but not all of its words could be found in the"
                    " pages and purged; please report this"
                )
            done = Purged(sum(len(one.places) for one in found), whole, unread, records)
        self.store.wipe()
        return done

    def erasure(self, suppression: Suppression) -> Erasure | None:
        """Say what there is to be purged; None when no record has the words any more."""
        address = parse(suppression.record)
        states = self.store.states(address.council, address.kind, address.id)
        return erasure_of(suppression, states, self.salt)

    def _take_in(self, council: Council) -> None:
        """Enter the pages that a killed run had kept but not catalogued: they may hold the words too.

        Where several crawlers write they stay as they are, as another may have newer ones: see `_orphans`.
        """
        if warc.pages_in(self.pages).shared:
            return
        newest = self.store.newest_page(council.slug)
        warc.cut_torn(warc.pages_in(self.pages).folder, council.slug, newest)
        with self.store.writing() as writing:
            for found in warc.scan(self.pages, council.slug, newest):
                if isinstance(found, warc.Found):
                    writing.enter(council.slug, found)

    def _found(
        self, council: Council, suppression: Suppression, erasure: Erasure
    ) -> tuple[list[Rewritten], tuple[str, ...]]:
        """Find the pages that hold the words, those of which a killed purge has not noted the digest too.

        Also the addresses of files that nobody can look into.
        """
        own, about = self._about(parse(suppression.record), suppression)
        found, unread = list[Rewritten](), dict[str, None]()
        for copies in self._copies(council, about):
            kept = copies[0]
            body = warc.read(self.pages, kept.body_at)
            if kept.kind not in FILES:
                without = _page_without(kept, body, erasure, beside=about[kept.url] != own)
            elif text := self._text_of(council, kept):
                without = _file_without(kept, body, text, erasure)
            else:
                without = body
                unread[kept.url] = None
            if without != body or any(copy.digest != warc.digest(body) for copy in copies):
                found.append(Rewritten(kept, tuple(copy.place for copy in copies), without))
        return found, tuple(unread)

    def _copies(self, council: Council, about: Mapping[str, str]) -> Iterable[list[Kept]]:
        """Give the pages at some addresses, each together with the revisits that point to it."""
        copies: dict[Place, list[Kept]] = defaultdict(list)
        for kept in chain(self.store.pages(council.slug), self._orphans(council)):
            if kept.url in about:
                copies[kept.body_at].append(kept)
        return copies.values()

    def _orphans(self, council: Council) -> Iterable[Kept]:
        """Give the pages that no catalogue has, of which another crawler's copies count."""
        for found in (
            lacking(council.slug, self.store, self.pages) if warc.pages_in(self.pages).shared else ()
        ):
            if isinstance(found, warc.Found) and found.same_as is None:
                named = {name: getattr(found, name) for name in SAID_OF_BOTH}
                yield Kept(council=council.slug, body_at=found.place, **named)

    def _about(self, address: Address, suppression: Suppression) -> tuple[str, Mapping[str, str]]:
        """Return the id of the record, and the addresses of all pages that may say the same."""
        ids = [address.id]
        with self.store.purging() as purging:
            if suppression.beside:
                ids.append(parse(suppression.beside).id)
            if address.kind == "meeting":
                ids += purging.taken_at(address.council, address.id)
            return address.id, purging.addresses(address.council, ids)

    def _text_of(self, council: Council, kept: Kept) -> str:
        reading, _ = read_page(council, page_of(kept, self.pages))
        return text_of(reading.printed) if reading and reading.printed else ""

    def _rewrite(self, found: Sequence[Rewritten], when: datetime) -> None:
        """Rewrite the page files, each as a whole, and then note what they hold."""
        files: dict[str, dict[int, bytes]] = defaultdict(dict)
        digests = {place: warc.digest(one.body) for one in found for place in one.places}
        for one in found:
            for place in one.places:
                files[place.file][place.offset] = one.body
        for file, bodies in files.items():
            warc.purge(self.pages, file, bodies, when)
        with self.store.purging() as purging:
            purging.redigest(digests)


def _page_without(kept: Kept, body: bytes, erasure: Erasure, *, beside: bool) -> bytes:
    """Return a page without the words."""
    text, encoding = _decoded(body, kept.content_type)
    own = kept.kind in OF_ONE and not beside
    without = erasure.of(text, beside=beside or kept.kind not in TELLING, own=own)
    return body if without == text else without.encode(encoding)


def _decoded(body: bytes, content_type: str) -> tuple[str, str]:
    """Decode a page as it is read, so that what is left of it can be written again byte for byte."""
    read = decoded(body, content_type)
    for encoding in ENCODINGS:
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.removeprefix("\ufeff") == read and text.encode(encoding) == body:
            return text, encoding
    return body.decode("latin-1"), "latin-1"


def _file_without(kept: Kept, body: bytes, text: str, erasure: Erasure) -> bytes:
    """Return what stays of a file: all of it, or no more than the mark."""
    plain = html.escape(text)
    holds = kept.url in erasure.files or erasure.of(plain, beside=True, own=False) != plain
    return f"{erasure.mark}\n".encode() if holds else body
