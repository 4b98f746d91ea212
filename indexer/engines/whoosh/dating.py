"""When an index was last written to, by the clock of its disk."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISREG


def written(folder: Path) -> datetime | None:
    """Return when a file under a folder was last written; None where there is none."""
    times = []
    for path in folder.rglob("*"):
        try:
            found = path.stat()
        except FileNotFoundError:  # a new build took its place as we looked
            continue
        if S_ISREG(found.st_mode):
            times.append(found.st_mtime)
    return datetime.fromtimestamp(max(times), UTC) if times else None
