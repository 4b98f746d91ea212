"""A document as JSON, as the server keeps it beside what it is found by (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from indexer.model import Attached, Document, Topic

FIELDS = Document._fields


def to_json(document: Document) -> dict[str, Any]:
    """Write a document as JSON values, which `from_json` reads back as the same."""
    values = {name: getattr(document, name) for name in FIELDS}
    values["date"] = document.date.isoformat()
    values["topics"] = [[topic.name, list(topic.words)] for topic in document.topics]
    values["attached"] = [[file.title, file.text] for file in document.attached]
    return values


def from_json(values: Mapping[str, Any]) -> Document:
    """Read a document."""
    made: dict[str, Any] = dict(values)
    made["date"] = date.fromisoformat(values["date"])
    made["topics"] = tuple(Topic(name, tuple(words)) for name, words in values["topics"])
    made["attached"] = tuple(Attached(title, text) for title, text in values["attached"])
    made["anchors"] = tuple(values["anchors"])
    return Document(**made)
