"""Exact facets: counted over all matches, each beside its own selection."""

from __future__ import annotations

from collections.abc import Mapping

from indexer.engines.whoosh.columns import Columns, Docs
from indexer.model import FACETS, Facet, Query


def chosen(query: Query) -> dict[str, tuple[str, ...]]:
    """Give the values chosen of each facet."""
    years = tuple(str(year) for year in query.years)
    return {"board": query.boards, "year": years, "topic": query.topics, "kind": query.kinds}


def narrowed(matches: Docs, columns: Columns, selection: Mapping[str, tuple[str, ...]]) -> Docs:
    """Keep the matches that have a chosen value of every facet with a selection."""
    for facet, selected in selection.items():
        if selected:
            values = columns.values[facet]
            matches = matches & frozenset().union(*(values.get(value, frozenset()) for value in selected))
    return matches


def facets(matches: Docs, columns: Columns, query: Query) -> dict[str, tuple[Facet, ...]]:
    """Count every facet over the matches that the other facets' selections leave."""
    selection = chosen(query)
    counted = {}
    for facet in FACETS:
        others = {other: selected for other, selected in selection.items() if other != facet}
        remaining = narrowed(matches, columns, others)
        counted[facet] = _counted(facet, remaining, columns.values[facet], selection[facet])
    return counted


def _counted(
    facet: str, matches: Docs, values: Mapping[str, Docs], selected: tuple[str, ...]
) -> tuple[Facet, ...]:
    counts = {value: len(matches & docs) for value, docs in values.items()}
    shown = [value for value, count in counts.items() if count] + [
        value for value in dict.fromkeys(selected) if not counts.get(value)
    ]
    made = [Facet(value, _label(facet, value), counts.get(value, 0), value in selected) for value in shown]
    if facet == "year":
        return tuple(sorted(made, key=lambda each: each.value, reverse=True))
    return tuple(sorted(made, key=lambda each: (-each.count, each.label)))


def _label(facet: str, value: str) -> str:
    return value.capitalize() if facet == "kind" else value
