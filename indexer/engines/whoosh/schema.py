"""What the index holds of a document: its fields, and how a text becomes their terms.

`title`, `text` and the text of attached files are each indexed twice: by stem, for words, and by exact form,
for phrases; both with positions. Of `text` it also holds where each word stands, for snippets. The document
itself is stored beside them, once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any

from whoosh.analysis import Token, Tokenizer
from whoosh.fields import ID, STORED, TEXT, Schema

from indexer import analysis
from indexer.engines.whoosh.arrays.splitting import Kind
from indexer.model import Attached, Document, Topic

VERSION = 6
"""Raise it when the fields change; it is part of the folder's name."""

CURSOR = "#cursor"  # the id of the one entry that is no document: it holds the cursor
PROCEDURAL = "procedural"  # the one value of the field of that name


class Words(Tokenizer):
    """Our words as Whoosh's tokens, and what the writer of arrays must know to split many texts at once."""

    def __init__(self, source: str, stemmed: bool) -> None:
        self.source = source  # the text that it splits; several fields may be made of one
        self.stemmed = stemmed

    def __call__(self, value: str, start_pos: int = 0, mode: str = "", **_: Any) -> Iterator[Token]:
        """Yield one token again and again, as Whoosh's own tokenizers do: its callers copy."""
        token = Token(positions=True, mode=mode)
        token.boost = 1.0
        for word in analysis.tokens(value):
            token.text = word.stem if self.stemmed else word.exact
            token.pos = start_pos + word.position
            yield token

    def kind(self, character: str) -> Kind:
        """Say what a character is to a word, so that words are those of `analysis`."""
        if character in "0123456789":
            return Kind.DIGIT
        if character.isdecimal() or "\u0300" <= character <= "\u036f":  # a mark is part of some words
            return Kind.RARE
        if character.isalnum():
            return Kind.LETTER
        if character in analysis._APOSTROPHES:
            return Kind.APOSTROPHE
        return Kind.COMMA if character == "," else Kind.OTHER

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Give where each word of a text begins and ends."""
        return ((word.start, word.end) for word in analysis.tokens(text))

    def terms(self, words: Sequence[str]) -> Iterator[str]:
        """Give the form of each word that is indexed."""
        return map(itemgetter(1 if self.stemmed else 0), map(analysis.forms, words))


def schema() -> Schema:
    """Give the fields."""
    return Schema(
        id=ID(),
        place=ID(sortable=True),
        meeting=ID(),
        kind=ID(sortable=True),
        council=ID(sortable=True),
        board=ID(sortable=True),
        day=ID(sortable=True),
        topic=ID(sortable=True),
        decision=ID(sortable=True),
        stage=ID(sortable=True),
        attachment=ID(sortable=True),
        number=ID(),
        procedural=ID(),
        title_stem=TEXT(Words("title", stemmed=True)),
        title_exact=TEXT(Words("title", stemmed=False)),
        text_stem=TEXT(Words("text", stemmed=True)),
        text_exact=TEXT(Words("text", stemmed=False), chars=True),
        attached_stem=TEXT(Words("attached", stemmed=True)),
        attached_exact=TEXT(Words("attached", stemmed=False)),
        shown=STORED(),
        text=STORED(),
        files=STORED(),
    )


@cache
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
        "council": document.council,
        "board": document.board,
        "day": document.date.isoformat(),
        "topic": [topic.name for topic in document.topics],
        "decision": [document.decision_kind] if document.decision_kind else [],
        "stage": [document.stage] if document.stage else [],
        "attachment": "with" if document.has_attachments else "without",
        "number": _words(document.number),
        "procedural": [PROCEDURAL] if document.procedural else [],
        "title_stem": document.title,
        "title_exact": document.title,
        "text_stem": document.text,
        "text_exact": document.text,
        "attached_stem": attached,
        "attached_exact": attached,
        "shown": _shown(document),
        "text": document.text,
        "files": _files(document),
    }


@lru_cache(maxsize=10_000)
def _words(number: str) -> str:
    """Give the words of a number as printed, which thousands of items have alike: "3.", "12a"."""
    return " ".join(analysis.exact_words(number))


def cursor_row(cursor: int) -> dict[str, Any]:
    """Give the fields of the entry that holds the cursor."""
    return {"id": CURSOR, "shown": str(cursor)}


def document(stored: Mapping[str, str]) -> Document:
    """Give the document whose fields were stored."""
    values = _READ(stored["shown"])[0]
    values[_DATE] = date.fromisoformat(values[_DATE])
    values[_TOPICS] = tuple([Topic(name, tuple(words)) for name, words in values[_TOPICS]])
    values[_ANCHORS] = tuple(values[_ANCHORS])
    values.insert(_TEXT, stored.get("text", ""))
    files = stored.get("files")
    values.insert(_FILES, tuple(Attached(*file) for file in json.loads(files)) if files else ())
    return Document._make(values)


def _shown(document: Document) -> str:
    """Write all but the texts, which are stored as they are: twenty are read for each page of results."""
    values = [getattr(document, name) for name in _WITHOUT_TEXTS]
    values[_DATE] = document.date.isoformat()
    return _JSON(values)


def _files(document: Document) -> str:
    files = [(file.title, file.text) for file in document.attached]
    return _JSON(files) if files else ""


_JSON = json.JSONEncoder(ensure_ascii=False).encode
_READ = json.JSONDecoder().raw_decode  # which takes no white space around what was written without any
_DOCUMENT = Document._fields
_TEXT, _FILES = _DOCUMENT.index("text"), _DOCUMENT.index("attached")
_WITHOUT_TEXTS = tuple(name for name in _DOCUMENT if name not in ("text", "attached"))
_DATE, _TOPICS, _ANCHORS = (_WITHOUT_TEXTS.index(name) for name in ("date", "topics", "anchors"))
