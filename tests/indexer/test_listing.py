from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from indexer.acronyms import Acronyms
from indexer.ask import Asking
from indexer.engines import open_engine, rebuilding
from indexer.listing import Lists, listed, state
from indexer.model import Document, Engine, Query, Results
from tests.indexer.made import document

WORDS = ["bridge", "harbour", "tide", "quay", "rent", "budget", "lantern", "allotment"]


class PagesOnly:
    """An engine that gives pages and no whole lists, as another kind of engine may."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.cursor, self.count, self.close = engine.cursor, engine.count, engine.close
        self.replace = engine.replace

    def search(self, query: Query) -> Results:
        return self._engine.search(query)

    def words(self) -> Mapping[str, int]:
        return self._engine.words()


def many(number: int, seed: int = 5) -> list[Document]:
    """Make documents of random words; two in three share their day with another."""
    dice = random.Random(seed)  # noqa: S311 - fixed on purpose
    first = date(2020, 1, 1)
    return [
        document(
            str(n),
            " ".join(dice.choices(WORDS, k=dice.randint(3, 30))),
            title=" ".join(dice.choices(WORDS, k=3)),
            board=dice.choice(["Harbour Board", "Rents Panel"]),
            day=first + timedelta(days=dice.randrange(number // 2)),
            kind=dice.choice(["item", "decision"]),
        )
        for n in range(number)
    ]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Give an index of three commits, so of several segments."""
    engine = open_engine(tmp_path_factory.mktemp("index"))
    made = many(240)
    for cursor, part in enumerate((made[:200], made[200:230], made[230:]), 1):
        engine.replace([each.meeting for each in part], part, cursor)
    return engine


QUERIES = [
    Query(""),
    Query("bridge"),
    Query("harbour bridge"),
    Query('"tide quay" OR lant*'),
    Query("bridge -rent", sort="oldest"),
    Query("budget", boards=("Rents Panel",), kinds=("decision",), sort="newest"),
    Query("", since=date(2020, 2, 1), until=date(2020, 3, 1)),
    Query("zeppelin"),
]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.text or "all")
def test_a_list_is_all_pages_one_after_the_other(filled: Engine, query: Query) -> None:
    first = filled.search(replace(query, size=7))
    pages = [filled.search(replace(query, size=7, page=n + 1)).hits for n in range(first.pages)]
    whole = listed(filled, query)
    assert [each.id for each in whole.documents] == [hit.document.id for page in pages for hit in page]
    assert whole.total == first.total


def test_page_size_and_facets_of_the_query_count_for_nothing(filled: Engine) -> None:
    asked = listed(filled, Query("bridge", page=900, size=3, facets=("board",)))
    assert [d.id for d in asked.documents] == [d.id for d in listed(filled, Query("bridge")).documents]


def test_an_engine_without_lists_is_asked_for_page_after_page(
    filled: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.listing.AT_ONCE", 50)
    pages_only = PagesOnly(filled)
    assert not isinstance(pages_only, Lists)
    found, expected = listed(pages_only, Query("bridge")), listed(filled, Query("bridge"))
    assert found.total == expected.total > 100
    assert [each.id for each in found.documents] == [each.id for each in expected.documents]


@pytest.mark.parametrize("how", ["a commit", "an index made anew"])
def test_a_list_that_is_being_read_is_of_one_state(tmp_path: Path, how: str) -> None:
    engine = open_engine(tmp_path)
    old = many(60)
    engine.replace([each.meeting for each in old], old, 1)
    being_read = listed(engine, Query("", sort="oldest"))
    begun = [next(being_read.documents).id for _ in range(10)]
    new = [each._replace(title="Changed") for each in many(9, seed=6)]
    if how == "a commit":
        engine.replace([each.meeting for each in old], new, 2)
    else:
        with rebuilding(tmp_path, processes=1) as building:
            building.replace([], new, 2)
    rest = list(being_read.documents)
    assert sorted([*begun, *(each.id for each in rest)]) == sorted(each.id for each in old)
    assert not [each for each in rest if each.title == "Changed"]
    assert {each.title for each in listed(engine, Query("")).documents} == {"Changed"}


def test_the_state_has_another_name_after_each_commit_and_rebuild(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
    names = [state(engine)]
    for _ in range(2):
        engine.replace(["salt/1"], [document()], 1)
        names.append(state(engine))
    with rebuilding(tmp_path, processes=1) as building:
        building.replace(["salt/1"], [document()], 1)
    names.append(state(engine))
    assert len(set(names)) == 4
    assert state(engine) == names[-1]


def test_the_state_of_an_engine_that_does_not_name_it_is_what_it_holds(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
    before = state(PagesOnly(engine))
    engine.replace(["salt/1"], [document()], 1)
    assert state(PagesOnly(engine)) != before


def test_before_there_is_an_index_a_list_is_empty(tmp_path: Path) -> None:
    found = listed(open_engine(tmp_path), Query("bridge"))
    assert (found.total, list(found.documents)) == (0, [])


@pytest.fixture
def asking(tmp_path: Path) -> Callable[[list[Document]], Asking]:
    def ask(documents: list[Document]) -> Asking:
        engine = open_engine(tmp_path)
        made = Asking(engine, Acronyms(tmp_path), engine.words)
        made.replace([each.meeting for each in documents], documents, 1)
        return made

    return ask


def test_a_list_has_what_the_words_mean_as_well(asking: Callable[[list[Document]], Asking]) -> None:
    engine = asking(
        [
            document("1", "The Harbour Lantern Trust (HLT) reported."),
            document("2", "A grant to the HLT."),
            document("3", "The Harbour Lantern Trust met."),
        ]
    )
    wide, exact = Query("HLT"), Query("HLT", expand=False)
    found = listed(engine, wide)
    assert found.also == engine.search(wide).also != ()
    assert {each.id for each in found.documents} == {"salt/1/1", "salt/2/2", "salt/3/3"}
    assert {each.id for each in listed(engine, exact).documents} == {"salt/1/1", "salt/2/2"}
    assert listed(engine, exact).also == ()


def test_what_acronyms_were_learned_is_part_of_the_state(tmp_path: Path) -> None:
    engine, acronyms = open_engine(tmp_path), Acronyms(tmp_path)
    made = Asking(engine, acronyms, engine.words)
    made.replace(["salt/1"], [document()], 1)
    before = state(made)
    acronyms.replace([], [], 2)
    assert state(made) != before
