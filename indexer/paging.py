"""What page of which order a query asks for, and what is told of it: the same for every engine."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TypeAlias

from archive.errors import QueryError
from indexer.facets import selection, shown
from indexer.language import Tree, explain, parse, wanted
from indexer.model import FACETS, Facet, Hit, Query, Results, Sort

MOST_ON_A_PAGE = 1_000

Answer: TypeAlias = tuple[int, tuple[Hit, ...], dict[str, tuple[Facet, ...]], tuple[str, ...]]
"""The total, the hits of the page, the facets, and what the reader should know."""


def refuse_impossible(query: Query) -> None:
    """Raise QueryError for a page or a facet that there cannot be."""
    if query.page < 1:
        raise QueryError(f"There is no page {query.page}: pages count from 1.")
    if not 1 <= query.size <= MOST_ON_A_PAGE:
        raise QueryError(f"A page cannot have {query.size} results: ask for 1 to {MOST_ON_A_PAGE:,}.")
    for facet in query.facets:
        if facet not in FACETS:
            raise QueryError(f"There is no facet “{facet}”: the facets are {', '.join(FACETS)}.")


def answered(query: Query, answer: Callable[[Tree], Answer]) -> Results:
    """Say what a query means, have its tree answered, and put the answer together; QueryError as above."""
    refuse_impossible(query)
    began = time.perf_counter()
    parsed = parse(query.text)
    total, hits, facets, notes = answer(parsed.tree)
    return Results(
        query=query,
        total=total,
        hits=hits,
        facets=facets,
        understood=explain(parsed.tree),
        notes=(*parsed.notes, *notes),
        took_ms=(time.perf_counter() - began) * 1000,
    )


def unanswered(query: Query) -> Answer:
    """Answer before there is an index: with nothing, and with what is selected at 0."""
    chosen = selection(query)
    return 0, (), {facet: shown(facet, {}, chosen[facet], {}) for facet in query.facets}, ()


def order_of(query: Query, tree: Tree) -> Sort:
    """Say in which order the matches stand: unless one is chosen, that depends on whether words are given."""
    if query.sort in ("newest", "oldest"):
        return query.sort
    return "relevance" if any(True for _ in wanted(tree)) else "newest"


def notes_of(query: Query, found: int, matching: int) -> Iterator[str]:
    """Tell of a page past the last, and of filters that leave nothing of what the typed words found."""
    pages = max(1, -(-matching // query.size))
    if query.page > pages:
        yield f"Page {query.page:,} is past the last, {pages:,}."
    if found and not matching:
        yield f"{_documents(found)} match what was typed, but none the chosen filters and dates."


def _documents(count: int) -> str:
    return f"{count:,} document{'' if count == 1 else 's'}"
