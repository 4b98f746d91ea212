"""What is added to a score because words stand together as they were typed: for those that it can matter to.

To look for words side by side in every document that has them all costs more than all else of a search, and
a page shows twenty. A lift is bounded, so whatever cannot come among the first even with it is left alone.
"""

from __future__ import annotations

from collections.abc import Sequence
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
from indexer.ranking import FIELD_WEIGHTS, NEARBY, SIDE_BY_SIDE, WITHIN, asks_for_procedure, pairs

Pairs: TypeAlias = Sequence[tuple[Word, Word]]

_AT_ONCE = 20  # times as many of the best as are wanted are looked at first, at most: seldom are more needed
_SLACK = 1 - 1e-9  # of rounding
_NOWHERE: Array = np.empty(0, np.int64)


def ranked(tree: Tree, view: View, found: Found, wanted: int) -> Found:
    """Give the same documents, those that may be among the first with their scores as `indexer.ranking` says.

    `found` has the sums of words' BM25F. The scores of the `wanted` best of the segment are right; others
    may lack what words that stand together add, and are lower than any of those even with it.
    """
    if found.scores is None or not len(found.ids):
        return found
    weights = factors(view, found.ids, asks_for_procedure(tree))
    scores = found.scores * weights
    added = pairs(tree)
    if not added:
        return Found(found.ids, scores)
    most, alone = _most(added, view), scoring(tree) == [*added[0]]
    best = largest(scores, _AT_ONCE * wanted)
    done = places = best[scores[best] * most >= last_of(scores[best], wanted) * _SLACK]
    while len(places):
        scores[places] = _lifted(added, view, found.at(places), alone) * weights[places]
        places = _reaching(scores * most, last_of(scores[done], wanted), done)
        done = np.concatenate([done, places])
    return Found(found.ids, scores)


def _lifted(added: Pairs, view: View, found: Found, alone: bool) -> Array:
    """Give the scores of documents with what each pair of words adds where they stand together.

    `alone` says that the scores are those of a single pair and nothing else.
    """
    scores = held(found).copy()
    for pair in added:
        standing = [(field, *_together(field, *pair, view, found.ids)) for field in FIELD_WEIGHTS]
        near = distinct(np.concatenate([each for _, each, _ in standing]), view.segment.documents)
        places = places_in(found.ids, near)
        scores[places] += NEARBY * (held(found)[places] if alone else scores_of(pair, near, view))
        for field, _, adjoining in standing:
            if len(adjoining):
                side_by_side = in_field(field, _phrase(pair), view, scored=True, among=adjoining)
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


def _reaching(highest: Array, last: float, done: Array) -> Array:
    """Give the places of those not done yet that could come among the first, ascending."""
    reaching = highest >= last * _SLACK
    reaching[done] = False
    return reaching.nonzero()[0]


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
