"""Answers as JSON: the same from `/api/v1/search` and `minutes search --json`, and for similar items."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from indexer.model import Document, Facet, Fragment, Hit, Results, Topic
from indexer.similar import Similar


def results_to_json(results: Results) -> dict[str, Any]:
    """Write an answer as JSON values: dates as YYYY-MM-DD, facts that are not said as null.

    `url` is relative to the archive's own site and opens at the passage that the best piece is shown for; a
    piece has its own `anchor` on that page. `source_url` is the council's page.
    """
    query = results.query
    return {
        "query": query.text,
        "understood": results.understood,
        "notes": list(results.notes),
        "exact": not query.expand,
        "also": [asdict(also) for also in results.also],
        "alone": [{"word": word, "count": count} for word, count in results.alone],
        "instead": results.instead,
        "total": results.total,
        "page": query.page,
        "pages": results.pages,
        "size": query.size,
        "hits": [_hit(hit) for hit in results.hits],
        "facets": {name: [_facet(facet) for facet in results.facets.get(name, ())] for name in query.facets},
        "took_ms": round(results.took_ms, 1),
    }


def similar_to_json(similar: Similar) -> dict[str, Any]:
    """Write similar items as JSON values; `item` is null where they are like a text."""
    return {
        "item": similar.item or None,
        "words": list(similar.words),
        "query": similar.query,
        "hits": [_hit(hit) for hit in similar.hits],
        "took_ms": round(similar.took_ms, 1),
    }


def _hit(hit: Hit) -> dict[str, Any]:
    return document_to_json(hit.document) | {
        "url": hit.url,
        "snippet": [_fragment(each) for each in hit.snippet],
    }


def _fragment(fragment: Fragment) -> dict[str, Any]:
    return {"text": fragment.text, "matched": fragment.matched, "anchor": fragment.anchor or None}


def document_to_json(document: Document) -> dict[str, Any]:
    """Write a document as JSON values, as hits have it."""
    return {
        "id": document.id,
        "kind": document.kind,
        "council": document.council,
        "council_name": document.council_name,
        "board": document.board,
        "date": document.date.isoformat(),
        "title": document.title,
        "number": document.number,
        "text": document.lead,
        "url": document.url,
        "source_url": document.source_url,
        "decision_kind": document.decision_kind,
        "owner": document.owner,
        "due": document.due,
        "stage": document.stage,
        "has_attachments": document.has_attachments,
        "topics": [_topic(topic) for topic in document.topics],
    }


def _topic(topic: Topic) -> dict[str, Any]:
    return {"name": topic.name, "words": list(topic.words)}


def _facet(facet: Facet) -> dict[str, Any]:
    return {
        "value": facet.value,
        "label": facet.label,
        "count": facet.count,
        "selected": facet.selected,
    }
