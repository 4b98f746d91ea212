"""Which documents of a segment a tree finds, and the sums of their words' BM25F."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np

from indexer.analysis import exact_words
from indexer.engines.whoosh.arrays.files import Array
from indexer.engines.whoosh.searching import together
from indexer.engines.whoosh.searching.found import (
    Found,
    both,
    distinct,
    either,
    nothing,
    places_in,
    unscored,
    without,
)
from indexer.engines.whoosh.searching.segments import View
from indexer.engines.whoosh.searching.words import of_fuzzy, of_prefix, of_term, scores_in
from indexer.language import (
    All,
    AnyOf,
    Everything,
    Field,
    Fuzzy,
    InTitle,
    Near,
    Not,
    Nothing,
    Phrase,
    Prefix,
    Since,
    Tree,
    Until,
    Word,
    needs,
)
from indexer.ranking import FIELD_WEIGHTS, factor


def base(tree: Tree, view: View, scored: bool, among: Array | None = None) -> Found:
    """Give every document a tree finds, with the sum of its words' BM25F; a choice adds nothing.

    `among` spares the work of looking for words that stand together in other documents than these.
    """
    documents = view.segment.documents
    match tree:
        case All(parts):
            return _all(parts, view, scored)
        case AnyOf(parts):
            return either([each for part in parts for each in _lists(part, view, scored)], documents, scored)
        case Not(part):
            return without(unscored(view.every, scored), base(part, view, scored=False).ids, documents)
        case Word() | Phrase() | Prefix() | Fuzzy():
            return _anywhere(tree, view, scored, among)
        case Near():
            return _near(tree, view, scored, among)
        case InTitle(part):
            return _in_field("title", part, view, scored, None)
        case _:
            return unscored(_chosen(tree, view), scored)


def between(view: View, since: date | None, until: date | None) -> Array:
    """Give a mask of the documents dated in a range, both ends included."""
    first, last = (since or date.min).toordinal(), (until or date.max).toordinal()
    mask: Array = (view.segment.days >= first) & (view.segment.days <= last) & view.alive
    return mask


def _all(parts: Iterable[Tree], view: View, scored: bool) -> Found:
    # What is excluded comes last, so that "-x" takes from what was found and not from the whole index.
    first, *rest = sorted(parts, key=lambda part: isinstance(part, Not))
    found = base(first, view, scored)
    for part in rest:
        if not len(found.ids):
            return found
        if isinstance(part, Not):
            found = without(found, base(part.part, view, scored=False).ids, view.segment.documents)
        else:
            found = both(found, base(part, view, scored), view.segment.documents)
    return found


def _lists(part: Tree, view: View, scored: bool) -> Iterable[Found]:
    """Give lists that are together what a part finds: a term's by field, so that all are added up at once."""
    if isinstance(part, Word | Phrase | Prefix | Fuzzy):
        return (_in_field(field, part, view, scored, None) for field in FIELD_WEIGHTS)
    return (base(part, view, scored),)


def _anywhere(term: Word | Phrase | Prefix | Fuzzy, view: View, scored: bool, among: Array | None) -> Found:
    def made() -> Found:
        lists = [_in_field(field, term, view, scored, among) for field in FIELD_WEIGHTS]
        return either(lists, view.segment.documents, scored)

    if not (scored and isinstance(term, Word) and needs(term)[0]):
        return made()
    # A word is asked for again by the bonuses of its own query, and by the next page.
    ids, scores = view.collection.recent.get((view.base, "anywhere", needs(term)), lambda: _pair(made()))
    return Found(ids, scores)


def _pair(found: Found) -> tuple[Array, Array]:
    return found.ids, held(found)


