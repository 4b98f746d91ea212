"""The archive's own engine, as the web pages use it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from bench.search.peer import PAGE, Answer, Ask, Peer, Shown
from bench.search.queries import FILTER, Class, Words, typed
from indexer.engines import open_engine, rebuilding
from indexer.model import Document, Query

BATCH = 5_000  # documents to a commit, as `minutes index` does
FACETS = ("board", "year", "topic")


def build(folder: Path, documents: Iterable[Document]) -> None:
    """Index documents, batch by batch, as `minutes index --rebuild` does, in one process."""
    _fill(folder, documents, processes=1)


def _fill(folder: Path, documents: Iterable[Document], processes: int) -> None:
    each = iter(documents)
    with rebuilding(folder, processes) as engine:
        while batch := list(islice(each, BATCH)):
            engine.replace((), batch, 1)


def opened(folder: Path) -> Ask:
    """Open the index; its answers explain the query besides."""
    engine = open_engine(folder)

    def ask(kind: Class, words: Words) -> Answer:
        boards = (FILTER,) if kind == "filtered" else ()
        found = engine.search(Query(typed(kind, words), boards=boards, facets=FACETS, size=PAGE))
        return Answer(
            found.total,
            [Shown(hit.document.title, hit.document.text, hit.snippet) for hit in found.hits],
            {name: {each.value: each.count for each in found.facets[name]} for name in FACETS},
        )

    return ask


def build_in_two(folder: Path, documents: Iterable[Document]) -> None:
    """Index documents as `build` does, with the help of a second process."""
    _fill(folder, documents, processes=2)


OURS = Peer("ours", build, opened)
