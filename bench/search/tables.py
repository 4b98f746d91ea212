"""Figures as the sections of `bench/search.md` (pure, but for `keep`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from bench import report
from bench.search.figures import Asked, Built, Run
from bench.search.ours import OURS
from bench.search.queries import CLASSES

REPORT = Path(__file__).resolve().parent.parent / "search.md"

_HOW = """Made by `python -m bench.search --documents {documents} --queries {queries} --write`: so many
of each class, asked of each engine by turns of {turn} in one process on one processor, after others that
warmed it. All files were read before, and stay in memory as far as it reaches. An answer is the whole page:
the exact total, the best 20 with title, text and snippet, and board, year and topic counted over all matches.
Milliseconds are of processor time, p50 / p95; beneath, how many times ours each of the two is. “Matches” is
the median of a query's. With `--turn 1` each query finds the processor's caches as the other engines left
them, which no server does, and all take about twice as long."""
_BUILT = """Building, each engine by itself, on as many processors as it has processes: one, unless its name
says otherwise. What making the documents up takes is taken off. Memory is the most that was resident."""
_GROWN = """What `python -m bench.search` found at each size, of ours: p50 in CPU milliseconds, and the
median number of a query's matches. In the chart the broken line is where p50 would be if it had grown as they
did."""
_BUILDING = ("documents a CPU second", "documents a second", "index MB", "memory MB")


def keep(title: str, text: str) -> None:
    """Put a section into the report, which is begun if there is none."""
    if not REPORT.exists():
        REPORT.write_text("# Search beside its peers: figures\n", "utf-8")
    report.write(title, text, REPORT)


def told(run: Run) -> str:
    """Tell one run: answers, their ratios, remarks and building."""
    ours = run.asked[OURS.name]
    others = {name: of_class for name, of_class in run.asked.items() if name != OURS.name}
    matches = ["matches", *(f"{ours[kind].matches:,.0f}" for kind in CLASSES)]
    parts = [
        _HOW.format(documents=run.documents, queries=run.queries, turn=run.turn),
        _table("CPU ms", CLASSES, [*_rows(run.asked, lambda _, each: _pair(each.p50, each.p95)), matches]),
        _table("× ours", CLASSES, _rows(others, lambda kind, each: _ratio(each, ours[kind]))),
        "\n".join(f"- {remark}" for remark in run.remarks),
        _BUILT,
        _table("building", _BUILDING, [_built(name, each) for name, each in run.built.items()]),
    ]
    return "\n\n".join(part for part in parts if part)


def growth(runs: Mapping[int, Run], chart: Path) -> str:
    """Tell how our p50 grows with the corpus, beside a query's matches; runs come the smallest first."""
    rows = [
        [kind, *(f"{each.p50:.2f}, {each.matches:,.0f}" for each in sizes), *_grown(sizes[0], sizes[-1])]
        for kind, sizes in ours_by_class(runs).items()
    ]
    columns = [*(f"{size:,} documents" for size in runs), "p50 grew", "matches grew"]
    parts = [_GROWN, f"![p50 against size of corpus]({chart.name})", _table("p50, matches", columns, rows)]
    return "\n\n".join(parts)


def ours_by_class(runs: Mapping[int, Run]) -> dict[str, list[Asked]]:
    """Give our figures of each class, size by size."""
    return {kind: [run.asked[OURS.name][kind] for run in runs.values()] for kind in CLASSES}


def rate(documents: int, seconds: float) -> str:
    """Tell documents a second; a dash where they took no longer than making them up, give or take."""
    return f"{documents / seconds:,.0f}" if seconds > 0 else "–"


def _table(corner: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [[corner, *columns], ["---"] * (len(columns) + 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _rows(asked: Mapping[str, Mapping[str, Asked]], told: Callable[[str, Asked], str]) -> list[list[str]]:
    return [
        [name, *(told(kind, of_class[kind]) if kind in of_class else "–" for kind in CLASSES)]
        for name, of_class in asked.items()
    ]


def _pair(p50: float, p95: float) -> str:
    return f"{p50:.2f} / {p95:.2f}"


def _ratio(theirs: Asked, ours: Asked) -> str:
    return f"{theirs.p50 / ours.p50:.1f} / {theirs.p95 / ours.p95:.1f}"


def _built(name: str, each: Built) -> list[str]:
    rates = [rate(each.documents, seconds) for seconds in (each.cpu, each.wall)]
    return [name, *rates, f"{each.index:,.0f}", f"{each.memory:,.0f}"]


def _grown(first: Asked, last: Asked) -> Iterator[str]:
    yield f"×{last.p50 / first.p50:.1f}"
    yield f"×{last.matches / first.matches:.1f}" if first.matches else "–"
