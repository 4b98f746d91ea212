"""How fast kept pages are read again: `python -m bench.reread [--write]`.

Crawls the made-up council's pages whole over loopback ten times, so that over two thousand captures are kept
and the start of a process does not count, and reads them all again in one process and in two, in turn. Also
times the largest real page in `../shared`.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive.config import Config, CrawlSettings
from archive.crawl import crawl
from archive.fetch import Fetcher
from archive.model import Council, Page
from archive.reread import reread
from archive.schedule import Choice
from archive.sources import moderngov
from archive.store import Store
from web.demo import Site, sample

HERE = Path(__file__).resolve().parent
PAGES = HERE.parent.parent / "shared/moderngov/pages"
CRAWLS, ROUNDS = 10, 5
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
        count = sum(1 for _ in store.pages())
        costs: dict[int, list[Cost]] = {1: [], 2: []}
        for _ in range(ROUNDS):
            for processes, found in costs.items():
                found.append(
                    cost(lambda p=processes: reread(councils, store, config.pages, lambda _: None, p))  # type: ignore[misc] # a default binds the loop's value
                )
        store.close()
    faster = statistics.median(one.wall / two.wall for one, two in zip(costs[1], costs[2], strict=True))
    return [
        f"{count:,} captures of {size / count / 1000:.0f} kB on average, median of {ROUNDS} rounds:",
        "",
        "| processes | pages a second | against one | CPU a page |",
        "|---|---|---|---|",
        _row(1, costs[1], count, 1),
        _row(2, costs[2], count, faster),
    ]


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
    times = [cost(lambda: moderngov.read(council, page)).wall * 1000 for _ in range(25)]
    size = len(page.body) / 1000
    median, best = statistics.median(times), min(times)
    return f"A real meeting page of {size:.0f} kB: {median:.1f} ms median, {best:.1f} ms at best."


def main() -> None:
    """Print the figures; with --write keep them."""
    report = "\n".join([*rates(), "", largest_page()]) + "\n"
    sys.stdout.write(report)
    if "--write" in sys.argv:
        head = "# Reading kept pages again\n\nMade by `python -m bench.reread --write`.\n\n"
        (HERE / "reread.md").write_text(head + report, "utf-8")


if __name__ == "__main__":
    main()
