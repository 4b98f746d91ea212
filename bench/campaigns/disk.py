"""Take away what the archive stands on: `python -m bench.campaigns.disk [--write]`.

Full disks, read-only data folders, clocks that jump, records locked by another process. Each must be told in
one plain line, and once it is cured all must go on to what an undisturbed archive holds. Disks are small ones
of their own where that can be had; a limit on the size of files stands in for them everywhere else.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from bench.campaigns import small_disk
from bench.campaigns.archive import Archive, Lost
from tests.crawling import small_sample
from web.demo import Site

REPORT = Path(__file__).with_suffix(".md")
DISK = 16_000_000  # bytes; an archive of the small sample takes about 2 MB
REVISED = 4277
MOST_ROOM = 60_000  # bytes; with more, reading again or indexing a small archive may well get done
DAY = timedelta(days=1)
NIGHTS = 2  # what the first brings to light may be asked for in the second
CLOCKS = (-3, -3000, 3000)  # days; the second stands for a machine that lost its clock's battery

# Python reads this when it starts, from PYTHONPATH; every clock that a program can ask is then moved.
MOVED_CLOCK = """
import datetime, time
moved = datetime.timedelta(seconds={seconds})
true_date, true_datetime, true_time = datetime.date, datetime.datetime, time.time
class Like(type):
    def __instancecheck__(cls, it): return isinstance(it, cls.__mro__[1])
class Date(true_date, metaclass=Like):
    @classmethod
    def today(cls): return (true_datetime.now() + moved).date()
class Datetime(true_datetime, metaclass=Like):
    @classmethod
    def now(cls, tz=None): return true_datetime.now(tz) + moved
