"""Build, ask by turns, and tell: `python -m bench.search [--documents N] [--queries N] [--write]`."""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from bench import report
from bench.search.corpus import CLASSES, documents, queries
from bench.search.ours import Ours
from bench.search.peers import PEERS, Peer

REPORT = Path(__file__).resolve().parent.parent / "search.md"

Times = dict[tuple[str, str], list[float]]
"""Milliseconds of processor time of each answer, by engine and class of query: the machine is shared."""


def built(folder: Path, count: int, leave_out: set[str]) -> tuple[list[Peer], dict[str, float]]:
    """Index the same documents with each engine; give the engines, and documents a CPU second."""
    engines: list[Peer] = [Ours(folder / "ours")]
    engines += [peer(folder / peer.__name__) for peer in PEERS if peer.name not in leave_out]
    corpus = list(documents(count))
    rates = {}
    for engine in engines:
        began = time.process_time()
        engine.build(iter(corpus))
        rates[engine.name] = count / (time.process_time() - began)
        print(f"{engine.name}: {rates[engine.name]:,.0f} documents a CPU second", flush=True)
    return engines, rates


def asked(engines: list[Peer], count: int) -> Times:
    """Ask every engine every query, one after the other, so that all meet the same noise."""
    times: Times = defaultdict(list)
    for kind in CLASSES:
        for words in queries(kind, count):
            for engine in engines:
                began = time.process_time()
                engine.ask(kind, words)
                times[engine.name, kind].append((time.process_time() - began) * 1000)
    return times


def table(engines: list[Peer], times: Times, rates: dict[str, float]) -> str:
    """Write p50 and p95 in milliseconds, and how many times slower each peer's median is than ours."""
    lines = [
        f"| p50 / p95 CPU ms (× ours) | {' | '.join(CLASSES)} | built, documents a CPU second |",
        f"|---|{'---|' * (len(CLASSES) + 1)}",
    ]
    for engine in engines:
        cells = []
        for kind in CLASSES:
            held = times[engine.name, kind]
            middle, late = statistics.median(held), sorted(held)[int(len(held) * 0.95)]
            ratio = middle / statistics.median(times["ours", kind])
            cells.append(f"{middle:.2f} / {late:.2f}" + ("" if engine.name == "ours" else f" (×{ratio:.1f})"))
        lines.append(f"| {engine.name} | {' | '.join(cells)} | {rates[engine.name]:,.0f} |")
    return "\n".join(lines)


def keep(title: str, figures: str) -> None:
    """Put figures into the report, which is begun if there is none."""
    if not REPORT.exists():
        REPORT.write_text("# Search beside its peers: figures\n", "utf-8")
    report.write(title, figures, REPORT)


def main() -> None:
    """Print the figures; with --write keep them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--queries", type=int, default=40)
    parser.add_argument("--without", nargs="*", default=[], help="peers to leave out, by name")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        engines, rates = built(Path(folder), options.documents, set(options.without))
        figures = table(engines, asked(engines, options.queries), rates)
    print(figures)
    if options.write:
        keep(f"{options.documents:,} documents, {options.queries} queries of each class", figures)


if __name__ == "__main__":
    main()
