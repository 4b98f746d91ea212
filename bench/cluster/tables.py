"""Figures as a section of `bench/distributed.md` (pure, but for `keep`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from bench import report
from bench.cluster.figures import Asked, Run, Times
from bench.cluster.projection import COPIES, COUNCILS, DOCUMENTS, NODES, Sizing, answering, sizing
from bench.search.queries import CLASSES

REPORT = Path(__file__).resolve().parents[1] / "distributed.md"
TITLE = "Search on three nodes, beside the embedded index"

_HOW = """Made by `python -m bench.cluster --documents N --write`, a size a run: the invented corpus of [the
search figures](search.md) on three nodes of OpenSearch with 512 MB of heap each, {shards} shards with one
replica, and {processors} processors for the three nodes, the program and everything else."""
_INDEXED = """Documents go in as `minutes index --rebuild` puts them, 5,000 a batch, each waited for; what
making them up takes is not counted. Documents a second are by the clock, with the copying of shards at the
end. The processors' time is for one document; the nodes' until nothing is merged any more. Bytes a document
are those of one copy when that is so; “documents” is more than their own length, as a node keeps what it
was sent until a later merge, to bring a copy level. Heap is what is in use after a full collection, of the
node that has most."""
_INDEXING = (
    *("documents a second", "our CPU ms", "nodes' CPU ms"),
    *("copying, s", "merging after, s", "bytes a document", "heap MB"),
)
_ASKED = """{queries} queries of each class, of the cluster and of the embedded index by turns in one run,
after 80 others of each class, so that Java has compiled most of what it runs. An answer is the whole page:
the exact total, the best 20 with snippets, and board, year and topic counted over all matches. Milliseconds
are by the clock, p50 / p95, as the nodes work in processes of their own; “nodes' CPU” is what they used for
one query, the mean. The embedded index works in the process that asks. “Same hits” are the hits of a page
that both have: where scores are close the order may differ."""
_EQUAL = "Of {asked:,} answers {unequal} had another total or other counts than the embedded index's."
_ONE_SIZE = "The projection needs figures of two sizes."

_PROJECTED = """### Projected: {documents} million documents, {councils} councils

A line through the measured sizes, {first:,} and {last:,} documents, is drawn on, {times:.0f} times as far
as the largest.

**What grows.** The words' lists, the matches and the columns that are counted grow with the documents, so
the nodes' work for a query does, and the line is straight: a query of common words looks at every match, as
the total and the three counts are exact. What does not grow is the round to every shard (twice: first how
rare the words are), the reading of 20 documents, and their snippets, which this program makes. The line's
start is that part; it was not taken apart further.

**Shards** share the growing part and not the other. {shards} shards of about {shard:.0f} GB are planned.
“Here” is the line as it is, on the {processors} processors of this machine; “apart” is its fixed part by
the clock, and the growing work divided by {shards}: every shard with a processor for itself, and nobody
else asking. A cluster answers as many queries a second as its processors have seconds for the work in the
column before.

{answers}

**Disk.** {bytes:,.0f} bytes a document make {index:,.0f} GB for one copy and {stored:,.0f} GB for {copies}
copies. A rebuild needs a third index beside the current one and the one before; a disk that is more than 85
% full gets no more shards: {disk:,.0f} GB on each of {nodes} nodes. Attached files that are kept come on
top, by the length of their texts.

**Memory.** A node's heap in use comes to {heap:,.0f} MB on the same line; requests, merging and counting
come on top, and {given:.0f} GB a node is the plan. What searches read lies in the memory that the heap
leaves free: words and columns are {read:,.0f} GB on each node, so machines of {memory:.0f} GB hold all of
it; with less, queries of seldom words wait for the disk.

**Indexing.** At the measured rate {hours:,.0f} hours, on this machine. One process makes the documents'
words, {alone:,.0f} hours of them, and waits for the nodes in between: more nodes do not make it faster than
that.

