from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import failure, runs
from archive.errors import StoreError
from archive.runs import Ended, Run, append, last, run_from_json, run_to_json
from archive.wire import dumps

RUN = Run(
    started=datetime(2026, 3, 1, 1, 30, tzinfo=UTC),
    seconds=12.5,
    councils=("thistlemoor", "saltmere"),
    requests=231,
    bytes=1_900_000,
    pages=220,
    new=3,
    changed=1,
    refused=2,
    failed=("saltmere: Tŷ Pôb gave no answer",),
    exit=3,
)
LONG = replace(RUN, failed=("saltmere: " + 200_000 * "x",))
COUNTS = st.integers(0, 10**9)


def nights(count: int) -> list[Run]:
    return [replace(RUN, started=RUN.started + timedelta(days=n), requests=n) for n in range(count)]


@given(
    st.builds(
        Run,
        started=st.datetimes(min_value=datetime(2020, 1, 1), timezones=st.just(UTC)).map(
            lambda moment: moment.replace(microsecond=0)
        ),
        seconds=st.floats(0, 1e6),
        councils=st.lists(st.text(), max_size=3).map(tuple),
        requests=COUNTS,
        new=COUNTS,
        failed=st.lists(st.text(), max_size=3).map(tuple),
        ended=st.sampled_from(get_args(Ended)),
        exit=st.integers(0, 255),
    )
)
def test_a_run_comes_back_from_its_line_as_it_was(run: Run) -> None:
    line = json.dumps(run_to_json(run))
    assert "\n" not in line
    assert run_from_json(json.loads(line)) == run


def test_a_line_of_a_later_version_is_read_for_what_is_known() -> None:
    assert run_from_json({**run_to_json(RUN), "weather": "fair"}) == RUN


@pytest.mark.parametrize(
    "change",
    [{"requests": "many"}, {"ended": "well"}, {"started": "2026-03-01"}, {"councils": None}, {"new": True}],
)
def test_a_line_that_is_no_run_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not a run"):
        run_from_json({**run_to_json(RUN), **change})


def test_the_diary_gives_the_last_runs_oldest_first(tmp_path: Path) -> None:
    path = tmp_path / "runs.jsonl"
    for run in nights(5):
        append(path, run)
    diary = last(path, 3)
    assert (diary.runs, diary.unreadable) == (tuple(nights(5)[-3:]), 0)
    assert len(path.read_text("utf-8").splitlines()) == 5


def test_where_no_run_has_been_the_diary_is_empty(tmp_path: Path) -> None:
    assert last(tmp_path / "runs.jsonl", 3) == runs.Diary()


def test_of_a_long_diary_only_the_end_is_read(tmp_path: Path) -> None:
    path = tmp_path / "runs.jsonl"
    line = (json.dumps(run_to_json(RUN)) + "\n").encode()
    path.write_bytes(line * (2 * runs.TAIL // len(line)))
    diary = last(path, 10_000)
    assert diary.unreadable == 0
    assert runs.TAIL - 2 * len(line) < len(diary.runs) * len(line) <= runs.TAIL


@pytest.mark.parametrize("kept", [1, 40, -2])
def test_a_line_cut_short_by_a_kill_is_told_and_spoils_no_other(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "runs.jsonl"
    first, second, third = nights(3)
    append(path, first)
    whole = path.read_bytes()
    append(path, second)
    path.write_bytes(whole + path.read_bytes()[len(whole) :][:kept])
    assert last(path, 5) == runs.Diary((first,), unreadable=1)
    append(path, third)
    assert last(path, 5) == runs.Diary((first, third), unreadable=1)
    assert last(path, 1) == runs.Diary((third,))


@pytest.mark.parametrize("line", [b"[]", b"7", b'"x"', b"{}", b"\xff\xfe", b"[" * 90])
def test_a_damaged_line_is_passed_over(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "runs.jsonl"
    path.write_bytes(line + b"\n")
    append(path, RUN)
    assert last(path, 5) == runs.Diary((RUN,), unreadable=1)


def test_runs_that_end_at_once_keep_a_line_each(tmp_path: Path) -> None:
    """Of long lines, as the system lets others see a file grow while one is being written."""
    path = tmp_path / "runs.jsonl"
    code = (
        "import sys; from tests.archive.test_runs import LONG, Path, append\n"
        "for _ in range(20): append(Path(sys.argv[1]), LONG)"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, str(path)]) for _ in range(3)]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    assert Counter(path.read_text("utf-8").splitlines()) == {dumps(run_to_json(LONG)): 60}


@contextmanager
def little_room() -> Iterator[None]:
    """Let no file grow beyond one run and a half, as on a full disk: not even what the tests print."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    room = len(json.dumps(run_to_json(RUN), ensure_ascii=False).encode()) * 3 // 2
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_a_run_that_has_no_room_leaves_the_diary_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "runs.jsonl"
    append(path, RUN)
    before = path.read_bytes()
    with (
        little_room(),
        pytest.raises(StoreError, match=r"could not be noted in .*runs\.jsonl: .*; what it did is kept"),
    ):
        append(path, RUN)
    assert path.read_bytes() == before


def test_a_diary_that_cannot_be_opened_is_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "runs.jsonl"
    path.mkdir()
    with pytest.raises(StoreError, match="could not be noted"):
        append(path, RUN)
    with pytest.raises(StoreError, match="cannot be read"):
        last(path, 1)


class TestOnFailure:
    def test_the_command_gets_the_runs_line_and_its_words_without_a_shell(self, tmp_path: Path) -> None:
        told = tmp_path / "told"
        code = "import pathlib, sys; pathlib.Path(sys.argv[1]).write_text(sys.argv[2] + sys.stdin.read())"
        assert failure.tell_operator([sys.executable, "-c", code, str(told), "$HOME; "], RUN) is None
        words, _, line = told.read_text("utf-8").partition(" ")
        assert words == "$HOME;"
        assert run_from_json(json.loads(line)) == RUN

    def test_without_a_command_nothing_is_run(self) -> None:
        assert failure.tell_operator([], RUN) is None

    def test_a_command_that_does_not_read_is_no_failure(self) -> None:
        assert (
            failure.tell_operator([sys.executable, "-c", "pass"], replace(RUN, failed=("x" * 10**6,))) is None
        )

    def test_a_command_that_fails_is_told_in_one_line(self) -> None:
        told = failure.tell_operator([sys.executable, "-c", "raise SystemExit(7)"], RUN)
        assert told == f"on_failure: {sys.executable} ended with exit code 7"

    def test_a_command_that_is_not_there_is_told_in_one_line(self, tmp_path: Path) -> None:
        told = failure.tell_operator([str(tmp_path / "no-such-command")], RUN)
        assert told is not None
        assert told.endswith("could not be run: No such file or directory")

    def test_a_command_that_hangs_is_stopped_with_all_that_it_began(self, tmp_path: Path) -> None:
        child = tmp_path / "child"
        code = (
            "import pathlib, subprocess, sys, time\n"
            "begun = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
            "pathlib.Path(sys.argv[1]).write_text(str(begun.pid)); time.sleep(60)"
        )
        told = failure.tell_operator([sys.executable, "-c", code, str(child)], RUN, limit=1.0)
        assert told == f"on_failure: {sys.executable} was stopped, as it took longer than 1 s"
        assert ended(int(child.read_text()))


def ended(process: int) -> bool:
    """Tell whether a process ends within five seconds; one that nobody has waited for yet has ended too."""
    for _ in range(100):
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2][0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    os.kill(process, 9)
    return False
