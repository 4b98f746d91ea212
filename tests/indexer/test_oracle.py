"""Every engine against a plain search that looks at every document: same matches, totals and counts."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
    parse,
    write,
)
from indexer.model import FACETS, Document, DocumentStage, Engine, Query
from tests.campaign import examples
from tests.indexer.made import COUNCILS, document

# Words of known stems, so that the oracle needs no stemmer; two of them are stop words.
STEMS = {
    "toll": 1,
    "tolls": 1,
    "bridge": 2,
    "bridges": 2,
    "ferry": 3,
    "ferries": 3,
    "quay": 4,
    "the": 5,
    "of": 6,
}
ONE_SLIP = {
    "Toll": {"toll", "tolls"},
    "tols": {"toll", "tolls"},
    "bridgs": {"bridge", "bridges"},
    "Brigde": {"bridge"},
    "ferris": {"ferries"},
    "qauy": {"quay"},
    "thew": {"the"},
    "zzzz": set[str](),
}
BOARDS = ("Cabinet", "Harbour Board", "Tree Board")
TOPICS = ("Housing", "Roads, bridges", "Trees")
KINDS = ("item", "decision", "action")
DECISIONS = (None, "noted", "not carried")
STAGES: tuple[DocumentStage | None, ...] = (None, "minutes", "draft minutes", "cancelled")
DAYS = (date(2020, 12, 31), date(2021, 1, 1), date(2021, 6, 15), date(2023, 3, 31))

NUMBERS = ("", "5.", "77/21", "7")

words = st.sampled_from(sorted(STEMS))
lines = st.lists(words, max_size=6).map(" ".join)
texts = st.lists(lines, max_size=3).map("\n".join)
keys = st.integers(min_value=0, max_value=6).map(str)


@st.composite
def made_documents(draw: st.DrawFn) -> Document:
    made = document(
        draw(keys) + draw(st.sampled_from("abc")),
        draw(texts),
        title=draw(lines),
        board=draw(st.sampled_from(BOARDS)),
        day=draw(st.sampled_from(DAYS)),
        kind=draw(st.sampled_from(KINDS)),
        topics=draw(st.lists(st.sampled_from(TOPICS), unique=True, max_size=2)),
        meeting=f"salt/{draw(keys)}",
        attached=draw(st.lists(texts, max_size=2)),
        council=draw(st.sampled_from(sorted(COUNCILS))),
    )
    return made._replace(
        number=draw(st.sampled_from(NUMBERS)),
        procedural=draw(st.booleans()),
        decision_kind=draw(st.sampled_from(DECISIONS)),
        stage=draw(st.sampled_from(STAGES)),
        has_attachments=draw(st.booleans()),
    )


batches = st.lists(
    st.lists(made_documents(), max_size=8, unique_by=lambda each: each.id), min_size=1, max_size=3
)
terms = st.one_of(
    words.map(Word),
    st.lists(words, min_size=1, max_size=3).map(lambda found: Phrase(" ".join(found))),
)
prefixes = st.sampled_from(("to", "tol", "tolls", "fer", "ferri", "Th", "zz")).map(Prefix)
fuzzies = st.sampled_from(sorted(ONE_SLIP)).map(Fuzzy)
leaves: st.SearchStrategy[Tree] = st.one_of(
    terms,
    terms,
    prefixes,
    fuzzies,
    st.builds(Near, terms, terms, st.integers(min_value=1, max_value=7)),
    st.one_of(terms, prefixes, fuzzies).map(InTitle),
    st.sampled_from(("5", "77/21", "77")).map(lambda number: Field("number", number)),
    st.sampled_from(BOARDS).map(lambda board: Field("board", board.split()[-1])),
    st.sampled_from(TOPICS).map(lambda topic: Field("topic", topic.split(",")[0])),
    st.sampled_from(KINDS).map(lambda kind: Field("kind", kind)),
    st.sampled_from(DAYS).map(Since),
    st.sampled_from(DAYS).map(Until),
)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
    ),
    max_leaves=6,
)
some = st.booleans()
OTHER_FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "councils": st.sampled_from((("salt",), ("fen", "salt"), ("moon",))),
        "months": st.sampled_from((("2021-06",), ("2021-01", "2023-03"))),
        "decisions": st.sampled_from((("noted",), ("noted", "not carried"))),
        "stages": st.sampled_from((("minutes",), ("cancelled", "draft minutes"))),
        "attachments": st.sampled_from((("with",), ("without",), ("with", "without"))),
        "facets": st.lists(st.sampled_from(FACETS), unique=True).map(tuple),
    },
)


@st.composite
def queries(draw: st.DrawFn) -> Query:
    others: dict[str, Any] = draw(OTHER_FILTERS) if draw(some) else {}
    return Query(
        text=write(draw(trees)) if draw(some) else "",
        kinds=tuple(draw(st.lists(st.sampled_from(KINDS), unique=True, max_size=2))),
        boards=tuple(draw(st.lists(st.sampled_from(BOARDS), unique=True, max_size=2))),
        topics=tuple(draw(st.lists(st.sampled_from(TOPICS), unique=True, max_size=1))),
        years=tuple(draw(st.lists(st.sampled_from((2020, 2021, 2022)), unique=True, max_size=1))),
        since=draw(st.none() | st.sampled_from(DAYS)),
        until=draw(st.none() | st.sampled_from(DAYS)),
        sort=draw(st.sampled_from((None, "newest", "oldest"))),
        size=100,
        **others,
    )


@settings(
    max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(batches, st.lists(queries(), min_size=4, max_size=8), st.lists(trees, min_size=4, max_size=8))
def test_matches_totals_and_counts_are_those_of_looking_at_every_document(
    opener: Callable[[Path], Engine],
    put: list[list[Document]],
    asked: list[Query],
    typed: list[Tree],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = opener(Path(folder))
        kept: dict[str, Document] = {}
        for revision, batch in enumerate(put, 1):
            meetings = {each.meeting for each in batch}
            engine.replace(meetings, batch, revision)
            kept = {key: old for key, old in kept.items() if old.meeting not in meetings}
            kept |= {each.id: each for each in batch}
        assert engine.count() == len(kept)
        for query in [*asked, *(Query(write(tree), size=100) for tree in typed)]:
            _check(engine, query, kept.values())


def _check(engine: Engine, query: Query, kept: Iterable[Document]) -> None:
    answer = engine.search(query)
    tree = parse(query.text).tree
    typed = [each for each in kept if _holds(tree, each) and _dated(each, query)]
    matches = {each.id for each in typed if _chosen(each, query, without="")}
    assert {hit.document.id for hit in answer.hits} == matches, query.text
    assert answer.total == len(answer.hits) == len(matches)
    assert tuple(answer.facets) == query.facets
    for facet, shown in answer.facets.items():
        left = [each for each in typed if _chosen(each, query, without=facet)]
        counts = Counter(value for each in left for value in _values(each)[facet])
        assert {each.value: each.count for each in shown if each.count} == counts, (query.text, facet)


@dataclass(frozen=True)
class _Splits:
    lines: list[list[str]]

    @classmethod
    def of(cls, text: str) -> _Splits:
        return cls([re.findall(r"[a-z]+", line) for line in text.split("\n")])

    def has(self, term: Word | Phrase | Prefix | Fuzzy) -> bool:
        words = {word for line in self.lines for word in line}
        match term:
            case Prefix(typed):
                return any(word.startswith(typed.lower()) for word in words)
            case Fuzzy(typed):
                return not words.isdisjoint(ONE_SLIP[typed])
            case _:
                return bool(self.spans(term))

    def near(self, near: Near) -> bool:
        pairs = ((left, right) for left in self.spans(near.left) for right in self.spans(near.right))
        gaps = (right[0] - left[1] if left < right else left[0] - right[1] for left, right in pairs)
        return any(0 < gap <= near.within for gap in gaps)

    def spans(self, term: Word | Phrase) -> list[tuple[int, int]]:
        sought = term.text.lower().split()
        row = [word for line in self.lines for word in (*line, "\n")]  # a line's end counts as a word
        pieces = [row[start : start + len(sought)] for start in range(len(row))]
        if isinstance(term, Word):
            stem = STEMS[sought[0]]
            return [(start, start) for start, piece in enumerate(pieces) if STEMS.get(piece[0]) == stem]
        return [(start, start + len(sought) - 1) for start, piece in enumerate(pieces) if piece == sought]


def _holds(tree: Tree, each: Document) -> bool:
    match tree:
        case All(parts):
            return all(_holds(part, each) for part in parts)
        case AnyOf(parts):
            return any(_holds(part, each) for part in parts)
        case Not(part):
            return not _holds(part, each)
        case Word() | Phrase() | Prefix() | Fuzzy():
            return any(field.has(tree) for field in _fields(each))
        case Near():
            return any(field.near(tree) for field in _fields(each))
        case InTitle(part):
            return _Splits.of(each.title).has(part)
        case _:
            return _is(tree, each)


def _fields(each: Document) -> list[_Splits]:
    files = "\n".join(file.text for file in each.attached)
    return [_Splits.of(text) for text in (each.title, each.text, files)]


def _is(tree: Tree, each: Document) -> bool:
    match tree:
        case Field("number", value):
            return each.number.removesuffix(".") == value
        case Field(name, value):
            return any(value in label.replace(",", "").split() for label in _values(each)[name])
        case Since(day):
            return each.date >= day
        case Until(day):
            return each.date <= day
        case _:
            return isinstance(tree, Everything)


def _values(each: Document) -> dict[str, list[str]]:
    return {
        "board": [each.board],
        "year": [str(each.date.year)],
        "topic": [topic.name for topic in each.topics],
        "kind": [each.kind],
        "council": [each.council],
        "month": [f"{each.date.year}-{each.date.month:02}"],
        "decision": [kind for kind in [each.decision_kind] if kind],
        "stage": [stage for stage in [each.stage] if stage],
        "attachment": ["with" if each.has_attachments else "without"],
    }


def _dated(each: Document, query: Query) -> bool:
    return (query.since or date.min) <= each.date <= (query.until or date.max)


def _chosen(each: Document, query: Query, without: str) -> bool:
    selection = {
        "board": query.boards,
        "year": tuple(map(str, query.years)),
        "topic": query.topics,
        "kind": query.kinds,
        "council": query.councils,
        "month": query.months,
        "decision": query.decisions,
        "stage": query.stages,
        "attachment": query.attachments,
    }
    return all(
        not selected or facet == without or set(selected) & set(_values(each)[facet])
        for facet, selected in selection.items()
    )
