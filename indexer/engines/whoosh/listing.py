"""Every match of a query on one snapshot, in the order of its pages, without counts or snippets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.engines.whoosh.search import dated, first, scored_at_once
from indexer.engines.whoosh.searching.counting import narrowed
from indexer.engines.whoosh.searching.evaluating import base
from indexer.engines.whoosh.searching.found import Found
from indexer.engines.whoosh.searching.ordering import Match, page
from indexer.engines.whoosh.searching.segments import View
from indexer.engines.whoosh.snapshots import Snapshot
from indexer.facets import selection
from indexer.language import Tree, parse
from indexer.listing import Listing
from indexer.model import Document, Query, Sort
from indexer.paging import order_of


def listed(snapshot: Snapshot | None, query: Query) -> Listing:
    """Find and order all matches at once, a few bytes each; the documents are read one by one.

    The snapshot is held, and its files are open, until the last document was read or the list is dropped.
    """
    if snapshot is None:
        return Listing(0, iter(()))
    tree = parse(query.text).tree
    order = order_of(query, tree)
    found = [(view, _found(tree, view, query, order)) for view in snapshot.collection.views]
    total = sum(len(each.ids) for _, each in found)
    return Listing(total, _documents(page(found, order, 0, total)))


def _found(tree: Tree, view: View, query: Query, order: Sort) -> Found:
    matching = base(tree, view, scored_at_once(query, order))
    kept = narrowed(dated(matching, view, query), view, selection(query), ()).found
    return first(tree, view, kept, order, len(kept.ids))


def _documents(matches: Sequence[Match]) -> Iterator[Document]:
    for match in matches:
        yield match.view.segment.document(match.document)
