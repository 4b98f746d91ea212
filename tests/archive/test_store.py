from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from threading import Barrier

import pytest

from archive.model import Action, Attachment, Decision, Item, Meeting, Passage, Reading
from archive.store import Entry, Store, written
from archive.suppression import Hidden, Suppression
from archive.warc import Place, digest
from archive.wire import dumps, item_from_json, item_to_json, meeting_from_json, meeting_to_json
from tests.databases import records_in

AT_ONCE = 6
NOON = datetime(2026, 2, 20, 12, tzinfo=UTC)
ITEM = Item(
    id="7002",
    number="55.",
    title="Width Limit",
    passages=(Passage("minutes", "Hives be moved.", "numbered", 1, "(a)"),),
    decisions=(Decision("Hives be moved.", "substantive", 0),),
    actions=(Action("Officers to move them.", "Officers", None, 0),),
    attachments=(Attachment("Map", "https://t.example/documents/s1/Map.pdf", "1 KB"),),
)
MEETING = Meeting(
    council="t",
    id="802",
    board="Area Forum",
    board_id="31",
    date=date(2026, 1, 15),
    time=time(19, 30),
    status="held",
    stage="minutes",
    url="https://t.example/ieListDocuments.aspx?MId=802",
    items=(ITEM,),
    doubts=("the heading says otherwise",),
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(records_in(tmp_path))


def entry(url: str, body: bytes, offset: int = 0) -> Entry:
    place = Place("t/1.warc.gz", offset)
    return Entry("t", "meeting", url, NOON, "text/html", digest(body), place, place)


def put(store: Store, meeting: Meeting, offset: int = 0) -> str:
    """Keep a meeting as read off a page of its own, and say what that did."""
    with store.writing() as writing:
        kept = writing.catalogue(entry(meeting.url, f"{meeting}".encode(), offset))
        (touched,) = writing.put(kept, written(Reading("meeting", meetings=(meeting,)), "meeting"))
    return touched.outcome


@pytest.mark.parametrize("folder", ["one", "two", "three"])
def test_of_many_that_open_a_new_archive_at_once_one_makes_it(tmp_path: Path, folder: str) -> None:
    """As when crawlers of several machines are started together: of one night's, one fell over the other."""
    where, together = records_in(tmp_path / folder), Barrier(AT_ONCE)

    def identity() -> str:
        together.wait()
        with closing(Store(where)) as opened:
            return opened.identity()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = [future.result() for future in [pool.submit(identity) for _ in range(AT_ONCE)]]
    assert len(set(found)) == 1


def test_records_come_back_from_json_as_they_were() -> None:
    assert meeting_from_json(meeting_to_json(MEETING)) == MEETING
    assert item_from_json(item_to_json(ITEM)) == ITEM


def test_the_same_record_is_the_same_bytes_and_readable_as_it_is_printed() -> None:
    assert dumps(meeting_to_json(MEETING)) == dumps(
        meeting_to_json(meeting_from_json(meeting_to_json(MEETING)))
    )
    assert dumps({"name": "Tŷ Pôb"}) == '{"name": "Tŷ Pôb"}'


def test_a_meeting_is_new_then_the_same_then_changed(store: Store) -> None:
    renamed = replace(MEETING, board="Area Forum (East)")
    assert [put(store, m, n) for n, m in enumerate((MEETING, MEETING, renamed, MEETING))] == [
        "new",
        "same",
        "changed",
        "changed",
    ]
    boards = [revision.meeting.board for revision in store.revisions("t", "802")]
    assert boards == ["Area Forum", "Area Forum (East)", "Area Forum"]
    assert store.meeting("t", "802") == MEETING


def test_changes_are_told_from_any_number_on_oldest_first_and_each_record_once(store: Store) -> None:
    others = [replace(MEETING, id=str(n), items=()) for n in (10, 9)]
    for n, meeting in enumerate((MEETING, *others, replace(MEETING, venue="Mill"))):
        put(store, meeting, n)
    assert [(c.revision, c.key) for c in store.changes(0, 10)] == [(2, "t/10"), (3, "t/9"), (4, "t/802")]
    assert [c.key for c in store.changes(3, 10)] == ["t/802"]
    assert [c.key for c in store.changes(0, 1)] == ["t/10"]
    assert store.revision() == 4
    assert store.changes(4, 10) == []


def test_a_change_that_a_suppression_made_never_shows_what_it_hides(tmp_path: Path, store: Store) -> None:
    """As when another machine suppresses while this one reads: its log is written first, then the record."""
    put(store, MEETING)
    number = store.revision()
    log: list[Suppression] = []

    def hidden_and_then_suppressed_elsewhere() -> Hidden:
        hidden = Hidden.of(log, b"salt")
        log.append(Suppression("t/802"))
        with store.writing() as writing:
            writing.touch("t", "meeting", "802")
        return hidden

    with closing(Store(records_in(tmp_path), hidden_and_then_suppressed_elsewhere)) as reader:
        (read_meanwhile,) = reader.changes(0, 9)
        (read_afterwards,) = reader.changes(number, 9)
    assert (read_meanwhile.revision, read_meanwhile.meeting) == (number, MEETING)
    assert (read_afterwards.revision, read_afterwards.meeting) == (number + 1, None)


def test_records_are_exported_by_number_and_not_by_spelling(store: Store) -> None:
    for n, key in enumerate(("10", "9", "100")):
        put(store, replace(MEETING, id=key, items=()), n)
    assert [record["id"] for record in store.records()] == ["9", "10", "100"]


def test_what_is_held_is_counted(store: Store) -> None:
    put(store, MEETING)
    put(store, replace(MEETING, id="803", items=(), stage="agenda", date=date(2026, 3, 1)), 1)
    counts = store.counts()
    assert (counts.meetings, counts.items, counts.decisions, counts.actions) == (2, 1, 1, 1)
    assert counts.newest == date(2026, 1, 15)


def test_an_empty_archive_is_counted_too(store: Store) -> None:
    counts = store.counts()
    assert (counts.meetings, counts.items, counts.newest, store.revision()) == (0, 0, None, 0)
    assert store.meeting("t", "802") is None
    assert store.captured("t", "802") is None


def test_a_meeting_knows_when_its_newest_page_was_fetched(store: Store) -> None:
    put(store, MEETING)
    assert store.captured("t", "802") == NOON


def test_what_fails_in_the_middle_leaves_nothing_behind(store: Store) -> None:
    with suppress(ZeroDivisionError), store.writing() as writing:
        kept = writing.catalogue(entry(MEETING.url, b"x"))
        writing.put(kept, written(Reading("meeting", meetings=(MEETING,)), "meeting"))
        raise ZeroDivisionError
    assert list(store.records()) == []
    assert list(store.pages()) == []


def test_records_outlive_the_process(tmp_path: Path, store: Store) -> None:
    put(store, MEETING)
    store.close()
    assert Store(records_in(tmp_path)).meeting("t", "802") == MEETING
