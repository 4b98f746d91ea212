"""Every word of the index with how many documents have it, kept while the index stays as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from indexer.engines.opensearch.cluster import Cluster
from indexer.engines.opensearch.ordering import WHOLE

_AT_ONCE = 10_000
_FIELDS = ("title_words", "text_words")


def words(cluster: Cluster, index: str) -> Mapping[str, int]:
    """Read all words of titles and texts, in the order of the alphabet; one in both counts twice."""
    counts: Counter[str] = Counter()
    for field in _FIELDS:
        for bucket in _buckets(cluster, index, field):
            counts[bucket["key"]["word"]] += bucket["doc_count"]
    return counts


def _buckets(cluster: Cluster, index: str, field: str) -> Iterator[Any]:
    after: dict[str, Any] = {}
    while True:
        composite = {"sources": [{"word": {"terms": {"field": field}}}], "size": _AT_ONCE, **after}
        body = {"size": 0, "track_total_hits": False, "aggs": {"words": {"composite": composite}}}
        found = cluster.ask("POST", f"/{index}/_search", body, **WHOLE)["aggregations"]["words"]
        yield from found["buckets"]
        if "after_key" not in found or len(found["buckets"]) < _AT_ONCE:
            return
        after = {"after": found["after_key"]}
