"""A crawl of several hosts that is stopped with Ctrl-C ends soon, says so, and notes what it did."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from archive import runs
from bench.campaigns.archive import Archive
from tests.archive import moor
from tests.archive.loopback import Loopback, Reply, serving

HOSTS = 3
SOON = 6.0  # seconds
BYTE = 0.4  # seconds between two bytes of the slow page: it takes minutes


@pytest.fixture(autouse=True)
def heard() -> Iterator[None]:
    """Let Ctrl-C be heard: what a shell starts in the background ignores it, and hands that on."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(params=["slow", pytest.param("stuck", marks=pytest.mark.campaign)])
def sites(request: pytest.FixtureRequest) -> Iterator[list[Loopback]]:
    """Sites whose meeting comes byte by byte, or not at all; the pages before it come at once."""
    page = moor.meeting().body
    slow = Reply(body=page, drip=BYTE) if request.param == "slow" else Reply(drip=BYTE, endless_head=True)
    with ExitStack() as stack:
        yield [stack.enter_context(serving(moor.site(meeting=slow))) for _ in range(HOSTS)]


def asked_for_the_meeting(sites: list[Loopback]) -> bool:
    return all(moor.MEETING in site.paths for site in sites)


def interrupted(archive: Archive, sites: list[Loopback]) -> tuple[subprocess.Popen[str], str, float]:
    """Crawl until every host is at its slow page, then interrupt; return what it told and took."""
    with archive.start("crawl") as process:
        give_up = time.monotonic() + 30
        while not asked_for_the_meeting(sites):
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < give_up
            time.sleep(0.05)
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=30)
        return process, told, time.monotonic() - began


def test_it_ends_soon_with_its_line_in_the_diary_and_goes_on_where_it_was(
    tmp_path: Path, sites: list[Loopback]
) -> None:
    archive = Archive(tmp_path, {f"t{n}": site.url for n, site in enumerate(sites)})
    process, told, took = interrupted(archive, sites)
    assert took < SOON
    assert (process.returncode, told.strip()) == (130, "minutes: stopped; what was done is kept")
    (line,) = (archive.data / "runs.jsonl").read_text("utf-8").splitlines()
    noted = json.loads(line)
    assert (noted["ended"], noted["exit"], noted["pages"]) == ("interrupted", 130, 2 * HOSTS)
    assert runs.last(archive.data / "runs.jsonl", 1).unreadable == 0
    for site in sites:
        site.replies[moor.MEETING] = [moor.meeting()]
    archive.finish("crawl")
    archive.verify()
    assert len(archive.export().splitlines()) == HOSTS
