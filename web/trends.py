"""What a board has dealt with over the years: its topics, and how often each came up, counted by search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from indexer.model import Engine, Facet, Query

SHOWN = 6  # topics, the commonest first
MOST = 40  # years: a date that a council mistyped may be of any


@dataclass(frozen=True, slots=True)
class Trend:
    """A topic, and how many items are about it: in all, and in each year."""

    topic: Facet
    counts: tuple[int, ...]  # one for each year


@dataclass(frozen=True, slots=True)
class Trends:
    """The commonest topics of what a query finds, year by year."""

    years: tuple[int, ...] = ()  # without gaps, oldest first
    rows: tuple[Trend, ...] = ()

    @property
    def largest(self) -> int:
        """Return the largest count of a year, at least 1."""
        return max((count for row in self.rows for count in row.counts), default=1) or 1


def trends(engine: Engine, query: Query, until: int) -> Trends:
    """Count a query's commonest topics by year, up to one."""
    query = replace(query, size=1, facets=("topic", "year"))
    facets = engine.search(query).facets
    years = [year for year in _by_year(facets) if until - MOST < year <= until]
    if not years:
        return Trends()
    span = range(min(years), max(years) + 1)
    rows = (_trend(engine, query, topic, span) for topic in facets.get("topic", ())[:SHOWN])
    return Trends(tuple(span), tuple(rows))


def _trend(engine: Engine, query: Query, topic: Facet, span: range) -> Trend:
    about = replace(query, topics=(topic.value,), facets=("year",))
    counts = _by_year(engine.search(about).facets)
    return Trend(topic, tuple(counts.get(year, 0) for year in span))


def _by_year(facets: Mapping[str, tuple[Facet, ...]]) -> dict[int, int]:
    return {int(year.value): year.count for year in facets.get("year", ()) if year.count}
