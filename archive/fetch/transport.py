"""One request, one answer: the only code that puts bytes on the network."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

import requests

from archive import SOFTWARE
from archive.config import CrawlSettings
from archive.errors import OutsideRoot, Unreachable
from archive.fetch.body import read_body
from archive.fetch.conditional import Headers
from archive.fetch.connection import CONNECT_SECONDS, READ_SECONDS, Adapter, Terms
from archive.fetch.failures import told_apart

MOVED = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Limit:
    """How much of an answer is taken, and for how long it is waited for."""

    bytes: int  # unpacked
    seconds: float  # from the first attempt to connect until the last byte
    cut: bool = False  # take the beginning of a larger one, instead of refusing it


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    url: str  # that was asked; a redirect is an answer like any other
    status: int
    reason: str
    asked: Headers
    answered: Headers
    body: bytes

    def header(self, name: str) -> str:
        """Return a header's value, empty when there is none."""
        return next((value for key, value in self.answered if key.lower() == name.lower()), "")

    @property
    def target(self) -> str | None:
        """Return the address that a redirect names; Unreachable when it names none that can be."""
        to = self.header("Location")
        if self.status not in MOVED or not to:
            return None
        try:
            return urljoin(self.url, _as_sent(to))
        except ValueError as error:
            raise Unreachable(f"{self.url}: redirected to “{to}”, which is not an address") from error

    @property
    def retry_after(self) -> float:
        """Return the seconds a site asks to be left alone, 0 when it does not say."""
        value = self.header("Retry-After").strip()
        if value.isascii() and value.isdigit():
            return float(value[:9])
        try:
            until = parsedate_to_datetime(value)
        except ValueError:
            return 0.0
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        return max(0.0, (until - datetime.now(UTC)).total_seconds())


class _Session(requests.Session):
    """Leaves redirects alone: to see where one leads, requests would read all of its body, however long."""

    def get_redirect_target(self, resp: requests.Response) -> None:  # noqa: ARG002 - the parent's signature
        return None


@dataclass(slots=True)
class Transport:
    """Sends requests for one fetcher; it keeps a connection to a host open, and the host's cookies."""

    settings: CrawlSettings
    session: requests.Session = field(default_factory=_Session)
    _terms: Terms = field(init=False)

    def __post_init__(self) -> None:
        """Say who asks, on every request."""
        self._terms = Terms(self.settings.allow_private_addresses)
        self.session.headers.update(
            {
                "User-Agent": agent(self.settings.contact),
                "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
                "Accept-Encoding": "gzip",
            }
        )
        # A proxy or .netrc of this machine is no business of a council's site.
        self.session.trust_env = False
        for scheme in ("http://", "https://"):
            self.session.mount(scheme, Adapter(self._terms))

    def get(self, url: str, limit: Limit, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask once, following no redirect.

        Passing when the failure may be over in a moment; Unreachable or OutsideRoot when it will not be.
        """
        self._terms.until = time.monotonic() + limit.seconds
        try:
            with (
                told_apart(),
                self.session.get(
                    url,
                    headers=headers,
                    timeout=(CONNECT_SECONDS, READ_SECONDS),
                    allow_redirects=False,
                    stream=True,
                ) as response,
            ):
                encoding = response.headers.get("Content-Encoding", "")
                body = read_body(response.raw, encoding, limit.bytes, cut=limit.cut)
        except (OutsideRoot, Unreachable) as error:
            raise type(error)(f"{url}: {error}") from error
        return Answer(
            url,
            response.status_code,
            response.reason or "",
            tuple(response.request.headers.items()),
            tuple(response.raw.headers.items()),  # each Set-Cookie by itself
            body,
        )

    def close(self) -> None:
        """Hang up."""
        self.session.close()


def agent(contact: str | None) -> str:
    """Write the honest User-Agent: who asks, and where to complain."""
    return f"{SOFTWARE} (+{contact})" if contact else SOFTWARE


def _as_sent(location: str) -> str:
    """Read a Location that a site sent as UTF-8: http.client takes every header for Latin-1."""
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return location
