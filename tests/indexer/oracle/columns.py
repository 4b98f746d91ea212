"""Every document's place, day and facet values as sets, read by Whoosh's own means.

A search of ours reads columns of arrays instead (`searching.segments`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from indexer.engines.whoosh.schema import CURSOR, document
from indexer.model import Document

Docs = frozenset[int]  # Whoosh's document numbers
_FIELDS = ("council", "board", "topic", "kind", "decision", "stage", "attachment")


@dataclass(frozen=True, slots=True)
class Columns:
    """The index's documents by value; numbers count through all segments."""

    places: Sequence[str]  # sort by these, and a meeting's documents stand in the order of its agenda
    days: Sequence[int]  # proleptic ordinals; 0 where a number is no document
    values: Mapping[str, Mapping[str, Docs]]  # facet → value → documents
    alive: Docs
    cursor: int

    def between(self, since: date | None, until: date | None) -> Docs:
        """Give the documents dated in a range, both ends included."""
        if since is None and until is None:
            return self.alive
        first, last = (since or date.min).toordinal(), (until or date.max).toordinal()
        return frozenset(number for number in self.alive if first <= self.days[number] <= last)


def read_columns(reader: Any) -> Columns:
    """Read the columns off an open Whoosh reader."""
    values = {name: _by_value(reader, name) for name in _FIELDS}
    by_day = _by_value(reader, "day")
    days = [0] * reader.doc_count_all()
    for day, numbers in by_day.items():
        ordinal = date.fromisoformat(day).toordinal()
        for number in numbers:
            days[number] = ordinal
    values["year"] = _by_beginning(by_day, len("2023"))
    values["month"] = _by_beginning(by_day, len("2023-03"))
    alive = frozenset().union(*values["kind"].values())
    return Columns(_places(reader), days, values, alive, _cursor(reader))


def stored(reader: Any, number: int) -> Document:
    """Give one document."""
    return document(reader.stored_fields(number))


def _by_value(reader: Any, name: str) -> dict[str, Docs]:
    found: dict[str, list[int]] = {}
    for leaf, offset in reader.leaf_readers():
        for term in leaf.lexicon(name):
            numbers = leaf.postings(name, term).all_ids()
            found.setdefault(term.decode(), []).extend(number + offset for number in numbers)
    return {value: frozenset(numbers) for value, numbers in found.items() if numbers}


def _by_beginning(by_day: Mapping[str, Docs], length: int) -> dict[str, Docs]:
    found: dict[str, set[int]] = {}
    for day, numbers in by_day.items():
        found.setdefault(day[:length], set()).update(numbers)
    return {value: frozenset(numbers) for value, numbers in found.items()}


def _places(reader: Any) -> list[str]:
    return [value for column in _place_columns(reader) for value in column]


def _place_columns(reader: Any) -> Iterator[Any]:
    for leaf, _ in reader.leaf_readers():
        column = leaf.column_reader("place")
        yield (column[number] for number in range(leaf.doc_count_all()))


def _cursor(reader: Any) -> int:
    for leaf, _ in reader.leaf_readers():
        if ("id", CURSOR) in leaf:
            for number in leaf.postings("id", CURSOR).all_ids():
                return int(leaf.stored_fields(number)["shown"])
    return 0
