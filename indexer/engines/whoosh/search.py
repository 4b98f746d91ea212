"""One search on one snapshot: match, filter, count, order, show."""

from __future__ import annotations

import heapq
import time
from collections.abc import Iterator
from typing import Any

from archive.errors import QueryError
from indexer.engines.whoosh.columns import Columns, Docs, stored
from indexer.engines.whoosh.facets import chosen, facets, narrowed
from indexer.engines.whoosh.matching import Scores, found_by
from indexer.engines.whoosh.snapshots import Snapshot
from indexer.engines.whoosh.snippets import Sought, snippet
from indexer.language import Tree, explain, parse, wanted, write
from indexer.model import FACETS, Facet, Hit, Query, Results, Sort

MOST_ON_A_PAGE = 1_000
_MOST_COUNTED = 10  # words whose own counts are told when nothing has all of them


def search(snapshot: Snapshot | None, query: Query) -> Results:
    """Answer a query; before there is an index, with nothing. Raises QueryError for an impossible page."""
    _check(query)
    began = time.perf_counter()
    parsed = parse(query.text)
    total, hits, counted, notes = _answer(snapshot, query, parsed.tree) if snapshot else _no_answer(query)
    return Results(
        query=query,
        total=total,
        hits=hits,
        facets=counted,
        understood=explain(parsed.tree),
        notes=(*parsed.notes, *notes),
        took_ms=(time.perf_counter() - began) * 1000,
    )


_Answer = tuple[int, tuple[Hit, ...], dict[str, tuple[Facet, ...]], tuple[str, ...]]


def _answer(snapshot: Snapshot, query: Query, tree: Tree) -> _Answer:
    columns = snapshot.columns
    order = _order(query, tree)
    scores = found_by(tree, snapshot, scored=order == "relevance")
    dated = columns.alive & scores.keys() & columns.between(query.since, query.until)
    matches = narrowed(dated, columns, chosen(query))
    numbers = _ordered(matches, columns, scores, order, query)
    sought = Sought.of(tree)
    documents = [(number, stored(snapshot.searcher, number)) for number in numbers]
    hits = tuple(Hit(document, snippet(document, sought), scores[number]) for number, document in documents)
    notes = tuple(_notes(snapshot, query, tree, len(scores), len(matches)))
    return len(matches), hits, facets(dated, columns, query), notes


def _no_answer(query: Query) -> _Answer:
    nothing = Columns((), (), {facet: {} for facet in FACETS}, frozenset(), 0)
    return 0, (), facets(frozenset(), nothing, query), ()


def _check(query: Query) -> None:
    if query.page < 1:
        raise QueryError(f"There is no page {query.page}: pages count from 1.")
    if not 1 <= query.size <= MOST_ON_A_PAGE:
        raise QueryError(f"A page cannot have {query.size} results: ask for 1 to {MOST_ON_A_PAGE:,}.")


def _order(query: Query, tree: Tree) -> Sort:
    if query.sort in ("newest", "oldest"):
        return query.sort
    return "relevance" if any(True for _ in wanted(tree)) else "newest"


def _ordered(matches: Docs, columns: Columns, scores: Scores, order: Sort, query: Query) -> list[int]:
    """Give the page’s document numbers: equals by score newest first, by day in the agenda’s order."""
    first = (query.page - 1) * query.size
    if first >= len(matches):
        return []

    def key(number: int) -> tuple[Any, ...]:
        day = columns.days[number] if order == "oldest" else -columns.days[number]
        return (-scores[number] if order == "relevance" else 0.0, day, columns.places[number])

    return heapq.nsmallest(first + query.size, matches, key=key)[first:]


def _notes(snapshot: Snapshot, query: Query, tree: Tree, found: int, matching: int) -> Iterator[str]:
    pages = max(1, -(-matching // query.size))
    if query.page > pages:
        yield f"Page {query.page:,} is past the last, {pages:,}."
    if found and not matching:
        yield f"{_documents(found)} match what was typed, but none the chosen filters and dates."
    terms = list(dict.fromkeys(wanted(tree)))[:_MOST_COUNTED]
    if not found and len(terms) > 1:
        counts = (f"“{write(term)}” {len(found_by(term, snapshot, scored=False)):,}" for term in terms)
        yield f"Nothing has all of this. What each finds alone: {', '.join(counts)}."


def _documents(count: int) -> str:
    return f"{count:,} document{'' if count == 1 else 's'}"
