"""One search: match, filter, count, order, show; one question to the server, more for a deep page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any

from indexer.engines.opensearch.cluster import Cluster
from indexer.engines.opensearch.compiling import Clause, compiled
from indexer.engines.opensearch.counting import Counted, aggregations, counted, narrowing
from indexer.engines.opensearch.ordering import WHOLE, WINDOW, deep_page, score_of, sort_of
from indexer.engines.opensearch.stored import from_json
from indexer.facets import selection, shown
from indexer.language import Tree
from indexer.model import Facet, Hit, Query, Results, Sort
from indexer.paging import Answer, answered, notes_of, order_of, unanswered
from indexer.snippets import Sought, snippet


def search(cluster: Cluster, index: str | None, query: Query) -> Results:
    """Answer a query; where there is no index, with nothing. Raises Missing, QueryError and IndexAway."""
    return answered(query, lambda tree: _answer(cluster, index, query, tree) if index else unanswered(query))


def _answer(cluster: Cluster, index: str, query: Query, tree: Tree) -> Answer:
    order, selected = order_of(query, tree), selection(query)
    found, first = compiled(tree, order, query.since, query.until), (query.page - 1) * query.size
    within = first + query.size <= WINDOW
    body = {
        "query": found,
        "post_filter": {"bool": {"filter": narrowing(selected)}},
        "aggs": aggregations(selected, query.facets),
        "sort": sort_of(order),
        "from": first if within else 0,
        "size": query.size if within else 0,
        "track_total_hits": True,
        "_source": ["document"],
    }
    answer = _asked(cluster, index, body, query)
    total, hits = answer["hits"]["total"]["value"], answer["hits"]["hits"]
    if not within and first < total:
        hits = deep_page(cluster, index, _narrowed(found, narrowing(selected)), order, first, query.size)
    before = total or _found_by_words(cluster, index, query, tree)
    facets = _facets(cluster, index, query, counted(answer.get("aggregations", {}), query.facets))
    return total, _hits(hits, order, tree), facets, tuple(notes_of(query, before, total))


def _asked(cluster: Cluster, index: str, body: Mapping[str, Any], query: Query) -> Any:
    """Ask the same copies of the index for every page of a query: their scores may differ by a hair."""
    copies = blake2b(query.text.encode("utf-8", "replace"), digest_size=8).hexdigest()
    return cluster.ask(
        "POST", f"/{index}/_search", body, search_type="dfs_query_then_fetch", preference=copies, **WHOLE
    )


def _narrowed(found: Clause, filters: list[Clause]) -> Clause:
    return {"bool": {"must": [found], "filter": filters}}


def _found_by_words(cluster: Cluster, index: str, query: Query, tree: Tree) -> int:
    """Count what the typed words alone find, where the filters and dates leave nothing of it."""
    if not (query.since or query.until or any(selection(query).values())):
        return 0
    counting = {"query": compiled(tree, "newest")}
    return int(cluster.ask("POST", f"/{index}/_count", counting)["count"])


def _hits(hits: Sequence[Mapping[str, Any]], order: Sort, tree: Tree) -> tuple[Hit, ...]:
    sought = Sought.of(tree)
    made = []
    for hit in hits:
        document = from_json(hit["_source"]["document"])
        cut = snippet(document, sought)
        made.append(Hit(document, cut.fragments, score_of(hit, order), cut.anchor))
    return tuple(made)


def _facets(cluster: Cluster, index: str, query: Query, found: Counted) -> dict[str, tuple[Facet, ...]]:
    chosen, councils = selection(query), dict(found.councils)
    unnamed = [slug for slug in chosen["council"] if slug not in councils]
    if unnamed and "council" in query.facets:
        councils |= _named(cluster, index, unnamed)
    return {facet: shown(facet, found.counts[facet], chosen[facet], councils) for facet in query.facets}


def _named(cluster: Cluster, index: str, slugs: list[str]) -> Mapping[str, str]:
    """Give the names of chosen councils that the words find nothing of."""
    body = {
        "query": {"terms": {"council": slugs}},
        "collapse": {"field": "council"},
        "size": len(slugs),
        "_source": ["document.council", "document.council_name"],
    }
    hits = cluster.ask("POST", f"/{index}/_search", body, **WHOLE)["hits"]["hits"]
    held = [hit["_source"]["document"] for hit in hits]
    return {document["council"]: document["council_name"] for document in held}
