"""A tree as a query of the server's (pure).

Words are looked for as `term` in fields that were split by this project's own analysis, so the server takes
no typed text apart, and nothing that is typed can be an error. Scores are the server's BM25, added up over
fields and words as `indexer.ranking` says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, TypeAlias

from archive.errors import QueryError
from indexer.analysis import exact_words
from indexer.engines.opensearch.mapping import term
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
from indexer.model import Sort
from indexer.ranking import (
    FIELD_WEIGHTS,
    KIND_WEIGHTS,
    NEARBY,
    SIDE_BY_SIDE,
    SUNK,
    WITHIN,
    asks_for_procedure,
    pairs,
)

Clause: TypeAlias = dict[str, Any]

DOCUMENTS: Clause = {"exists": {"field": "kind"}}
"""Every document, and not the entry of the cursor."""

MOST_CLAUSES = 1_000  # a server takes 1,024 leaves of a query unless it is told otherwise

_CHOICES = (Field, Since, Until, Everything, Nothing)
"""They leave the score as it is."""


def compiled(tree: Tree, order: Sort, since: date | None = None, until: date | None = None) -> Clause:
    """Give the query for a tree between two days; scored if the order is by relevance.

    Raises QueryError for a query of so many words side by side that no server takes it.
    """
    limits = [DOCUMENTS, *([_between(since, until)] if since or until else [])]
    if order == "relevance":
        query = _weighed({"bool": {"must": [clause(tree)], "filter": limits, "should": _lifts(tree)}}, tree)
    else:
        query = {"bool": {"filter": [clause(tree), *limits]}}
    if sum(1 for _ in _leaves(query)) > MOST_CLAUSES:
        raise QueryError("The query has too many words side by side or near each other: leave some out.")
    return query


def clause(tree: Tree) -> Clause:
    """Give what a tree finds, scored by its words; a choice adds nothing."""
    match tree:
        case All(parts):
            return _all(parts)
        case AnyOf(parts):
            return _any(map(clause, parts))
        case Not(part):
            return {"bool": {"must_not": [clause(part)]}}
        case Word() | Phrase() | Prefix() | Fuzzy():
            return _any(in_field(field, tree) for field in FIELD_WEIGHTS)
        case Near():
            return _any(_near(field, tree, boost) for field, boost in FIELD_WEIGHTS.items())
        case InTitle(part):
            return in_field("title", part)
        case _:
            return {"bool": {"filter": [_chosen(tree)]}}


def in_field(field: str, part: Word | Phrase | Prefix | Fuzzy, times: float = 1.0) -> Clause:
    """Give the documents where a field has a term, scored by the field's weight, so many times."""
    boost = FIELD_WEIGHTS[field] * times
    exact = f"{field}_exact"
    if isinstance(part, Prefix):
        return {"prefix": {exact: {"value": _only_word(part), "boost": boost}}}
    if isinstance(part, Fuzzy):
        slip = {"fuzziness": 1, "prefix_length": 0, "transpositions": True, "rewrite": "constant_score"}
        return {"fuzzy": {exact: {"value": _only_word(part), "boost": boost, **slip}}}
    stem, words = needs(part)
    if stem is not None:
        return {"term": {f"{field}_stem": {"value": term(stem), "boost": boost}}}
    if len(words) == 1:
        return {"term": {exact: {"value": term(words[0]), "boost": boost}}}
    return {"match_phrase": {exact: {"query": " ".join(map(term, words)), "boost": boost}}}


def _all(parts: Sequence[Tree]) -> Clause:
    """Give what all parts find: those that are sought score, choices and what is excluded do not."""
    sought = [part for part in parts if not isinstance(part, (Not, *_CHOICES))]
    return {
        "bool": {
            "must": [clause(part) for part in sought],
            "filter": [_chosen(part) for part in parts if isinstance(part, _CHOICES)],
            "must_not": [clause(part.part) for part in parts if isinstance(part, Not)],
        }
    }


def _any(clauses: Iterable[Clause]) -> Clause:
    """Give what any of them finds, their scores added."""
    return {"bool": {"should": list(clauses), "minimum_should_match": 1}}


