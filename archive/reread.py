"""Makes every record again from the pages kept: after a reader was mended, or the records were lost."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice

from archive import warc
from archive.entering import page_of, read_to_keep, settle
from archive.errors import ConfigError, StoreError
from archive.lacking import lacking, newest
from archive.lost import bodies, in_words
from archive.model import Council, Page
from archive.sources import source
from archive.steps import Step
from archive.store import Kept, Store, Writing, Written

# Below this many pages, starting further processes costs more than it saves.
WORTH_PROCESSES = 300
CHUNK = 16  # pages handed to a process at once
AHEAD = 8  # chunks handed out for each process, so that none waits and results never pile up

Answer = tuple[Written | None, str]
"""What a page says, or why it is refused."""


@dataclass(frozen=True, slots=True)
class Job:
    """A page to read again."""

    council: Council
    kept: Kept
    pages: warc.Where


def reread(
    councils: Mapping[str, Council],
    store: Store,
    pages: warc.Where,
    told: Callable[[Step], None],
    processes: int | None = None,
) -> int:
    """Make every record again from the pages kept; return how many records came out otherwise.

    Pages that the catalogue lacks are entered first: all of them, when the records database was lost.
    Pages are replayed in the order of capture, so that revisions come out as they did. All is written at
    once or, when anything fails, nothing. Pages are read in as many processes as there are processors,
    unless `processes` says how many.

    A council of which a page is lost, as its page file is nowhere any more, keeps its records as they are, as
    what they were read off cannot all be read again. StoreError names it when the others have been read.
    """
    known = list(store.pages())
    found = bodies(known, pages)
    lost = found.lost(known)
    with store.writing() as writing:
        chosen = [council for slug, council in councils.items() if slug not in lost]
        entered = [kept for council in chosen for kept in _enter(council.slug, store, pages, writing)]
        again = (kept for kept in (*known, *entered) if kept.council not in lost)
        jobs = [Job(_council(councils, kept), found.placed(kept), pages) for kept in again]
        missed = writing.missed()
        old = writing.forget_readings(but=lost)
        for council in chosen:
            writing.want(council.slug, source(council.system).start(council))
        for job, (written, why) in _read_all(jobs, processes or os.cpu_count() or 1):
            told(settle(job.council, job.kept, written, why, writing))
        writing.carry_over(missed)
        differ = writing.keep_numbers(old)
    if lost:
        raise StoreError(in_words(lost))
    return differ


def _council(councils: Mapping[str, Council], kept: Kept) -> Council:
    council = councils.get(kept.council)
    if council is None:
        raise ConfigError(
            f"the archive holds pages of “{kept.council}”, which config.toml does not name; "
            "name it again so that they can be read"
        )
    return council


def _enter(council: str, store: Store, pages: warc.Where, writing: Writing) -> Iterator[Kept]:
    """Enter the pages of a council that the catalogue lacks."""
    lacked = lacking(council, store, pages)
    for found in newest(lacked, council, store) if warc.pages_in(pages).shared else lacked:
        if isinstance(found, warc.Torn):
            continue  # a run that was killed had not finished it; the next crawl cuts it off
        kept = writing.enter(council, found) if isinstance(found, warc.Found) else None
        if kept is None:
            raise StoreError(
                f"{_where(found)} is damaged; `minutes verify` says how; put it back from a backup"
            )
        yield kept


def _where(found: warc.Found | warc.Damage) -> str:
    return found.place.file if isinstance(found, warc.Found) else found.file


def _read_all(jobs: Sequence[Job], processes: int) -> Iterator[tuple[Job, Answer]]:
    """Read pages in several processes, and give what they say in the order of capture."""
    if processes == 1 or len(jobs) < WORTH_PROCESSES:
        yield from ((job, read_kept(job)) for job in jobs)
        return
    # A fresh process, not a fork: a progress display may be running threads here.
    context = multiprocessing.get_context("spawn")
    out: deque[tuple[list[Job], Future[list[Answer]]]] = deque()
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        for chunk in _chunks(jobs):
            out.append((chunk, pool.submit(_read_chunk, chunk)))
            if len(out) == processes * AHEAD:
                yield from _answers(*out.popleft())
        while out:
            yield from _answers(*out.popleft())


def _answers(chunk: list[Job], read: Future[list[Answer]]) -> Iterator[tuple[Job, Answer]]:
    return zip(chunk, read.result(), strict=True)


def _chunks(jobs: Iterable[Job]) -> Iterator[list[Job]]:
    left = iter(jobs)
    while chunk := list(islice(left, CHUNK)):
        yield chunk


def _read_chunk(chunk: Sequence[Job]) -> list[Answer]:
    return [read_kept(job) for job in chunk]


def read_kept(job: Job) -> Answer:
    """Read one page from its page file; one that the site had not says so by its status alone."""
    kept = job.kept
    gone = Page(kept.url, b"", kept.fetched, kept.content_type, kept.status)
    return read_to_keep(job.council, page_of(kept, job.pages) if kept.status == 200 else gone, kept.kind)
