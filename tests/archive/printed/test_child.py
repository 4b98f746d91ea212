"""A file is read in a process of its own: what it does there touches no other file, and not the crawler."""

from __future__ import annotations

import io
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from types import FrameType

import pytest

from archive.errors import ReadError
from archive.printed import child as reading
from archive.printed import read_printed
from archive.printed.child import Child, Limits, receive, send
from archive.printed.file import read_file
from tests.archive.printed import bombs
from tests.archive.printed.made import Block, Drawn, pdf, scan, typeset, word

LONG = "The Board heard that the ferry had run on every day of the winter but two. " * 20
SMALL = pdf([[Drawn(60, 700, "The lamp was lit.")]])
NOISE = b"".join(sha256(bytes([number])).digest() for number in range(256)) * 4
ENDLESS = bombs.forms_of_forms(12)


@pytest.fixture
def child() -> Iterator[Child]:
    made = Child(Limits(seconds=10))
    yield made
    made.close()


def children(process: int | str = "self") -> set[int]:
    """Ask Linux for the children that a process has, dead ones that nobody waited for included."""
    found = [path.read_text() for path in Path(f"/proc/{process}/task").glob("*/children")]
    return {int(number) for text in found for number in text.split()}


def text(body: bytes) -> str:
    return " ".join(passage.text for passage in read_printed(body).passages)


@pytest.mark.parametrize(
    "body", [SMALL, pdf(typeset([Block(LONG)] * 9)), scan(2), word("All hands", ("Dues", "Heading 1"))]
)
def test_a_file_says_the_same_in_the_child_as_in_this_process(body: bytes, child: Child) -> None:
    assert child.read(body) == read_file(body)


# Made when it is their turn: worker processes import this module too.
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "deep tree of pages": (lambda: bombs.deep_tree(50_000), "damaged"),
    "looped tree of pages": (bombs.looped_tree, "damaged"),
    "lying count of pages": (lambda: bombs.lying_count(2000), "damaged"),
    "stream packed twice": (lambda: bombs.packed_twice(400_000_000), "300 MB"),
    "forms of forms": (lambda: bombs.forms_of_forms(8, b"BT /F1 10 Tf 60 700 Td (Ho) Tj ET"), "300 MB"),
    "cut short": (lambda: SMALL[:300], "damaged"),
    "noise in a PDF": (lambda: b"%PDF-1.4\n" + NOISE, "damaged"),
    "noise": (lambda: NOISE, "neither"),
    "sealed": (lambda: pdf([[Drawn(60, 700, "Sealed")]], encrypted=True), "password"),
    "zip bomb": (lambda: bombs.zip_bomb(30_000_000), "unpacks to too much"),
    "laughing entities": (bombs.laughing_entities, "damaged"),
    "all tags": (lambda: bombs.tags(200_000), "50000 paragraphs"),
}
SLOW = ("stream packed twice", "forms of forms")  # they fill all the memory that a child may have


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.campaign] if name in SLOW else []) for name in HOSTILE]
)
def test_a_hostile_file_is_refused_with_its_reason_and_the_next_is_read(name: str, child: Child) -> None:
    make, why = HOSTILE[name]
    with pytest.raises(ReadError, match=why):
        child.read(make())
    assert child.read(SMALL) == read_file(SMALL)


def test_a_file_that_is_never_done_is_refused_and_the_next_is_read() -> None:
    child = Child(Limits(seconds=0.5))
    for _ in range(2):
        with pytest.raises(ReadError, match=r"more than 0\.5 seconds"):
            child.read(ENDLESS)
        assert child.read(SMALL) == read_file(SMALL)
    child.close()


def test_a_word_file_beyond_its_memory_is_refused_and_the_next_is_read() -> None:
    child = Child(Limits(memory=10_000_000))
    with pytest.raises(ReadError, match=r"more than 10 MB|damaged"):  # lxml may only say that it failed
        child.read(bombs.tags(1_000_000))
    assert child.read(SMALL) == read_file(SMALL)
    child.close()


