"""What the server holds of a document: its fields, and how a text becomes their terms.

Texts are split into words here, by `indexer.analysis`, and sent as words between spaces, so that the server
splits at spaces and nothing else: what a word, a stem or a reference such as APP/20/00231 is, is the same on
every engine. docs/decisions/0018 says more.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple

from indexer import acronyms, analysis
from indexer.engines.opensearch.stored import FIELDS, to_json
from indexer.model import Document

VERSION = 1
"""Raise it when the fields change; it is part of the names of indices."""

CURSOR, ORIGIN = "#cursor", "#origin"  # the ids of the two entries that are no documents

_BREAK = "¶"  # stands for a word where a line ends, and is left out with its place; no word has it
_ANALYZER = "words"

_KEYWORDS = (
    "id",
    "place",
    "meeting",
    "kind",
    "council",
    "council_name",
    "board",
    "year",
    "month",
    "topic",
    "decision",
    "stage",
    "attachment",
    "number",
    "title_words",
    "text_words",
)
_TEXTS = (
    "title_stem",
    "title_exact",
    "text_stem",
    "text_exact",
    "attached_stem",
    "attached_exact",
    "board_exact",
    "topic_exact",
)


def settings(shards: int, replicas: int) -> dict[str, Any]:
    """Give an index's settings: what is written is seen when a batch is complete, and not before."""
    return {
        "number_of_shards": shards,
        "number_of_replicas": replicas,
        "refresh_interval": "-1",
        "analysis": {
            "filter": {"breaks": {"type": "stop", "stopwords": [_BREAK]}},
            "analyzer": {_ANALYZER: {"type": "custom", "tokenizer": "whitespace", "filter": ["breaks"]}},
        },
    }


def mapping() -> dict[str, Any]:
    """Give the fields; any other is refused."""
    properties: dict[str, Any] = {name: {"type": "keyword"} for name in _KEYWORDS}
    properties |= {name: {"type": "text", "analyzer": _ANALYZER} for name in _TEXTS}
    properties |= {
        "day": {"type": "date", "format": "strict_date"},
        "procedural": {"type": "boolean"},
        "explains": {"type": "boolean"},
        "cursor": {"type": "long", "index": False},
        "written": {"type": "date", "index": False},
        "origin": {"type": "keyword", "index": False, "doc_values": False},
        "document": {"type": "object", "enabled": False},
        "definitions": {"type": "object", "enabled": False},
    }
    return {
        "dynamic": "strict",
        "_meta": {"schema": VERSION, "words": analysis.VERSION},
        "_routing": {"required": True},  # by meeting: what changes together lies in one shard
        "_source": {"includes": ["document", "definitions", "cursor", "written", "origin"]},
        "properties": properties,
    }


@cache
def tag() -> str:
    """Name the schema: another when an index could mean something else than this code takes it to."""
    versions = (VERSION, analysis.VERSION, acronyms.VERSION)
    meaning = json.dumps([versions, mapping(), settings(1, 0), FIELDS], sort_keys=True)
    return f"v{VERSION}-{hashlib.sha256(meaning.encode()).hexdigest()[:8]}"


class Split(NamedTuple):
    """A text as terms between spaces, in both forms."""

    stems: str
    exact: str


def split(text: str) -> Split:
    """Split a text into terms; a place without a word is kept, so that no phrase reaches across it."""
    stems: list[str] = []
    exact: list[str] = []
    for token in analysis.tokens(text):
        gap = [_BREAK] * (token.position - len(stems))
        stems += [*gap, term(token.stem)]
        exact += [*gap, term(token.exact)]
    return Split(" ".join(stems), " ".join(exact))


def term(form: str) -> str:
    """Give a word's form as a term: a few letters, such as ﷺ, are several words when they are folded."""
    return form if form.isascii() else "_".join(form.split())


def row(document: Document) -> dict[str, Any]:
    """Give a document's fields."""
    title, text = split(document.title), split(document.text)
    attached = split("\n".join(file.text for file in document.attached))
    day, definitions = document.date.isoformat(), acronyms.learned(document)
    return {
        "id": document.id,
        "place": f"{document.meeting} {document.order:06}",
        "meeting": document.meeting,
        "kind": document.kind,
        "council": document.council,
        "council_name": document.council_name,
        "board": document.board,
        "board_exact": split(document.board).exact,
        "day": day,
        "year": day[:4],
        "month": day[:7],
        "topic": [topic.name for topic in document.topics],
        "topic_exact": [split(topic.name).exact for topic in document.topics],
        "decision": [document.decision_kind] if document.decision_kind else [],
        "stage": [document.stage] if document.stage else [],
        "attachment": "with" if document.has_attachments else "without",
        "number": " ".join(analysis.exact_words(document.number)),
        "procedural": document.procedural,
        "title_stem": title.stems,
        "title_exact": title.exact,
        "title_words": _words(title),
        "text_stem": text.stems,
        "text_exact": text.exact,
        "text_words": _words(text),
        "attached_stem": attached.stems,
        "attached_exact": attached.exact,
        "explains": bool(definitions),
        "definitions": definitions,
        "document": to_json(document),
    }


def cursor_row(cursor: int) -> dict[str, Any]:
    """Give the fields of the entry that holds the cursor, and when that was written."""
    return {"cursor": cursor, "written": datetime.now(UTC).isoformat()}


def origin_row(identity: str) -> dict[str, Any]:
    """Give the fields of the entry that says which records the index was made of."""
    return {"origin": identity}


def _words(text: Split) -> list[str]:
    return sorted({*text.exact.split()} - {_BREAK})
