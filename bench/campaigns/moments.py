"""The moments at which a command is killed, and what each kill hits."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen
from typing import Literal

from bench.campaigns.archive import Archive, kill
from bench.campaigns.page_files import torn

Way = Literal["at any time", "at work", "at a new file", "at a page"]
"""When to kill: from its start on, once it holds the lock, right after it made a certain file, or right after
it wrote a certain byte of a page file, when the page is not yet in the catalogue."""

WEIGHTS = (2, 5, 3, 4)  # how often each way is chosen
LOOK = 0.002  # seconds between two looks at a data folder


@dataclass(frozen=True, slots=True)
class Phase:
    """A command in the life of an archive, and the meeting that the site publishes anew before it.

    `{folder}` in a command stands for the archive's own.
    """

    name: str
    command: tuple[str, ...]
    revised: int | None = None

    def words(self, archive: Archive) -> list[str]:
        """Return the command for an archive."""
        return [word.format(folder=archive.folder) for word in self.command]


@dataclass(frozen=True, slots=True)
class Usual:
    """What a phase does when nobody disturbs it."""

    seconds: float
    working: float  # seconds between taking the lock and the end
    files: int  # that it makes
    bytes: int  # that it adds to page files
    export: str
    found: list[object] | None  # None while there is no index


@dataclass(frozen=True, slots=True)
class Killed:
    """A kill, and what it hit."""

    phase: str
    way: Way
    where: str
    torn: bool  # a page file was left with a record cut off


def kill_at(archive: Archive, phase: Phase, usual: Usual, way: Way, share: float) -> Killed | None:
    """Start a phase's command and kill it; None when it was done before."""
    began, files, size = time.time_ns(), files_in(archive.folder), page_bytes(archive)
    process = archive.start(*phase.words(archive))
    if way == "at any time":
        wait(process, lambda: False, share * usual.seconds)
    elif way == "at a new file":
        wait(process, lambda: len(files_in(archive.folder) - files) > int(share * usual.files))
    elif way == "at a page" and usual.bytes:
        wait(process, lambda: page_bytes(archive) - size > share * usual.bytes)
    else:
        wait(process, lambda: holds(archive, process), usual.seconds - usual.working)
        wait(process, lambda: False, share * usual.working)
    done = process.poll() is not None
    if not done:
        kill(process)
    process.communicate()
    fresh = [path for path in archive.page_files() if path.stat().st_mtime_ns >= began]
    where = _last_written(archive.folder, began)
    return None if done else Killed(phase.name, way, where, any(map(torn, fresh)))


def wait(process: Popen[str], reached: Callable[[], bool], longest: float = 300) -> None:
    """Wait until a moment is reached, the process ends, or a time is over."""
    until = time.monotonic() + longest
    while time.monotonic() < until and process.poll() is None and not reached():
        time.sleep(LOOK)


def holds(archive: Archive, process: Popen[str]) -> bool:
    """Tell whether a process is the one that holds the data folder."""
    lock = archive.data / "lock"
    return lock.exists() and f"process {process.pid}," in lock.read_text("utf-8")


def files_in(folder: Path) -> set[Path]:
    """List all files under a folder, though they come and go meanwhile, which rglob does not bear."""
    return {Path(parent, name) for parent, _, names in os.walk(folder) for name in names}


def page_bytes(archive: Archive) -> int:
    """Return the size of all page files together."""
    return sum(path.stat().st_size for path in archive.page_files())


def _last_written(folder: Path, began: int) -> str:
    """Say what a killed command had last written to, by the files' times."""
    times = {path: path.stat().st_mtime_ns for path in files_in(folder)}
    last = max(times, key=times.__getitem__)  # there is a config.toml at least
    if times[last] < began:
        return "before it wrote anything"
    place = last.relative_to(folder).parts
    kind = place[1] if place[0] == "data" else place[0]
    named = {
        "lock": "the lock",
        "pages": "a page file",
        "index": "a file of the index",
        "backup": "the backup",
    }
    return f"after {'a database' if '.sqlite' in kind else named.get(kind, kind)}"
