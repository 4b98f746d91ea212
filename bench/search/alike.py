"""Whether the engines did equal work: whole answers, about the same matches, marks in the snippets (pure)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bench.search.asking import Key, Seen
from bench.search.ours import OURS
from bench.search.queries import Class

ALIKE: tuple[Class, ...] = ("rare", "common", "and", "or", "filtered")
"""Classes that mean the same to each: to some a phrase crosses lines, or a stem begins with a prefix."""
MOST = 0.02  # of the matches may differ: no two engines take the same for a word and its stem
LEAST = 0.9  # of as many snippets as ours must mark something; a hit by its title alone has nothing to mark


def remarks(seen: Mapping[Key, Seen]) -> tuple[str, ...]:
    """Say of which engine and class the answers are not like ours."""
    return tuple(line for key, each in seen.items() for line in _remarks(key, each, seen[OURS.name, key[1]]))


def apart(ours: Sequence[int], theirs: Sequence[int]) -> float:
    """Say how far totals lie apart, query by query, as a share of ours."""
    differences = sum(abs(mine - other) for mine, other in zip(ours, theirs, strict=True))
    return differences / max(1, sum(ours))


def _remarks(key: Key, seen: Seen, ours: Seen) -> Iterator[str]:
    name, kind = key
    if seen.faulty:
        yield f"{name}, {kind}: {seen.faulty} of {len(seen.times)} answers are not whole."
    distance = apart(ours.totals, seen.totals)
    if kind in ALIKE and distance > MOST:
        yield f"{name}, {kind}: totals are {distance:.1%} apart from ours."
    if seen.marked * ours.hits < LEAST * ours.marked * seen.hits:
        yield f"{name}, {kind}: {seen.marked} of {seen.hits} snippets mark something; {ours.marked} of ours."
