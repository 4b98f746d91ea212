"""The known faults of Whoosh 2.7.4, each met through our engine: what it does where Whoosh would go wrong.

docs/decisions/0002 lists them, with where each is worked around. That a failed commit keeps no lock, and that
a commit is on disk before it is named, is promised in test_whoosh.py.
"""

from __future__ import annotations

import os
import pickle
import sys
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from archive.errors import IndexFault
from indexer.ask import ask
from indexer.engines import open_engine
from indexer.model import Document, Engine, Query, Results
from indexer.synonyms import load
from tests.indexer.conftest import Finds
from tests.indexer.made import document

DAYS = [document(str(year), day=date(year, 6, 15)) for year in (1998, 2021, 2022, 2023)]


def _put(folder: Path, documents: Sequence[Document]) -> Engine:
    engine = open_engine(folder)
    engine.replace([], documents, 1)
    return engine


def _ids(answer: Results) -> list[str]:
    return [hit.document.id.rsplit("/", 1)[1] for hit in answer.hits]


# How typed text is read: Whoosh's own parser is never called.


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("since:2022", ["2023", "2022"]),
        ("until:2021", ["2021", "1998"]),
        ("-since:2022", ["2021", "1998"]),
        ("since:2021 until:2022", ["2022", "2021"]),
    ],
)
def test_a_range_that_is_open_at_one_end_is_closed_at_the_other(
    finds: Finds, typed: str, found: list[str]
) -> None:
    assert finds(DAYS, typed) == found


def test_first_and_last_day_of_a_query_may_each_stand_alone(engine: Engine) -> None:
    engine.replace([], DAYS, 1)
    assert _ids(engine.search(Query(since=date(2022, 6, 15)))) == ["2023", "2022"]
    assert _ids(engine.search(Query(until=date(2021, 6, 15)))) == ["2021", "1998"]


@pytest.mark.parametrize("typed", ["on:2022", "on:2022-06", "on:15/06/2022", "since:2022 until:2022-06"])
def test_a_date_is_read_without_knowing_what_day_it_is_today(finds: Finds, typed: str) -> None:
    assert finds(DAYS, typed) == ["2022"]


@pytest.mark.parametrize(
    "typed", ["since:lately", "on:31/02/2022", "until:", "since:[2021 TO", "on:next monday"]
)
def test_what_is_no_date_is_explained_and_never_raises(engine: Engine, typed: str) -> None:
    engine.replace([], DAYS, 1)
    answer = engine.search(Query(typed))
    assert answer.understood or answer.notes


@pytest.mark.parametrize("typed", ['"of the"', "“to be or not to be”", '"The"', '"of the" -"it is"'])
def test_a_phrase_of_stop_words_only_finds_exactly_that(finds: Finds, typed: str) -> None:
    put = [document("a", "Of the board, to be or not to be."), document("b", "To the board of bees.")]
    assert set(finds(put, typed)) == ({"a", "b"} if typed == '"The"' else {"a"})


@pytest.mark.parametrize("typed", ['""', "“”", '"', '" – "', 'title:""', '"" OR ""', '-""', '"" near/3 ""'])
def test_an_empty_phrase_is_answered(engine: Engine, typed: str) -> None:
    engine.replace([], DAYS, 1)
    assert engine.search(Query(typed)).total in (0, len(DAYS))


def test_an_empty_phrase_takes_nothing_from_the_words_beside_it(finds: Finds) -> None:
    put = [document("a", "A ferry."), document("b", "A quay.")]
    assert finds(put, 'ferry ""') == ["a"]


@pytest.mark.parametrize(
    "typed", ["NOT OR ferry", "OR ferry", "ferry OR", "NOT NOT OR AND ferry", "(NOT OR) ferry"]
)
def test_operators_that_have_nothing_to_work_on_are_passed_over(engine: Engine, typed: str) -> None:
    engine.replace([], [document("a", "A ferry."), document("b", "A quay.")], 1)
    assert isinstance(engine.search(Query(typed)).total, int)


def test_curly_quotes_are_quotes(finds: Finds) -> None:
    put = [document("a", "The ferry quay."), document("b", "The quay ferry.")]
    assert finds(put, "“ferry quay”") == finds(put, '"ferry quay"') == ["a"]


def test_a_number_in_a_phrase_counts(finds: Finds) -> None:
    put = [document("a", "See part 2."), document("b", "See part 3."), document("c", "The 2 parts.")]
    assert finds(put, '"part 2"') == ["a"]


@pytest.mark.parametrize(
    ("printed", "typed"), [("planning", "plan"), ("permitted", "permit"), ("submitted", "submit")]
)
def test_doubled_letters_before_an_ending_are_undone(finds: Finds, printed: str, typed: str) -> None:
    assert finds([document("a", f"It was {printed}."), document("b")], typed) == ["a"]


def test_what_may_have_been_meant_is_a_word_and_never_a_stem(engine: Engine) -> None:
    engine.replace([], [document("a", "New policies on libraries.")], 1)
    for slip, word in (("pollicies", "policies"), ("librareis", "libraries")):
        assert ask(engine, Query(slip), load(), engine.words).instead == word


# How and, or, not and filters are carried out.


def test_an_exclusion_narrows_and_adds_nothing_to_a_score(engine: Engine) -> None:
    engine.replace([], [document("a", "A bridge."), document("b", "A bridge and a ferry.")], 1)
    scores = {hit.document.id: hit.score for hit in engine.search(Query("bridge")).hits}
    (hit,) = engine.search(Query("bridge -ferry")).hits
    assert hit.score == pytest.approx(scores[hit.document.id], abs=1e-9)


