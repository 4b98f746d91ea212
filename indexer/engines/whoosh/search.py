"""One search on one snapshot: match, filter, count, order, show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from indexer.engines.whoosh.searching.counting import Counts, Narrowed, added, narrowed
from indexer.engines.whoosh.searching.evaluating import base, between, scored
from indexer.engines.whoosh.searching.found import Found
from indexer.engines.whoosh.searching.lifting import best
from indexer.engines.whoosh.searching.marking import marks
from indexer.engines.whoosh.searching.ordering import Match, page
from indexer.engines.whoosh.searching.segments import View
from indexer.engines.whoosh.snapshots import Snapshot
from indexer.facets import Selection, selection, shown
from indexer.language import Tree
from indexer.model import Facet, Hit, Query, Results, Sort
from indexer.paging import Answer, answered, notes_of, order_of, unanswered
from indexer.snippets import Sought, snippet


def search(snapshot: Snapshot | None, query: Query) -> Results:
    """Answer a query; before there is an index, with nothing. Raises QueryError for an impossible page."""
    return answered(query, lambda tree: _answer(snapshot, query, tree) if snapshot else unanswered(query))


def _answer(snapshot: Snapshot, query: Query, tree: Tree) -> Answer:
    views = snapshot.collection.views
    order, selected = order_of(query, tree), selection(query)
    at_once = scored_at_once(query, order)
    found = [base(tree, view, at_once) for view in views]
    timely = [dated(each, view, query) for each, view in zip(found, views, strict=True)]
    parts = [narrowed(each, view, selected, query.facets) for each, view in zip(timely, views, strict=True)]
    matching = sum(len(part.found.ids) for part in parts)
    hits = _hits(_page(parts, views, order, query, tree), tree)
    notes = tuple(notes_of(query, sum(len(each.ids) for each in found), matching))
    councils = snapshot.collection.councils if "council" in query.facets else {}
    return matching, hits, _facets(added(parts, query.facets), query, selected, councils), notes


def _facets(
    counts: Counts, query: Query, selected: Selection, councils: Mapping[str, str]
) -> dict[str, tuple[Facet, ...]]:
    return {facet: shown(facet, counts[facet], selected[facet], councils) for facet in query.facets}


def scored_at_once(query: Query, order: Sort) -> bool:
    """Say whether documents are scored as they are found; what filters and dates leave is scored later."""
    narrowing = query.since or query.until or any(selection(query).values())
    return order == "relevance" and not narrowing


def first(tree: Tree, view: View, found: Found, order: Sort, wanted: int) -> Found:
    """Give the documents that may be among the first; with scores where they are ordered by them."""
    return best(tree, view, scored(tree, found, view), wanted) if order == "relevance" else found


def dated(found: Found, view: View, query: Query) -> Found:
    """Leave the documents of the query's dates."""
    if query.since is None and query.until is None:
        return found
    return found.kept(between(view, query.since, query.until)[found.ids])


def _page(
    parts: Sequence[Narrowed], views: Sequence[View], order: Sort, query: Query, tree: Tree
) -> list[Match]:
    wanted = query.page * query.size
    found = [
        (view, first(tree, view, part.found, order, wanted)) for view, part in zip(views, parts, strict=True)
    ]
    return page(found, order, wanted - query.size, query.size)


def _hits(matches: Sequence[Match], tree: Tree) -> tuple[Hit, ...]:
    sought = Sought.of(tree)
    of_view: dict[int, list[Match]] = {}
    for match in matches:
        of_view.setdefault(match.view.base, []).append(match)
    found = {
        base: marks(held[0].view, sought, (match.document for match in held))
        for base, held in of_view.items()
    }
    hits = []
    for match in matches:
        shown = match.view.segment.document(match.document)
        cut = snippet(shown, sought, found[match.view.base][match.document])
        hits.append(Hit(shown, cut.fragments, match.score, cut.anchor))
    return tuple(hits)