Measured: everything at {first:,} and {last:,} documents. Guessed: that lines stay straight so far beyond
what was measured; that real items are as long as the invented ones, of 150 to 400 words; that all that is
read lies in memory, as it did here; 20 GB a shard, and heap beyond the line. The invented words are 50,000
at every size: real texts have more the longer an archive is, and prefixes and misspelt words then stand for
more words than here. The nodes read their files by calls, as the tests' cluster does: one that maps them
into memory, as usual, works less."""


def keep(runs: Sequence[Run], path: Path = REPORT) -> None:
    """Put the section into the report, which is begun if there is none."""
    if not path.exists():
        path.write_text("# Past one machine: figures\n", "utf-8")
    report.write(TITLE, told(runs), path)


def told(runs: Sequence[Run]) -> str:
    """Tell all runs, the smallest first, and what follows from them."""
    first = runs[0]
    parts = [
        _HOW.format(shards=first.shards, processors=first.processors),
        _INDEXED,
        _indexed(runs),
        _ASKED.format(queries=first.queries),
        *(part for run in runs for part in (f"### {run.documents:,} documents", _asked(run), _equal(run))),
        projected(runs) if len(runs) > 1 else _ONE_SIZE,
    ]
    return "\n\n".join(parts)


def projected(runs: Sequence[Run]) -> str:
    """Tell what an archive of all councils needs, and what is guessed of that."""
    first, last, sized = runs[0], runs[-1], sizing(runs)
    return _PROJECTED.format(
        documents=DOCUMENTS // 1_000_000,
        councils=COUNCILS,
        first=first.documents,
        last=last.documents,
        times=DOCUMENTS / last.documents,
        processors=last.processors,
        bytes=last.indexed.primaries / last.documents,
        copies=COPIES,
        nodes=NODES,
        answers=_answers(runs, sized.shards),
        **_sized(sized),
    )


def _sized(sized: Sizing) -> dict[str, float]:
    return {
        "shards": sized.shards,
        "shard": sized.index / sized.shards / 1e9,
        "index": sized.index / 1e9,
        "stored": sized.stored / 1e9,
        "disk": sized.disk / 1e9,
        "read": sized.read / 1e9,
        "heap": sized.heap / 1e6,
        "given": sized.given / 1e9,
        "memory": sized.memory / 1e9,
        "hours": sized.hours,
        "alone": sized.alone,
    }


def _indexed(runs: Sequence[Run]) -> str:
    return _table("documents", _INDEXING, list(map(_row, runs)))


def _row(run: Run) -> list[str]:
    each = run.indexed
    return [
        f"{run.documents:,}",
        f"{run.documents / (each.clock + each.copying):,.0f}",
        *(f"{seconds / run.documents * 1000:.2f}" for seconds in (each.ours, each.nodes)),
        *(f"{seconds:,.0f}" for seconds in (each.copying, each.merging)),
        f"{each.primaries / run.documents:,.0f} ({_shares(each.kinds)})",
        f"{each.heap / 1e6:,.0f}",
    ]


def _shares(kinds: Mapping[str, int]) -> str:
    whole = sum(kinds.values())
    return ", ".join(f"{size / whole:.0%} {kind}" for kind, size in kinds.items() if size / whole >= 0.005)


def _asked(run: Run) -> str:
    asked = [run.asked[kind] for kind in CLASSES]
    rows = [
        ["cluster, ms", *(_pair(each.servers) for each in asked)],
        ["embedded, ms", *(_pair(each.embedded) for each in asked)],
        ["nodes' CPU, ms", *(f"{each.nodes:.0f}" for each in asked)],
        ["matches", *(f"{each.matches:,.0f}" for each in asked)],
        ["same hits", *(f"{each.shared:.0%}" for each in asked)],
    ]
    return _table("", CLASSES, rows)


def _equal(run: Run) -> str:
    return _EQUAL.format(asked=run.queries * len(CLASSES), unequal=_unequal(run.asked.values()) or "none")


def _unequal(asked: Iterable[Asked]) -> int:
    return sum(each.unequal for each in asked)


def _answers(runs: Sequence[Run], shards: int) -> str:
    found = {kind: answering(runs, kind, shards) for kind in CLASSES}
    rows = [
        [kind, f"{each.matches:,.0f}", f"{each.work:,.0f}", f"{each.here:,.0f}", f"{each.apart:,.0f}"]
        for kind, each in found.items()
    ]
    return _table("class", ("matches", "nodes' CPU, ms", "p50 here, ms", "p50 apart, ms"), rows)


def _pair(times: Times) -> str:
    return f"{times.p50:.1f} / {times.p95:.1f}"


def _table(corner: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [[corner, *columns], ["---"] * (len(columns) + 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
