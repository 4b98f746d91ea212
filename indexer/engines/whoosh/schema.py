"""What the index holds of a document: its fields, and how a text becomes their terms.

`title`, `text` and the text of attached files are each indexed twice: by stem, for words, and by exact form,
for phrases; both with positions. Of `text` it also holds where each word stands, for snippets. The document
itself is stored beside them, once.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields as fields_of
from datetime import date
from functools import cache
from typing import Any

from whoosh.analysis import Token, Tokenizer
from whoosh.fields import ID, STORED, TEXT, Schema

from indexer import analysis
from indexer.engines.whoosh.arrays.gathering import Split
from indexer.model import Attached, Document, Topic

VERSION = 4
"""Raise it when the fields change; it is part of the folder's name."""

CURSOR = "#cursor"  # the id of the one entry that is no document: it holds the cursor
PROCEDURAL = "procedural"  # the one value of the field of that name

_LETTER, _MARK, _APOSTROPHE = r"[^\W_]", r"[\u0300-\u036f]", f"[{analysis._APOSTROPHES}]"
_RUN = f"{_LETTER}+(?:{_MARK}+{_LETTER}*)*"
# The words of `analysis`, written so that the usual ones are one run of one class: three times as fast. With
# a group around them, `split` gives gaps and words by turns.
_GAPS_AND_WORDS = re.compile(
    rf"(\d(?<!{_LETTER}\d)\d{{0,2}}(?:,\d{{3}})+(?!{_LETTER})"
    rf"|{_RUN}(?:{_APOSTROPHE}(?:{_RUN}|{_MARK}+{_LETTER}*(?:{_MARK}+{_LETTER}*)*))*)"
)


class Words(Tokenizer):
    """Our words as Whoosh's tokens, and split all at once, as the writer of arrays wants them."""

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

    def split(self, text: str) -> Split:
        """Split a text, as `analysis.tokens` does one word at a time."""
        parts = _GAPS_AND_WORDS.split(text)
        return Split(parts[1::2], [*map(len, parts)], [*map(len, text.split("\n"))])

    def term(self, word: str) -> str:
        """Give the form of a word that is indexed."""
        exact, stem = analysis.forms(word)
        return stem if self.stemmed else exact


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
        "number": " ".join(analysis.exact_words(document.number)),
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


def cursor_row(cursor: int) -> dict[str, Any]:
    """Give the fields of the entry that holds the cursor."""
    return {"id": CURSOR, "shown": str(cursor)}


def document(stored: Mapping[str, str]) -> Document:
    """Give the document whose fields were stored."""
    values = json.loads(stored["shown"])
    values[_DATE] = date.fromisoformat(values[_DATE])
    values[_TOPICS] = tuple(Topic(name, tuple(words)) for name, words in values[_TOPICS])
    values.insert(_TEXT, stored.get("text", ""))
    files = stored.get("files")
    values.insert(_FILES, tuple(Attached(*file) for file in json.loads(files)) if files else ())
    return Document(*values)


def _shown(document: Document) -> str:
    """Write all but the texts, which are stored as they are: twenty are read for each page of results."""
    values = [getattr(document, name) for name in _WITHOUT_TEXTS]
    values[_DATE] = document.date.isoformat()
    values[_TOPICS] = [(topic.name, topic.words) for topic in document.topics]
    return json.dumps(values, ensure_ascii=False)


def _files(document: Document) -> str:
    files = [(file.title, file.text) for file in document.attached]
    return json.dumps(files, ensure_ascii=False) if files else ""


_DOCUMENT = tuple(field.name for field in fields_of(Document))
_TEXT, _FILES = _DOCUMENT.index("text"), _DOCUMENT.index("attached")
_WITHOUT_TEXTS = tuple(name for name in _DOCUMENT if name not in ("text", "attached"))
_DATE, _TOPICS = _WITHOUT_TEXTS.index("date"), _WITHOUT_TEXTS.index("topics")
