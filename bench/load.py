"""What a crawl costs, and whether many sites are asked at once: `python -m bench.load pages|hosts [--write]`.

    pages    20,000 pages of one invented council, as fast as they come: own cost a page, and memory
    hosts    50 councils at a request every two seconds each, by `minutes crawl`: requests a second, memory

Sites are served on loopback by a process of its own. Linux only: memory is read from /proc.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import click

from archive.config import CrawlSettings
from archive.crawl import crawl
from archive.fetch import Fetcher, Validators
from archive.model import Council, Exchange, Request
from archive.store import Store
from bench import proc, report
from bench.estate.process import Server, running

MEGABYTE = 1_000_000
EVERY = 1000  # pages between two looks at the memory
SETTINGS = CrawlSettings("https://archive.example/crawl", delay=0.0, allow_private_addresses=True)
PACE = 2.0  # seconds from one request to a host to the next


class Timed(Fetcher):
    """Adds up how long it did nothing but wait for answers."""

    waited: float  # seconds

    def __init__(self) -> None:
        super().__init__(SETTINGS)
        self.waited = 0.0

    def fetch(self, council: Council, request: Request, known: Validators | None = None) -> Exchange:
        """Ask as ever; what this process did meanwhile is no waiting. The sites here give no validators."""
        assert known is None
        began, worked = time.perf_counter(), time.process_time()
        try:
            return super().fetch(council, request)
        finally:
            self.waited += time.perf_counter() - began - (time.process_time() - worked)


@dataclass
class Cost:
    """What pages cost."""

    seconds: list[float] = field(default_factory=list)  # of each page: all but waiting for the site
    memory: list[int] = field(default_factory=list)  # bytes, at every thousandth page


def costs(root: str, folder: Path, count: int) -> Cost:
    """Crawl so many pages of a site, and measure each."""
    found = Cost()
    store, fetcher = Store(folder / "records.sqlite"), Timed()
    council = Council("estate", "Emberford", "moderngov", root)
    began, waited = time.perf_counter(), 0.0
    for number, _step in enumerate(islice(crawl(council, store, folder / "pages", fetcher), count), 1):
        now = time.perf_counter()
        found.seconds.append(now - began - (fetcher.waited - waited))
        began, waited = now, fetcher.waited
        if number % EVERY == 0:
            found.memory += [used.rss for used in proc.uses(os.getpid()).values()][:1]
    fetcher.close()
    store.close()
    return found


def costs_told(cost: Cost) -> str:
    """Write the section of what pages cost."""
    milliseconds = sorted(1000 * seconds for seconds in cost.seconds)
    typical, late = statistics.median(milliseconds), milliseconds[int(len(milliseconds) * 0.95)]
    mean = statistics.mean(milliseconds)
    memory = [f"{bytes_ / MEGABYTE:.0f}" for bytes_ in cost.memory]
    return "\n".join(
        (
            "Made by `python -m bench.load pages --write`: one invented council on loopback, crawled without"
            " pause in one process. Own cost is all the time but that spent waiting for the site.",
            "",
            "| pages | median | 95 % | mean |",
            "|---|---|---|---|",
            f"| {len(milliseconds):,} | {typical:.1f} ms | {late:.1f} ms | {mean:.1f} ms |",
            "",
            f"Memory of the process after each {EVERY:,} pages, in MB: {', '.join(memory)}.",
        )
    )


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of a running crawl at a moment."""

    at: float  # seconds, by a clock that never jumps
    asked: tuple[int, ...]  # pages, of each host
    memory: int  # bytes, of the largest process
    processes: int
    worked: float  # seconds of processor time, of all processes


def look(server: Server, pid: int) -> Look:
    """Look at a server and the crawl that asks it."""
    used = proc.uses(pid).values()
    return Look(
        time.monotonic(),
        tuple(server.asked()),
        max((one.rss for one in used), default=0),
        len(used),
        sum(one.seconds for one in used),
    )


