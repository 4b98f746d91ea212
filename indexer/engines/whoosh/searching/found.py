"""Documents of one segment that were found, and what is made of two such lists."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indexer.engines.whoosh.arrays.files import Array

_SPARSE = 8  # times as many documents in one list as in the other: look the few up instead of marking all
_SORTED = 6  # a list of fewer than one in so many documents is sorted sooner than all are marked
_DENSE = 32  # a list of more than one in so many documents: to go over a number for each document is cheaper


@dataclass(frozen=True, slots=True)
class Found:
    """Documents, ascending, each with its score; without scores where none are asked for.

    Those with scores are as wide as numpy's own indices, or each use would convert them; others may have the
    files' 32 bits, as most go before they are used again.
    """

    ids: Array
    scores: Array | None

    def kept(self, keep: Array) -> Found:
        """Give those that a mask keeps."""
        # By their places: to take by a mask whose bits are in no order is four times as slow.
        return self.at(keep.nonzero()[0])

    def at(self, places: Array) -> Found:
        """Give those at some places."""
        return Found(self.ids[places], None if self.scores is None else self.scores[places])


class _Scratch(threading.local):
    """Marks for the documents of the longest segment, clean between uses; each thread has its own.

    Shared ones gave wrong answers, a few in a thousand searches. After an error, which a damaged file can
    cause, they are thrown away rather than cleaned.
    """

    def __init__(self) -> None:
        self._marks = np.zeros(0, bool)
        self._documents = 0

    def of(self, documents: int) -> _Scratch:
        """Ask for so many marks, for a `with` block that leaves them clean."""
        self._documents = documents
        if len(self._marks) < documents:
            self._marks = np.zeros(documents, bool)
        return self

    def __enter__(self) -> Array:
        return self._marks[: self._documents]

    @staticmethod
    def clean(marks: Array, ids: Array) -> None:
        """Take the marks of some documents away."""
        marks[ids if len(ids) * _DENSE < len(marks) else slice(None)] = False

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self._marks = np.zeros(0, bool)


_scratch = _Scratch()


def nothing(scored: bool) -> Found:
    """Give no documents."""
    return Found(np.empty(0, np.intp), np.empty(0) if scored else None)


def unscored(ids: Array, scored: bool) -> Found:
    """Give documents that were chosen, not sought: where scores are asked for, theirs are 0."""
    return Found(ids, np.zeros(len(ids)) if scored else None)


def in_all(parts: Sequence[Sequence[Array]], documents: int) -> Array:
    """Give the documents that are in some list of every part, ascending; each list is ascending."""
    first, *others = sorted(parts, key=_together)
    found = first
    for lists in others:
        found = _among(found, lists, documents)
    return _merged(found)


def _among(few: Sequence[Array], many: Sequence[Array], documents: int) -> Sequence[Array]:
    """Give the documents of some lists that are in others, too, as lists of either."""
    if _together(few) * _SPARSE < _together(many):
        ids = _merged(few)
        return [ids[np.logical_or.reduce([places_in(each, ids) >= 0 for each in many])]]
    with _scratch.of(documents) as marks:
        for each in few:
            marks[each] = True
        wide = [each.astype(np.intp, copy=False) for each in many]  # or each use would convert it, slowly
        hits = [each[marks[each].nonzero()[0]] for each in wide]
        for each in few:
            _scratch.clean(marks, each)
    return hits


def _together(lists: Sequence[Array]) -> int:
    return sum(len(each) for each in lists)


def _merged(lists: Sequence[Array]) -> Array:
    """Give the numbers of ascending lists, ascending and each once."""
    held = [each for each in lists if len(each)]
    if len(held) < 2:
        return held[0].astype(np.intp, copy=False) if held else np.empty(0, np.intp)
    ids = np.concatenate(held).astype(np.intp, copy=False)
    ids.sort(kind="stable")  # which merges runs that are ascending, in one pass
    return each_once(ids)


def either(lists: Sequence[Found], documents: int, scored: bool) -> Found:
    """Give the documents in any list, the scores of those in several added."""
    held = [each for each in lists if len(each.ids)]
    if len(held) < 2:
        return held[0] if held else nothing(scored)
    *few, many = sorted(held, key=lambda each: len(each.ids))
    if sum(len(each.ids) for each in few) * _SPARSE < len(many.ids):
        for each in few:
            many = _with(many, each)
        return many
    ids = np.concatenate([each.ids for each in held])
    once = distinct(ids, documents)
    if not scored:
        return Found(once, None)
    scores = np.concatenate([each.scores for each in held])
    if len(ids) * _DENSE < documents:
        return Found(once, np.bincount(once.searchsorted(ids), scores))
    return Found(once, np.bincount(ids, scores, documents).take(once))


def _with(many: Found, few: Found) -> Found:
    """Give a long list with the documents of a short one, looked up."""
    places = many.ids.searchsorted(few.ids.astype(many.ids.dtype, copy=False))
    there = many.ids[np.minimum(places, len(many.ids) - 1)] == few.ids
    new = places[~there]
    ids = np.insert(many.ids, new, few.ids[~there])
    if many.scores is None or few.scores is None:
        return Found(ids, None)
    scores = many.scores.copy()
    scores[places[there]] += few.scores[there]
    return Found(ids, np.insert(scores, new, few.scores[~there]))


def without(one: Found, other: Array, documents: int) -> Found:
    """Give the documents that are not in another list."""
    with _scratch.of(documents) as marks:
        marks[other] = True
        found = one.kept(~marks[one.ids])
        _scratch.clean(marks, other)
    return found


def distinct(ids: Array, documents: int) -> Array:
    """Give document numbers ascending and each once."""
    if len(ids) * _SORTED < documents:
        return each_once(np.sort(ids))
    with _scratch.of(documents) as marks:
        marks[ids] = True
        once = marks.nonzero()[0]
        _scratch.clean(marks, once)
    return once


def each_once(ascending: Array) -> Array:
    """Give each of ascending numbers once."""
    other = np.ones(len(ascending), bool)
    np.not_equal(ascending[1:], ascending[:-1], out=other[1:])
    once: Array = ascending[other.nonzero()[0]]
    return once


def shared(few: Array, many: Array) -> Array:
    """Give the numbers in both of two ascending lists, each of which has a number once."""
    if len(few) > len(many):
        few, many = many, few
    if len(few) * _SPARSE < len(many):
        return few[_looked_up(few, many)[0]]
    merged: Array = np.concatenate([few, many])
    merged.sort(kind="stable")  # which merges runs that are ascending, in one pass
    both: Array = merged[(merged[1:] == merged[:-1]).nonzero()[0]]
    return both


def joined(one: Array, other: Array, documents: int) -> tuple[Array, Array]:
    """Give where the documents in both of two ascending lists stand in the one, and where in the other."""
    if len(other) < len(one):
        found, kept = joined(other, one, documents)
        return kept, found
    if len(one) * _SPARSE < len(other):
        return _looked_up(one, other)
    one, other = (each.astype(np.intp, copy=False) for each in (one, other))
    with _scratch.of(documents) as marks:
        marks[one] = True
        found = marks[other].nonzero()[0]
        _scratch.clean(marks, one)
        if len(found) == len(one):
            return np.arange(len(one)), found
        both = other[found]
        marks[both] = True
        kept = marks[one].nonzero()[0]
        _scratch.clean(marks, both)
    return kept, found


def _looked_up(few: Array, many: Array) -> tuple[Array, Array]:
    """Give where those of a few numbers stand that are among many too, and where there; both ascending."""
    places = places_in(many, few)
    kept = (places >= 0).nonzero()[0]
    return kept, places[kept]


def places_in(ids: Array, wanted: Array) -> Array:
    """Give where each wanted number stands among ascending ones; -1 where it does not."""
    places = ids.searchsorted(wanted.astype(ids.dtype, copy=False))
    if not len(ids):
        return np.full(len(wanted), -1)
    inside = np.minimum(places, len(ids) - 1)
    return np.where(ids[inside] == wanted, inside, -1)
