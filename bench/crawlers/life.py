"""Two crawlers over the same hosts, one of them killed at random moments, until all is crawled."""

from __future__ import annotations

import json
import random
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.campaigns.archive import Archive, Lost, kill
from bench.crawlers.checks import at_each_kill, hurried, shortest_pause, twice, unexcused
from bench.crawlers.sites import Asked, watched

ANSWERS_TAKE = 0.08  # seconds; so that kills hit requests that are under way
PAUSE = 0.3  # seconds between two requests to one host
CLAIM = 2.0  # seconds after which a crawler that is not heard of is taken for dead
UNDER_WAY = 1.5  # seconds from a request to the entry in the catalogue, at most
STARTING = 4.0  # seconds within which one kill in four comes, at whatever a crawler does when it starts
WORKING = 2.0  # seconds within which the others come, from when it has kept its first page
BEGINS_WITHIN = 20.0  # seconds until a crawler keeps its first page, if there is a host left for it
LOOK = 0.02  # seconds between two looks at a folder
LONGEST_REST = 4.0  # seconds until it is started again: longer than claims last, or shorter
LONGEST = 600.0  # seconds that a life may take


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a life is."""

    hosts: int = 20
    at_once: int = 1  # hosts that one crawler asks at once, and so pages that a kill can hit


@dataclass(frozen=True, slots=True)
class Lived:
    """What came of a life."""

    kills: int
    pages: int
    twice: int  # pages that were asked for twice
    most_at_a_kill: int  # pages that one kill made be asked for twice
    shortest_pause: float  # seconds between two requests to one host
    shares: tuple[int, int]  # bytes that each crawler kept, the one that was killed first


def live(folder: Path, database: str, kills: int, draw: random.Random, shape: Shape) -> Lived:
    """Crawl with two crawlers, one of which is killed up to so often; Lost says what was not as promised."""
    with watched(shape.hosts, ANSWERS_TAKE) as (sites, roots):
        alone = Archive(folder / "alone", roots)
        alone.finish("crawl")
        wanted, pages = alone.export(), {(asked.host, asked.target) for asked in sites.log}
        sites.log.clear()
        two = [_sharing(Archive(folder / name, roots), folder, database, shape) for name in ("one", "other")]
        killed = _crawl(two[0], two[1], kills, draw)
        _refuse(sites.log, killed, shape)
        if {(asked.host, asked.target) for asked in sites.log} != pages:
            raise Lost("the pages asked for are not those that a single crawler asks for")
        for archive in two:
            _refuse_other(archive, wanted)
    return _lived(sites.log, killed, (_share(two[0]), _share(two[1])))


def _sharing(archive: Archive, folder: Path, database: str, shape: Shape) -> Archive:
    """Have an archive keep its records in a database, and its page files on a shelf, that others have too."""
    text = archive.config.read_text("utf-8")
    at_once = f"delay = {PAUSE}\nclaim = {CLAIM}\nhosts = {shape.at_once}"
    shared = f'[archive]\ndatabase = "{database}"\npages = "file://{folder}/shelf"\n'
    archive.config.write_text(f"{text.replace('delay = 0.0', at_once)}\n{shared}", "utf-8")
    return archive


def _crawl(victim: Archive, other: Archive, kills: int, draw: random.Random) -> list[float]:
    """Let both crawl to the end; return when the victim was killed."""
    killed: list[float] = []
    until = time.monotonic() + LONGEST
    with other.start("crawl") as steady:
        while len(killed) < kills and steady.poll() is None and time.monotonic() < until:
            with victim.start("crawl") as process:
                if _ends_before(process, victim, draw):
                    break
                kill(process)
                killed.append(time.monotonic())
            time.sleep(draw.uniform(0.0, LONGEST_REST))
        victim.finish("crawl")
        _, told = steady.communicate(timeout=LONGEST)
    if steady.returncode:
        raise Lost(f"the crawler that was not killed ended with {steady.returncode}: {told[-2000:]}")
    return killed


def _ends_before(process: subprocess.Popen[str], victim: Archive, draw: random.Random) -> bool:
    """Wait for the moment to kill a crawler; True when it came to its end before."""
    if draw.randrange(4) == 0:
        return _ends_within(process, draw.uniform(0.0, STARTING))
    before, until = _kept(victim), time.monotonic() + BEGINS_WITHIN
    while _kept(victim) <= before and process.poll() is None and time.monotonic() < until:
        time.sleep(LOOK)
    return _ends_within(process, draw.uniform(0.0, WORKING))


def _kept(archive: Archive) -> float:
    """Say when a crawler last wrote to a page file of its own."""
    return max((path.stat().st_mtime for path in archive.page_files() if path.exists()), default=0.0)


def _ends_within(process: subprocess.Popen[str], seconds: float) -> bool:
    try:
        process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def _refuse(log: Sequence[Asked], killed: Sequence[float], shape: Shape) -> None:
    """Raise Lost when a page was asked for twice without need, or a host too soon."""
    found = twice(log)
    if (most := max(at_each_kill(found, killed, UNDER_WAY), default=0)) > shape.at_once:
        raise Lost(f"{most} pages were asked for twice because of one kill")
    for one in unexcused(found, killed, UNDER_WAY):
        raise Lost(f"{one.target} of host {one.host} was asked for twice, and no kill came between")
    for asked, apart in hurried(log, PAUSE):
        raise Lost(f"{asked.target} of host {asked.host} was asked for {apart:.3f} s after the one before it")


def _refuse_other(archive: Archive, wanted: str) -> None:
    """Raise Lost unless an archive holds the records that a single crawler makes, and all its pages."""
    archive.verify()
    if archive.export() != wanted:
        raise Lost("the records are not those that a single crawler makes")
    due = [json.loads(line) for line in archive.ask("crawl", "--dry-run", "--json").splitlines()]
    if left := {one["council"]: one["due"] for one in due if one["due"]}:
        raise Lost(f"pages are left to be asked for: {left}")


def _share(archive: Archive) -> int:
    """Add up what lies on the shelf of a crawler."""
    name = (archive.data / "crawler").read_text("utf-8")
    return sum(path.stat().st_size for path in (archive.folder.parent / "shelf").rglob(f"*-{name}-*.gz"))


def _lived(log: Sequence[Asked], killed: Sequence[float], shares: tuple[int, int]) -> Lived:
    found = twice(log)
    most = max(at_each_kill(found, killed, UNDER_WAY), default=0)
    pages = len({(asked.host, asked.target) for asked in log})
    return Lived(len(killed), pages, len(found), most, shortest_pause(log), shares)
