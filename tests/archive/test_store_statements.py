"""What the store's statements cost: nothing that runs for every page may go through a whole council."""

from __future__ import annotations

import pickle
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, create_engine, event, func, select

from archive.crawl import crawl
from archive.fetch import Fetcher
from archive.model import Meeting, Passage, Printed, Reading, Request, Vote
from archive.store import Entry, Kept, Store, Writing, wanted, written
from archive.store import tables as t
from archive.store.database import upsert, upsert_all
from archive.warc import Place, digest
from tests.crawling import EVERYTHING, SETTINGS, archive_of, small_sample
from tests.databases import records_in
from web.demo import Site

WHEN = datetime(2026, 2, 20, 12, tzinfo=UTC)
ROOT = "https://t.example"


@pytest.fixture
def db() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    t.metadata.create_all(engine)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def test_no_statement_that_runs_for_a_page_goes_through_all_that_a_council_has(tmp_path: Path) -> None:
    asked: dict[str, Sequence[Any]] = {}  # statements, each with values that it was asked with

    def note(_db: Connection, _cursor: object, said: str, values: Sequence[Any], *_: object) -> None:
        asked[said] = values

    with Site(small_sample(), web_service=False) as site:
        archive = archive_of(tmp_path, site.url)
        archive.crawl()
        steps = crawl(archive.council, archive.store, archive.pages, Fetcher(SETTINGS), EVERYTHING)
        assert next(steps).kind == "board-list"  # what goes before is once for a run
        event.listen(Engine, "before_cursor_execute", note)
        kinds = {step.kind for step in steps}
        event.remove(Engine, "before_cursor_execute", note)
    archive.store.close()
    assert kinds >= {"meeting-list", "meeting", "item", "attendance", "decision"}
    assert len(asked) > 25
    wide = [step for step in plans(tmp_path, asked) if WIDE.match(step)]
    assert [step for step in wide if "FROM board" not in step] == []  # there are few boards


WIDE = re.compile(r"SCAN|SEARCH .*\(council=\?\):")


def plans(folder: Path, asked: Mapping[str, Sequence[Any]]) -> Iterator[str]:
    with closing(sqlite3.connect(folder / "records.sqlite")) as db:
        for said, values in asked.items():
            one = values[0] if isinstance(values, list) else values
            if said.startswith(("SELECT", "UPDATE", "DELETE")):
                yield from (f"{row[-1]}: {said}" for row in db.execute(f"EXPLAIN QUERY PLAN {said}", one))


def test_a_row_that_is_as_it_was_is_not_written_and_one_that_differs_is(db: Connection) -> None:
    row = {"council": "t", "id": "31", "name": "Area Forum", "url": ROOT, "category": None, "wanted": True}
    upsert(db, t.board, **row)
    written_before = total(db)
    upsert(db, t.board, **row)
    assert total(db) == written_before
    upsert(db, t.board, **{**row, "category": "Forums"})
    assert total(db) == written_before + 1
    assert db.execute(select(t.board.c.category)).scalars().all() == ["Forums"]


def test_columns_that_are_not_named_take_their_default_in_a_new_row_and_stay_in_an_old_one(
    db: Connection,
) -> None:
    row = {"council": "t", "kind": "meeting", "id": "1", "change": 1, "page": 1, "json": "{}"}
    upsert_all(db, t.record, [row, {**row, "id": "2", "change": 2}])
    upsert(db, t.record, **row, items=4)
    upsert(db, t.record, **{**row, "json": None})
    found = db.execute(select(t.record.c.json, t.record.c["items"]).order_by(t.record.c.id)).all()
    assert [tuple(one) for one in found] == [(None, 4), ("{}", 0)]


def test_rows_that_are_nothing_but_a_key_are_kept_once(db: Connection) -> None:
    rows = [{"council": "t", "kind": "meeting", "id": "1", "url": f"{ROOT}/{n}"} for n in (1, 2, 1)]
    upsert_all(db, t.attached, rows)
    upsert_all(db, t.attached, [])
    assert db.execute(select(func.count()).select_from(t.attached)).scalar_one() == 2