def test_a_file_that_says_it_has_billions_of_pages_is_read_for_the_one_it_has(child: Child) -> None:
    assert child.read(bombs.lying_count(2_000_000_000)).pages == 1


def test_files_are_read_one_after_another_by_one_child(child: Child) -> None:
    before = children()
    child.read(SMALL)
    started = children() - before
    child.read(word("All hands"))
    assert len(started) == 1
    assert children() - before == started


def test_a_child_gives_way_to_a_fresh_one(child: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "FILES", 2)
    before, seen = children(), set[int]()
    for _ in range(4):
        child.read(SMALL)
        seen |= children() - before
    assert len(seen) == 2


def test_a_child_that_died_while_it_waited_costs_no_file(child: Child) -> None:
    before = children()
    child.read(SMALL)
    (process,) = children() - before
    os.kill(process, signal.SIGKILL)
    os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT)
    assert child.read(SMALL) == read_file(SMALL)


def test_a_closed_child_leaves_no_process_and_a_later_read_starts_another() -> None:
    before = children()
    closed = Child()
    closed.read(SMALL)
    closed.close()
    assert children() == before
    assert closed.read(SMALL).passages
    closed.close()
    closed.close()
    assert children() == before


class _Stopped(Exception):
    pass


@contextmanager
def stopped_after(seconds: float) -> Iterator[None]:
    """Break a block off as Ctrl-C does."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise _Stopped

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_a_reading_that_was_broken_off_answers_no_later_file() -> None:
    child = Child()
    child.read(SMALL)
    with pytest.raises(_Stopped), stopped_after(0.2):
        child.read(ENDLESS)
    assert child.read(SMALL) == read_file(SMALL)
    child.close()


def test_threads_each_get_the_text_of_their_own_file() -> None:
    names = [f"Lamp {number} was lit." for number in range(40)]
    bodies = [pdf([[Drawn(60, 700, name)]]) for name in names]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(text, bodies)) == names


def _read_and_count(body: bytes) -> tuple[str, set[int]]:
    return text(body), children()


def test_worker_processes_have_children_of_their_own_and_leave_none() -> None:
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        found = list(pool.map(_read_and_count, [SMALL] * 4))
    assert {said for said, _ in found} == {"The lamp was lit."}
    started = {number for _, numbers in found for number in numbers}
    assert started
    assert not children() & started
    until = time.monotonic() + 5
    while any(Path(f"/proc/{number}/cmdline").exists() for number in started):
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_forked_process_starts_a_child_of_its_own() -> None:
    read_printed(SMALL)
    before = children()
    asking, told = multiprocessing.Pipe()
    forked = multiprocessing.get_context("fork").Process(target=lambda: told.send(_read_and_count(SMALL)))
    forked.start()
    said, started = asking.recv()
    forked.join()
    assert said == "The lamp was lit."
    assert started
    assert not started & before
    assert text(SMALL) == "The lamp was lit."


def best(read: Callable[[bytes], object]) -> float:
    taken = []
    for _ in range(40):
        began = time.perf_counter()
        read(SMALL)
        taken.append(time.perf_counter() - began)
    return min(taken)


def test_the_child_costs_a_small_file_less_than_five_milliseconds(child: Child) -> None:
    child.read(SMALL)
    assert best(child.read) - best(read_file) < 0.005


def test_a_message_of_more_than_was_agreed_is_refused_before_it_is_taken_in() -> None:
    stream = io.BytesIO()
    send(stream, b"x" * 100)
    stream.seek(0)
    with pytest.raises(ReadError, match="100 bytes"):
        receive(stream, 99)


def test_a_message_that_breaks_off_is_no_message() -> None:
    with pytest.raises(EOFError):
        receive(io.BytesIO(b"\0\0\0\x09half"), 99)
