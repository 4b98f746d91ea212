"""The peers: the same documents, 20 hits with snippets, the total, and board, year and topic counted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

from whoosh import highlight, query, sorting
from whoosh.analysis import LowercaseFilter, RegexTokenizer
from whoosh.fields import ID, KEYWORD, STORED, TEXT, Schema
from whoosh.filedb.filestore import FileStorage

from bench.search.corpus import BOARDS, Class
from indexer.model import Document

PAGE = 20


class Peer(Protocol):
    """A search engine in a folder of its own."""

    name: str

    def build(self, documents: Iterable[Document]) -> None:
        """Index documents."""
        ...

    def ask(self, kind: Class, words: tuple[str, ...]) -> int:
        """Answer whole; give the total."""
        ...


class StockWhoosh:
    """Whoosh 2.7.4 in its own format, with its own searcher, facets and highlighter."""

    name = "stock Whoosh"

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        words = RegexTokenizer() | LowercaseFilter()
        schema = Schema(
            title=TEXT(words), body=TEXT(words, stored=True), board=ID(sortable=True), year=ID(sortable=True),
            topic=KEYWORD(commas=True), rest=STORED,
        )  # fmt: skip
        self._index = FileStorage(str(folder), supports_mmap=False).create_index(schema)
        self._searcher: Any = None

    def build(self, documents: Iterable[Document]) -> None:
        """Index documents in one commit."""
        writer = self._index.writer(limitmb=256)
        for each in documents:
            writer.add_document(
                title=each.title, body=each.text, board=each.board, year=str(each.date.year),
                topic=",".join(topic.name for topic in each.topics), rest=each.id,
            )  # fmt: skip
        writer.commit()

    def ask(self, kind: Class, words: tuple[str, ...]) -> int:
        """Answer whole; give the total."""
        self._searcher = self._searcher or self._index.searcher()
        found = self._searcher.search(
            self._query(kind, words),
            limit=PAGE,
            groupedby={
                "board": sorting.FieldFacet("board"),
                "year": sorting.FieldFacet("year"),
                "topic": sorting.FieldFacet("topic", allow_overlap=True),
            },
            filter=query.Term("board", BOARDS[3]) if kind == "filtered" else None,
            terms=True,
        )
        found.fragmenter = highlight.ContextFragmenter()
        for hit in found:
            hit.highlights("body")
        return len(found)

    @staticmethod
    def _query(kind: Class, words: tuple[str, ...]) -> query.Query:
        match kind:
            case "prefix":
                return query.Or([query.Prefix(field, words[0]) for field in ("title", "body")])
            case "phrase":
                return query.Or([query.Phrase(field, list(words)) for field in ("title", "body")])
            case _:
                either = [query.Or([query.Term("title", word), query.Term("body", word)]) for word in words]
                return query.Or(either) if kind == "or" else query.And(either)


class Fts5:
    """SQLite's FTS5, the facets counted by SQL."""

    name = "SQLite FTS5"

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._db = sqlite3.connect(folder / "fts.db")
        self._db.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-200000;"
            "CREATE VIRTUAL TABLE item USING fts5(title, body, tokenize='porter unicode61');"
            "CREATE TABLE fact (id INTEGER PRIMARY KEY, board TEXT, year INTEGER);"
            "CREATE TABLE topic (id INTEGER, name TEXT, PRIMARY KEY (id, name)) WITHOUT ROWID;"
        )

    def build(self, documents: Iterable[Document]) -> None:
        """Index documents in one transaction."""
        with self._db:
            for number, each in enumerate(documents):
                self._db.execute(
                    "INSERT INTO item (rowid, title, body) VALUES (?, ?, ?)", (number, each.title, each.text)
                )
                self._db.execute("INSERT INTO fact VALUES (?, ?, ?)", (number, each.board, each.date.year))
                names = {topic.name for topic in each.topics}
                self._db.executemany("INSERT INTO topic VALUES (?, ?)", [(number, name) for name in names])

    def ask(self, kind: Class, words: tuple[str, ...]) -> int:
        """Answer whole; give the total."""
        run = self._db.execute
        values = (_fts(kind, words), BOARDS[3] if kind == "filtered" else "")
        run("DROP TABLE IF EXISTS temp.hit")
        run(
            "CREATE TEMP TABLE hit AS SELECT item.rowid AS id, bm25(item, 2.5, 1.0) AS score, board, year "
            "FROM item JOIN fact ON fact.id = item.rowid AND item MATCH ? WHERE ? IN ('', board)",
            values,
        )
        (total,) = run("SELECT count(*) FROM hit").fetchone()
        run("SELECT board, count(*) FROM hit GROUP BY board").fetchall()
        run("SELECT year, count(*) FROM hit GROUP BY year").fetchall()
        run("SELECT name, count(*) FROM hit JOIN topic USING (id) GROUP BY name").fetchall()
        best = [row[0] for row in run("SELECT id FROM hit ORDER BY score LIMIT ?", (PAGE,))]
        for number in best:
            run(
                "SELECT snippet(item, 1, '[', ']', '…', 40), body FROM item WHERE item MATCH ? AND rowid = ?",
                (values[0], number),
            ).fetchone()
        return int(total)


