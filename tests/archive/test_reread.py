"""Reading all kept pages again, in one process and in several."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from archive import reread as module
from archive.errors import StoreError
from archive.reread import reread
from archive.steps import Step
from tests.crawling import Crawled, archive_of, small_sample
from web.demo import Site


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """An archive of two crawls, with a meeting confirmed between them."""
    with Site(small_sample(), web_service=False) as site:
        archive = archive_of(tmp_path_factory.mktemp("reread"), site.url)
        archive.crawl()
        site.revise(4277)
        archive.crawl()
    yield archive
    archive.store.close()


@pytest.fixture
def worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a few pages worth further processes, in chunks so small that all is handed out in many."""
    for name, value in (("WORTH_PROCESSES", 1), ("CHUNK", 3), ("AHEAD", 2)):
        monkeypatch.setattr(module, name, value)


def again(archive: Crawled, processes: int) -> tuple[int, list[Step]]:
    steps: list[Step] = []
    councils = {archive.council.slug: archive.council}
    return reread(councils, archive.store, archive.pages, steps.append, processes), steps


def held(archive: Crawled) -> object:
    """All that was made of the pages: records, every revision of them, their numbers, what is wanted."""
    store, slug = archive.store, archive.council.slug
    revisions = {meeting: store.revisions(slug, meeting) for meeting in store.meetings(slug)}
    return archive.export(), revisions, archive.changes(), store.sittings(slug), list(store.wanted(slug))


@pytest.mark.usefixtures("worth_it")
def test_several_processes_make_the_same_of_the_pages_as_one_and_as_the_crawls_did(crawled: Crawled) -> None:
    before = held(crawled)
    alone, steps = again(crawled, 1)
    assert (alone, held(crawled)) == (0, before)
    together, told = again(crawled, 2)
    assert (together, held(crawled)) == (0, before)
    assert told == steps
    assert [step.url for step in told] == [page.url for page in crawled.store.pages()]


@pytest.mark.usefixtures("worth_it")
def test_a_page_file_that_another_process_cannot_read_stops_all_and_changes_nothing(crawled: Crawled) -> None:
    before = held(crawled)
    file = next(crawled.pages.rglob("*.warc.gz"))
    aside = file.rename(file.with_suffix(".aside"))
    try:
        with pytest.raises(StoreError):
            again(crawled, 2)
    finally:
        aside.rename(file)
    assert held(crawled) == before
