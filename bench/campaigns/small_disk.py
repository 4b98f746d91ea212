"""A data folder on a small disk of its own, which can be filled up, or made read-only.

The disk is a tmpfs in a mount namespace, which needs no root where unprivileged namespaces are allowed, and
which goes with the process that holds it, whatever becomes of this one.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ENTER = ("unshare", "--user", "--map-root-user", "--mount")
HOLD = ("sh", "-c", 'mount -t tmpfs -o "size=$1" none "$2" && echo held && exec cat', "-")
BALLAST = "ballast"


@dataclass(frozen=True, slots=True)
class SmallDisk:
    """A small disk mounted at a folder, seen only by commands run inside."""

    folder: Path
    holder: int  # the process that holds the namespace

    @property
    def inside(self) -> tuple[str, ...]:
        """Words before a command that let it see the disk."""
        own = f"--wd={Path.cwd()}"
        return ("nsenter", f"--target={self.holder}", "--user", "--mount", "--preserve-credentials", own)

    @property
    def seen(self) -> Path:
        """The folder as it is seen from outside."""
        return Path(f"/proc/{self.holder}/root{self.folder}")

    def fill(self, leaving: int) -> None:
        """Fill the disk up but for so many bytes, in whole blocks."""
        self._do(
            'rm -f "$1"; free=$(df -k --output=avail "$2" | tail -1); '
            'head -c $((free * 1024 - $3)) /dev/zero > "$1"',
            leaving,
        )

    def empty(self) -> None:
        """Take away what fills the disk."""
        self._do('rm "$1"')

    def refuse_writes(self) -> None:
        """Make the disk read-only."""
        self._do('mount -o remount,bind,ro "$2"')

    def allow_writes(self) -> None:
        """Make the disk writable again."""
        self._do('mount -o remount,bind,rw "$2"')

    def _do(self, script: str, *words: object) -> None:
        ballast = self.folder / BALLAST
        command = [*self.inside, "sh", "-ec", script, "-", str(ballast), str(self.folder), *map(str, words)]
        subprocess.run(command, check=True, capture_output=True)


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[SmallDisk]:
    """Mount a disk of so many bytes at a folder while the block runs."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [*ENTER, *HOLD, str(size), str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        if holder.stdout.readline() != "held\n":
            raise OSError("a tmpfs in a namespace of its own cannot be mounted here")
        try:
            yield SmallDisk(folder, holder.pid)
        finally:
            holder.stdin.close()


@cache
def possible() -> bool:
    """Tell whether this machine lets us mount a small disk."""
    script = [*ENTER, "mount", "-t", "tmpfs", "none", "/mnt"]
    try:
        return subprocess.run(script, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:  # no unshare on this machine
        return False
