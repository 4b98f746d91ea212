"""Serve, ask and tell: `python -m bench.web [--documents N] [--folder DIR] [--index DIR] [--write]`.

The targets are for 100,000 documents on a quiet machine; smaller and busier tries are for finding out why.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from bench import proc, report
from bench.web.archive import made
from bench.web.asking import addresses
from bench.web.load import HERE, Loaded
from bench.web.told import FIFTY, ONE, Figures, Weight, quantile, told

ROOT = Path(__file__).resolve().parents[2]
REPORT = Path(__file__).resolve().parent.parent / "web.md"
CLIENTS, THINK, SECONDS = 50, 2.0, 60.0
ALONE = 300  # searches of the one client
WARMING = 20


@contextmanager
def serving(config: Path) -> Iterator[tuple[int, int]]:
    """Serve an archive by the command that people use; give its port and process."""
    with socket.socket() as found:
        found.bind((HERE, 0))
        port = found.getsockname()[1]
    command = [sys.executable, "-c", "from web.cli import main; main()", "--config", str(config)]
    with subprocess.Popen(
        [*command, "serve", "--port", str(port)], cwd=ROOT, stderr=subprocess.PIPE
    ) as server:
        try:
            assert server.stderr is not None
            print(server.stderr.readline().decode().strip(), flush=True)
            yield port, server.pid
        finally:
            server.terminate()


def asked(
    port: int, pid: int, wanted: Sequence[str], clients: int, think: float, seconds: float
) -> tuple[Loaded, float]:
    """Load a server; return what clients met with, and the server's seconds of processor time."""
    before = _seconds(pid)
    command = [sys.executable, "-m", "bench.web.load", *map(str, (port, clients, think, seconds))]
    done = subprocess.run(
        command, cwd=ROOT, input="\n".join(wanted), stdout=subprocess.PIPE, text=True, check=True
    )
    return Loaded(**json.loads(done.stdout)), _seconds(pid) - before


def _seconds(pid: int) -> float:
    return sum(each.seconds for each in proc.uses(pid).values())


def figures(clients: int, met: Loaded, processor: float, target: float) -> Figures:
    """Sum up a load."""
    times = met.milliseconds
    return Figures(
        clients=clients,
        pages=len(times),
        seconds=met.seconds,
        errors=met.errors,
        p50=quantile(times, 0.5),
        p95=quantile(times, 0.95),
        p99=quantile(times, 0.99),
        most=max(times, default=0.0),
        target=target,
        processor=processor,
    )


def beside(port: int) -> int:
    """Weigh what a page has loaded with it."""
    page = _got(port, "/").decode()
    names = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
    return sum(len(_got(port, name)) for name in names)


def _got(port: int, address: str) -> bytes:
    connection = HTTPConnection(HERE, port, timeout=30)
    try:
        connection.request("GET", address)
        return connection.getresponse().read()
    finally:
        connection.close()


def run(config: Path, documents: int, seconds: float) -> str:
    """Load an archive's site, first by one client, then by many."""
    many = int(CLIENTS * seconds / THINK * 1.2)
    wanted = addresses(WARMING + ALONE + many, seed=11)
    with serving(config) as (port, pid):
        asked(port, pid, wanted[:WARMING], 1, 0.0, 60.0)
        one = asked(port, pid, wanted[WARMING : WARMING + ALONE], 1, 0.0, 600.0)
        time.sleep(1.0)
        fifty = asked(port, pid, wanted[WARMING + ALONE :], CLIENTS, THINK, seconds)
        sizes = one[0].bytes + fifty[0].bytes
        weight = Weight(int(quantile(sizes, 0.5)), max(sizes), beside(port))
        memory = sum(each.rss for each in proc.uses(pid).values()) / 1_000_000
    loads = [figures(1, *one, ONE), figures(CLIENTS, *fifty, FIFTY)]
    return told(documents, len(os.sched_getaffinity(0)), loads, weight, memory)


@contextmanager
def _folder(chosen: Path | None) -> Iterator[Path]:
    if chosen:
        yield chosen.absolute()
        return
    with tempfile.TemporaryDirectory() as temporary:
        yield Path(temporary)


def main() -> None:
    """Print the figures; with --write keep them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="keep the archive there; one that is there is used")
    parser.add_argument(
        "--index", type=Path, help="an index of as many, as bench/search has made it: DIR/ours/index"
    )
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of the many clients")
    parser.add_argument("--write", action="store_true", help="keep the figures in bench/web.md")
    options = parser.parse_args()
    with _folder(options.folder) as folder:
        config = made(folder, options.documents, options.index)
        text = run(config, options.documents, options.seconds)
    print(text)
    if options.write:
        if not REPORT.exists():
            REPORT.write_text("# The whole page: figures\n", "utf-8")
        report.write(f"{options.documents:,} documents", text, REPORT)


if __name__ == "__main__":
    main()
