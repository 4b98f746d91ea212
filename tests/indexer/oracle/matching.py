"""The documents that a tree finds, with their scores: `base` is BM25F alone, `found_by` adds our own lifts.

Whoosh is asked for single words and phrases only; All, AnyOf and Not are carried out here, on dictionaries.
That is exact where Whoosh's own compounds are not (Not inside Or raises, Require runs AndNot, And with Not
adds 1.0, open-ended ranges match everything), and it is faster: a union of many words as a tree of Whoosh's
matchers passes every posting through every level.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from whoosh.query import Phrase as WhooshPhrase
from whoosh.query import Query
from whoosh.query import Term as WhooshTerm

from indexer.analysis import exact_words
from indexer.language import (
    All,
    AnyOf,
    Everything,
    Field,
    Fuzzy,
    InTitle,
    Near,
    Not,
    Phrase,
    Prefix,
    Since,
    Tree,
    Until,
    Word,
    needs,
)
from indexer.language.evaluate import apart
from indexer.ranking import FIELD_WEIGHTS, NEARBY, SIDE_BY_SIDE, WITHIN, asks_for_procedure, factor, pairs
from indexer.spelling import slips
from tests.indexer.oracle.columns import Docs, stored
from tests.indexer.oracle.stock import Stock

Scores = dict[int, float]
Places = Mapping[int, list[tuple[int, int]]]
"""Of each document the positions of a term's first and last word, wherever it stands."""


def found_by(tree: Tree, stock: Stock, scored: bool) -> Scores:
    """Give every document a tree finds, with its score by `indexer.ranking`, or 0 where none is asked."""
    scores = base(tree, stock, scored)
    if not scored or not any(scores.values()):
        return scores
    for bonus, weight in _bonuses(tree):
        for number, score in base(bonus, stock, scored=True).items():
            if number in scores:
                scores[number] += weight * score
    return _weighed(scores, asks_for_procedure(tree), stock)


def _bonuses(tree: Tree) -> Iterator[tuple[Phrase | Near, float]]:
    for one, other in pairs(tree):
        yield Phrase(f"{one.text} {other.text}"), SIDE_BY_SIDE
        yield Near(one, other, WITHIN), NEARBY


def base(tree: Tree, stock: Stock, scored: bool) -> Scores:
    """Give every document a tree finds, with the sum of its words' BM25F scores, or 0 where none is asked.

    A choice such as `board:` adds nothing to a score: it is not evidence. The beginning of a word, or a slip
    from one, is little: a field's weight, once. Near scores as its two terms do.
    """
    match tree:
        case All(parts):
            return _all(parts, stock, scored)
        case AnyOf(parts):
            return _summed(base(part, stock, scored) for part in parts)
        case Not(part):
            left_out = base(part, stock, scored=False)
            return dict.fromkeys(stock.columns.alive - left_out.keys(), 0.0)
        case Word() | Phrase() | Prefix() | Fuzzy():
            return _summed(_in_field(field, tree, stock, scored) for field in FIELD_WEIGHTS)
        case Near():
            return _near(tree, stock, scored)
        case InTitle(part):
            return _in_field("title", part, stock, scored)
        case _:
            return dict.fromkeys(_chosen(tree, stock), 0.0)


def _all(parts: Iterable[Tree], stock: Stock, scored: bool) -> Scores:
    # What is excluded comes last, so that "-x" takes from what was found and not from the whole index.
    ordered = sorted(parts, key=lambda part: isinstance(part, Not))
    found = base(ordered[0], stock, scored)
    for part in ordered[1:]:
        if not found:
            return found
        if isinstance(part, Not):
            left_out = base(part.part, stock, scored=False)
            found = {number: score for number, score in found.items() if number not in left_out}
        else:
            other = base(part, stock, scored)
            found = {number: found[number] + other[number] for number in found.keys() & other.keys()}
    return found


def _summed(found: Iterable[Scores]) -> Scores:
    total: Scores = {}
    for scores in found:
        if not total:
            total = scores
            continue
        for number, score in scores.items():
            total[number] = total.get(number, 0.0) + score
    return total


def _in_field(field: str, term: Word | Phrase | Prefix | Fuzzy, stock: Stock, scored: bool) -> Scores:
    if isinstance(term, Prefix | Fuzzy):
        return dict.fromkeys(_of_terms(f"{field}_exact", term, stock), FIELD_WEIGHTS[field] * scored)
    query = _query(field, term)
    scores: Scores = {}
    for leaf, offset in stock.searcher.leaf_searchers():
        if scored:
            scores.update(_walked(query.matcher(leaf, leaf.context(needs_current=True)), offset))
        else:
            numbers = query.matcher(leaf, leaf.boolean_context()).all_ids()
            scores.update(dict.fromkeys((number + offset for number in numbers), 0.0))
    return scores