def total(db: Connection) -> int:
    return int(db.exec_driver_sql("SELECT total_changes()").scalar_one())


class TestWanted:
    """All that is wanted of a council, which is more than is taken up at once."""

    def test_every_page_beside_a_meeting_knows_the_meeting_whatever_their_number(
        self, tmp_path: Path
    ) -> None:
        meetings = [meeting(number) for number in range(3)]
        pages = [
            Request(f"{ROOT}/file/{m.id}/{n}", "file", of=m.id)
            for n in range(wanted.AT_ONCE)
            for m in meetings
        ]
        store = Store(records_in(tmp_path))
        with store.writing() as into:
            into.want("t", (Request(f"{ROOT}/list", "meeting-list", of="31"), *pages), ROOT)
            into.put(kept(into, f"{ROOT}/list"), written(a_list(meetings), "meeting-list"))
        found = list(store.wanted("t"))
        store.close()
        assert {w.request for w in found} >= set(pages)
        assert len(found) == len(pages) + 1
        known = {w.request: w.subject.sitting for w in found}
        assert all((sitting := known[page]) and sitting.id == page.of for page in pages)

    def test_pages_that_another_page_names_are_told_as_they_are_among_all(self, tmp_path: Path) -> None:
        store = Store(records_in(tmp_path))
        requests = [Request(f"{ROOT}/m/{m.id}", "meeting", of=m.id) for m in (meeting(1), meeting(2))]
        with store.writing() as into:
            into.want("t", requests, f"{ROOT}/list")
            into.want("t", [Request(f"{ROOT}/other", "news")], f"{ROOT}/else")
            into.put(kept(into, f"{ROOT}/list"), written(a_list([meeting(1)]), "meeting-list"))
            into.want("t", requests, f"{ROOT}/list")
        everything, named = list(store.wanted("t")), list(store.wanted("t", named_by=f"{ROOT}/list"))
        store.close()
        named.sort(key=lambda w: w.request.url)
        assert named == [w for w in everything if w.request.kind == "meeting"]
        assert [w.subject.sitting is not None for w in named] == [True, False]


class TestWritten:
    """What is handed from where a page is read to where it is kept."""

    PRINTED = Printed("pdf", (Passage("minutes", "The ferry shall run."),), 1)

    def test_a_file_is_kept_as_it_was_asked_for(self) -> None:
        read = Reading("minutes-file", subject=f"{ROOT}/m.pdf", printed=self.PRINTED)
        attached, minutes = written(read, "file"), written(read, "minutes-file")
        assert (attached.file and attached.file.text, attached.parts) == ("The ferry shall run.", ())
        assert (minutes.file, [part.kind for part in minutes.parts]) == (None, ["printed"])

    def test_only_a_page_of_votes_says_how_votes_went(self) -> None:
        votes = Reading("votes", subject="7", votes=(Vote("Motion", "Resolution", "Carried"),))
        assert [(p.kind, p.id) for p in written(votes, "votes").parts] == [("votes", "7")]
        assert written(Reading("issue", subject="7"), "issue").parts == ()

    def test_it_is_the_same_in_another_process(self) -> None:
        told = written(
            Reading("meeting", meetings=(meeting(1),), requests=(Request(ROOT, "item"),)), "meeting"
        )
        assert pickle.loads(pickle.dumps(told)) == told  # noqa: S301 - as between processes


def meeting(number: int) -> Meeting:
    url = f"{ROOT}/m/{number}"
    return Meeting("t", str(number), "Area Forum", "31", date(2026, 1, 15), None, "held", "minutes", url)


def a_list(meetings: list[Meeting]) -> Reading:
    return Reading("meeting-list", meetings=tuple(meetings))


def kept(into: Writing, url: str) -> Kept:
    place = Place("t/1.warc.gz", 0)
    return into.catalogue(Entry("t", "meeting-list", url, WHEN, "text/html", digest(b""), place, place))
