"""Checks that every page kept is whole, and that the catalogue and the page files say the same.

Both are read side by side in the order of capture, so that an archive of any size takes little memory.
Nothing is written, and no lock is needed: what a crawl adds meanwhile is told as not yet in the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from archive import warc
from archive.errors import StoreError
from archive.store import Entry
from archive.warc.records import Malformed, Record, faults
from archive.warc.walking import Damage, Pair, Torn

State = Literal["whole", "uncatalogued", "unfinished", "fault"]
"""`uncatalogued`, `unfinished`: a run was stopped there, and the next takes the page in, or cuts it off."""

Part = Pair | Record | Damage | Torn


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found at a place: of a page that it is whole, or what is wrong."""

    place: warc.Place
    state: State
    why: str = ""


def verify(pages: warc.Where, council: str, catalogue: Iterable[Entry]) -> Iterator[Finding]:
    """Check every record of a council's page files, and each against the catalogue.

    The catalogue comes in the order of capture. Where several crawlers write, page files are of no one order,
    and a page that one of them had kept when it was killed may be another's by now. A damaged file is told,
    and the check goes on behind the damage; nothing is raised for it.
    """
    shared = warc.pages_in(pages).shared
    if shared:
        catalogue = sorted(catalogue, key=lambda entry: _key(entry.place))
    # Before the files are listed: one that a crawl begins now is not missed there.
    entries = _Ahead(catalogue)
    check = _Check(pages, warc.files(pages, council), entries, shared)
    if shared:
        check.bodies.update(_bodies(catalogue))
    for file in check.files:
        yield from check.file(file)
    yield from check.lost(None)


class _Ahead:
    """The catalogue, as far as it has not been compared."""

    def __init__(self, catalogue: Iterable[Entry]) -> None:
        self._rest = iter(catalogue)
        self._next = next(self._rest, None)

    @property
    def done(self) -> bool:
        """Tell whether all has been compared."""
        return self._next is None

    def before(self, place: warc.Place | None) -> Iterator[Entry]:
        """Take the entries that come before a place; all that are left where there is none."""
        while self._next and (place is None or _key(self._next.place) < _key(place)):
            yield self._take(self._next)

    def at(self, place: warc.Place) -> Entry | None:
        """Take the entry of a place, when it is the next."""
        return self._take(self._next) if self._next and self._next.place == place else None

    def _take(self, entry: Entry) -> Entry:
        self._next = next(self._rest, None)
        return entry


@dataclass(slots=True)
class _Check:
    """One council's check, as far as it has come."""

    pages: warc.Where
    files: list[str]
    entries: _Ahead
    shared: bool
    # Where each body lies, by the hash of how a revisit names it: the names would take ten times the memory.
    bodies: dict[int, warc.Place] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)  # files in the catalogue that are not there, and told

    def file(self, file: str) -> Iterator[Finding]:
        """Check one file."""
        past_damage = False
        try:
            for part in warc.pairs(self.pages, file):
                yield from self.part(file, part, past_damage)
                past_damage = isinstance(part, Damage)
        except StoreError as error:
            yield Finding(warc.Place(file, 0), "fault", str(error))

    def part(self, file: str, part: Part, past_damage: bool) -> Iterator[Finding]:
        """Check one part of a file; a request whose answer was just told as damaged is not told again."""
        match part:
            case Pair():
                place = warc.Place(file, part.answer.offset)
                yield from self.lost(place)
                yield self.page(place, part)
            case Damage():
                yield Finding(warc.Place(file, part.offset), "fault", f"{part.size:,} bytes: {part.why}")
            case Torn():
                yield self.torn(part)
            case Record():
                told = faults(part)
                if part.type == "request" and not past_damage:
                    told.append("a request stands there without its answer")
                yield from (Finding(warc.Place(file, part.offset), "fault", why) for why in told)

    def lost(self, place: warc.Place | None) -> Iterator[Finding]:
        """Tell of pages in the catalogue that should have come before a place; of a lost file once."""
        for entry in self.entries.before(place):
            file = entry.place.file
            if file in self.files:
                yield Finding(entry.place, "fault", f"no whole page is there; the catalogue has {entry.url}")
            elif file not in self.gone:
                self.gone.add(file)
                yield Finding(
                    warc.Place(file, 0), "fault", "the catalogue names this page file, and it is gone"
                )

    def page(self, place: warc.Place, pair: Pair) -> Finding:
        """Check a page, and that the catalogue says the same of it."""
        told = [*faults(pair.answer), *(faults(pair.request) if pair.request else [])]
        if pair.request is None:
            told.append("the request that belongs beside the page is damaged or missing")
        later = not self.entries.done
        entry = self.entries.at(place)
        try:
            page = warc.found(place.file, pair)
            told += self.differences(page, entry)
        except Malformed as error:
            told.append(str(error))
        if entry is None and later and not self.shared:
            told.append("the page is not in the catalogue, which has later ones")
        state: State = "fault" if told else "whole" if entry else "uncatalogued"
        return Finding(place, state, "; ".join(told))

    def differences(self, page: warc.Found, entry: Entry | None) -> Iterator[str]:
        """Tell what a page and its catalogue entry, or the copy it points to, do not agree on."""
        named = page.same_as or warc.Reference(page.url, page.fetched, page.digest)
        if page.same_as is None:
            self.bodies[hash(named)] = page.place
        body_at = self.bodies.get(hash(named))
        if body_at is None:
            when = f"{named.fetched:%Y-%m-%d %H:%M:%S}"
            yield f"the copy it points to, {named.url} of {when}, is not there"
        if entry is None:
            return
        if (page.url, page.fetched) != (entry.url, entry.fetched):
            yield f"it is {page.url}; the catalogue has {entry.url} there, or of another time"
        if page.digest != entry.digest:
            yield "the page is not the one in the catalogue: its digest differs"
        if body_at and body_at != entry.body_at:
            yield f"its body is at byte {body_at.offset} of {body_at.file}; the catalogue says otherwise"

    def torn(self, torn: Torn) -> Finding:
        """Tell of a file's unfinished end: a fault when more was there once."""
        place = warc.Place(torn.file, torn.offset)
        if self.shared or (torn.file == self.files[-1] and self.entries.done):
            return Finding(place, "unfinished", f"{torn.size:,} bytes are no whole page")
        return Finding(place, "fault", f"the file breaks off: its last {torn.size:,} bytes are no whole page")


def _bodies(catalogue: Iterable[Entry]) -> Iterator[tuple[int, warc.Place]]:
    """Say where bodies lie, by the hash of how a revisit names each."""
    for entry in catalogue:
        if entry.place == entry.body_at:
            yield hash(warc.Reference(entry.url, entry.fetched, entry.digest)), entry.place


def _key(place: warc.Place) -> tuple[tuple[int, str], int]:
    return (warc.order(place.file), place.offset)
