from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

from archive.store import Counts, Store
from archive.suppression import Hidden, Suppression
from tests.archive.test_store import MEETING, put
from tests.databases import records_in


def test_a_store_that_only_reads_counts_what_another_program_has_written(tmp_path: Path) -> None:
    where = records_in(tmp_path)
    with closing(Store(where)) as writer, closing(Store(where)) as reader:
        assert reader.counts() == Counts(0, 0, 0, 0, None)
        for number in range(3):
            put(writer, replace(MEETING, id=f"{number}", url=f"https://t.example/{number}"), number)
            assert reader.counts() == reader.counts() == writer.counts()
            assert reader.counts().meetings == number + 1
        put(writer, replace(MEETING, id="2", url="https://t.example/2", items=()), 9)
        assert reader.counts().items == writer.counts().items == 2 * len(MEETING.items)


def test_what_is_hidden_from_now_on_is_counted_no_more(tmp_path: Path) -> None:
    hidden = [Hidden()]
    with closing(Store(records_in(tmp_path), lambda: hidden[0])) as store:
        put(store, MEETING)
        before = store.counts()
        hidden[0] = Hidden.of([Suppression(f"{MEETING.council}/{MEETING.id}")], b"salt")
        assert before.meetings == 1
        assert store.counts().meetings == 0
