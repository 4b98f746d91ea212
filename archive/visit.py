"""One page: asked for, kept as evidence, read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol, cast

from archive import warc
from archive.entering import read_to_keep, settle
from archive.errors import Absent, Forbidden, OutsideRoot, SiteError, StoreError, Unreachable
from archive.fetch import Unmodified, Validators, validators
from archive.model import Council, Exchange, Page, Request
from archive.schedule import first_address_due, itself_due
from archive.steps import Step
from archive.store import Entry, Kept, Store, TroubleState, Wanted


class Asking(Protocol):
    """What asks a site for a page: `archive.fetch.Fetcher`."""

    def fetch(self, council: Council, request: Request, known: Validators | None, /) -> Exchange | Unmodified:
        """Return a page, or the site's word that it is as it was; Absent, or another SiteError."""
        ...


@dataclass(frozen=True, slots=True)
class Visit:
    """What is needed to ask for a page, keep it and read it."""

    council: Council
    store: Store
    pages: warc.Where
    kept: warc.PageFile
    fetcher: Asking
    clock: Callable[[], datetime]

    def of(self, page: Wanted) -> Step:
        """Ask for a page, at its other address when the first gives nothing."""
        request = page.request
        if request.instead is None:
            return self._ask(request, page)
        if first_address_due(page, self.clock()):
            step = self._ask(request, page)
            if step.outcome == "read" or itself_due(page, self.clock()) > self.clock():
                return step
        return self._ask(request.instead, page)

    def _ask(self, request: Request, page: Wanted) -> Step:
        """Ask for one page, on condition of the copy that there is."""
        return self._fetch(request, self.store.copy(self.council.slug, request.url) if page.had else None)

    def _fetch(self, request: Request, copy: Kept | None) -> Step:
        """Ask for one page; keep it as evidence, whatever it is, then read it."""
        try:
            answer = self.fetcher.fetch(self.council, request, _validators(copy))
        except Absent as absent:
            return self._take(request, absent.exchange)
        except (Forbidden, OutsideRoot, Unreachable) as error:
            return self._miss(request, error)
        if isinstance(answer, Unmodified):
            return self._confirm(request, cast(Kept, copy), answer)  # it was asked for on condition of a copy
        return self._take(request, answer)

    def _take(self, request: Request, exchange: Exchange) -> Step:
        page = exchange.page
        digest = warc.digest(page.body)
        same_as = self._same(page.url, digest)
        place = self.kept.append(exchange, _asked(request), same_as)
        said = validators(exchange.answered)
        entry = Entry(
            council=self.council.slug,
            kind=request.kind,
            url=page.url,
            fetched=page.fetched,
            content_type=page.content_type,
            digest=digest,
            place=place,
            body_at=same_as.place if same_as else place,
            status=page.status,
            etag=said.etag,
            modified=said.modified,
            optional=_asked(request).optional,
        )
        written, why = read_to_keep(self.council, page, request.kind)
        with self.store.writing() as writing:
            return settle(self.council, writing.catalogue(entry), written, why, writing)

    def _confirm(self, request: Request, copy: Kept, answer: Unmodified) -> Step:
        """Take a page as it was; it is read again, as what it means may hang on the day: upcoming, held."""
        same_as = self.store.same(self.council.slug, request.url, copy.digest)
        body = self._body(same_as) if same_as else None
        if same_as is None or body is None:
            return self._fetch(request, None)
        page = Page(request.url, body, answer.fetched, copy.content_type)
        place = self.kept.append_unmodified(request.url, answer, _asked(request), same_as)
        said = validators(answer.answered)
        entry = replace(
            copy,
            fetched=answer.fetched,
            place=place,
            body_at=same_as.place,
            etag=said.etag or copy.etag,
            modified=said.modified or copy.modified,
            optional=_asked(request).optional,
        )
        written, why = read_to_keep(self.council, page, request.kind)
        with self.store.writing() as writing:
            return settle(self.council, writing.catalogue(entry), written, why, writing)

    def _body(self, copy: warc.Copy) -> bytes | None:
        """Return the bytes of a copy; None when its file is lost, as with another crawler's machine."""
        try:
            return warc.read(self.pages, copy.place)
        except StoreError:
            if warc.is_there(self.pages, copy.place.file):
                raise
            return None

    def _same(self, url: str, digest: str) -> warc.Copy | None:
        """Find an earlier copy with the same bytes whose file is not lost."""
        copy = self.store.same(self.council.slug, url, digest)
        return copy if copy and warc.is_there(self.pages, copy.place.file) else None

    def _miss(self, request: Request, error: SiteError) -> Step:
        state: TroubleState = "forbidden" if isinstance(error, Forbidden) else "unreachable"
        with self.store.writing() as writing:
            writing.miss(self.council.slug, request.url, state, str(error), self.clock())
        if request.instead or (request.optional and state == "forbidden"):
            return Step(self.council.slug, request.url, request.kind, "not offered")
        return Step(self.council.slug, request.url, request.kind, state, why=str(error))


def _asked(request: Request) -> warc.Asked:
    return warc.Asked(request.kind, request.optional or request.instead is not None)


def _validators(copy: Kept | None) -> Validators | None:
    return Validators(copy.etag, copy.modified) if copy and (copy.etag or copy.modified) else None
