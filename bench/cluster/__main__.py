"""Index, ask and tell: `python -m bench.cluster --documents N [--queries Q] [--ours DIR] [--write]`."""

from __future__ import annotations

import argparse
import os
import tempfile
from functools import partial
from pathlib import Path

from bench.cluster import figures, servers, tables
from bench.cluster.asking import Both, ask_all
from bench.cluster.figures import Run
from bench.cluster.indexing import indexed
from bench.search.corpus import documents, vocabulary
from bench.search.ours import build_in_two
from indexer.engines import opensearch, whoosh
from indexer.settings import IndexSettings


def run(folder: Path, count: int, queries: int, embedded: Path) -> Run:
    """Index as many documents on three nodes, and ask them and the embedded index."""
    vocabulary()  # made up once, and no part of a document's cost
    ours = whoosh.open_engine(embedded)
    if ours.count() != count:
        raise ValueError(f"{embedded} holds {ours.count():,} documents, not {count:,}")
    with servers.running(folder) as nodes:
        settings = IndexSettings("opensearch", hosts=nodes.urls, prefix="bench", timeout=300)
        builds = opensearch.place(settings)
        made = indexed(builds, nodes, documents(count))
        print(made, flush=True)
        both = Both(opensearch.open_engine(builds), ours, partial(servers.seconds, nodes))
        asked = ask_all(both, queries)
    processors = len(os.sched_getaffinity(0))
    return Run(count, queries, settings.shards, processors, made, asked)


def main() -> None:
    """Print the figures; with --write keep them."""
    parser = argparse.ArgumentParser(prog="python -m bench.cluster")
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--queries", type=int, default=40, help="of each class")
    parser.add_argument("--ours", type=Path, help="an embedded index of the same documents; else one is made")
    parser.add_argument("--write", action="store_true", help="keep the figures in bench/")
    options = parser.parse_args()
    figures.load()  # what was kept is read again at the end: a file that cannot be is better known now
    with tempfile.TemporaryDirectory() as folder:
        embedded = options.ours or Path(folder, "ours")
        if not options.ours:
            embedded.mkdir()
            build_in_two(embedded, documents(options.documents))
        try:
            measured = run(Path(folder, "nodes"), options.documents, options.queries, embedded)
        except ValueError as error:
            parser.error(str(error))
    runs = figures.save(measured) if options.write else [measured]
    print(tables.told(runs))
    if options.write:
        tables.keep(runs)


if __name__ == "__main__":
    main()
