"""A document as a row: a hit's own facts, with an address that leads back from wherever the row is taken."""

from __future__ import annotations

from typing import Any

from indexer.model import Document
from indexer.wire import document_to_json


def row(document: Document, root: str) -> dict[str, Any]:
    """Give a document's facts as JSON has them, its `url` under the site's root: "https://minutes.example"."""
    return document_to_json(document) | {"url": f"{root}{document.url}"}
