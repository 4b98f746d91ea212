"""What the index holds of a document: its fields, and how a text becomes their terms.

`title`, `text` and the text of attached files are each indexed twice: by stem, for words, and by exact form
with positions, for phrases. The document itself is stored beside them as JSON, once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from whoosh.analysis import Token, Tokenizer
from whoosh.fields import ID, STORED, TEXT, Schema

from indexer import analysis
from indexer.model import Attached, Document, Topic

VERSION = 2
"""Raise it when the fields change; it is part of the folder's name."""

CURSOR = "#cursor"  # the id of the one entry that is no document: it holds the cursor


class Words(Tokenizer):
    """Our words as Whoosh's tokens; a class, because Whoosh pickles it with the schema."""

    def __init__(self, stemmed: bool) -> None:
        self.stemmed = stemmed

    def __call__(self, value: str, start_pos: int = 0, mode: str = "", **_: Any) -> Iterator[Token]:
        """Yield one token again and again, as Whoosh's own tokenizers do: its callers copy."""
        token = Token(positions=True, mode=mode)
        token.boost = 1.0
        for word in analysis.tokens(value):
            token.text = word.stem if self.stemmed else word.exact
            token.pos = start_pos + word.position
            yield token


def schema() -> Schema:
    """Give the fields."""
    return Schema(
        id=ID(),
        place=ID(sortable=True),
        meeting=ID(),
        kind=ID(),
        board=ID(),
        day=ID(),
        topic=ID(),
        title_stem=TEXT(Words(stemmed=True), phrase=False),
        title_exact=TEXT(Words(stemmed=False)),
        text_stem=TEXT(Words(stemmed=True), phrase=False),
        text_exact=TEXT(Words(stemmed=False)),
        attached_stem=TEXT(Words(stemmed=True), phrase=False),
        attached_exact=TEXT(Words(stemmed=False)),
        document=STORED(),
    )


def fingerprint() -> str:
    """Give a mark that differs when an index could mean something else than this code takes it to."""
    fields = {name: type(field).__name__ for name, field in schema().items()}
    meaning = json.dumps([VERSION, analysis.VERSION, fields], sort_keys=True)
    return hashlib.sha256(meaning.encode()).hexdigest()[:16]


def row(document: Document) -> dict[str, Any]:
    """Give a document's fields."""
    attached = "\n".join(file.text for file in document.attached)
    return {
        "id": document.id,
        "place": f"{document.meeting} {document.order:06}",
        "meeting": document.meeting,
        "kind": document.kind,
        "board": document.board,
        "day": document.date.isoformat(),
        "topic": [topic.name for topic in document.topics],
        "title_stem": document.title,
        "title_exact": document.title,
        "text_stem": document.text,
        "text_exact": document.text,
        "attached_stem": attached,
        "attached_exact": attached,
        "document": _written(document),
    }


def cursor_row(cursor: int) -> dict[str, Any]:
    """Give the fields of the entry that holds the cursor."""
    return {"id": CURSOR, "document": str(cursor)}


def document(stored: str) -> Document:
    """Give the document that was stored."""
    values = json.loads(stored)
    values["date"] = date.fromisoformat(values["date"])
    values["topics"] = tuple(Topic(topic["name"], tuple(topic["words"])) for topic in values["topics"])
    values["attached"] = tuple(Attached(**file) for file in values["attached"])
    return Document(**values)


def _written(document: Document) -> str:
    return json.dumps(asdict(document) | {"date": document.date.isoformat()}, ensure_ascii=False)
