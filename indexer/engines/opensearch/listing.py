"""Every match of a query on one state of the index, in the order of its pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

from indexer.engines.opensearch.cluster import Cluster
from indexer.engines.opensearch.compiling import Clause, compiled
from indexer.engines.opensearch.counting import narrowing
from indexer.engines.opensearch.ordering import State, held, steps
from indexer.engines.opensearch.stored import from_json
from indexer.facets import selection
from indexer.language import parse
from indexer.listing import Listing
from indexer.model import Document, Query, Sort
from indexer.paging import order_of

_AT_ONCE = 500  # documents of one step: a long one of attached files has megabytes


def listed(cluster: Cluster, index: str | None, query: Query) -> Listing:
    """Count all matches at once; the documents come a few at a time, as they are asked for.

    The state is held until the last document was read or the list is dropped, and five minutes after a step.
    """
    if index is None:
        return Listing(0, iter(()))
    tree = parse(query.text).tree
    order = order_of(query, tree)
    found: Clause = {
        "bool": {
            "must": [compiled(tree, order, query.since, query.until)],
            "filter": narrowing(selection(query)),
        }
    }
    with ExitStack() as stack:
        state = stack.enter_context(held(cluster, index))
        return Listing(state.count(found), _documents(state, found, order, stack.pop_all()))


def _documents(state: State, found: Clause, order: Sort, stack: ExitStack) -> Iterator[Document]:
    with stack:
        for hits in steps(state, found, order, _AT_ONCE):
            for hit in hits:
                yield from_json(hit["_source"]["document"])
