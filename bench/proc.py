"""What Linux tells of a process and those it started: memory and processor time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")
TICK = 1 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Use:
    """What a process uses."""

    rss: int  # bytes
    seconds: float  # of processor time, with that of its children that have ended


def use(pid: int) -> Use | None:
    """Say what a process uses; None when it has ended."""
    try:
        # The name, in brackets, may hold spaces; what follows it does not.
        fields = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return Use(int(fields[21]) * PAGE, sum(map(int, fields[11:15])) * TICK)


def family(pid: int) -> Iterator[int]:
    """Yield a process and all below it."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text("ascii").split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        for child in children:
            yield from family(int(child))


def uses(pid: int) -> dict[int, Use]:
    """Say what a process and each below it uses."""
    return {one: found for one in family(pid) if (found := use(one))}
