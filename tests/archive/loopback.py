"""A real site on loopback that answers as a test tells it to, and a clock that passes only while slept."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PAGE = b'<!DOCTYPE html><html><body><div id="modgov"></div></body></html>'
THROWAWAY = Path(__file__).parent / "throwaway.pem"


@dataclass
class Clock:
    """Passes only while slept; `slept` lists how long each time."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@dataclass(frozen=True)
class Reply:
    """One answer; `missing` bytes are left off its end, and `length` says whether its length is announced."""

    status: int = 200
    body: bytes = PAGE
    headers: Mapping[str, str] = field(default_factory=dict)
    missing: int = 0
    length: bool = True
    takes: float = 0.0  # seconds that pass on the site's clock before it answers
    slow: float = 0.0  # seconds, real ones, before it answers
    drip: float = 0.0  # seconds, real ones, between two bytes of its body
    endless_head: bool = False  # its headers come drop by drop too, and never end


def redirect(target: str) -> Reply:
    return Reply(302, b"", {"Location": target})


@dataclass
class Asked:
    """A request that came in."""

    path: str
    headers: Mapping[str, str]
    at: float = field(default_factory=time.monotonic)
    answered: float = 0.0  # when the answer was on its way, by the same clock


@dataclass
class Loopback:
    """What a site answers, by path and query: one reply after the other, the last again and again."""

    replies: dict[str, list[Reply]]
    url: str = ""
    clock: Clock | None = None
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    def rest_after(self, path: str) -> float:
        """Return the seconds between the first answer at a path and the next request, to any path."""
        n = next(n for n, asked in enumerate(self.asked) if asked.path == path)
        return self.asked[n + 1].at - self.asked[n].answered

    def next(self, path: str) -> Reply:
        left = self.replies.get(path) or [Reply(404, b"")]
        return left.pop(0) if len(left) > 1 else left[0]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    site: Loopback
    protocol = "HTTP/1.0"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a crawler that hangs up is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    disable_nagle_algorithm = True  # else a kept connection waits 40 ms for each body

    def setup(self) -> None:
        super().setup()
        self.protocol_version = self.server.protocol
        self.server.site.connections += 1

    def do_GET(self) -> None:
        site = self.server.site
        asked = Asked(self.path, dict(self.headers.items()))
        site.asked.append(asked)
        reply = site.next(self.path)
        if site.clock:
            site.clock.now += reply.takes
        time.sleep(reply.slow)
        asked.answered = time.monotonic()
        if reply.endless_head:
            self._drip(b"HTTP/1.0 200 OK\r\nX-Slow: " + b"a" * 10_000, reply.drip)
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.length:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self._drip(reply.body[: len(reply.body) - reply.missing], reply.drip)

    def _drip(self, data: bytes, seconds: float) -> None:
        if not seconds:
            self.wfile.write(data)
            return
        with suppress(OSError):  # the crawler hangs up
            for byte in data:
                self.wfile.write(bytes([byte]))
                time.sleep(seconds)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name for it
        """Say nothing."""


@contextmanager
def serving(
    replies: Mapping[str, Reply | Sequence[Reply]],
    *,
    clock: Clock | None = None,
    kept_open: bool = False,
    secure: bool = False,
) -> Iterator[Loopback]:
    """Serve replies by path while the block runs; there is no robots.txt unless one is given.

    `clock` is what a slow reply moves on; `kept_open` lets a connection be used again; `secure` serves over
    TLS, with a certificate that nobody trusts.
    """
    site = Loopback(
        {path: [r] if isinstance(r, Reply) else list(r) for path, r in replies.items()}, clock=clock
    )
    server = _Server(("127.0.0.1", 0), _Handler)
    server.site = site
    if kept_open:
        server.protocol = "HTTP/1.1"
    if secure:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(THROWAWAY)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    site.url = f"http{'s' * secure}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
