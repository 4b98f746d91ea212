"""Addresses of searches, each another, as people type them and tick boxes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice

from bench.search.corpus import BOARDS
from bench.search.queries import Class, queries, typed
from indexer.model import Query
from web.forms import address

# Of a hundred searches so many are of each class: mostly a few words, now and then the rest.
MIX: dict[Class, int] = {
    "and": 38,
    "rare": 16,
    "phrase": 14,
    "filtered": 12,
    "or": 10,
    "common": 4,
    "prefix": 4,
    "fuzzy": 2,
}


def addresses(count: int, seed: int) -> list[str]:
    """Give addresses of distinct searches, in a fixed order for a seed."""
    return list(islice(_distinct(count, seed), count))


def _distinct(count: int, seed: int) -> Iterator[str]:
    draw = random.Random(seed)  # noqa: S311 - no secret
    kinds = draw.choices(list(MIX), weights=list(MIX.values()), k=4 * count)
    words = {kind: iter(queries(kind, kinds.count(kind), seed)) for kind in MIX}
    seen = set()
    for kind in kinds:
        query = _query(kind, typed(kind, next(words[kind])), draw)
        if (asked := address(query)) not in seen:
            seen.add(asked)
            yield asked


def _query(kind: Class, text: str, draw: random.Random) -> Query:
    """Make the query; every third reader has ticked a box, or looks at the second page."""
    boards = (draw.choice(BOARDS),) if kind == "filtered" or draw.random() < 0.15 else ()
    years = (draw.randrange(2005, 2025),) if draw.random() < 0.1 else ()
    has_second = kind in ("common", "or") and not years
    return Query(text, boards=boards, years=years, page=2 if has_second and draw.random() < 0.5 else 1)
