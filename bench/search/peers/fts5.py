"""SQLite's FTS5, its facets counted by SQL."""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Iterable
from pathlib import Path

from bench.search.peer import PAGE, Answer, Ask, Peer, Shown
from bench.search.queries import FILTER, Class, Words, typed
from indexer.model import Document

_TABLES = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE VIRTUAL TABLE item USING fts5 (title, body, tokenize = 'porter unicode61');
CREATE TABLE fact (id INTEGER PRIMARY KEY, board TEXT, year INTEGER);
CREATE TABLE topic (id INTEGER, name TEXT, PRIMARY KEY (id, name)) WITHOUT ROWID;
"""
_CACHE = "PRAGMA cache_size = -200000"  # kB
_MATCHES = """
CREATE TEMP TABLE hit AS
SELECT item.rowid AS id, bm25(item, 2.5, 1.0) AS score, board, year
FROM item JOIN fact ON fact.id = item.rowid AND item MATCH ? WHERE ? IN ('', board)
"""
_COUNTS = {
    "board": "SELECT board, count(*) FROM hit GROUP BY board",
    "year": "SELECT year, count(*) FROM hit GROUP BY year",
    "topic": "SELECT name, count(*) FROM hit JOIN topic USING (id) GROUP BY name",
}
_SHOWN = """
SELECT title, body, snippet(item, 1, '[', ']', '…', 40) FROM item WHERE item MATCH ? AND rowid = ?
"""


def build(folder: Path, documents: Iterable[Document]) -> None:
    """Index documents in one transaction, and make one segment of them."""
    table = _connected(folder)
    table.executescript(_TABLES)
    with table:
        for number, each in enumerate(documents):
            table.execute(
                "INSERT INTO item (rowid, title, body) VALUES (?, ?, ?)", (number, each.title, each.text)
            )
            table.execute("INSERT INTO fact VALUES (?, ?, ?)", (number, each.board, each.date.year))
            names = {topic.name for topic in each.topics}
            table.executemany("INSERT INTO topic VALUES (?, ?)", [(number, name) for name in names])
        table.execute("INSERT INTO item (item) VALUES ('optimize')")
    table.close()


def opened(folder: Path) -> Ask:
    """Open the database with 200 MB of cache; matches go into a table of their own to be counted."""
    table = _connected(folder)
    run = table.execute

    def ask(kind: Class, words: Words) -> Answer:
        sought = typed(kind, words)
        run("DROP TABLE IF EXISTS temp.hit")
        run(_MATCHES, (sought, FILTER if kind == "filtered" else ""))
        (total,) = run("SELECT count(*) FROM hit").fetchone()
        best = run("SELECT id FROM hit ORDER BY score LIMIT ?", (PAGE,)).fetchall()
        hits = [Shown(*run(_SHOWN, (sought, number)).fetchone()) for (number,) in best]
        return Answer(total, hits, {name: dict(run(count).fetchall()) for name, count in _COUNTS.items()})

    weakref.finalize(ask, table.close)
    return ask


def _connected(folder: Path) -> sqlite3.Connection:
    table = sqlite3.connect(folder / "fts.db")
    table.execute(_CACHE)
    return table


FTS5 = Peer("SQLite FTS5", build, opened, lacks=frozenset({"fuzzy"}))
