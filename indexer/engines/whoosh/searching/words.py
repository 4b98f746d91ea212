"""The documents of a word in a field, with their BM25F."""

from __future__ import annotations

import numpy as np

from indexer.engines.whoosh.arrays.files import Array
from indexer.engines.whoosh.searching.found import Found, distinct, nothing, unscored
from indexer.engines.whoosh.searching.segments import View


def of_term(view: View, field: str, term: str, weight: float, scored: bool) -> Found:
    """Give the documents of a term; their scores are BM25F times the weight."""
    number = view.segment[field].terms.find(term.encode())
    if number is None:
        return nothing(scored)
    if not scored:
        ids = view.segment[field].ids[view.segment[field].postings(number)]
        return Found(ids[view.alive[ids]], None)
    ids, scores = view.collection.recent.get(
        (view.base, field, term), lambda: _scored(view, field, term, number)
    )
    return Found(ids, scores * weight)


def of_prefix(view: View, field: str, prefix: str, weight: float, scored: bool) -> Found:
    """Give the documents of all terms that begin so; each scores the weight, once."""
    held = view.segment[field]
    numbers = held.terms.starting_with(prefix.encode())
    ids = held.ids[int(held.offsets[numbers.start]) : int(held.offsets[numbers.stop])]  # terms lie in a row
    once = distinct(ids, view.segment.documents)
    once = once[view.alive[once]]
    return Found(once, np.full(len(once), weight)) if scored else unscored(once, scored)


def _scored(view: View, field: str, term: str, number: int) -> tuple[Array, Array]:
    held, collection = view.segment[field], view.collection
    where = held.postings(number)
    ids, counts = held.ids[where].astype(np.intp), held.counts(where)
    keep = view.alive[ids]
    if not keep.all():
        ids, counts = ids[keep], counts[keep]
    norms = collection.norms(field)[held["norms"][ids]]
    return ids, collection.bm25f(collection.idf(field, term), counts, norms)