def _near(field: str, near: Near, boost: float) -> Clause:
    """Give where two terms are so near each other in a field.

    Either may be first, and they must not overlap: a span query in no order finds a word near itself. So
    both orders are asked for, where one term could be part of the other.
    """
    left, right = (_span(field, each) for each in (near.left, near.right))
    if _may_overlap(near.left, near.right):
        orders = [_in_order([left, right], near.within - 1), _in_order([right, left], near.within - 1)]
        return {"span_or": {"clauses": orders[: 1 if left == right else 2], "boost": boost}}
    return {
        "span_near": {"clauses": [left, right], "slop": near.within - 1, "in_order": False, "boost": boost}
    }


def _span(field: str, part: Word | Phrase) -> Clause:
    """Give where a term stands, as if all were one field: the server compares no others; places are alike."""
    stem, words = needs(part)
    if stem is not None:
        span: Clause = {"span_term": {f"{field}_stem": term(stem)}}
        return {"field_masking_span": {"query": span, "field": f"{field}_exact"}}
    spans = [{"span_term": {f"{field}_exact": term(word)}} for word in words]
    return spans[0] if len(spans) == 1 else _in_order(spans, 0)


def _in_order(spans: list[Clause], slop: int) -> Clause:
    return {"span_near": {"clauses": spans, "slop": slop, "in_order": True}}


def _may_overlap(left: Word | Phrase, right: Word | Phrase) -> bool:
    """Say whether a word of the text could belong to both: two stems that differ share none."""
    (stem, _), (other, _) = needs(left), needs(right)
    return stem is None or other is None or stem == other


def _only_word(part: Prefix | Fuzzy) -> str:
    return term(exact_words(part.text)[0])


def _chosen(tree: Tree) -> Clause:
    match tree:
        case Field("kind", value):
            return {"term": {"kind": value}}
        case Field("number", value):
            return {"term": {"number": " ".join(exact_words(value))}}
        case Field(name, value):
            return {"match_phrase": {f"{name}_exact": " ".join(map(term, exact_words(value)))}}
        case Since(day):
            return _between(day, None)
        case Until(day):
            return _between(None, day)
        case Everything():
            return {"match_all": {}}
        case Nothing():
            return {"match_none": {}}
        case _:
            raise TypeError(f"{tree} is not a choice")


def _between(since: date | None, until: date | None) -> Clause:
    limits = {"gte": since.isoformat() if since else None, "lte": until.isoformat() if until else None}
    return {"range": {"day": {name: day for name, day in limits.items() if day}}}


def _lifts(tree: Tree) -> list[Clause]:
    """Give what words that are typed one after the other add, where they stand together in a document."""
    return [lift for pair in pairs(tree) for lift in _lift(*pair)]


def _lift(one: Word, other: Word) -> Iterator[Clause]:
    near = Near(one, other, WITHIN)
    words = [in_field(field, word, NEARBY) for word in (one, other) for field in FIELD_WEIGHTS]
    yield {"bool": {"filter": [clause(near)], "must": [_any(words)]}}
    together = Phrase(f"{one.text} {other.text}")
    yield _any(in_field(field, together, SIDE_BY_SIDE) for field in FIELD_WEIGHTS)


def _weighed(query: Clause, tree: Tree) -> Clause:
    """Multiply scores by what a document is: of a kind that weighs more or less, or procedural unasked."""
    weights = [
        {"filter": {"term": {"kind": kind}}, "weight": weight}
        for kind, weight in KIND_WEIGHTS.items()
        if weight != 1
    ]
    if not asks_for_procedure(tree):
        weights.append({"filter": {"term": {"procedural": True}}, "weight": SUNK})
    modes = {"score_mode": "multiply", "boost_mode": "multiply"}
    return {"function_score": {"query": query, "functions": weights, **modes}} if weights else query


def _leaves(query: Any) -> Iterator[object]:
    """Yield what a server counts of a query: its leaves."""
    if isinstance(query, list):
        for each in query:
            yield from _leaves(each)
    elif isinstance(query, dict):
        inner = [value for value in query.values() if isinstance(value, (dict, list))]
        if not inner:
            yield query
        for each in inner:
            yield from _leaves(each)
