"""A real site on loopback that answers as a test tells it to, and a clock that passes only while slept."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = b'<!DOCTYPE html><html><body><div id="modgov"></div></body></html>'


@dataclass(frozen=True)
class Reply:
    """One answer; `missing` bytes are left off its end, and `length` says whether its length is announced."""

    status: int = 200
    body: bytes = PAGE
    headers: Mapping[str, str] = field(default_factory=dict)
    missing: int = 0
    length: bool = True


def redirect(target: str) -> Reply:
    return Reply(302, b"", {"Location": target})


@dataclass
class Asked:
    """A request that came in."""

    path: str
    headers: Mapping[str, str]


@dataclass
class Loopback:
    """What a site answers, by path and query: one reply after the other, the last again and again."""

    replies: dict[str, list[Reply]]
    url: str = ""
    asked: list[Asked] = field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    def next(self, path: str) -> Reply:
        left = self.replies.get(path) or [Reply(404, b"")]
        return left.pop(0) if len(left) > 1 else left[0]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    site: Loopback


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self.server.site.asked.append(Asked(self.path, dict(self.headers.items())))
        reply = self.server.site.next(self.path)
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.length:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body[: len(reply.body) - reply.missing])

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name for it
        """Say nothing."""


@contextmanager
def serving(replies: Mapping[str, Reply | Sequence[Reply]]) -> Iterator[Loopback]:
    """Serve replies by path while the block runs; there is no robots.txt unless one is given."""
    site = Loopback({path: [r] if isinstance(r, Reply) else list(r) for path, r in replies.items()})
    server = _Server(("127.0.0.1", 0), _Handler)
    server.site = site
    site.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


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
