"""What making an index anew promises: the same index however it is shared out, or the old one."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import IndexFault, StoreError
from indexer.engines import open_engine, rebuilding
from indexer.engines.whoosh import building, runs
from indexer.engines.whoosh.building import Building
from indexer.model import Document, Query
from tests.campaign import examples
from tests.indexer.made import document

Given = tuple[list[str], list[tuple[str, str]], int]

MEETINGS = st.sampled_from(["salt/1", "salt/2", "salt/3", "fen/1"])
GIVEN = st.tuples(
    st.lists(MEETINGS, max_size=2),
    st.lists(st.tuples(MEETINGS, st.sampled_from(["a bridge", "two tolls", "the ferry"])), max_size=5),
    st.integers(min_value=1, max_value=99),
)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """An index of two documents; whatever is done to it, no process may be left."""
    engine = open_engine(tmp_path)
    engine.replace([], [document("1"), document("2")], 2)
    engine.close()
    yield tmp_path
    assert multiprocessing.active_children() == []


@pytest.fixture
def small_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "DOCUMENTS", 5)


def _some(count: int, text: str = "The board noted bridge") -> list[Document]:
    return [document(f"{number:03}", f"{text} {number}") for number in range(count)]


def _files(folder: Path) -> list[Path]:
    return sorted(path.relative_to(folder) for path in folder.rglob("*"))


def _worker(beside: Building) -> int:
    """Give the number of the one other process."""
    (worker,) = beside._runs._workers
    assert worker._process.pid
    return worker._process.pid


@settings(max_examples=examples(20), deadline=None)
@given(st.lists(GIVEN, max_size=5), st.integers(min_value=1, max_value=4))
def test_an_index_made_anew_holds_what_one_that_was_updated_holds(given_: list[Given], size: int) -> None:
    with tempfile.TemporaryDirectory() as made, pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "DOCUMENTS", size)
        updated = open_engine(Path(made, "updated"))
        with rebuilding(Path(made, "anew"), processes=1) as beside:
            for turn, (meetings, texts, cursor) in enumerate(given_):
                arriving = [document(f"{turn}-{n}", t, meeting=m) for n, (m, t) in enumerate(texts)]
                for engine in (updated, beside):
                    engine.replace(meetings, arriving, cursor)
                assert (beside.count(), beside.cursor()) == (updated.count(), updated.cursor())
        anew = open_engine(Path(made, "anew"))
        assert (anew.count(), anew.cursor()) == (updated.count(), updated.cursor())
        for typed in ("", "bridge", '"two tolls"'):
            found = [engine.search(Query(typed, sort="newest", size=100)) for engine in (anew, updated)]
            assert {hit.document for hit in found[0].hits} == {hit.document for hit in found[1].hits}
            assert found[0].facets == found[1].facets


@pytest.mark.usefixtures("small_runs")
def test_two_processes_make_byte_for_byte_the_index_that_one_makes(folder: Path) -> None:
    def made_by(processes: int) -> bytes:
        with rebuilding(folder, processes) as beside:
            for number, start in enumerate(range(0, 33, 11)):
                beside.replace(["salt/004"], _some(33)[start : start + 11], number)
        (segment,) = folder.rglob("*.seg")
        return segment.read_bytes()

    assert made_by(2) == made_by(1)
    assert open_engine(folder).count() == 33 - 1  # salt/004 came first, and went


@pytest.mark.usefixtures("small_runs")
def test_a_build_leaves_nothing_but_its_segment_and_its_table_of_contents(folder: Path) -> None:
    with rebuilding(folder, processes=2) as beside:
        beside.replace([], _some(12), 9)
    (build,) = folder.glob("*/build-*")
    assert {path.suffix for path in build.iterdir()} - {""} == {".seg", ".toc"}
    assert [path.name for path in build.iterdir() if not path.suffix] == ["MAIN_WRITELOCK"]


def test_a_small_index_is_made_by_this_process_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "Worker", None)
    with rebuilding(folder, processes=8) as beside:
        beside.replace([], _some(40), 9)
    assert open_engine(folder).count() == 40


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="no such thing here")
def test_a_process_kept_to_one_processor_begins_no_other() -> None:
    allowed = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(allowed)})
        assert runs.usual_processes() == 1
    finally:
        os.sched_setaffinity(0, allowed)
    assert 1 <= runs.usual_processes() <= len(allowed)


def test_an_index_is_not_searched_while_it_is_made(folder: Path) -> None:
    with rebuilding(folder) as beside:
        beside.replace([], _some(3), 9)
        with pytest.raises(IndexFault, match="still being made"):
            beside.search(Query("bridge"))
        with pytest.raises(IndexFault, match="still being made"):
            beside.words()
        assert open_engine(folder).search(Query("harbour")).total == 2


@pytest.mark.usefixtures("small_runs")
@pytest.mark.parametrize("processes", [1, 2])
def test_what_goes_wrong_with_a_run_ends_the_build_whoever_writes_it(folder: Path, processes: int) -> None:
    before = _files(folder)

    def breaking() -> None:
        with rebuilding(folder, processes) as beside:
            beside.replace([], [document(str(number), "half a pair: \ud800") for number in range(5)], 9)

    with pytest.raises(UnicodeEncodeError):
        breaking()
    assert _files(folder) == before


@pytest.mark.usefixtures("small_runs")
@pytest.mark.parametrize("processes", [1, 2])
def test_a_disk_that_cannot_be_written_is_told_as_such_whoever_writes(folder: Path, processes: int) -> None:
    before = _files(folder)

    def breaking() -> None:
        with rebuilding(folder, processes) as beside:
            Path(beside.folder, "runs", "run-0").mkdir(parents=True)
            beside.replace([], _some(5), 9)

    with pytest.raises(StoreError, match="cannot be written"):
        breaking()
    assert _files(folder) == before


@pytest.mark.usefixtures("small_runs")
def test_a_process_that_is_killed_ends_the_build_with_a_word_about_it(folder: Path) -> None:
    before = _files(folder)

    def breaking() -> None:
        with rebuilding(folder, processes=2) as beside:
            beside.replace([], _some(5), 9)
            os.kill(_worker(beside), signal.SIGKILL)

    with pytest.raises(StoreError, match="ended from outside"):
        breaking()
    assert _files(folder) == before


@pytest.mark.usefixtures("small_runs")
def test_a_process_that_is_killed_while_it_has_nothing_to_do_is_noticed_too(folder: Path) -> None:
    def breaking() -> None:
        with rebuilding(folder, processes=2) as beside:
            beside.replace([], _some(5), 9)
            beside._runs._workers[0].finish()
            os.kill(_worker(beside), signal.SIGKILL)
            beside._runs._workers[0]._process.join()
            beside.replace([], _some(5), 9)

    with pytest.raises(StoreError, match="ended from outside"):
        breaking()


_BUILDING = """
import sys, time
from pathlib import Path
from indexer.engines import rebuilding
from indexer.engines.whoosh import building
from tests.indexer.made import document
building.DOCUMENTS = 5
with rebuilding(Path(sys.argv[1]), processes=2) as beside:
    beside.replace([], [document(str(number)) for number in range(12)], 9)
    beside._runs._workers[0].finish()
    print("under way", flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_no_process_outlives_a_build_that_is_stopped_and_the_old_index_stays(
    folder: Path, how: signal.Signals
) -> None:
    before = _files(folder)
    with subprocess.Popen(
        [sys.executable, "-c", _BUILDING, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as child:
        assert child.stdout
        assert child.stderr
        assert child.stdout.readline() == "under way\n"
        if how is signal.SIGINT:  # as Ctrl-C: all of the group have it
            os.killpg(child.pid, how)
        else:
            child.kill()
        said = child.stderr.read()
    _wait_for_the_end_of(child.pid)
    assert said.count("Traceback") == (how is signal.SIGINT)
    if how is signal.SIGINT:
        assert _files(folder) == before
    assert open_engine(folder).count() == 2
    with rebuilding(folder) as beside:
        beside.replace([], _some(1), 9)
    assert len([*folder.glob("*/build-*")]) == 1


def _wait_for_the_end_of(group: int) -> None:
    began = time.monotonic()
    while time.monotonic() - began < 20:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    raise AssertionError("a process is left")
