"""The documents of a word in a field, with their BM25F."""

from __future__ import annotations

import numpy as np

from indexer.engines.whoosh.arrays.files import Array
from indexer.engines.whoosh.searching.found import Found, distinct, joined, nothing, unscored
from indexer.engines.whoosh.searching.segments import View


def of_term(view: View, field: str, term: str, weight: float, scored: bool) -> Found:
    """Give the documents of a term; their scores are BM25F times the weight."""
    number = view.segment[field].terms.find(term.encode())
    if number is None:
        return nothing(scored)
    if not scored:
        ids = view.segment[field].ids[view.segment[field].postings(number)]
        return Found(ids if view.whole else ids[view.alive[ids]], None)
    ids, scores = _scored(view, field, term, number)
    if weight != 1:
        scores *= weight
    return Found(ids, scores)


def add_scores(view: View, field: str, term: str, weight: float, ids: Array, scores: Array) -> None:
    """Add a term's BM25F times the weight to the scores of some documents, ascending, where they have it."""
    held = view.segment[field]
    number = held.terms.find(term.encode())
    if number is None:
        return
    where = held.postings(number)
    kept, rows = joined(ids, held.ids[where], view.segment.documents)
    if len(rows):
        scores[kept] += _bm25f(view, field, term, ids[kept], held.counts(where)[rows]) * weight


def add_scores_of_all(view: View, field: str, term: str, weight: float, ids: Array, scores: Array) -> None:
    """Do the same for documents that all have the term: where each stands need not be made sure of."""
    held = view.segment[field]
    number = held.terms.find(term.encode())
    if number is None:
        raise ValueError(f"no document has “{term}” in {field}")
    where = held.postings(number)
    postings = held.ids[where]
    rows = postings.searchsorted(ids.astype(postings.dtype, copy=False))
    scores += _bm25f(view, field, term, ids, held.counts(where)[rows]) * weight


def of_prefix(view: View, field: str, prefix: str, weight: float, scored: bool) -> Found:
    """Give the documents of all terms that begin so; each scores the weight, once."""
    held = view.segment[field]
    numbers = held.terms.starting_with(prefix.encode())
    ids = held.ids[int(held.offsets[numbers.start]) : int(held.offsets[numbers.stop])]  # terms lie in a row
    return _once(view, ids, weight, scored)


def of_fuzzy(view: View, field: str, word: str, weight: float, scored: bool) -> Found:
    """Give the documents of a word and of all terms one slip from it; each scores the weight, once."""
    held = view.segment[field]
    lists = [held.ids[held.postings(number)] for number in held.terms.one_slip_from(word)]
    return _once(view, np.concatenate([*lists, held.ids[:0]]), weight, scored)


def _once(view: View, ids: Array, weight: float, scored: bool) -> Found:
    once = distinct(ids, view.segment.documents)
    once = once[view.alive[once]]
    return Found(once, np.full(len(once), weight)) if scored else unscored(once, scored)


def _scored(view: View, field: str, term: str, number: int) -> tuple[Array, Array]:
    held = view.segment[field]
    where = held.postings(number)
    ids, counts = held.ids[where].astype(np.intp), held.counts(where)
    if not view.whole:
        keep = view.alive[ids].nonzero()[0]
        ids, counts = ids[keep], counts[keep]
    return ids, _bm25f(view, field, term, ids, counts)


def _bm25f(view: View, field: str, term: str, ids: Array, counts: Array) -> Array:
    collection, norms = view.collection, view.segment[field]["norms"]
    return collection.bm25f(field, collection.idf(field, term), counts, norms.take(ids))
