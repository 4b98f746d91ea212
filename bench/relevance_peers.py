"""Other search engines on our documents, each as its own documentation has one begin.

They see the title and the text of a document, and of a query its words.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import tantivy
from whoosh.analysis import StemmingAnalyzer
from whoosh.fields import ID, TEXT, Schema
from whoosh.index import create_in
from whoosh.qparser import MultifieldParser

from indexer.analysis import exact_words
from indexer.model import Document

Ask = Callable[[str], list[str]]
ASKED = 50  # documents of an answer


def stock_whoosh(put: Sequence[Document], folder: Path) -> Ask:
    """Index with Whoosh's own English analyzer, and ask for all words in any field."""
    folder.mkdir()
    words = StemmingAnalyzer()
    schema = Schema(id=ID(stored=True), title=TEXT(words), text=TEXT(words))
    index = create_in(str(folder), schema)
    writer = index.writer()
    for each in put:
        writer.add_document(id=each.id, title=each.title, text=each.text)
    writer.commit()
    searcher = index.searcher()
    parser = MultifieldParser(["title", "text"], schema)

    def asked(text: str) -> list[str]:
        query = parser.parse(" ".join(exact_words(text)))
        return [hit["id"] for hit in searcher.search(query, limit=ASKED)]

    return asked


def fts5(put: Sequence[Document]) -> Ask:
    """Index with FTS5's porter tokenizer, and ask for all words, by bm25."""
    table = sqlite3.connect(":memory:")
    table.execute("CREATE VIRTUAL TABLE document USING fts5(id UNINDEXED, title, text, tokenize = porter)")
    rows = ((each.id, each.title, each.text) for each in put)
    table.executemany("INSERT INTO document VALUES (?, ?, ?)", rows)

    def asked(text: str) -> list[str]:
        query = " ".join(f'"{word}"' for word in exact_words(text))
        found = table.execute(
            "SELECT id FROM document WHERE document MATCH ? ORDER BY bm25(document) LIMIT ?", (query, ASKED)
        )
        return [row[0] for row in found]

    return asked


def tantivy_all(put: Sequence[Document]) -> Ask:
    """Index with tantivy's English stemmer, and ask for all words."""
    return _tantivy(put, all_words=True)


def tantivy_any(put: Sequence[Document]) -> Ask:
    """Index with tantivy's English stemmer, and ask for any word, as its parser does by default."""
    return _tantivy(put, all_words=False)


def _tantivy(put: Sequence[Document], *, all_words: bool) -> Ask:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    for name in ("title", "text"):
        builder.add_text_field(name, tokenizer_name="en_stem")
    index = tantivy.Index(builder.build())
    writer = index.writer()
    for each in put:
        writer.add_document(tantivy.Document(id=each.id, title=each.title, text=each.text))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def asked(text: str) -> list[str]:
        query = index.parse_query(
            " ".join(exact_words(text)), ["title", "text"], conjunction_by_default=all_words
        )
        return [searcher.doc(address)["id"][0] for _, address in searcher.search(query, ASKED).hits]

    return asked
