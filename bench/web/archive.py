"""The corpus of bench/search as an archive: its meetings in the records, its documents in the index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import groupby, islice
from pathlib import Path

from archive.model import Item, Meeting, Passage, Reading
from archive.store import Entry, Store, Writing, written
from archive.warc import Place, digest
from bench.search.corpus import documents
from bench.search.ours import build
from indexer.model import Document

COUNCIL = "salt"
ROOT = "https://democracy.saltmarsh.example"
CONFIG = f"""[[council]]
slug = "{COUNCIL}"
name = "Saltmarsh District Council"
system = "moderngov"
url = "{ROOT}"

[web]
rate = 0 # all clients are at one address
"""
FETCHED = datetime(2025, 1, 1, tzinfo=UTC)
BATCH = 500  # meetings to a transaction


def made(folder: Path, count: int, index: Path | None) -> Path:
    """Make an archive of so many documents, unless it was made before; return its config.toml.

    `index` is a folder in which bench/search has indexed as many; without it, they are indexed here.
    """
    config = folder / "config.toml"
    if config.exists():
        return config
    data = folder / "data"
    data.mkdir(parents=True)
    with closing(Store(data / "records.sqlite")) as store:
        _keep(store, count)
    if index:
        (data / "index").symlink_to(index.absolute())
    else:
        (data / "index").mkdir()
        build(data / "index", documents(count))
    config.write_text(CONFIG, "utf-8")
    return config


def _keep(store: Store, count: int) -> None:
    meetings = enumerate(_meetings(documents(count)))
    while batch := list(islice(meetings, BATCH)):
        with store.writing() as writing:
            for number, meeting in batch:
                _put(writing, meeting, number)


def _put(writing: Writing, meeting: Meeting, number: int) -> None:
    place = Place(f"{COUNCIL}/1.warc.gz", number)
    entry = Entry(
        COUNCIL, "meeting", meeting.url, FETCHED, "text/html", digest(meeting.url.encode()), place, place
    )
    writing.put(writing.catalogue(entry), written(Reading("meeting", meetings=(meeting,)), "meeting"))


def _meetings(found: Iterable[Document]) -> Iterator[Meeting]:
    for _, of_meeting in groupby(found, key=lambda document: document.meeting):
        yield _meeting(list(of_meeting))


def _meeting(found: list[Document]) -> Meeting:
    """Make the meeting of some documents; of their texts it has what a results page might show."""
    first = found[0]
    meeting_id = first.meeting.partition("/")[2]
    items = (
        Item(each.id.rpartition("/")[2], each.number, each.title, (Passage("minutes", each.lead),))
        for each in found
    )
    return Meeting(
        council=COUNCIL,
        id=meeting_id,
        board=first.board,
        board_id=str(sum(first.board.encode())),
        date=first.date,
        time=None,
        status="held",
        stage="minutes",
        url=f"{ROOT}/ieListDocuments.aspx?MId={meeting_id}",
        items=tuple(items),
    )