def looks(server: Server, folder: Path, seconds: float) -> Iterator[Look]:
    """Crawl all of a server's sites by the command, and look every few seconds until the time is up."""
    config = folder / "config.toml"
    config.write_text(config_of(server.roots, folder / "data"), "utf-8")
    command = [str(Path(sys.executable).with_name("minutes")), "--config", str(config), "crawl"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as crawling:
        try:
            until = time.monotonic() + seconds
            while time.monotonic() < until and crawling.poll() is None:
                time.sleep(5)
                yield look(server, crawling.pid)
        finally:
            crawling.terminate()


def config_of(roots: Sequence[str], data: Path) -> str:
    """Write a config.toml of these sites."""
    crawl_ = (
        f'data = "{data}"\n[crawl]\ncontact = "https://archive.example/crawl"\ndelay = {PACE}\n'
        f"hosts = {len(roots)}\nallow_private_addresses = true\n"
    )
    councils = (
        f'[[council]]\nslug = "c{number}"\nname = "Council {number}"\nsystem = "moderngov"\nurl = "{root}"\n'
        for number, root in enumerate(roots)
    )
    return crawl_ + "".join(councils)


def hosts_told(seen: Sequence[Look]) -> str:
    """Write the section of many hosts; the first looks, while the crawl starts, are left out."""
    first, last = seen[len(seen) // 4], seen[-1]
    seconds = last.at - first.at
    rates = [(after - before) / seconds for before, after in zip(first.asked, last.asked, strict=True)]
    rate, wanted = sum(rates), len(rates) / PACE
    worked = (last.worked - first.worked) / max(1, sum(last.asked) - sum(first.asked))
    return "\n".join(
        (
            f"Made by `python -m bench.load hosts --write`: {len(rates)} invented councils, each on an"
            f" address of its own, asked by `minutes crawl` with delay = {PACE:g}, for {seconds:.0f} s.",
            "",
            "| | |",
            "|---|---|",
            f"| requests a second, all hosts | {rate:.2f} of {wanted:.2f} ({rate / wanted:.1%}) |",
            f"| of the slowest host | {min(rates):.3f} of {1 / PACE:.3f} |",
            f"| of the fastest host | {max(rates):.3f} |",
            f"| processes | {max(one.processes for one in seen)} |",
            f"| memory of the largest | {max(one.memory for one in seen) / MEGABYTE:.0f} MB |",
            f"| processor time a page | {1000 * worked:.1f} ms |",
        )
    )


@click.group()
def main() -> None:
    """Measure what a crawl costs."""


@main.command()
@click.option("--count", default=20_000, show_default=True, help="Pages to crawl.")
@click.option("--write", is_flag=True, help="Keep the figures in bench/crawl.md.")
def pages(count: int, write: bool) -> None:
    """Measure own cost a page, and memory, over many pages."""
    with running("--meetings", "210") as server, tempfile.TemporaryDirectory() as folder:
        text = costs_told(costs(server.roots[0], Path(folder), count))
    _keep("What a page costs", text, write)


@main.command()
@click.option("--councils", default=50, show_default=True)
@click.option("--seconds", default=180.0, show_default=True, help="How long to crawl.")
@click.option("--write", is_flag=True, help="Keep the figures in bench/crawl.md.")
def hosts(councils: int, seconds: float, write: bool) -> None:
    """Measure the pace that many hosts at once reach."""
    with running("--boards", "4", councils=councils) as server, tempfile.TemporaryDirectory() as folder:
        seen = list(looks(server, Path(folder), seconds))
    if len(seen) < 4:
        raise click.ClickException("the crawl ended too soon to be measured")
    _keep("Many hosts at once", hosts_told(seen), write)


def _keep(title: str, text: str, write: bool) -> None:
    click.echo(text)
    if write:
        report.write(title, text)


if __name__ == "__main__":
    main()
