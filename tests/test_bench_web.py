from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from archive.config import load
from archive.store import Store
from bench.web.archive import made
from bench.web.asking import addresses
from bench.web.load import Loaded
from bench.web.load import load as load_site
from bench.web.told import Figures, Weight, quantile, told
from indexer.engines import open_engine
from web.settings import read

PAGE = b"<html><p>four results</html>"


class Pages(BaseHTTPRequestHandler):
    """Answers with a page, with half of one at /half, and with an error at /broken."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = PAGE[:12] if self.path == "/half" else PAGE
        self.send_response(500 if self.path == "/broken" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        del args  # nobody reads it


@contextmanager
def served() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()


def test_no_search_is_asked_twice_and_the_same_ones_each_time() -> None:
    asked = addresses(400, 11)
    assert len(set(asked)) == 400
    assert asked == addresses(400, 11)
    assert asked != addresses(400, 12)
    assert {"q", "board", "year", "page"} <= {name for each in asked for name in parameters(each)}


def parameters(address: str) -> list[str]:
    return [pair.partition("=")[0] for pair in address.partition("?")[2].split("&")]


def test_an_archive_of_the_corpus_has_every_document_in_records_and_index(tmp_path: Path) -> None:
    path = made(tmp_path, 200, None)
    config = load(path)
    assert read(config.web).rate == 0
    with closing(Store(config.records)) as store:
        counts = store.counts()
    assert (counts.meetings, counts.items) == (20, 200)
    with closing(open_engine(config.index)) as engine:
        assert engine.count() == 200
    assert made(tmp_path, 200, None) == path


def test_each_address_is_asked_for_once_by_however_many_clients() -> None:
    with served() as port:
        met = load_site(port, [f"/{n}" for n in range(40)], 8, 0.0, 30.0)
    assert (len(met.milliseconds), met.errors) == (40, [])
    assert set(met.bytes) == {len(PAGE)}


def test_what_is_no_whole_page_is_an_error() -> None:
    with served() as port:
        met = load_site(port, ["/half", "/broken", "/well"], 1, 0.0, 30.0)
    assert met.errors == ["/half: 200", "/broken: 500"]


def test_a_site_that_does_not_answer_is_an_error() -> None:
    with served() as port:
        pass
    met = load_site(port, ["/a"], 1, 0.0, 30.0)
    assert len(met.errors) == 1
    assert met.milliseconds == []


def test_the_report_has_the_times_beside_their_targets_and_every_kind_of_error() -> None:
    met = Loaded([float(n) for n in range(1, 101)], [], ["/x: 500"], 10.0)
    times = met.milliseconds
    figures = Figures(
        50, 100, 10.0, met.errors, quantile(times, 0.5), quantile(times, 0.95), 99.0, 100.0, 150.0, 2.0
    )
    text = told(100_000, 2, [figures], Weight(40_000, 50_000, 30_000), 512.0)
    assert "| 50 | 100 | 10.0 | 1 | 50 | 95 | 150 | 99 | 100 | 20 |" in text
    assert "- /x: 500" in text
    assert "at most 50,000 (target 60,000)" in text


def test_a_quantile_is_a_value_that_was_met() -> None:
    assert quantile([], 0.95) == 0.0
    assert quantile([3.0], 0.95) == 3.0
    assert quantile([float(n) for n in range(20)], 0.95) == 18.0
