"""Where an archive's page files are (pure): what config.toml says, and `archive.warc` reads and writes by."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Pages:
    """Where an archive's page files are."""

    folder: Path  # of this machine
    shelf: str = ""  # the URL of a folder, as fsspec writes it; without one all are in the folder
    shared: bool = False  # whether several crawlers write page files of one archive


Where = Path | Pages
"""A folder alone is where all page files are."""


def pages_in(where: Where) -> Pages:
    """Return where page files are, of a folder too."""
    return where if isinstance(where, Pages) else Pages(where)
