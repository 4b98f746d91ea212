"""Where pages lie: how page files are named and ordered, and how two bodies are told apart."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

SERIAL = re.compile(r"-(\d{6,})-\d{8}T\d{6}Z(?:-[a-z0-9-]+)?\.warc\.gz$")
ENDING = ".warc.gz"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page's record begins."""

    file: str  # relative to the folder of page files
    offset: int


@dataclass(frozen=True, slots=True)
class Copy:
    """A page whose bytes are kept already."""

    fetched: datetime
    place: Place
    digest: str


@dataclass(frozen=True, slots=True)
class Reference:
    """How a revisit record names the copy that holds its bytes."""

    url: str
    fetched: datetime
    digest: str


def digest(body: bytes) -> str:
    """Return the digest that tells two bodies apart, written as WARC files write theirs."""
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode("ascii")


def files(folder: Path, council: str, crawler: str = "") -> list[str]:
    """List a council's page files, or those of a crawler, relative to the folder, in the order of capture."""
    found = (folder / council).glob(f"*{files_end(crawler)}")
    return sorted((f"{council}/{path.name}" for path in found), key=order)


def order(file: str) -> tuple[int, str]:
    """Return what page files sort by: the serial in the name, as the clock may jump back between runs."""
    named = SERIAL.search(file)
    return (int(named[1]) if named else 0, file)


def file_name(council: str, serial: int, started: datetime, crawler: str = "") -> str:
    """Name a page file; where several crawlers share the work, after the one that writes it."""
    return f"{council}-{serial:06}-{started:%Y%m%dT%H%M%SZ}{files_end(crawler)}"


def files_end(crawler: str) -> str:
    """Return what the names of a crawler's page files end with."""
    return f"-{crawler}{ENDING}" if crawler else ENDING
