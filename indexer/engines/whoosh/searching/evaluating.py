"""Which documents of a segment a tree finds, and the sums of their words' BM25F."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial

import numpy as np

from indexer.analysis import exact_words
from indexer.engines.whoosh.arrays.files import Array
from indexer.engines.whoosh.searching import together
from indexer.engines.whoosh.searching.found import (
    Found,
    distinct,
    either,
    in_all,
    joined,
    nothing,
    unscored,
    without,
)
from indexer.engines.whoosh.searching.segments import View
from indexer.engines.whoosh.searching.words import add_scores, add_scores_of_all, of_fuzzy, of_prefix, of_term
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

_CHOICES = (Field, Since, Until, Everything, Nothing)
"""They leave the score as it is."""


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
            return in_field("title", part, view, scored, None)
        case _:
            return unscored(_chosen(tree, view), scored)


def between(view: View, since: date | None, until: date | None) -> Array:
    """Give a mask of the documents dated in a range, both ends included."""
    first, last = (since or date.min).toordinal(), (until or date.max).toordinal()
    mask: Array = (view.segment.days >= first) & (view.segment.days <= last) & view.alive
    return mask


def _all(parts: Sequence[Tree], view: View, scored: bool) -> Found:
    """Give what all parts find: documents first, by the cheapest parts; only what is left is scored."""
    sought = [part for part in parts if not isinstance(part, Not)]
    ids = _in_all(sought, view)
    for part in parts:
        if isinstance(part, Not) and len(ids):
            excluded = base(part.part, view, scored=False).ids
            ids = without(Found(ids, None), excluded, view.segment.documents).ids
    return Found(ids, scores_of(sought, ids, view) if scored else None)


def _in_all(parts: Sequence[Tree], view: View) -> Array:
    """Give the documents that all parts find: of single words, then of parts that cost more to look for."""
    documents = view.segment.documents
    terms = [(part, single(part)) for part in parts]
    words = [[view.segment.ids(*field) for field in _fields(term)] for _, term in terms if term]
    ids = in_all(words, documents) if words else None
    if ids is not None and not view.whole:
        ids = ids[view.alive[ids]]
    for part in (part for part, term in terms if not term):
        found = base(part, view, scored=False, among=ids).ids
        ids = found if ids is None else in_all([[ids], [found]], documents)
    return view.every if ids is None else ids


def _fields(term: tuple[str, str]) -> Iterable[tuple[str, str]]:
    form, text = term
    return [(f"{field}_{form}", text) for field in FIELD_WEIGHTS]


def single(term: Tree) -> tuple[str, str] | None:
    """Give the form, stem or exact, and the text of the one term of the index that is sought; else None."""
    if not isinstance(term, Word | Phrase):
        return None
    stem, words = needs(term)
    if stem is not None:
        return "stem", stem
    return ("exact", words[0]) if len(words) == 1 else None


def _lists(part: Tree, view: View, scored: bool) -> Iterable[Found]:
    """Give lists that are together what a part finds: a term's by field, so that all are added up at once."""
    if not isinstance(part, Word | Phrase | Prefix | Fuzzy):
        return (base(part, view, scored),)
    lists = ((field, partial(in_field, field, part, view, scored, None)) for field in FIELD_WEIGHTS)
    return (_remembered(field, part, view, scored, made) for field, made in lists)


def _anywhere(term: Word | Phrase | Prefix | Fuzzy, view: View, scored: bool, among: Array | None) -> Found:
    def made() -> Found:
        lists = [in_field(field, term, view, scored, among) for field in FIELD_WEIGHTS]
        return either(lists, view.segment.documents, scored)

    return _remembered("anywhere", term, view, scored, made)


def _remembered(where: str, term: Tree, view: View, scored: bool, made: Callable[[], Found]) -> Found:
    """Give a single word's documents as they were made lately: the next page asks for them again."""
    if not (scored and (one := single(term))):
        return made()
    ids, scores = view.collection.recent.get((view.base, where, one), lambda: _pair(made()))
    return Found(ids, scores)


def _pair(found: Found) -> tuple[Array, Array]:
    return found.ids, held(found)


def in_field(
    field: str, term: Word | Phrase | Prefix | Fuzzy, view: View, scored: bool, among: Array | None
) -> Found:
    """Give the documents where a field has a term, with its BM25F times the field's weight."""
    weight = FIELD_WEIGHTS[field]
    if isinstance(term, Prefix):
        return of_prefix(view, f"{field}_exact", exact_words(term.text)[0], weight, scored)
    if isinstance(term, Fuzzy):
        return of_fuzzy(view, f"{field}_exact", exact_words(term.text)[0], weight, scored)
    if one := single(term):
        return of_term(view, f"{field}_{one[0]}", one[1], weight, scored)
    words = needs(term)[1]
    places, _ = together.phrase(view, f"{field}_exact", words, among)
    if not len(places):
        return nothing(scored)
    ids = together.documents(places)
    if not scored:
        return Found(ids, None)
    scores = np.zeros(len(ids))
    for word in words:  # a phrase scores as its words do, as in Whoosh
        add_scores_of_all(view, f"{field}_exact", word, weight, ids, scores)
    return Found(ids, scores)


def _near(near: Near, view: View, scored: bool, among: Array | None) -> Found:
    lists = []
    for field in FIELD_WEIGHTS:
        left, right = (spans(field, term, view, among) for term in (near.left, near.right))
        lists.append(together.near(left, right, near.within))
    ids = distinct(np.concatenate(lists), view.segment.documents)
    return Found(ids, scores_of((near.left, near.right), ids, view) if scored else None)


def scored(tree: Tree, found: Found, view: View) -> Found:
    """Give documents that a tree finds with the sums of its words' BM25F, if they are without."""
    return found if found.scores is not None else Found(found.ids, scores_of(scoring(tree), found.ids, view))


def scores_of(parts: Iterable[Tree], ids: Array, view: View) -> Array:
    """Give the sums of the parts' scores in some documents, ascending; a choice adds nothing."""
    scores = np.zeros(len(ids))
    for part in parts:
        if one := single(part):
            for (field, term), weight in zip(_fields(one), FIELD_WEIGHTS.values(), strict=True):
                add_scores(view, field, term, weight, ids, scores)
        elif isinstance(part, AnyOf):
            scores += scores_of(part.parts, ids, view)
        elif not isinstance(part, (Not, *_CHOICES)):
            found = base(part, view, scored=True, among=ids)
            kept, rows = joined(ids, found.ids, view.segment.documents)
            scores[kept] += held(found)[rows]
    return scores


def scoring(tree: Tree) -> list[Tree]:
    """Give the parts whose scores are added up for what a tree finds: not what is excluded, nor choices."""
    parts = tree.parts if isinstance(tree, All) else (tree,)
    return [part for part in parts if not isinstance(part, (Not, *_CHOICES))]


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
    kinds = view.segment.columns["kind"].labels
    table = np.array([factor(kind, procedural, asked) for kind in kinds for procedural in (False, True)])
    # By way of a byte for each document: a table of their factors would not stay at the processor's hand.
    found: Array = table[view.segment.sorts[ids]]
    return found


def held(found: Found) -> Array:
    """Give the scores, which were asked for."""
    if found.scores is None:
        raise ValueError("scores were not asked for")
    return found.scores
