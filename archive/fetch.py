"""The only network code: asks politely, patiently and within bounds, and never off a council's site."""

from __future__ import annotations

import ipaddress
import socket
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import requests
from protego import Protego
from urllib3.exceptions import HTTPError

from archive import SOFTWARE
from archive.config import CrawlSettings
from archive.errors import Absent, Forbidden, OutsideRoot, Unreachable
from archive.model import Council, Exchange, Page, Request
from archive.sources import source

AGENT = SOFTWARE.partition("/")[0]  # what a robots.txt calls the crawler by
CONNECT_SECONDS, READ_SECONDS = 20, 90  # self-hosted sites may think for a minute
LARGEST_BODY = 30_000_000  # bytes, unpacked; the longest meeting pages known are under 1 MB
LARGEST_ROBOTS = 500 * 1024  # bytes; RFC 9309 section 2.5
TRIES = 3
REDIRECTS = 5
LONGEST_WAIT = 120.0  # seconds; a site that asks for more is left alone for this run
ABSENT = frozenset({404, 410})
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})  # answers worth asking again for


@dataclass(slots=True)
class _Host:
    """What is known of one host during a run."""

    robots: Protego
    free_at: float = 0.0  # when the next request may go out, by the monotonic clock


@dataclass(slots=True)
class Fetcher:
    """Fetches pages, one connection and one request at a time for each host."""

    settings: CrawlSettings
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    requests_made: int = 0
    bytes_read: int = 0
    _session: requests.Session = field(default_factory=requests.Session)
    _hosts: dict[str, _Host] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Say who asks, on every request."""
        self._session.headers.update(
            {
                "User-Agent": agent(self.settings.contact),
                "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
                "Accept-Encoding": "gzip, deflate",
            }
        )
        self._session.trust_env = (
            False  # a proxy or .netrc of this machine is no business of a council's site
        )

    def fetch(self, council: Council, request: Request) -> Exchange:
        """Ask for a page until it comes whole; Unreachable, Forbidden or OutsideRoot when it does not."""
        host = self._host(council.url)
        if not host.robots.can_fetch(request.url, AGENT):
            raise Forbidden(f"{request.url}: robots.txt of the site asks crawlers to keep away")
        why = ""
        for attempt in range(TRIES):
            self._wait(host)
            try:
                return self._once(council, request, host)
            except _Passing as passing:
                why = str(passing)
                if passing.wait > LONGEST_WAIT:
                    break
                backoff = passing.wait or self.settings.delay * 2**attempt
                host.free_at = max(host.free_at, self.clock() + backoff)
        raise Unreachable(f"{request.url}: {why}")

    def _once(self, council: Council, request: Request, host: _Host) -> Exchange:
        """Ask once, following redirects that stay on the council's site."""
        url = request.url
        for _ in range(REDIRECTS + 1):
            response, body = self._get(url, LARGEST_BODY)
            target = response.headers.get("Location")
            if response.is_redirect and target:
                url = _within(council, urljoin(url, target))
                self._wait(host)
                continue
            if response.status_code in PASSING:
                raise _Passing(f"the site answered {response.status_code}", _retry_after(response))
            if response.status_code in ABSENT:
                raise Absent(f"{request.url}: the site answered {response.status_code}")
            if response.status_code != 200:
                raise Unreachable(f"{request.url}: the site answered {response.status_code}")
            return _exchange(request, response, body)
        raise Unreachable(f"{request.url}: more than {REDIRECTS} redirects")

    def _get(self, url: str, limit: int) -> tuple[requests.Response, bytes]:
        self._refuse_private(url)
        self.requests_made += 1
        with _told_apart(url):
            response = self._session.get(
                url, timeout=(CONNECT_SECONDS, READ_SECONDS), allow_redirects=False, stream=True
            )
            with response:
                body = _body(response, limit)
        self.bytes_read += len(body)
        return response, body

    def _refuse_private(self, url: str) -> None:
        """Keep a crawl off this machine's own network, unless the configuration allows it."""
        if self.settings.allow_private_addresses:
            return
        host = urlsplit(url).hostname or ""
        with _told_apart(url):
            found = socket.getaddrinfo(host, None)
        for *_, address in found:
            if not ipaddress.ip_address(str(address[0]).partition("%")[0]).is_global:
                raise OutsideRoot(
                    f"{url}: {host} is a private address; set allow_private_addresses = true under [crawl]"
                    " if the site really is on this machine or network"
                )

    def _wait(self, host: _Host) -> None:
        """Wait until this host may be asked again."""
        pause = host.free_at - self.clock()
        if pause > 0:
            self.sleep(pause)
        asked_for = host.robots.crawl_delay(AGENT) or 0.0
        host.free_at = self.clock() + max(self.settings.delay, float(asked_for))

    def _host(self, root: str) -> _Host:
        parts = urlsplit(root)
        place = f"{parts.scheme}://{parts.netloc}"
        if place not in self._hosts:
            self._hosts[place] = _Host(self._robots(place))
        return self._hosts[place]

    def _robots(self, place: str) -> Protego:
        """Fetch robots.txt; by RFC 9309 none allows everything, an unreachable one nothing."""
        url = f"{place}/robots.txt"
        try:
            for _ in range(REDIRECTS):
                response, body = self._get(url, LARGEST_ROBOTS)
                if not response.is_redirect:
                    break
                url = urljoin(url, response.headers["Location"])
        except _Passing as passing:
            raise Unreachable(f"{place}: {passing}") from passing
        if response.status_code >= 500 or response.status_code == 429:
            raise Unreachable(f"{place}: its robots.txt answered {response.status_code}; nothing was asked")
        text = body.decode("utf-8", "replace") if response.status_code == 200 else ""
        return Protego.parse(text)


