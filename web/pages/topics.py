"""The topics: what words show each, and how many documents are about it, by kind and by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, render_template

from indexer.language import write
from indexer.model import DocumentKind, Engine, Facet, Query
from indexer.topics import Rule
from web.site import Site

KINDS: tuple[DocumentKind, ...] = ("item", "decision", "action")  # a meeting without items has no topics

Counted = Mapping[str, int]
"""Of each topic, how many documents are about it."""


@dataclass(frozen=True, slots=True)
class Year:
    """How many documents of a year are about a topic."""

    year: int
    count: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A topic as the page shows it."""

    name: str
    words: tuple[str, ...]  # each is a search of its own, as one would type it
    kinds: Mapping[str, int]
    years: tuple[Year, ...]  # every year of the archive, oldest first

    @property
    def used(self) -> tuple[Year, ...]:
        """Give the years that have any."""
        return tuple(year for year in self.years if year.count)

    @property
    def most(self) -> Year:
        """Give the year that has most; of equals the latest."""
        return max(self.years, key=lambda year: (year.count, year.year))


def topics_page(site: Site) -> Blueprint:
    """Make the route of the topics."""
    routes = Blueprint("topics", __name__)
    words = {rule.name: _words(rule) for rule in site.topics.rules}

    @routes.get("/topics")
    def index() -> str:
        engine = site.filled()
        if engine is None:
            return render_template("nothing_yet.html", counts=site.store.counts())
        return render_template("topics.html", topics=_shown(engine, words), kinds=KINDS)

    return routes


def _words(rule: Rule) -> tuple[str, ...]:
    return tuple(dict.fromkeys(write(alternative) for alternative in rule.alternatives))


def _shown(engine: Engine, words: Mapping[str, tuple[str, ...]]) -> Sequence[Shown]:
    """Count all topics together, once for each kind and year: topics are more than years."""
    of_kinds = {kind: _counted(engine, Query(kinds=(kind,))) for kind in KINDS}
    years = sorted(int(facet.value) for facet in _facet(engine, Query(), "year"))
    of_years = {year: _counted(engine, Query(years=(year,))) for year in years}
    return [
        Shown(
            name,
            shown_by,
            {kind: counted.get(name, 0) for kind, counted in of_kinds.items()},
            tuple(Year(year, counted.get(name, 0)) for year, counted in of_years.items()),
        )
        for name, shown_by in words.items()
    ]


def _counted(engine: Engine, query: Query) -> Counted:
    return {facet.value: facet.count for facet in _facet(engine, query, "topic")}


def _facet(engine: Engine, query: Query, name: str) -> Sequence[Facet]:
    return engine.search(replace(query, facets=(name,), size=1)).facets[name]
