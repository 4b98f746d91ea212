"""A year of nights on a settled archive: `python -m bench.year [--write]`.

An invented council of 40 boards and 80,000 items is crawled whole; then the crawler runs every night for a
year while meetings are called, held, minuted and corrected. It is the crawler itself, with its store and
page files; only the network is left out: pages come from the estate, and the clock says which night it is.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import click

from archive.crawl import crawl
from archive.errors import Absent
from archive.fetch import Validators
from archive.model import Council, Exchange, Page, Request
from archive.store import Store
from bench import chart, report
from bench.estate import Estate, answer
from bench.estate.life import Happening, Sitting
from bench.estate.pages import PAGE
from bench.estate.words import cut

HERE = Path(__file__).resolve().parent
COUNCIL = Council("estate", "Emberford", "moderngov", "https://emberford.example")
HOUR = 2  # o'clock, when the run starts
# Some four in a hundred meetings are cancelled and have no items: with 210 a board 80,000 items are left.
SIZE = Estate(boards=40, meetings=210, items=10, by=date(2026, 1, 5), wordy=1)


@dataclass(frozen=True, slots=True)
class Night:
    """What one run asked for, and how large the site was."""

    on: date
    lists: (
        int  # requests that any night needs: robots.txt, the boards, each board's newest list, the register
    )
    meetings: int  # requests for meetings, and for pages beside them
    further: int  # requests for the further pages of lists
    vain: int  # requests for what the site does not offer: its web service, its register
    naive: int  # requests that asking for everything would take
    seconds: float

    @property
    def requests(self) -> int:
        """Return how many requests the run made."""
        return self.lists + self.meetings + self.further + self.vain


@dataclass
class Asked:
    """What was asked of the estate in a night."""

    lists: int = 1  # robots.txt, which this stand-in does not ask for, and a true run does
    meetings: int = 0
    further: int = 0
    vain: int = 0
    visited: set[int] = field(default_factory=set)  # ids of meetings whose own page was asked for

    def note(self, request: Request, *, offered: bool) -> None:
        """Count a request."""
        if not offered:
            self.vain += 1
        elif request.kind in ("board-list", "meeting-list", "decision-list"):
            self.further += request.beyond is not None
            self.lists += request.beyond is None
        else:
            self.meetings += 1
            self.visited |= {int(request.of or 0)} if request.kind == "meeting" else set()


@dataclass
class Within:
    """Takes pages from an estate, on a day, without a network between: in the place of a fetcher."""

    estate: Estate
    now: datetime
    asked: Asked = field(default_factory=Asked)

    def fetch(self, council: Council, request: Request, known: Validators | None, /) -> Exchange:
        """Give a page as it is tonight; Absent when the estate has none."""
        del council, known  # the estate gives no validators
        parts = urlsplit(request.url)
        body = answer(self.estate, parts.path, dict(parse_qsl(parts.query)), self.now.date())
        self.asked.note(request, offered=body is not None)
        status = HTTPStatus.NOT_FOUND if body is None else HTTPStatus.OK
        page = Page(request.url, body or b"", self.now, "text/html; charset=utf-8", status)
        exchange = Exchange(page, (), (("Content-Type", page.content_type),), status.phrase)
        if body is None:
            raise Absent(f"{request.url}: the site answered 404", exchange)
        return exchange


@dataclass(frozen=True, slots=True)
class Year:
    """A simulated year: the first, whole crawl, the nights after it, and when each meeting was looked at."""

    first: Night
    nights: tuple[Night, ...]
    visits: dict[int, list[date]]  # by meeting id
    items: int  # in the archive after the first crawl


def simulate(estate: Estate, folder: Path, count: int) -> Year:
    """Crawl an estate whole on the day it is made for, then on so many nights."""
    store = Store(folder / "records.sqlite")
    visits: dict[int, list[date]] = {}
    nights: list[Night] = []
    items = 0
    for number in range(count + 1):
        on = estate.by + timedelta(number)
        nights.append(_run(estate, store, folder / "pages", on, visits))
        if not number:
            items = sum(len(record.get("items", ())) for record in store.records())
        _tell(nights[-1])
    store.close()
    return Year(nights[0], tuple(nights[1:]), visits, items)


def _run(estate: Estate, store: Store, pages: Path, on: date, visits: dict[int, list[date]]) -> Night:
    now = datetime(on.year, on.month, on.day, HOUR, tzinfo=UTC)
    site = Within(estate, now)
    began = time.perf_counter()
    for _step in crawl(COUNCIL, store, pages, site, clock=lambda: now):
        pass
    for meeting in site.asked.visited:
        visits.setdefault(meeting, []).append(on)
    asked, seconds = site.asked, time.perf_counter() - began
    count = (asked.lists, asked.meetings, asked.further, asked.vain)
    return Night(on, *count, naive(estate, on), seconds)


def _tell(night: Night) -> None:
    sys.stderr.write(f"{night.on} {night.requests:>6} of {night.naive:,} in {night.seconds:.1f} s\n")


def naive(estate: Estate, on: date) -> int:
    """Count the pages there are: the boards, every page of every list, every meeting and what it links to."""
    lists = sum(-(-len(estate.listed(board, on)) // PAGE) for board in estate.board_ids())
    return 1 + lists + sum(_pages(estate, sitting, on) for sitting in sittings(estate, on))


def _pages(estate: Estate, sitting: Sitting, on: date) -> int:
    """Count a meeting's page and, once there are minutes, the list of who was there and its long items."""
    minutes = any(what in ("minutes", "draft minutes") and when <= on for when, what in sitting.happenings)
    return 2 + _cut_items(estate, sitting.id) if minutes else 1


