"""What is added to a score because words stand together as they were typed: for those that it can matter to.

To look for words side by side in every document that has them all costs more than all else of a search, and
a page shows twenty. A lift is bounded, so whatever cannot come among the first even with it is left alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import TypeAlias

import numpy as np

from indexer.analysis import exact_words, forms
from indexer.engines.whoosh.arrays.files import Array
from indexer.engines.whoosh.searching import together
from indexer.engines.whoosh.searching.evaluating import factors, held, in_field, scores_of, scoring, spans
from indexer.engines.whoosh.searching.found import Found, distinct, each_once, places_in
from indexer.engines.whoosh.searching.largest import largest, last_of
from indexer.engines.whoosh.searching.segments import View
from indexer.language import Phrase, Tree, Word
from indexer.ranking import (
    FIELD_WEIGHTS,
    KIND_WEIGHTS,
    NEARBY,
    SIDE_BY_SIDE,
    WITHIN,
    asks_for_procedure,
    pairs,
)

Pairs: TypeAlias = Sequence[tuple[Word, Word]]

_AT_ONCE = 3  # times as many of the best as are wanted are looked at first: some may be procedural
_AT_ONCE_LIFTED = 20  # where words that stand together add to scores: seldom are more needed
_SLACK = 1 - 1e-9  # of rounding
_NOWHERE: Array = np.empty(0, np.int64)


def best(tree: Tree, view: View, found: Found, wanted: int) -> Found:
    """Give the documents that may be among the first, ascending, with scores as `indexer.ranking` says.

    `found` has the sums of words' BM25F. Of a segment's `wanted` best, all equals of the last are given; what
    is left out is lower than any of those.
    """
    if found.scores is None or not len(found.ids):
        return found
    ranking = _Ranking.of(tree, view, wanted)
    first = largest(found.scores, (_AT_ONCE_LIFTED if ranking.added else _AT_ONCE) * wanted)
    done = ranking.exact(found.at(first))
    last = last_of(held(done), wanted)
    reaching = found.scores >= last / ranking.most * _SLACK
    reaching[first] = False
    if not reaching.any():
        return done
    more = ranking.exact(found.kept(reaching), last)
    ids, scores = np.concatenate([done.ids, more.ids]), np.concatenate([held(done), held(more)])
    order = ids.argsort()
    return Found(ids[order], scores[order])


@dataclass(frozen=True, slots=True)
class _Ranking:
    """What is made of BM25F in one segment."""

    view: View
    wanted: int  # documents
    asked: bool  # for procedural ones
    added: Pairs
    alone: bool  # the scores are those of a single pair and nothing else
    most: float  # times its own score that a document's can become

    @classmethod
    def of(cls, tree: Tree, view: View, wanted: int) -> _Ranking:
        added = pairs(tree)
        alone = bool(added) and scoring(tree) == [*added[0]]
        most = _most(added, view) * max(KIND_WEIGHTS.values())
        return cls(view, wanted, asks_for_procedure(tree), added, alone, most)

    def exact(self, found: Found, last: float = -inf) -> Found:
        """Give those of some documents that reach the last of the best, with what their scores become."""
        weights = factors(self.view, found.ids, self.asked)
        least = held(found) * weights
        places = (least * self.most >= max(last, last_of(least, self.wanted)) * _SLACK).nonzero()[0]
        scores = self._lifted(found.at(places)) if self.added else held(found)[places]
        return Found(found.ids[places], scores * weights[places])

    def _lifted(self, found: Found) -> Array:
        """Give the scores of documents with what each pair of words adds where they stand together."""
        scores = held(found).copy()
        for pair in self.added:
            standing = [(field, *_together(field, *pair, self.view, found.ids)) for field in FIELD_WEIGHTS]
            near = distinct(np.concatenate([each for _, each, _ in standing]), self.view.segment.documents)
            places = places_in(found.ids, near)
            own = held(found)[places] if self.alone else scores_of(pair, near, self.view)
            scores[places] += NEARBY * own
            for field, _, adjoining in standing:
                if len(adjoining):
                    side_by_side = in_field(field, _phrase(pair), self.view, scored=True, among=adjoining)
                    scores[places_in(found.ids, side_by_side.ids)] += SIDE_BY_SIDE * held(side_by_side)
        return scores


def _phrase(pair: tuple[Word, Word]) -> Phrase:
    return Phrase(" ".join(word.text for word in pair))


def _together(field: str, one: Word, other: Word, view: View, among: Array) -> tuple[Array, Array]:
    """Give the documents where two words are near each other, and where some form of the second follows."""
    left, right = (spans(field, word, view, among) for word in (one, other))
    if not (len(left[0]) and len(right[0])):
        return _NOWHERE, _NOWHERE
    return together.near(left, right, WITHIN), each_once(together.following(left, right))


def _most(added: Pairs, view: View) -> float:
    """Say how many times its own score a document's can become.

    Words near each other score what the document scores for them anyway. Side by side they score by exact
    forms, which stand in a document at most as often as the stem, but may be rarer and tell more.
    """
    telling = [max(_telling(word, view) for word in pair) for pair in added]
    return 1 + NEARBY * len(added) + SIDE_BY_SIDE * sum(telling)


def _telling(word: Word, view: View) -> float:
    """Say how many times as much the exact forms of a word tell as its stems, at most in any field."""
    of = view.collection
    words = [(field, *forms(exact)) for field in FIELD_WEIGHTS for exact in exact_words(word.text)]
    return max(
        (
            of.idf(f"{field}_exact", exact)
            / of.idf(f"{field}_stem", stem)
            * max(1.0, of.average(f"{field}_exact") / of.average(f"{field}_stem"))  # of what lengths add
            for field, exact, stem in words
            if of.frequency(f"{field}_exact", exact)
        ),
        default=1.0,
    )
