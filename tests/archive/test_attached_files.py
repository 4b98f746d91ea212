"""Files attached to items, from the page that links to them to the search that finds their words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.model import Attachment, Item
from indexer.engines import open_engine
from indexer.model import Query
from indexer.topics import load
from indexer.update import update
from tests.crawling import Crawled, archive_of, small_sample
from web.demo import Site


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    with Site(small_sample()) as site:
        archive = archive_of(tmp_path_factory.mktemp("all"), site.url)
        archive.council = replace(archive.council, attachments="all")
        archive.crawl()
        yield archive


def attached(archive: Crawled) -> list[tuple[Item, Attachment]]:
    meetings = archive.store.meetings(archive.council.slug).values()
    return [(item, file) for m in meetings for item in m.items for file in item.attachments]


def test_every_file_of_an_open_item_is_read_and_its_record_says_so(crawled: Crawled) -> None:
    files = [file for item, file in attached(crawled) if not item.restricted]
    assert files
    assert {file.format for file in files} == {"pdf"}
    texts = crawled.store.file_texts(crawled.council.slug, [file.url for file in files])
    assert texts.keys() == {file.url for file in files}
    assert all(texts.values())
    assert crawled.store.file_counts(crawled.council.slug).keys() == {"pdf"}


def test_reading_all_again_changes_no_record_and_loses_no_text(crawled: Crawled) -> None:
    before, counts = crawled.export(), crawled.store.file_counts(crawled.council.slug)
    assert crawled.reread() == 0
    assert (crawled.export(), crawled.store.file_counts(crawled.council.slug)) == (before, counts)


def test_a_second_crawl_changes_nothing(crawled: Crawled) -> None:
    tally = crawled.crawl()
    assert (tally.new, tally.changed) == (frozenset(), frozenset())


def test_an_item_is_found_by_a_word_that_only_its_file_has(crawled: Crawled, tmp_path: Path) -> None:
    engine = open_engine(tmp_path / "index")
    update(crawled.store, engine, load(), {})
    item, file = next((i, f) for i, f in attached(crawled) if f.digest and not i.restricted)
    text = crawled.store.file_texts(crawled.council.slug, [file.url])[file.url]
    words = [w for w in text.split() if w.isalpha() and len(w) > 4 and w.lower() not in item.text.lower()]
    hits = engine.search(Query(f'"{words[-1]}" kind:item', size=1000)).hits
    assert item.id in {hit.document.id.rsplit("/", 1)[1] for hit in hits}


@pytest.mark.parametrize("policy", ["none", "minutes"])
def test_no_attached_file_is_asked_for_unless_all_are_wanted(policy: str, tmp_path: Path) -> None:
    with Site(small_sample()) as site:
        archive = archive_of(tmp_path, site.url)
        archive.council = replace(archive.council, attachments="none" if policy == "none" else "minutes")
        archive.crawl()
    assert not [step for step in archive.steps if step.kind == "file"]
    assert not any(file.format for _, file in attached(archive))
