"""Results as one JSON object, written while they are read: never a part of it that is not JSON in the end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from indexer.facets import selection
from indexer.language import explain, parse
from indexer.listing import Listing
from indexer.model import Query
from web.exports.rows import row
from web.exports.table import AT_ONCE

_encoded = json.JSONEncoder(ensure_ascii=False).encode


def json_object(listing: Listing, query: Query, root: str) -> Iterator[str]:
    """Write the query, the total and all rows, some rows at a time."""
    head = {"query": asked(query, listing), "total": listing.total}
    yield _encoded(head).removesuffix("}") + ', "rows": ['
    before = "\n"
    while some := list(islice(listing.documents, AT_ONCE)):
        yield before + ",\n".join(_encoded(row(document, root)) for document in some)
        before = ",\n"
    yield "\n]}\n"


def asked(query: Query, listing: Listing) -> dict[str, Any]:
    """Say what was asked: the words, as typed and as understood, and what was chosen beside them."""
    return {
        "text": query.text,
        "understood": explain(parse(query.text).tree),
        "exact": not query.expand,
        "also": [also.words for also in listing.also],
        "filters": {name: list(values) for name, values in selection(query).items() if values},
        "since": query.since.isoformat() if query.since else None,
        "until": query.until.isoformat() if query.until else None,
        "sort": query.sort,
    }
