"""Makes every record again from the pages kept, offline: after a reader was mended."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from archive import warc
from archive.crawl import Step, read_page
from archive.errors import ConfigError
from archive.model import Council, Page, Reading
from archive.store import Kept, Store, Writing

# Below this many pages, starting further processes costs more than it saves.
WORTH_PROCESSES = 300
BATCH = 512  # pages handed out at a time, so that results never pile up
CHUNK = 16  # pages handed to a process at once


@dataclass(frozen=True, slots=True)
class Job:
    """A page to read again."""

    council: Council
    kept: Kept
    pages: Path


def reread(
    councils: Mapping[str, Council],
    store: Store,
    pages: Path,
    told: Callable[[Step], None],
    processes: int | None = None,
) -> int:
    """Make every record again from the pages kept; return how many records came out otherwise.

    Pages are replayed in the order of capture, so that revisions come out as they did. All is written at
    once or, when anything fails, nothing. Pages are read in as many processes as there are processors,
    unless `processes` says how many.
    """
    troubles = [trouble for slug in councils for trouble in store.troubles(slug)]
    troubled = {(t.council, t.url) for t in troubles}
    jobs = [Job(_council(councils, kept), kept, pages) for kept in store.pages()]
    with store.writing() as writing:
        old = writing.forget_readings()
        for job, (reading, why) in _read_all(jobs, processes or os.cpu_count() or 1):
            told(_write(job, reading, why, writing, (job.council.slug, job.kept.url) in troubled))
        for t in troubles:
            if t.state != "refused":  # no page tells of it: it came after the newest copy there is
                writing.miss(t.council, t.url, t.kind, t.state, t.why, t.since)
        return writing.keep_numbers(old)


def _council(councils: Mapping[str, Council], kept: Kept) -> Council:
    council = councils.get(kept.council)
    if council is None:
        raise ConfigError(
            f"the archive holds pages of “{kept.council}”, which config.toml does not name; "
            "name it again so that they can be read"
        )
    return council


def _read_all(jobs: list[Job], processes: int) -> Iterator[tuple[Job, tuple[Reading | None, str]]]:
    """Read pages in several processes, and give what they say in the order of capture."""
    if processes == 1 or len(jobs) < WORTH_PROCESSES:
        yield from ((job, read_kept(job)) for job in jobs)
        return
    # A fresh process, not a fork: a progress display may be running threads here.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        for batch in _batches(jobs):
            yield from zip(batch, pool.map(read_kept, batch, chunksize=CHUNK), strict=True)


def _batches(jobs: Iterable[Job]) -> Iterator[list[Job]]:
    left = iter(jobs)
    while batch := list(islice(left, BATCH)):
        yield batch


def read_kept(job: Job) -> tuple[Reading | None, str]:
    """Read one page from its page file."""
    kept = job.kept
    page = Page(kept.url, warc.read(job.pages, kept.body_at), kept.fetched, kept.content_type)
    return read_page(job.council, page)


def _write(job: Job, reading: Reading | None, why: str, writing: Writing, troubled: bool) -> Step:
    slug, kept = job.council.slug, job.kept
    if reading is not None:
        touched = writing.put(slug, reading, kept.id, job.council.boards)
        return Step(slug, kept.url, kept.kind, "read", touched)
    writing.refuse(kept.id, why)
    if troubled or not kept.refused:  # else the site does not offer it, and nothing is amiss
        writing.miss(slug, kept.url, kept.kind, "refused", why, kept.fetched)
    return Step(slug, kept.url, kept.kind, "refused", why=why)