def _fts(kind: Class, words: tuple[str, ...]) -> str:
    match kind:
        case "or":
            return " OR ".join(words)
        case "phrase":
            return f'"{" ".join(words)}"'
        case "prefix":
            return f"{words[0]}*"
        case _:
            return " ".join(words)


class Tantivy:
    """Tantivy, its facets by its own aggregations."""

    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        import tantivy  # not a dependency of the archive: a peer that may be absent

        folder.mkdir()
        self._tantivy = tantivy
        made = tantivy.SchemaBuilder()
        made.add_text_field("title", tokenizer_name="en_stem")
        made.add_text_field("body", stored=True, tokenizer_name="en_stem")
        for name in ("board", "year", "topic"):
            made.add_text_field(name, fast=True, tokenizer_name="raw")
        self._schema = made.build()
        self._index = tantivy.Index(self._schema, path=str(folder))

    def build(self, documents: Iterable[Document]) -> None:
        """Index documents with one thread."""
        writer = self._index.writer(heap_size=256_000_000, num_threads=1)
        for each in documents:
            writer.add_document(
                self._tantivy.Document(
                    title=each.title, body=each.text, board=each.board, year=str(each.date.year),
                    topic=[topic.name for topic in each.topics],
                )
            )  # fmt: skip
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def ask(self, kind: Class, words: tuple[str, ...]) -> int:
        """Answer whole; give the total."""
        searcher, asked = self._index.searcher(), self._query(kind, words)
        found: Any = searcher.search(asked, limit=PAGE)
        searcher.aggregate(
            asked, {name: {"terms": {"field": name, "size": 60}} for name in ("board", "year", "topic")}
        )
        snippets = self._tantivy.SnippetGenerator.create(searcher, asked, self._schema, "body")
        for _, address in found.hits:
            snippets.snippet_from_doc(searcher.doc(address)).to_html()
        return int(found.count)

    def _query(self, kind: Class, words: tuple[str, ...]) -> Any:
        query, schema = self._tantivy.Query, self._schema
        if kind == "prefix":
            return query.boolean_query(
                [
                    (self._tantivy.Occur.Should, query.regex_query(schema, name, f"{words[0]}.*"))
                    for name in ("title", "body")
                ]
            )
        typed = f'"{" ".join(words)}"' if kind == "phrase" else " ".join(words)
        asked = self._index.parse_query(typed, ["title", "body"], conjunction_by_default=kind != "or")
        if kind != "filtered":
            return asked
        must = self._tantivy.Occur.Must
        board = query.term_query(schema, "board", BOARDS[3])
        return query.boolean_query([(must, asked), (must, query.const_score_query(board, 0.0))])


PEERS = (StockWhoosh, Fts5, Tantivy)