def _in_field(
    field: str, term: Word | Phrase | Prefix | Fuzzy, view: View, scored: bool, among: Array | None
) -> Found:
    weight = FIELD_WEIGHTS[field]
    if isinstance(term, Prefix):
        return of_prefix(view, f"{field}_exact", exact_words(term.text)[0], weight, scored)
    if isinstance(term, Fuzzy):
        return of_fuzzy(view, f"{field}_exact", exact_words(term.text)[0], weight, scored)
    stem, words = needs(term)
    if stem is not None:
        return of_term(view, f"{field}_stem", stem, weight, scored)
    if len(words) == 1:
        return of_term(view, f"{field}_exact", words[0], weight, scored)
    places, _ = together.phrase(view, f"{field}_exact", words, among)
    ids = together.documents(places)
    if not scored:
        return Found(ids, None)
    # A phrase scores as its words do, as in Whoosh.
    scores = [scores_in(view, f"{field}_exact", word, weight, ids) for word in words]
    return Found(ids, np.sum(scores, axis=0))


def _near(near: Near, view: View, scored: bool, among: Array | None) -> Found:
    lists = []
    for field in FIELD_WEIGHTS:
        left, right = (spans(field, term, view, among) for term in (near.left, near.right))
        lists.append(together.near(left, right, near.within))
    ids = distinct(np.concatenate(lists), view.segment.documents)
    return Found(ids, scores_of((near.left, near.right), ids, view) if scored else None)


def scores_of(terms: Iterable[Word | Phrase], ids: Array, view: View) -> Array:
    """Give the sums of the terms' scores in some documents, ascending."""
    scores = np.zeros(len(ids))
    for term in terms:
        found = base(term, view, scored=True, among=ids)
        places = places_in(found.ids, ids)
        scores[places >= 0] += held(found)[places[places >= 0]]
    return scores


def spans(field: str, term: Word | Phrase, view: View, among: Array | None) -> together.Spans:
    """Give where a term stands in a field, in the documents of `among` if it is given."""
    stem, words = needs(term)
    if stem is not None:
        return together.word(view, f"{field}_stem", stem, among)
    return together.phrase(view, f"{field}_exact", words, among)


def _chosen(tree: Tree, view: View) -> Array:
    match tree:
        case Field("kind", value):
            return _of_labels("kind", [value], view)
        case Field("number", value):
            return _alive(view.segment.ids("number", " ".join(exact_words(value))), view)
        case Field(name, value):
            labels = view.segment.columns[name].labels
            return _of_labels(name, [label for label in labels if _says(label, value)], view)
        case Since(day):
            return between(view, day, None).nonzero()[0]
        case Until(day):
            return between(view, None, day).nonzero()[0]
        case Everything():
            return view.every
        case Nothing():
            return nothing(scored=False).ids
        case _:
            raise TypeError(f"{tree} is not a tree")


def _of_labels(name: str, labels: list[str], view: View) -> Array:
    lists = [view.segment.ids(name, label) for label in labels]
    return _alive(distinct(np.concatenate([*lists, np.empty(0, np.int32)]), view.segment.documents), view)


def _alive(ids: Array, view: View) -> Array:
    return ids[view.alive[ids]]


def _says(label: str, typed: str) -> bool:
    """Say whether a board's or topic's name has the typed words side by side."""
    words, sought = exact_words(label), exact_words(typed)
    return any(words[start : start + len(sought)] == sought for start in range(len(words)))


def factors(view: View, ids: Array, asked: bool) -> Array:
    """Give what documents' scores are multiplied by; `asked` says that procedural ones are asked for."""
    (factors,) = view.collection.recent.get(
        ("factors", view.base, asked), lambda: (_every_factor(view, asked),)
    )
    found: Array = factors[ids]
    return found


def _every_factor(view: View, asked: bool) -> Array:
    kinds = view.segment.columns["kind"]
    plain, procedural = (
        np.array([factor(kind, is_procedural, asked) for kind in kinds.labels])
        for is_procedural in (False, True)
    )
    return np.where(view.segment.procedural, procedural[kinds.values], plain[kinds.values])


def held(found: Found) -> Array:
    """Give the scores, which were asked for."""
    if found.scores is None:
        raise ValueError("scores were not asked for")
    return found.scores
