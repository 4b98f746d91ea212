"""What page of which order a query asks for, and what is told of it: the same for every engine (pure)."""

from __future__ import annotations

from collections.abc import Iterator

from archive.errors import QueryError
from indexer.language import Tree, wanted
from indexer.model import FACETS, Query, Sort

MOST_ON_A_PAGE = 1_000


def refuse_impossible(query: Query) -> None:
    """Raise QueryError for a page or a facet that there cannot be."""
    if query.page < 1:
        raise QueryError(f"There is no page {query.page}: pages count from 1.")
    if not 1 <= query.size <= MOST_ON_A_PAGE:
        raise QueryError(f"A page cannot have {query.size} results: ask for 1 to {MOST_ON_A_PAGE:,}.")
    for facet in query.facets:
        if facet not in FACETS:
            raise QueryError(f"There is no facet “{facet}”: the facets are {', '.join(FACETS)}.")


def order_of(query: Query, tree: Tree) -> Sort:
    """Say in which order the matches stand: unless one is chosen, that depends on whether words are given."""
    if query.sort in ("newest", "oldest"):
        return query.sort
    return "relevance" if any(True for _ in wanted(tree)) else "newest"


def notes(query: Query, found: int, matching: int) -> Iterator[str]:
    """Tell of a page past the last, and of filters that leave nothing of what the typed words found."""
    pages = max(1, -(-matching // query.size))
    if query.page > pages:
        yield f"Page {query.page:,} is past the last, {pages:,}."
    if found and not matching:
        yield f"{_documents(found)} match what was typed, but none the chosen filters and dates."


def _documents(count: int) -> str:
    return f"{count:,} document{'' if count == 1 else 's'}"
