"""The life of an index: `python -m bench.search.life [--documents N] [--seconds S] [--write]`.

How long opening takes, and adding a hundred documents until they are seen; sixteen readers with and without a
writer that commits every second; hostile queries; and how much memory it all took.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from bench.search import ours
from bench.search.corpus import documents
from bench.search.queries import queries
from bench.search.tables import keep
from indexer.engines import open_engine
from indexer.model import Engine, Query

READERS = 16
HOSTILE = {
    "200 words": "word " * 200,
    "a*": "ba*",
    "*": "*",
    "deep brackets": "(" * 5000 + "ba" + ")" * 5000,
    "near/9999": "ba near/9999 ba",
    "1 MB of text": "ba be bi bo " * 83_000,
}


@dataclass
class Readers:
    """What readers saw in a while: milliseconds an answer, and what went wrong."""

    times: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def p95(self) -> float:
        """Give the time that all but one of twenty answers took at most."""
        return sorted(self.times)[int(len(self.times) * 0.95)]


def opening(folder: Path) -> float:
    """Open an index afresh and answer something; give milliseconds."""
    began = time.perf_counter()
    open_engine(folder).count()
    return (time.perf_counter() - began) * 1000


def adding(engine: Engine, revision: int) -> float:
    """Add a hundred documents with a word of their own, and search until they are seen; give seconds."""
    mark = f"zzq{revision}"
    arriving = [
        each._replace(id=f"new/{revision}/{n}", meeting=f"new/{n % 10}", text=f"{each.text}\n{mark}")
        for n, each in enumerate(documents(100, seed=revision))
    ]
    began = time.perf_counter()
    engine.replace((), arriving, revision)
    seen = engine.search(Query(mark)).total
    assert seen == 100, seen
    return time.perf_counter() - began


def reading(engine: Engine, seconds: float, *, writing: bool) -> Readers:
    """Let readers ask, with or without a writer that commits every second."""
    seen = Readers()
    asked = [queries("and", 30, seed=number) for number in range(READERS)]
    end = time.perf_counter() + seconds
    threads = [threading.Thread(target=_read, args=(engine, each, end, seen)) for each in asked]
    for thread in threads:
        thread.start()
    revision = 1000
    while writing and time.perf_counter() < end:
        adding(engine, revision)
        revision += 1
        time.sleep(1)
    for thread in threads:
        thread.join()
    return seen


def _read(engine: Engine, asked: list[tuple[str, ...]], end: float, seen: Readers) -> None:
    turn = 0
    while time.perf_counter() < end:
        began = time.perf_counter()
        try:
            answer = engine.search(Query(" ".join(asked[turn % len(asked)])))
            if sum(each.count for each in answer.facets["kind"]) != answer.total:
                seen.wrong.append("the counts of kinds are not the total")
        except Exception as error:  # a bench tells whatever went wrong
            seen.wrong.append(repr(error))
        seen.times.append((time.perf_counter() - began) * 1000)
        turn += 1


def hostile(engine: Engine) -> dict[str, float]:
    """Ask hostile queries; give milliseconds of each."""
    times = {}
    for name, typed in HOSTILE.items():
        began = time.perf_counter()
        engine.search(Query(typed))
        times[name] = (time.perf_counter() - began) * 1000
    return times


def measured(folder: Path, count: int, seconds: float) -> str:
    """Build an index, and measure all of it."""
    ours.build(folder, documents(count))
    opened = statistics.median(opening(folder) for _ in range(5))
    engine = open_engine(folder)
    lines = [f"- opening: {opened:.0f} ms"]
    lines += [f"- {name}: {took:.0f} ms" for name, took in hostile(engine).items()]
    added = statistics.median(adding(engine, revision) for revision in range(2, 7))
    lines.append(f"- adding 100 documents and seeing them: {added:.2f} s")
    alone, beside = (reading(engine, seconds, writing=writing) for writing in (False, True))
    lines.append(
        f"- {READERS} readers: p95 {alone.p95():.0f} ms; beside a writer {beside.p95():.0f} ms "
        f"(×{beside.p95() / alone.p95():.1f}); {len(alone.wrong) + len(beside.wrong)} wrong of "
        f"{len(alone.times) + len(beside.times):,} answers"
    )
    lines.append(f"- most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:,.0f} MB")
    return "\n".join(lines)


def main() -> None:
    """Print the figures; with --write keep them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measured(Path(folder), options.documents, options.seconds)
    print(figures)
    if options.write:
        keep(f"The life of an index of {options.documents:,} documents", figures)


if __name__ == "__main__":
    main()
