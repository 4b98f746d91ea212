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
from indexer.engines.whoosh.searching.evaluating import base, factors
from indexer.engines.whoosh.searching.found import Found, places_in
from indexer.engines.whoosh.searching.largest import largest, last_of
from indexer.engines.whoosh.searching.segments import View
from indexer.language import Near, Phrase, Tree
from indexer.ranking import FIELD_WEIGHTS, asks_for_procedure, bonuses

Bonuses: TypeAlias = Sequence[tuple[Phrase | Near, float]]

_AT_ONCE = 4  # times as many of the best as are wanted are looked at first
_SLACK = 1 - 1e-9  # of rounding


def ranked(tree: Tree, view: View, found: Found, wanted: int) -> Found:
    """Give the same documents, those that may be among the first with their scores as `indexer.ranking` says.

    `found` has the sums of words' BM25F. The scores of the `wanted` best of the segment are right; others
    may lack what words that stand together add, and are lower than any of those even with it.
    """
    if found.scores is None or not len(found.ids):
        return found
    weights = factors(view, found.ids, asks_for_procedure(tree))
    scores = found.scores * weights
    added = bonuses(tree)
    if not added:
        return Found(found.ids, scores)
    most = _most(added, view)
    places = largest(scores, _AT_ONCE * wanted)
    done = places
    while len(places):
        scores[places] = _lifted(added, view, found.at(places)) * weights[places]
        places = _reaching(scores * most, last_of(scores[done], wanted), done)
        done = np.concatenate([done, places])
    return Found(found.ids, scores)


def _lifted(added: Bonuses, view: View, found: Found) -> Array:
    """Give the scores of documents with what each bonus adds."""
    if found.scores is None:
        raise ValueError("scores were not asked for")
    scores = found.scores.copy()
    for bonus, weight in added:
        lift = base(bonus, view, scored=True, among=found.ids)
        if lift.scores is None:
            raise ValueError("scores were not asked for")
        places = places_in(found.ids, lift.ids)
        scores[places[places >= 0]] += weight * lift.scores[places >= 0]
    return scores


def _reaching(highest: Array, last: float, done: Array) -> Array:
    """Give the places of those not done yet that could come among the first, ascending."""
    reaching = highest >= last * _SLACK
    reaching[done] = False
    return np.flatnonzero(reaching)


def _most(added: Bonuses, view: View) -> float:
    """Say how many times its own score a document's can become.

    Words near each other score what the document scores for them anyway. A phrase scores by exact forms,
    which stand in a document at most as often as the stem, but may be rarer in the archive and tell more.
    """
    return 1 + sum(weight * _telling(bonus, view) for bonus, weight in added)


def _telling(bonus: Phrase | Near, view: View) -> float:
    """Say how many times as much a bonus tells as the words it is made of, at most in any field."""
    if isinstance(bonus, Near):
        return 1.0
    collection = view.collection
    return max(
        collection.idf(f"{field}_exact", exact)
        / collection.idf(f"{field}_stem", stem)
        * float((collection.norms(f"{field}_stem") / collection.norms(f"{field}_exact")).max())
        for field in FIELD_WEIGHTS
        for exact, stem in map(forms, exact_words(bonus.text))
    )
