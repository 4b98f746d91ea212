"""The answer to a query as JSON: the same from `/api/v1/search` and from `minutes search --json`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from indexer.model import Document, Facet, Hit, Results, Topic


def results_to_json(results: Results) -> dict[str, Any]:
    """Write an answer as JSON values: dates as YYYY-MM-DD, facts that are not said as null.

    `url` is relative to the archive's own site; `source_url` is the council's page.
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


def _hit(hit: Hit) -> dict[str, Any]:
    return _document(hit.document) | {
        "snippet": [{"text": fragment.text, "matched": fragment.matched} for fragment in hit.snippet]
    }


def _document(document: Document) -> dict[str, Any]:
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
