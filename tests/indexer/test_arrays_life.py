"""The life of an index of arrays: what is seen when, and what threads share."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import numpy as np
import pytest

from archive.errors import IndexFault
from indexer.engines import open_engine, rebuilding
from indexer.engines.whoosh.searching.evaluating import held
from indexer.engines.whoosh.searching.found import Found, either, in_all
from indexer.engines.whoosh.searching.recent import Recent
from indexer.model import Query
from tests.indexer.made import document


def test_a_rebuild_ends_with_one_segment(tmp_path: Path) -> None:
    with rebuilding(tmp_path) as engine:
        for revision in range(1, 6):
            engine.replace([], [document(str(revision))], revision)
    assert len(list(tmp_path.rglob("*.seg"))) == 1
    assert (open_engine(tmp_path).count(), open_engine(tmp_path).cursor()) == (5, 5)


def test_a_search_goes_on_with_the_commit_it_began_with_though_its_files_are_gone(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
    engine.replace([], [document("1")], 1)
    with engine._snapshots.newest() as held:
        assert held is not None
        for revision in range(2, 30):
            engine.replace(["salt/1"], [document(str(revision), meeting="salt/1")], revision)
        assert held.collection.count == 1
        assert held.collection.views[0].segment.document(0).id == "salt/1/1"


def test_a_flipped_number_in_a_segment_is_called_damage_when_it_points_nowhere(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
    engine.replace([], [document(str(number)) for number in range(40)], 1)
    (path,) = (each for each in tmp_path.rglob("*.seg") if each.stat().st_size > 4000)
    engine.close()
    written = path.read_bytes()
    first = np.arange(40, dtype=np.int32).tobytes()
    assert first in written
    path.write_bytes(written.replace(first, np.arange(1 << 20, (1 << 20) + 40, dtype=np.int32).tobytes()))
    with pytest.raises(IndexFault, match="rebuild"):
        open_engine(tmp_path).search(Query("bridge"))
    path.write_bytes(written)
    assert open_engine(tmp_path).search(Query("bridge")).total == 40  # no thread's scratch is left unclean


def test_threads_that_work_on_lists_at_once_do_not_mix_them_up() -> None:
    lists = [Found(np.arange(start, 4000, 3, dtype=np.int32), np.ones(0)) for start in range(3)]
    lists = [Found(each.ids, np.full(len(each.ids), float(n))) for n, each in enumerate(lists, 1)]
    wrong: list[int] = []

    def work(number: int) -> None:
        for _ in range(200):
            one, other = lists[number % 3], lists[(number + 1) % 3]
            met, joined = in_all([[one.ids], [one.ids]], 4000), either([one, other], 4000, scored=True)
            whole = len(joined.ids) == len(one.ids) + len(other.ids)
            if met.tolist() != one.ids.tolist() or not whole or held(joined).min() < 1.0:
                wrong.append(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_the_lists_that_are_kept_fit_into_their_room_and_the_newest_stay() -> None:
    recent = Recent(room=1000)
    for number in range(10):
        recent.get(number, lambda: (np.zeros(50),))  # 400 bytes
    assert len(recent) == 0, "what is asked for once is not kept"
    for number in range(10):
        recent.get(number, lambda: (np.zeros(50),))
    assert len(recent) == 2
    made: list[int] = []
    recent.get(9, lambda: made.append(1) or (np.zeros(1),))  # type: ignore[func-returns-value]
    recent.get(0, lambda: made.append(0) or (np.zeros(1),))  # type: ignore[func-returns-value]
    assert made == [0]


@pytest.mark.parametrize("typed", ["a*", "ab*", "near near/50 near", '"the the the the"', "-a -b -c"])
def test_queries_that_touch_everything_are_answered_at_once(tmp_path: Path, typed: str) -> None:
    engine = open_engine(tmp_path)
    engine.replace([], [document(str(n), f"the abbey abides near a bay {n} " * 20) for n in range(300)], 1)
    engine.search(Query(typed))
    began = time.process_time()
    engine.search(Query(typed))
    assert time.process_time() - began < 0.5


def test_the_words_of_an_index_are_those_of_titles_and_texts_with_their_documents(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
    assert engine.words() == {}
    engine.replace([], [document("1", "Two tolls", title="The toll"), document("2", "tolls", title="A")], 1)
    engine.replace([], [document("3", "tolls", title="B", attached=["not these"])], 2)
    assert engine.words() == {"two": 1, "tolls": 3, "the": 1, "toll": 1, "a": 1, "b": 1}