def test_an_exclusion_may_be_an_alternative(finds: Finds) -> None:
    put = [document("a", "A toll."), document("b", "A ferry."), document("c", "A toll and a ferry.")]
    assert set(finds(put, "toll OR -ferry")) == {"a", "c"}


def test_every_word_is_required_of_several(finds: Finds) -> None:
    put = [document("a", "A toll."), document("b", "A ferry."), document("c", "A toll and a ferry.")]
    assert finds(put, "toll ferry") == ["c"]


def test_filters_hold_however_many_documents_match_and_the_facets_are_of_all_matches(engine: Engine) -> None:
    boards = ("Harbour Board", "Lamp Board", "Moor Board")
    engine.replace([], [document(str(n), board=boards[n % 3]) for n in range(600)], 1)
    answer = engine.search(Query("the", boards=("Lamp Board",), size=5))
    assert {hit.document.board for hit in answer.hits} == {"Lamp Board"}
    assert (len(answer.hits), answer.total) == (5, 200)
    assert {facet.value: facet.count for facet in answer.facets["board"]} == dict.fromkeys(boards, 200)


def test_a_beginning_scores_the_same_in_a_small_segment_and_in_a_large(tmp_path: Path) -> None:
    alike = [document("a", "parkland", title="x"), document("b", "parking", title="x")]
    many = [document(f"n{n}", "quay", title="x") for n in range(5_100)]  # Whoosh's border is at 5,000
    engines = _put(tmp_path / "small", alike), _put(tmp_path / "large", alike + many)
    for typed in ("park*", "parkinq~"):
        small, large = ([hit.score for hit in engine.search(Query(typed)).hits] for engine in engines)
        assert small == large
        assert len(set(small)) == 1


# Readers.


def test_a_reader_that_follows_the_commits_never_sees_again_what_was_deleted(tmp_path: Path) -> None:
    reader, writer = open_engine(tmp_path), open_engine(tmp_path)
    for revision in range(1, 8):
        writer.replace(["salt/1"], [document("1", f"The ferry of turn{revision}.")], revision)
        texts = [hit.document.text for hit in reader.search(Query("ferry")).hits]
        assert texts == [f"The ferry of turn{revision}."]
        assert reader.search(Query(f"turn{revision - 1}")).total == 0


def test_threads_that_share_a_reader_get_the_answers_that_one_alone_gets(tmp_path: Path) -> None:
    words = ("ferry", "quay", "toll", "lamp", "moor")
    put = [document(str(n), " ".join(words[(n * step) % 5] for step in (1, 2, 3, 4))) for n in range(300)]
    engine = _put(tmp_path, put)
    typed = [f'"{one} {other}"' for one in words for other in words] + [f"{one} -toll" for one in words]
    alone = [engine.search(Query(text)).hits for text in typed]
    with _taking_turns_often(), ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: engine.search(Query(text)).hits, typed * 8))
    assert together == alone * 8


@contextmanager
def _taking_turns_often() -> Iterator[None]:
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)  # a shared position in a file shows when threads take turns this often
    try:
        yield
    finally:
        sys.setswitchinterval(interval)


def test_opening_an_index_copies_no_part_of_it_into_memory_that_grows_with_it(tmp_path: Path) -> None:
    put = [document(str(n), " ".join(f"word{n}x{m}" for m in range(80))) for n in range(400)]
    _put(tmp_path, put).close()
    size = sum(path.stat().st_size for path in tmp_path.rglob("*.seg"))
    tracemalloc.start()
    try:
        assert open_engine(tmp_path).search(Query("word7x7")).total == 1
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < size / 4


# Writers.


def test_a_document_that_cannot_be_indexed_leaves_the_index_and_the_next_commit_whole(engine: Engine) -> None:
    engine.replace([], [document("1", "A ferry.")], 1)
    broken = document("2", "A toll.")._replace(text=7)  # type: ignore[arg-type]  # no text, to fail midway
    with pytest.raises((TypeError, AttributeError)):
        engine.replace([], [document("3", "A quay."), broken], 2)
    assert (engine.cursor(), engine.count(), engine.search(Query("quay")).total) == (1, 1, 0)
    engine.replace([], [document("3", "A quay.")], 2)
    assert (engine.cursor(), engine.search(Query("quay")).total) == (2, 1)


def test_columns_stay_with_their_documents_through_many_small_commits(engine: Engine) -> None:
    for revision in range(1, 25):
        key = str(revision % 11)
        put = document(
            key, f"Of year {2000 + revision}.", board=f"Board {key}", day=date(2000 + revision, 1, 1)
        )
        engine.replace([put.meeting], [put], revision)
    answer = engine.search(Query(""))
    assert answer.total == 11
    for hit in answer.hits:
        assert hit.document.text == f"Of year {hit.document.date.year}."
        found = engine.search(Query(boards=(hit.document.board,), years=(hit.document.date.year,)))
        assert [each.document for each in found.hits] == [hit.document]


class _Bomb:
    """Makes a folder when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[Callable[..., None], tuple[str]]:
        return os.mkdir, (str(self._path),)


@pytest.mark.parametrize("kind", ["*.toc", "*.seg", "current.json"])
def test_a_pickle_in_the_place_of_an_index_file_is_refused_and_not_run(tmp_path: Path, kind: str) -> None:
    _put(tmp_path / "index", [document("1")]).close()
    for path in (tmp_path / "index").rglob(kind):
        path.write_bytes(pickle.dumps(_Bomb(tmp_path / "ran")))
    with pytest.raises(IndexFault, match="minutes index --rebuild"):
        open_engine(tmp_path / "index").search(Query("bridge"))
    assert not (tmp_path / "ran").exists()
