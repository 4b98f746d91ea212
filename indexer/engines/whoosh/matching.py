"""The documents that a tree finds, with their scores.

Whoosh is asked for single words and phrases only; All, AnyOf and Not are carried out here, on dictionaries.
That is exact where Whoosh's own compounds are not (Not inside Or raises, Require runs AndNot, And with Not
adds 1.0, open-ended ranges match everything), and it is faster: a union of many words as a tree of Whoosh's
matchers passes every posting through every level.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from whoosh.query import Phrase as WhooshPhrase
from whoosh.query import Query
from whoosh.query import Term as WhooshTerm

from indexer.analysis import exact_words
from indexer.engines.whoosh.columns import Columns, Docs
from indexer.engines.whoosh.snapshots import Snapshot
from indexer.language import (
    All,
    AnyOf,
    Everything,
    Field,
    InTitle,
    Not,
    Phrase,
    Since,
    Tree,
    Until,
    Word,
    needs,
)

# How much a word says: more in the title, and little in an attached file, which may have a hundred pages.
_WEIGHTS = {"title": 2.5, "text": 1.0, "attached": 0.3}

Scores = dict[int, float]


def found_by(tree: Tree, snapshot: Snapshot, scored: bool) -> Scores:
    """Give every document a tree finds, with the sum of its words' BM25F scores, or 0 where none is asked.

    A choice such as `board:` adds nothing to a score: it is not evidence.
    """
    match tree:
        case All(parts):
            return _all(parts, snapshot, scored)
        case AnyOf(parts):
            return _summed(found_by(part, snapshot, scored) for part in parts)
        case Not(part):
            left_out = found_by(part, snapshot, scored=False)
            return dict.fromkeys(snapshot.columns.alive - left_out.keys(), 0.0)
        case Word() | Phrase():
            return _summed(_in_field(field, tree, snapshot, scored) for field in _WEIGHTS)
        case InTitle(part):
            return _in_field("title", part, snapshot, scored)
        case _:
            return dict.fromkeys(_chosen(tree, snapshot.columns), 0.0)


def _all(parts: Iterable[Tree], snapshot: Snapshot, scored: bool) -> Scores:
    # What is excluded comes last, so that "-x" takes from what was found and not from the whole index.
    ordered = sorted(parts, key=lambda part: isinstance(part, Not))
    found = found_by(ordered[0], snapshot, scored)
    for part in ordered[1:]:
        if not found:
            return found
        if isinstance(part, Not):
            left_out = found_by(part.part, snapshot, scored=False)
            found = {number: score for number, score in found.items() if number not in left_out}
        else:
            other = found_by(part, snapshot, scored)
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


def _in_field(field: str, term: Word | Phrase, snapshot: Snapshot, scored: bool) -> Scores:
    query = _query(field, term)
    scores: Scores = {}
    for leaf, offset in snapshot.searcher.leaf_searchers():
        if scored:
            scores.update(_walked(query.matcher(leaf, leaf.context(needs_current=True)), offset))
        else:
            numbers = query.matcher(leaf, leaf.boolean_context()).all_ids()
            scores.update(dict.fromkeys((number + offset for number in numbers), 0.0))
    return scores


def _query(field: str, term: Word | Phrase) -> Query:
    weight = _WEIGHTS[field]
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


def _chosen(tree: Tree, columns: Columns) -> Docs:
    match tree:
        case Field("kind", value):
            return columns.values["kind"].get(value, frozenset())
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


def _says(label: str, typed: str) -> bool:
    """Say whether a board's or topic's name has the typed words side by side."""
    words, sought = exact_words(label), exact_words(typed)
    return any(words[start : start + len(sought)] == sought for start in range(len(words)))
