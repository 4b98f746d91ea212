"""The figures as a report (pure)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

ONE, FIFTY, WEIGHT = 60.0, 150.0, 60_000  # what a page is to take at most: milliseconds at p95, and bytes

HOW = """Made by `python -m bench.web --documents {documents} --write`: `minutes serve` on the corpus of
bench/search, asked by a process of its own on the same {cores} processors. Every search is another; nothing
is kept from one to the next. They are a few words mostly, phrases, boards and years ticked, second pages; now
and then prefixes and slips of the pen. A time is from the first byte of the request to the last of the page,
as the client has it: the results, their snippets, every facet and the chart of years. The many read a page
for 1 to 3 seconds before they ask again."""
COLUMNS = "clients|pages|a second|errors|p50 ms|p95 ms|target|p99 ms|most ms|server: ms of processor a page"


@dataclass(frozen=True, slots=True)
class Figures:
    """What one load met with."""

    clients: int
    pages: int
    seconds: float
    errors: Sequence[str]
    p50: float  # milliseconds
    p95: float
    p99: float
    most: float
    target: float  # for p95
    processor: float  # seconds, of the server


@dataclass(frozen=True, slots=True)
class Weight:
    """What a reader's first page weighs, in bytes before compression."""

    median: int  # of a results page
    largest: int
    beside: int  # style sheet, script and icon, which are had once


def quantile(values: Sequence[float], part: float) -> float:
    """Give the least value that so large a part of the values does not exceed; 0 of none."""
    return sorted(values)[max(0, math.ceil(len(values) * part) - 1)] if values else 0.0


def told(documents: int, cores: int, loads: Sequence[Figures], weight: Weight, memory: float) -> str:
    """Tell all of it; memory in MB."""
    rows = [_row(each) for each in loads]
    head = f"| {COLUMNS.replace('|', ' | ')} |"
    parts = [
        HOW.format(documents=documents, cores=cores),
        "\n".join([head, "|" + "---:|" * (COLUMNS.count("|") + 1), *rows]),
        f"A results page has {weight.median:,} bytes before compression, at most {weight.largest:,} (target "
        f"{WEIGHT:,}); style sheet, script and icon {weight.beside:,} together, once. The server held "
        f"{memory:.0f} MB of memory.",
        *(f"- {error}" for each in loads for error in each.errors[:5]),
    ]
    return "\n\n".join(parts)


def _row(each: Figures) -> str:
    cost = each.processor * 1000 / each.pages if each.pages else 0.0
    cells = (
        f"{each.clients}",
        f"{each.pages:,}",
        f"{each.pages / each.seconds:.1f}",
        f"{len(each.errors)}",
        f"{each.p50:.0f}",
        f"{each.p95:.0f}",
        f"{each.target:.0f}",
        f"{each.p99:.0f}",
        f"{each.most:.0f}",
        f"{cost:.0f}",
    )
    return f"| {' | '.join(cells)} |"
