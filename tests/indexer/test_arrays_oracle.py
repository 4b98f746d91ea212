"""The searcher on arrays against stock Whoosh on the same files: same matches, scores, order and counts."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query as stock

from indexer.engines.whoosh.arrays.files import Array
from indexer.engines.whoosh.builds import Builds
from indexer.engines.whoosh.schema import document
from indexer.engines.whoosh.search import search
from indexer.engines.whoosh.searching import evaluating, together
from indexer.engines.whoosh.searching.found import Found, either, in_all
from indexer.engines.whoosh.searching.lifting import best
from indexer.engines.whoosh.searching.marking import marks
from indexer.engines.whoosh.searching.segments import View
from indexer.engines.whoosh.searching.words import add_scores, of_term
from indexer.engines.whoosh.snapshots import Snapshot, Snapshots
from indexer.engines.whoosh.writing import replace
from indexer.facets import selection
from indexer.language import All, Near, Prefix, Tree, Word, parse, wanted
from indexer.model import Document, Query
from indexer.snippets import Sought, snippet
from tests.campaign import examples
from tests.indexer.oracle import matching
from tests.indexer.oracle.stock import Stock
from tests.indexer.test_oracle import made_documents, queries, trees, words

batches = st.lists(
    st.lists(made_documents(), min_size=1, max_size=8, unique_by=lambda each: each.id), min_size=1, max_size=5
)
more_trees: st.SearchStrategy[Tree] = st.one_of(
    trees,
    trees,
    words.map(lambda word: Prefix(word[:2])),
    st.builds(Near, words.map(Word), words.map(Word), st.integers(min_value=1, max_value=6)),
)
several_words: st.SearchStrategy[Tree] = st.lists(words.map(Word), min_size=2, max_size=4).map(
    lambda parts: All(tuple(parts))
)


@contextmanager
def _indexed(put: Sequence[Sequence[Document]]) -> Iterator[Snapshot]:
    """Index batches, each replacing the meetings it names: several segments, with deletions."""
    with tempfile.TemporaryDirectory() as folder:
        builds = Builds(Path(folder))
        build = builds.begin()
        for revision, batch in enumerate(put, 1):
            replace(build, (), batch, revision)
        builds.switch(build)
        with Snapshots(builds).newest() as snapshot:
            assert snapshot is not None
            yield snapshot


@settings(max_examples=examples(70), deadline=None)
@given(batches, st.lists(more_trees, min_size=4, max_size=8), st.booleans())
def test_every_tree_finds_the_same_documents_with_the_same_scores_as_stock_whoosh(
    put: list[list[Document]], asked: list[Tree], scored: bool
) -> None:
    with _indexed(put) as snapshot:
        stock = Stock(snapshot)
        for tree in asked:
            for ours, oracle in ((evaluating.base, matching.base), (_lifted, matching.found_by)):
                found = _by_number([ours(tree, view, scored) for view in snapshot.collection.views], snapshot)
                expected = oracle(tree, stock, scored)
                assert found.keys() == expected.keys(), tree
                assert all(abs(found[number] - score) < 1e-9 for number, score in expected.items()), tree


def _lifted(tree: Tree, view: View, scored: bool, wanted: int = 1000) -> Found:
    return best(tree, view, evaluating.base(tree, view, scored), wanted)


@settings(max_examples=examples(40), deadline=None)
@given(batches, st.lists(several_words, min_size=3, max_size=6), st.integers(min_value=1, max_value=3))
def test_the_best_and_all_equals_of_the_last_are_given_with_all_that_is_added_to_their_scores(
    put: list[list[Document]], asked: list[Tree], wanted: int
) -> None:
    with _indexed(put) as snapshot:
        for tree, view in product(asked, snapshot.collection.views):
            whole, lifted = _lifted(tree, view, True), _lifted(tree, view, True, wanted)
            right = dict(zip(whole.ids.tolist(), _scores(whole).tolist(), strict=True))
            some = dict(zip(lifted.ids.tolist(), _scores(lifted).tolist(), strict=True))
            assert all(abs(score - right[number]) < 1e-12 for number, score in some.items())
            last = min(sorted(right.values())[-wanted:], default=0.0)
            assert some.keys() >= {number for number, score in right.items() if score > last * (1 - 1e-12)}


def _scores(found: Found) -> Array:
    assert found.scores is not None
    return found.scores


@settings(max_examples=examples(40), deadline=None)
@given(batches, st.lists(queries(), min_size=3, max_size=6))
def test_totals_order_and_counts_are_those_of_sets_and_sorting_over_stock_whoosh(
    put: list[list[Document]], asked: list[Query]
) -> None:
    with _indexed(put) as snapshot:
        for query in asked:
            _check(snapshot, Stock(snapshot), query)


def _check(snapshot: Snapshot, stock: Stock, query: Query) -> None:
    tree, columns, chosen = parse(query.text).tree, stock.columns, selection(query)
    relevance = query.sort is None and any(True for _ in wanted(tree))
    scores = matching.found_by(tree, stock, scored=relevance)
    dated = columns.alive & scores.keys() & columns.between(query.since, query.until)
    masks = {
        facet: frozenset().union(*(columns.values[facet].get(value, frozenset()) for value in values))
        for facet, values in chosen.items()
        if values
    }
    matches = dated.intersection(*masks.values())
    answer = search(snapshot, query)
    assert answer.total == len(matches)

    def key(number: int) -> tuple[float, int, str]:
        day = columns.days[number] * (1 if query.sort == "oldest" else -1)
        return -round(scores[number], 9), day, columns.places[number]

    ordered = sorted(sorted(matches), key=key)  # equals in everything stand as they were written
    stored = [stock.searcher.stored_fields(number) for number in ordered]
    assert [hit.document for hit in answer.hits] == [document(fields) for fields in stored]
    assert tuple(answer.facets) == query.facets
    for facet in query.facets:
        left = dated.intersection(*(mask for other, mask in masks.items() if other != facet))
        counts = {value: len(left & docs) for value, docs in columns.values[facet].items()}
        shown = {each.value: each.count for each in answer.facets[facet]}
        assert {value: count for value, count in shown.items() if count} == {
            value: count for value, count in counts.items() if count
        }


class Ours:
    """A query in one field, carried out with the searcher's own parts."""

    def __init__(self, kind: str, parts: Sequence[str]) -> None:
        self.kind = kind
        self.parts = parts

    def found(self, view: View) -> Found:
        size = view.segment.documents
        lists = [of_term(view, "text_exact", word, 1.0, scored=True) for word in self.parts]
        if self.kind == "or":
            return either(lists, size, scored=True)
        ids = in_all([[each.ids] for each in lists], size)
        scores = np.zeros(len(ids))
        for word in self.parts:
            add_scores(view, "text_exact", word, 1.0, ids, scores)
        found = Found(ids, scores)
        if self.kind == "phrase":
            places, _ = together.phrase(view, "text_exact", self.parts)
            found = found.kept(np.isin(found.ids, together.documents(places)))
        return found


