"""How fast kept pages are read again: `python -m bench.reread [--write]`.

Crawls the made-up council's pages whole over loopback thirty times, so that some thousand captures are kept
and the start of a process does not count, and reads them all again in one process and in two, in turn. Beside
them stands what two processors of the machine do more than one when nothing is shared: the same pages read
by processes that write nothing. Also times the largest real page in `../shared`.
"""

from __future__ import annotations

import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive.config import Config, CrawlSettings
from archive.crawl import crawl
from archive.fetch import Fetcher
from archive.model import Council, Page
from archive.reread import Job, read_kept, reread
from archive.schedule import Choice
from archive.sources import moderngov
from archive.store import Store
from web.demo import Site, sample

HERE = Path(__file__).resolve().parent
PAGES = HERE.parent.parent / "shared/moderngov/pages"
CRAWLS, ROUNDS = 30, 3
ALONE = 1000  # pages that a process reads which shares nothing
EVERYTHING = Choice(everything=True)  # pages are not due again on the same night


@dataclass(frozen=True, slots=True)
class Cost:
    """What a piece of work took, in seconds."""

    wall: float
    cpu: float  # of this process and those that it started


def kept(folder: Path) -> tuple[Config, Store, int]:
    """Keep some thousand pages; return how many bytes they hold in all."""
    size = 0
    with Site(sample(), web_service=False) as site:
        council = Council("demo", "Demo", "moderngov", site.url)
        config = Config(folder, (council,), CrawlSettings(delay=0, allow_private_addresses=True))
        store = Store(config.records)
        for _ in range(CRAWLS):
            fetcher = Fetcher(config.crawl)
            for _step in crawl(council, store, config.pages, fetcher, EVERYTHING):
                pass
            size += fetcher.bytes_read
    return config, store, size


def cost(work: Callable[[], object]) -> Cost:
    """Time a piece of work."""
    before, began = os.times(), time.perf_counter()
    work()
    after, wall = os.times(), time.perf_counter() - began
    return Cost(wall, sum(after[:4]) - sum(before[:4]))


def rates() -> list[str]:
    """Time rereading in one process and in two, in turn; one row each."""
    with tempfile.TemporaryDirectory() as folder:
        config, store, size = kept(Path(folder))
        councils = {c.slug: c for c in config.councils}
        jobs = [Job(councils[kept.council], kept, config.pages) for kept in store.pages()]
        costs: dict[int, list[Cost]] = {1: [], 2: []}
        unshared = []
        for _ in range(ROUNDS):
            for processes, found in costs.items():
                found.append(
                    cost(lambda p=processes: reread(councils, store, config.pages, lambda _: None, p))  # type: ignore[misc] # a default binds the loop's value
                )
            unshared.append(2 * alone(jobs[:ALONE], 1) / alone(jobs[:ALONE], 2))
        store.close()
    faster = statistics.median(one.wall / two.wall for one, two in zip(costs[1], costs[2], strict=True))
    return [
        f"{len(jobs):,} captures of {size / len(jobs) / 1000:.0f} kB on average, median of {ROUNDS} rounds:",
        "",
        "| processes | pages a second | against one | CPU a page |",
        "|---|---|---|---|",
        _row(1, costs[1], len(jobs), 1),
        _row(2, costs[2], len(jobs), faster),
        "",
        f"Two processes that share nothing and write nothing read {statistics.median(unshared):.2f} times "
        f"the pages of one on this machine ({min(unshared):.2f} to {max(unshared):.2f}).",
    ]


def alone(jobs: Sequence[Job], processes: int) -> float:
    """Read pages in each of some processes, all the pages in each; return the seconds of the slowest."""
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        return max(pool.map(_read, [jobs] * processes, chunksize=1))


def _read(jobs: Sequence[Job]) -> float:
    read_kept(jobs[0])  # what is imported or compiled at first use does not count
    began = time.perf_counter()
    for job in jobs:
        read_kept(job)
    return time.perf_counter() - began


def _row(processes: int, costs: list[Cost], count: int, faster: float) -> str:
    wall, cpu = statistics.median(c.wall for c in costs), statistics.median(c.cpu for c in costs)
    return f"| {processes} | {count / wall:.0f} | {faster:.2f} | {cpu / count * 1000:.1f} ms |"


def largest_page() -> str:
    """Time reading the largest real page, if it is there."""
    files = sorted(PAGES.glob("*ieListDocuments*.html"), key=lambda path: path.stat().st_size)
    if not files:
        return "The real pages are not here."
    url = "https://example.org/ieListDocuments.aspx?CId=1&MId=2"
    page = Page(url, files[-1].read_bytes(), datetime.now(UTC))
    council = moderngov.council_at(url)
    times = []
    for _ in range(51):
        began = time.process_time()
        moderngov.read(council, page)
        times.append((time.process_time() - began) * 1000)
    size = len(page.body) / 1000
    median, best = statistics.median(times), min(times)
    return (
        f"A real meeting page of {size:.0f} kB: {median:.1f} ms of CPU at the median, {best:.1f} ms at best."
    )


def main() -> None:
    """Print the figures; with --write keep them."""
    report = "\n".join([*rates(), "", largest_page()]) + "\n"
    sys.stdout.write(report)
    if "--write" in sys.argv:
        head = "# Reading kept pages again\n\nMade by `python -m bench.reread --write`.\n\n"
        (HERE / "reread.md").write_text(head + report, "utf-8")


if __name__ == "__main__":
    main()