@cache
def _cut_items(estate: Estate, meeting: int) -> int:
    return sum(cut(estate.text(item).paragraphs)[1] for item in estate.item_ids(meeting))


def sittings(estate: Estate, on: date) -> Iterator[Sitting]:
    """Yield every meeting that is listed on a day."""
    for board in estate.board_ids():
        for place in estate.listed(board, on):
            yield estate.sitting(board, place)


def delays(estate: Estate, year: Year) -> dict[Happening, list[int | None]]:
    """Say how many nights passed from each thing that happened until its meeting's page was asked for."""
    last = year.nights[-1].on
    found: dict[Happening, list[int | None]] = {}
    for sitting in sittings(estate, last):
        visits = year.visits.get(sitting.id, [])
        for when, what in sitting.happenings:
            if year.first.on < when <= last:
                seen = next((visit for visit in visits if visit >= when), None)
                found.setdefault(what, []).append((seen - when).days if seen else None)
    return found


def told(estate: Estate, year: Year) -> str:
    """Write the report's section."""
    bound = estate.boards + 2
    requests = [night.requests for night in year.nights]
    meetings = len(list(sittings(estate, year.first.on)))
    return "\n".join(
        (
            f"Made by `python -m bench.year --boards {estate.boards} --write`: the crawler itself, with its"
            " store and page files. Pages come from a generated site without a network between, and the clock"
            " says which night it is.",
            "",
            f"A council of {estate.boards} boards, {meetings:,} meetings and"
            f" {year.items:,} items is crawled whole ({year.first.requests:,} requests), then every night of"
            f" {len(year.nights)} while meetings are called, held, minuted and corrected.",
            "",
            "![requests a night](nights.svg)",
            "",
            "| a night | median | 95 % | most |",
            "|---|---|---|---|",
            _row("requests", requests),
            _row(f"of them lists; the bound is {bound}", [night.lists for night in year.nights]),
            _row("meetings, and pages beside them", [night.meetings for night in year.nights]),
            _row("further pages of lists", [night.further for night in year.nights]),
            _row("tries of what the site does not offer", [night.vain for night in year.nights]),
            _row("asking for everything", [night.naive for night in year.nights]),
            "",
            f"Nights on which lists took more than {bound} requests (one a board, two for the council):"
            f" {sum(night.lists > bound for night in year.nights)} of {len(year.nights)}. Over the year"
            f" {sum(requests):,} requests, {sum(requests) / sum(n.naive for n in year.nights):.2%} of asking"
            f" for everything every night.",
            "",
            "What happened on the site, and how many nights later its meeting’s page was asked for:",
            "",
            "| happened | times | median | 95 % | most | not yet |",
            "|---|---|---|---|---|---|",
            *(_delay_row(what, waited) for what, waited in delays(estate, year).items()),
        )
    )


def _row(what: str, counts: Sequence[int]) -> str:
    return f"| {what} | {statistics.median(counts):,.0f} | {_late(counts):,} | {max(counts):,} |"


def _delay_row(what: str, waited: Sequence[int | None]) -> str:
    known = [nights for nights in waited if nights is not None]
    figures = f"{statistics.median(known):.0f} | {_late(known)} | {max(known)}" if known else "– | – | –"
    return f"| {what} | {len(waited):,} | {figures} | {len(waited) - len(known)} |"


def _late(counts: Sequence[int]) -> int:
    return sorted(counts)[int(len(counts) * 0.95)]


@click.command(help="Simulate a year of nights and count requests.")
@click.option("--nights", default=365, show_default=True)
@click.option("--boards", default=SIZE.boards, show_default=True)
@click.option("--meetings", default=SIZE.meetings, show_default=True, help="Of each board, at the start.")
@click.option("--service", is_flag=True, help="The site's web service answers.")
@click.option("--write", is_flag=True, help="Keep the figures in bench/crawl.md and the chart beside it.")
def main(nights: int, boards: int, meetings: int, service: bool, write: bool) -> None:
    """Print the figures; with --write keep them."""
    estate = replace(SIZE, boards=boards, meetings=meetings, service=service)
    with tempfile.TemporaryDirectory() as folder:
        year = simulate(estate, Path(folder), nights)
    text = told(estate, year)
    click.echo(text)
    if write:
        report.write("A year of nights", text)
        title = f"Requests a night: {boards} boards, {year.items:,} items"
        bars = [chart.Bar(n.on, n.lists, n.requests - n.lists, n.naive) for n in year.nights]
        chart.write(HERE / "nights.svg", title, bars, boards + 2)


if __name__ == "__main__":
    main()
