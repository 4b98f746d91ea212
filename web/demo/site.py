"""The sample council's site, served on loopback in a thread."""

from __future__ import annotations

import re
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from web.demo import feeds
from web.demo.council import SampleCouncil
from web.demo.faults import SESSION, SLOW, STUB, Faults
from web.demo.markup import meta, shell, titles
from web.demo.revise import revised
from web.demo.routes import HTML, Answer, View, answer

_SESSION_SEGMENT = re.compile(r"/\((?:X\(\d\))?S\([a-z0-9]{24}\)\)", re.IGNORECASE)


class Site:
    """Serves a council while its `with` block runs; `requests` lists the paths that were asked for."""

    def __init__(
        self,
        council: SampleCouncil,
        port: int = 0,
        *,
        faults: float = 0.0,
        seed: int = 0,
        slow: float = 0.0,
        web_service: bool = True,
        root: str = "",
    ) -> None:
        """Take the share of answers that go wrong, the seconds before each, and a sub-path to serve below."""
        self.council = council
        self.web_service = web_service
        self.slow = slow
        self.root = f"/{root.strip('/')}" if root.strip("/") else ""
        self.faults = Faults(faults, seed)
        self.requests: list[str] = []
        self._server = _Server(("127.0.0.1", port), self)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    @property
    def url(self) -> str:
        """Return the root of the site, without a slash at the end."""
        return f"http://127.0.0.1:{self._server.server_port}{self.root}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def revise(self, meeting_id: int | str) -> None:
        """Publish a meeting anew: its draft minutes confirmed, with a correction."""
        meetings = tuple(revised(m) if str(m.id) == str(meeting_id) else m for m in self.council.meetings)
        if meetings == self.council.meetings:
            raise KeyError(f"the sample council has no meeting {meeting_id} that can be revised")
        self.council = replace(self.council, meetings=meetings)

    def answer(self, path: str, query: Mapping[str, str]) -> Answer | None:
        """Return the page at a path, whatever session it carries; None where there is none."""
        path = _SESSION_SEGMENT.sub("", path)
        if path == "/robots.txt":
            return Answer(feeds.robots(self.root).encode(), "text/plain")
        if not f"{path}/".startswith(f"{self.root}/"):
            return None
        name = path.removeprefix(self.root).strip("/")
        if name.lower() == "mgerror.aspx":
            return Answer(_error_page(self.council).encode())
        return answer(View(self.council, self.url, self.root, self.web_service), name, dict(query))


def _error_page(council: SampleCouncil) -> str:
    body = titles("Error") + '<div class="mgContent" ><p>The page you asked for cannot be shown.</p></div>\n'
    return shell(council, "Error", body, meta("Error", council.today))


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], site: Site) -> None:
        super().__init__(address, _Handler)
        self.site = site

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a reader that hung up."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = 30  # seconds an idle connection is kept

    def do_GET(self) -> None:
        site = self.server.site
        site.requests.append(self.path)
        time.sleep(site.slow)
        parts = urlsplit(self.path)
        path = re.sub("/{2,}", "/", unquote(parts.path))
        found = site.answer(path, {k.lower(): v for k, v in parse_qsl(parts.query)})
        fault = None if path.endswith("robots.txt") else site.faults.draw()
        if fault == "slow":
            time.sleep(SLOW)
        if fault == "busy":
            self._send(503, Answer(b"Service Unavailable"), {"Retry-After": "1"})
        elif fault == "stub":
            self._send(200, Answer(STUB))
        elif fault == "session" and not _SESSION_SEGMENT.search(path):
            below = self.path.removeprefix(site.root)
            self._send(302, Answer(b""), {"Location": f"{site.root}/{SESSION}{below}"})
        elif found is None:
            self._send(302, Answer(b""), {"Location": f"{site.root}/mgError.aspx"})
        else:
            self._send(200, found, cut=fault == "cut")

    def do_POST(self) -> None:
        """Answer a form or a call of the web service; both are plain fields."""
        length = int(self.headers.get("Content-Length") or 0)
        fields = self.rfile.read(length).decode("utf-8", "replace")
        self.path += ("&" if "?" in self.path else "?") + fields if fields else ""
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name for it
        """Say nothing on the terminal."""

    def _send(
        self, status: int, found: Answer, headers: Mapping[str, str] | None = None, *, cut: bool = False
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", found.type or HTML)
        self.send_header("Content-Length", str(len(found.body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(found.body[: len(found.body) // 2] if cut else found.body)
        self.close_connection = self.close_connection or cut