def _query(field: str, term: Word | Phrase) -> Query:
    weight = FIELD_WEIGHTS[field]
    stem, words = needs(term)
    if stem is not None:
        return WhooshTerm(f"{field}_stem", stem, boost=weight)
    if len(words) == 1:
        return WhooshTerm(f"{field}_exact", words[0], boost=weight)
    return WhooshPhrase(f"{field}_exact", list(words), boost=weight)


def _walked(matcher: Any, offset: int) -> Iterator[tuple[int, float]]:
    while matcher.is_active():
        yield matcher.id() + offset, matcher.score()
        matcher.next()


def _of_terms(field: str, sought: Prefix | Fuzzy, stock: Stock) -> Iterator[int]:
    word = exact_words(sought.text)[0]
    for leaf, offset in stock.searcher.leaf_searchers():
        reader = leaf.reader()
        if isinstance(sought, Prefix):
            terms = reader.expand_prefix(field, word)
        else:
            terms = (term for term in map(bytes.decode, reader.lexicon(field)) if slips(word, term, 1) <= 1)
        for term in terms:
            yield from (number + offset for number in reader.postings(field, term).all_ids())


def _near(near: Near, stock: Stock, scored: bool) -> Scores:
    found: set[int] = set()
    for field in FIELD_WEIGHTS:
        rights = _places(field, near.right, stock)
        for number, lefts in _places(field, near.left, stock).items():
            pairs = ((left, right) for left in lefts for right in rights.get(number, ()))
            if any(0 < apart(left, right) <= near.within for left, right in pairs):
                found.add(number)
    if not scored:
        return dict.fromkeys(found, 0.0)
    scores = _summed(base(term, stock, scored=True) for term in (near.left, near.right))
    return {number: scores[number] for number in found}


def _places(field: str, term: Word | Phrase, stock: Stock) -> Places:
    stem, words = needs(term)
    if stem is not None:
        return _positions(f"{field}_stem", stem, stock)
    each = [_positions(f"{field}_exact", word, stock) for word in words]
    return {
        number: [
            (first, first + len(words) - 1)
            for first, _ in found
            if all((first + step, first + step) in others.get(number, ()) for step, others in enumerate(each))
        ]
        for number, found in each[0].items()
    }


def _positions(field: str, word: str, stock: Stock) -> Places:
    found: dict[int, list[tuple[int, int]]] = {}
    for leaf, offset in stock.searcher.leaf_searchers():
        if (field, word) in leaf.reader():
            matcher = leaf.reader().postings(field, word)
            while matcher.is_active():
                places = [(place, place) for place in matcher.value_as("positions")]
                found[matcher.id() + offset] = places
                matcher.next()
    return found


def _weighed(scores: Scores, asked: bool, stock: Stock) -> Scores:
    kinds = {number: kind for kind, docs in stock.columns.values["kind"].items() for number in docs}
    return {
        number: score * factor(kinds[number], _is_procedural(stock, number), asked)
        for number, score in scores.items()
        if number in kinds
    }


def _is_procedural(stock: Stock, number: int) -> bool:
    return stored(stock.searcher, number).procedural


def _chosen(tree: Tree, stock: Stock) -> Docs:
    columns = stock.columns
    match tree:
        case Field("kind", value):
            return columns.values["kind"].get(value, frozenset())
        case Field("number", value):
            return frozenset(number for number in columns.alive if _numbered(stock, number, value))
        case Field(name, value):
            named = columns.values[name]
            return frozenset().union(*(docs for label, docs in named.items() if _says(label, value)))
        case Since(day):
            return columns.between(day, None)
        case Until(day):
            return columns.between(None, day)
        case Everything():
            return columns.alive
        case _:
            return frozenset()


def _numbered(stock: Stock, number: int, typed: str) -> bool:
    return exact_words(stored(stock.searcher, number).number) == exact_words(typed)


def _says(label: str, typed: str) -> bool:
    """Say whether a board's or topic's name has the typed words side by side."""
    words, sought = exact_words(label), exact_words(typed)
    return any(words[start : start + len(sought)] == sought for start in range(len(words)))
