"""The archive's own engine, as the web pages use it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from bench.search.corpus import BOARDS, Class
from indexer.engines import open_engine, rebuilding
from indexer.model import Document, Query

BATCH = 5_000  # documents to a commit, as `minutes index` does


class Ours:
    """Answers with 20 documents and their snippets, four facets, and the query explained."""

    name = "ours"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._engine = open_engine(folder)

    def build(self, documents: Iterable[Document]) -> None:
        """Index documents, batch by batch, as `minutes index --rebuild` does."""
        each = iter(documents)
        with rebuilding(self._folder) as engine:
            while batch := list(islice(each, BATCH)):
                engine.replace((), batch, 1)

    def ask(self, kind: Class, words: tuple[str, ...]) -> int:
        """Answer whole; give the total."""
        boards = (BOARDS[3],) if kind == "filtered" else ()
        return self._engine.search(Query(_typed(kind, words), boards=boards)).total


def _typed(kind: Class, words: tuple[str, ...]) -> str:
    match kind:
        case "or":
            return " OR ".join(words)
        case "phrase":
            return f'"{" ".join(words)}"'
        case "prefix":
            return f"{words[0]}*"
        case _:
            return " ".join(words)
