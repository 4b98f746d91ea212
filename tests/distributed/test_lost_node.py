"""One node of three is lost while readers search and the index is brought up to date."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from archive.errors import IndexAway
from indexer.engines.opensearch import open_engine, place
from indexer.model import Document, Query
from indexer.settings import IndexSettings
from tests.distributed.cluster.nodes import Nodes, got
from tests.distributed.conftest import remove
from tests.indexer.made import document

MEETINGS, ITEMS = 20, 10
SECONDS = 2.0  # that a reader waits for an error, at most


@dataclass
class Seen:
    """What readers were told."""

    totals: set[int] = field(default_factory=set)
    mixed: list[set[str]] = field(default_factory=list)  # texts of one meeting that are not of one batch
    waits: list[float] = field(default_factory=list)  # for an error, in seconds
    answers: int = 0


@pytest.fixture
def settings(servers: Callable[[Path], IndexSettings], tmp_path: Path) -> Iterator[IndexSettings]:
    made = servers(tmp_path)
    yield made
    remove(made)


def batch(meeting: int, revision: int) -> list[Document]:
    return [
        document(f"{item}", f"The bridge at stage {revision}", meeting=f"salt/{meeting}")
        for item in range(ITEMS)
    ]


def searching(settings: IndexSettings, done: threading.Event, seen: Seen) -> None:
    engine = open_engine(place(settings))
    while not done.is_set():
        began = time.monotonic()
        try:
            answer = engine.search(Query("bridge", size=MEETINGS * ITEMS))
        except IndexAway:
            seen.waits.append(time.monotonic() - began)
            continue
        seen.answers += 1
        seen.totals.add(answer.total)
        of_meeting: dict[str, set[str]] = {}
        for hit in answer.hits:
            of_meeting.setdefault(hit.document.meeting, set()).add(hit.document.text)
        seen.mixed += [texts for texts in of_meeting.values() if len(texts) > 1]


def writing(settings: IndexSettings, done: threading.Event, revisions: dict[int, int]) -> None:
    """Replace meeting after meeting, each again until it is taken, as an update that is run again does."""
    engine = open_engine(place(settings))
    revision = 1
    while not done.is_set():
        revision += 1
        meeting = revision % MEETINGS
        while True:
            try:
                engine.replace([f"salt/{meeting}"], batch(meeting, revision), revision)
                break
            except IndexAway:
                time.sleep(0.1)
        revisions[meeting] = revision


@pytest.mark.timeout(300)
@pytest.mark.parametrize("which", ["the one in charge", "another"])
def test_no_answer_is_wrong_and_no_document_lost(nodes: Nodes, settings: IndexSettings, which: str) -> None:
    engine = open_engine(place(settings))
    engine.replace([], [each for meeting in range(MEETINGS) for each in batch(meeting, 1)], 1)
    nodes.wait_for()
    seen, revisions, done = Seen(), dict.fromkeys(range(MEETINGS), 1), threading.Event()
    threads = [threading.Thread(target=searching, args=(settings, done, seen)) for _ in range(2)]
    threads.append(threading.Thread(target=writing, args=(settings, done, revisions)))
    for thread in threads:
        thread.start()
    chief = got(f"{nodes.urls[0]}/_cat/cluster_manager?format=json")[0]["node"]
    lost = next(node for node in nodes.nodes if (node.name == chief) == (which == "the one in charge"))
    try:
        time.sleep(2)
        lost.kill()
        time.sleep(6)
        lost.start()
        nodes.wait_for()
        time.sleep(1)
    finally:
        done.set()
        for thread in threads:
            thread.join()
        if lost.process is None:
            lost.start()
            nodes.wait_for()
    assert (seen.totals, seen.mixed) == ({MEETINGS * ITEMS}, [])
    assert seen.answers > 20
    assert max(seen.waits, default=0) < SECONDS
    assert engine.count() == MEETINGS * ITEMS
    assert engine.cursor() == max(revisions.values()) > 5
    texts = {(each.meeting, each.text) for each in engine.listed(Query("")).documents}
    assert texts == {(f"salt/{m}", f"The bridge at stage {revision}") for m, revision in revisions.items()}
