"""One batch: documents out, documents in, the cursor last; the same twice leaves the same index.

Each entry has the batch's revision as its version, and the server keeps whichever is newest: a batch that is
late, of a run that was taken for dead, changes no entry that is there. What it has put in beside them, such
as an item that was withheld since, it takes out again when it finds the cursor past its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from archive.errors import IndexAway, IndexFault
from indexer.engines.opensearch.cluster import (
    NO_INDEX,
    PASSING,
    Cluster,
    Json,
    Missing,
    Passing,
    lines,
    patiently,
)
from indexer.engines.opensearch.mapping import CURSOR, cursor_row, row
from indexer.engines.opensearch.ordering import WHOLE, WINDOW
from indexer.model import Document

_CHARACTERS = 8_000_000  # of one request; a server takes 100 MB
_MEETINGS = 10_000  # named in one question
_OLDER, _GONE = 409, 404


def replace(
    cluster: Cluster, index: str, meetings: Iterable[str], documents: Iterable[Document], cursor: int
) -> None:
    """Take all documents of these meetings out, put these in, move the cursor.

    Whatever the documents lack is known before anything is written. A run that ends in between leaves the
    cursor where it was, and doing it again mends what it left.
    """
    arriving = {document.id: (document.meeting, row(document)) for document in documents}
    leaving = sorted({*meetings, *(meeting for meeting, _ in arriving.values())})
    refresh(cluster, index)  # what a run that was cut short has written must be found to be taken out
    stale = [held for held in _held(cluster, index, leaving) if held[0] not in arriving]
    written = [
        each
        for request in _requests(_entries(stale, arriving, cursor))
        for each in _send(cluster, index, request)
    ]
    refresh(cluster, index)
    (moved,) = _send(cluster, index, lines((_action("index", CURSOR, CURSOR, cursor), cursor_row(cursor))))
    if moved["status"] == _OLDER:
        made = [(each, arriving[each["_id"]][0]) for each in written if each.get("result") == "created"]
        _take_out(cluster, index, made)


def refresh(cluster: Cluster, index: str) -> None:
    """Let what was written be found, on every copy."""
    cluster.insist("POST", f"/{index}/_refresh")


def _take_out(cluster: Cluster, index: str, made: Iterable[tuple[Json, str]]) -> None:
    """Delete entries that a late batch has made, each of a meeting, unless another has written them since.

    The version does not tell: whoever did the same batch meanwhile has written the same entries by it.
    """
    for request in _requests(lines((_as_it_was_made(each, meeting),)) for each, meeting in made):
        _send(cluster, index, request)
    refresh(cluster, index)


def _as_it_was_made(item: Json, routing: str) -> Json:
    made = {"if_seq_no": item["_seq_no"], "if_primary_term": item["_primary_term"]}
    return {"delete": {"_id": item["_id"], "routing": routing, **made}}


def _held(cluster: Cluster, index: str, meetings: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the ids of documents of some meetings, each with its meeting."""
    for first in range(0, len(meetings), _MEETINGS):
        found = {"terms": {"meeting": meetings[first : first + _MEETINGS]}}
        after: dict[str, Any] = {}
        while True:
            body = {"query": found, "sort": [{"id": "asc"}], "size": WINDOW, "_source": False, **after}
            hits = cluster.insist("POST", f"/{index}/_search", body, **WHOLE)["hits"]["hits"]
            yield from ((hit["_id"], hit["_routing"]) for hit in hits)
            if len(hits) < WINDOW:
                break
            after = {"search_after": hits[-1]["sort"]}


def _entries(
    stale: Iterable[tuple[str, str]], arriving: Mapping[str, tuple[str, Mapping[str, Any]]], cursor: int
) -> Iterator[str]:
    for key, meeting in stale:
        yield lines((_action("delete", key, meeting, cursor),))
    for key, (meeting, fields) in arriving.items():
        yield lines((_action("index", key, meeting, cursor), fields))


def _action(what: str, key: str, routing: str, version: int) -> dict[str, Any]:
    return {what: {"_id": key, "routing": routing, "version": version, "version_type": "external_gte"}}


def _requests(entries: Iterable[str]) -> Iterator[str]:
    """Join entries to requests that are not too long."""
    waiting: list[str] = []
    length = 0
    for entry in entries:
        if waiting and length + len(entry) > _CHARACTERS:
            yield "".join(waiting)
            waiting, length = [], 0
        waiting.append(entry)
        length += len(entry)
    if waiting:
        yield "".join(waiting)


def _send(cluster: Cluster, index: str, request: str) -> list[Json]:
    """Write entries, and tell of each; where a server is too busy all again, as the same twice is as once."""
    return patiently(lambda: _sent(cluster, index, request))


def _sent(cluster: Cluster, index: str, request: str) -> list[Json]:
    answer = cluster.ask("POST", f"/{index}/_bulk", request, require_alias="true")
    statuses = [next(iter(item.values())) for item in answer["items"]]
    if failed := [each for each in statuses if each["status"] >= 300 and not _is_settled(each)]:
        raise _unwritten(failed)
    return statuses


def _is_settled(item: Mapping[str, Any]) -> bool:
    """Say whether an entry is as it should be: newer already, or gone already."""
    return item["status"] == _OLDER or (item["status"] == _GONE and item.get("result") == "not_found")


def _unwritten(items: Sequence[Mapping[str, Any]]) -> IndexFault:
    first, error = items[0], items[0].get("error", {})
    reason = error.get("reason", "")
    if error.get("type") == NO_INDEX:
        return Missing(reason)
    kind = Passing if all(each["status"] in PASSING for each in items) else IndexAway
    return kind(
        f"The search server refused {len(items):,} entries; {first['_id']}: {first['status']} {reason}.",
        "Run `minutes index` again: it goes on where the index ended.",
    )