@st.composite
def stock_queries(draw: st.DrawFn) -> tuple[stock.Query, Ours]:
    # Not "and not": stock's forgets to look at the first document, when the other word's list begins earlier.
    kind = draw(st.sampled_from(("and", "or", "phrase")))
    parts = draw(st.lists(words, min_size=2, max_size=4, unique=kind != "phrase"))
    terms = [stock.Term("text_exact", word) for word in parts]
    asked = {
        "and": stock.And(terms),
        "or": stock.Or(terms),
        "phrase": stock.Phrase("text_exact", parts),
    }
    return asked[kind], Ours(kind, parts)


@settings(max_examples=examples(45), deadline=None)
@given(batches, st.lists(stock_queries(), min_size=4, max_size=8))
def test_a_whole_search_of_stock_whoosh_gives_the_same_hits_order_scores_total_and_groups(
    put: list[list[Document]], asked: list[tuple[stock.Query, Ours]]
) -> None:
    with _indexed(put) as snapshot:
        for query, ours in asked:
            answer = Stock(snapshot).searcher.search(query, limit=None, groupedby="board")
            per_view = [(view, ours.found(view)) for view in snapshot.collection.views]
            found = _by_number([each for _, each in per_view], snapshot)
            ordered = sorted(found, key=lambda number: (-round(found[number], 9), number))
            theirs = sorted(answer.top_n, key=lambda hit: (-round(hit[0], 9), hit[1]))
            assert ordered == [number for _, number in theirs]
            assert all(abs(found[number] - score) < 1e-9 for score, number in theirs)
            boards: Counter[str] = Counter()
            for view, each in per_view:
                column = view.segment.columns["board"]
                boards.update(dict(zip(column.labels, column.counts(each.ids).tolist(), strict=True)))
            groups = {board: len(numbers) for board, numbers in answer.groups("board").items()}
            assert {board: count for board, count in boards.items() if count} == groups


@settings(max_examples=examples(45), deadline=None)
@given(
    st.lists(made_documents(), min_size=1, max_size=6, unique_by=lambda each: each.id),
    st.lists(more_trees, min_size=2, max_size=6),
)
def test_snippets_from_stored_places_are_those_of_splitting_the_text(
    put: list[Document], asked: list[Tree]
) -> None:
    with _indexed([put]) as snapshot:
        for tree in asked:
            sought = Sought.of(tree)
            for view in snapshot.collection.views:
                found = marks(view, sought, view.every.tolist())
                for number in view.every.tolist():
                    held = view.segment.document(number)
                    assert snippet(held, sought, found[number]) == snippet(held, sought)


def _by_number(found: Sequence[Found], snapshot: Snapshot) -> dict[int, float]:
    """Give all segments' documents by Whoosh's numbers."""
    scores: dict[int, float] = {}
    for view, each in zip(snapshot.collection.views, found, strict=True):
        held = np.zeros(len(each.ids)) if each.scores is None else each.scores
        assert (np.diff(each.ids) > 0).all()
        scores.update(zip((each.ids + view.base).tolist(), held.tolist(), strict=True))
    return scores