class _Passing(Exception):
    """A failure that may be over in a moment."""

    def __init__(self, why: str, wait: float = 0.0) -> None:
        super().__init__(why)
        self.wait = wait


def agent(contact: str | None) -> str:
    """Write the honest User-Agent: who asks, and where to complain."""
    return f"{SOFTWARE} (+{contact})" if contact else SOFTWARE


@contextmanager
def _told_apart(url: str) -> Iterator[None]:
    """Turn what can go wrong on a network into errors that say it plainly."""
    host = urlsplit(url).hostname
    try:
        yield
    except (socket.gaierror, UnicodeError) as error:  # UnicodeError: "two..dots", which no name can be
        raise Unreachable(f"cannot find the site {host}: no such name, or no network") from error
    except requests.exceptions.SSLError as error:
        raise Unreachable(f"{host}: its TLS certificate cannot be trusted: {error}") from error
    except requests.exceptions.Timeout as error:
        raise _Passing("no answer in time") from error
    except requests.exceptions.ConnectionError as error:
        raise _Passing(f"cannot connect to {host}, or it hung up") from error
    except (requests.exceptions.RequestException, HTTPError, OSError) as error:
        raise _Passing(f"the answer broke off: {error.__class__.__name__}") from error


def _within(council: Council, url: str) -> str:
    """Let a redirect stay on the council's site; OutsideRoot otherwise. A session in its path is kept."""
    source(council.system).canonical(council, url)
    return url


def _body(response: requests.Response, limit: int) -> bytes:
    """Read and unpack a body within a limit; a short one raises, as its announced length is checked."""
    unpack = _unpacker(response.headers.get("Content-Encoding", ""))
    parts: list[bytes] = []
    size = 0
    while chunk := response.raw.read(65536, decode_content=False):
        piece = unpack(chunk, limit + 1 - size)
        size += len(piece)
        if size > limit:
            raise Unreachable(f"{response.url}: larger than {limit:,} bytes; not read")
        parts.append(piece)
    if parts:
        unpack(b"", 1)
    return b"".join(parts)


def _unpacker(encoding: str) -> Callable[[bytes, int], bytes]:
    """Choose how to unpack a body piece by piece, giving at most so many bytes; an empty piece ends it."""
    if encoding.strip().lower() not in ("gzip", "x-gzip", "deflate"):
        return lambda chunk, _most: chunk
    unpacker = zlib.decompressobj(47)  # 32 + 15: gzip or zlib, told by its header

    def unpack(chunk: bytes, most: int) -> bytes:
        if not chunk and not unpacker.eof:
            raise _Passing("the answer broke off before its packing ended")
        try:
            return unpacker.decompress(chunk, most)
        except zlib.error as error:
            raise _Passing(f"the answer cannot be unpacked: {error}") from error

    return unpack


def _exchange(request: Request, response: requests.Response, body: bytes) -> Exchange:
    page = Page(
        url=request.url,
        body=body,
        fetched=datetime.now(UTC).replace(microsecond=0),
        content_type=response.headers.get("Content-Type", ""),
    )
    return Exchange(
        page,
        tuple(response.request.headers.items()),
        tuple(response.headers.items()),
        response.reason or "",
    )


def _retry_after(response: requests.Response) -> float:
    """Return the seconds a site asks to be left alone, 0 when it does not say."""
    value = response.headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())
