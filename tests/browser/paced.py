"""A site behind a slow line: its pages arrive in pieces, so that a browser paints what it has in between.

From loopback a page arrives at once, and whether its parts move as it loads is up to how busy the machine is:
the columns of tables moved in one run of five.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

PIECES = 12  # of a long page; each ends with a line
SMALLEST = 1500  # bytes: about what one packet carries
PAUSE = 0.02  # seconds: long enough for a browser to paint


@contextmanager
def paced(site: str) -> Iterator[str]:
    """Give the root at which a site's pages arrive in pieces; what they load comes whole."""
    line = type("Line", (_Line,), {"site": urlsplit(site).netloc})
    with ThreadingHTTPServer(("127.0.0.1", 0), line) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


def pieces(body: bytes) -> list[bytes]:
    """Part a page at the ends of lines."""
    size = max(SMALLEST, len(body) // PIECES)
    found = [b""]
    for line in body.splitlines(keepends=True):
        if len(found[-1]) >= size:
            found.append(b"")
        found[-1] += line
    return found


class _Line(BaseHTTPRequestHandler):
    site: str

    def do_GET(self) -> None:
        connection = HTTPConnection(self.site, timeout=30)
        connection.request("GET", self.path, headers={"Host": self.headers["Host"]})
        answer = connection.getresponse()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("date", "server", "connection"):
                self.send_header(name, value)
        self.end_headers()
        self._send(answer.read(), "html" in answer.headers["Content-Type"])
        connection.close()

    def _send(self, body: bytes, in_pieces: bool) -> None:
        for piece in pieces(body) if in_pieces else [body]:
            self.wfile.write(piece)
            self.wfile.flush()
            time.sleep(PAUSE if in_pieces else 0)

    def log_message(self, *arguments: object) -> None:
        """Say nothing of requests."""