datetime.date, datetime.datetime = Date, Datetime
time.time = lambda: true_time() + moved.total_seconds()
"""


@dataclass(frozen=True, slots=True)
class Told:
    """What was taken away from a command, and what it told."""

    trouble: str
    command: str
    line: str


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """What an archive comes to when nothing is taken away."""

    export: str
    revised: str  # the export once the site has published a meeting anew
    found: list[object]

    def reached(self, archive: Archive, *, revised: bool = False) -> None:
        """Raise Lost unless an archive is whole and holds the same records."""
        archive.verify()
        if archive.export() != (self.revised if revised else self.export):
            raise Lost("the records are not those of an undisturbed archive")


def undisturbed(folder: Path, site: Site) -> Undisturbed:
    """Make an archive in peace."""
    archive, council = Archive(folder, {"t": site.url}), site.council
    archive.finish("crawl")
    archive.finish("index")
    export, found = archive.export(), archive.found()
    site.revise(REVISED)
    archive.finish("crawl", "--all")
    site.council = council
    return Undisturbed(export, archive.export(), found)


def full_while(command: tuple[str, ...], archive: Archive, disk: small_disk.SmallDisk, leaving: int) -> Told:
    """Run a command on a disk with so many bytes free, then again when there is room.

    A crawl is the archive's first; what else is to be run finds an archive that was crawled before.
    """
    if command != ("crawl",):
        archive.finish("crawl")
    disk.fill(leaving)
    line = archive.refuse(*command)
    disk.empty()
    archive.finish(*command)
    return Told(f"a disk with {leaving // 1000} kB free", " ".join(command), line)


def files_limited(archive: Archive, blocks: int) -> Told:
    """Crawl where no file may grow beyond so many blocks of 512 bytes, then without the limit."""
    limited = replace(archive, inside=("sh", "-c", 'ulimit -f "$0" && exec "$@"', str(blocks)))
    line = limited.refuse("crawl")
    archive.finish("crawl")
    return Told(f"files limited to {blocks // 2} kB", "crawl", line)


def read_only(archive: Archive, disk: small_disk.SmallDisk) -> Iterator[Told]:
    """Run what writes on a disk that takes no writes; an archive that was crawled before goes on after."""
    archive.finish("crawl")
    disk.refuse_writes()
    for command in (("crawl",), ("reread",), ("index",)):
        yield Told("a read-only disk", " ".join(command), archive.refuse(*command))
    disk.allow_writes()
    archive.finish("crawl")


def clock_moved(archive: Archive, site: Site, folder: Path, by: timedelta) -> None:
    """Crawl, then a site that has changed with a clock that jumped, then for two nights with the true one.

    The archive is new to the site when the clock is ahead: the nights that follow must not wait for that day.
    """
    folder.mkdir(parents=True)
    (folder / "sitecustomize.py").write_text(MOVED_CLOCK.format(seconds=by.total_seconds()), "utf-8")
    jumped = replace(archive, environment={"PYTHONPATH": str(folder)})
    council = site.council
    if by < timedelta():
        archive.finish("crawl")
        site.revise(REVISED)
        jumped.finish("crawl", "--all")
    else:
        jumped.finish("crawl")
        site.revise(REVISED)
    for _ in range(NIGHTS):
        archive.finish("crawl")
    site.council = council


def locked(archive: Archive, command: tuple[str, ...]) -> Told:
    """Run a command while another process writes to the records, and again when it is done."""
    with being_written(archive.data / "records.sqlite"):
        line = archive.refuse(*command)
    archive.finish(*command)
    return Told("records locked by another process", " ".join(command), line)


@contextmanager
def being_written(database: Path) -> Iterator[None]:
    """Hold a write transaction on a database while the block runs."""
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def campaign(folder: Path, site: Site, sizes: list[int]) -> Iterator[Told]:
    """Take away everything in turn; Lost when an archive does not come to what an undisturbed one holds."""
    peace = undisturbed(folder / "peace", site)
    sites = {"t": site.url}
    for number, size in enumerate(sizes if small_disk.possible() else []):
        for command in (("crawl",), ("reread",), ("index",)):
            with small_disk.small_disk(folder / "disk", DISK) as disk:
                name = f"full-{number}-{command[0]}"
                archive = Archive(folder / name, sites, disk.inside, elsewhere=disk.folder / "data")
                yield full_while(command, archive, disk, size)
                peace.reached(archive)
    if small_disk.possible():
        with small_disk.small_disk(folder / "disk", DISK) as disk:
            archive = Archive(folder / "read-only", sites, disk.inside, elsewhere=disk.folder / "data")
            yield from read_only(archive, disk)
            peace.reached(archive)
    for blocks in (0, 20, 100, 300):
        archive = Archive(folder / f"limited-{blocks}", sites)
        yield files_limited(archive, blocks)
        peace.reached(archive)
    for days in CLOCKS:
        archive = Archive(folder / f"clock-{days}", sites)
        clock_moved(archive, site, folder / f"moved-{days}", days * DAY)
        peace.reached(archive, revised=True)
        yield Told(f"a clock {days:+} days off", "crawl", "")
    for again in (("crawl", "--all"), ("reread",)):  # all, or it would keep the meeting as it was revised
        yield locked(Archive(folder / "peace", sites), again)
    peace.reached(Archive(folder / "peace", sites))


def report(told: list[Told]) -> str:
    """Write what was told as a table."""
    lines = ["| taken away | from | told |", "|---|---|---|"]
    return "\n".join([*lines, *(f"| {x.trouble} | {x.command} | {x.line} |" for x in told), ""])


def main() -> None:
    """Print what each command told; with --write keep it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, default=6, help="how many amounts of room to leave on a disk")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    draw = random.Random(asked.seed)  # noqa: S311 - no secret
    sizes = [0, *sorted(draw.randrange(4_000, MOST_ROOM) for _ in range(asked.sizes - 1))]
    with tempfile.TemporaryDirectory() as folder, Site(small_sample()) as site:
        told = [
            Told(x.trouble, x.command, x.line.replace(folder, ""))
            for x in campaign(Path(folder), site, sizes)
        ]
    figures = report(told)
    print(figures)
    if asked.write:
        head = "# What is taken away\n\nMade by `python -m bench.campaigns.disk --write`.\n\n"
        REPORT.write_text(head + figures, "utf-8")


if __name__ == "__main__":
    main()
