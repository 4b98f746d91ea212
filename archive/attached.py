"""Files attached to items: which of them are worth asking for, and the text that is searched (pure)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from archive.model import Attachment, FileFormat, Item, Printed

SIZE = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s?(?P<unit>[KMG]?)B", re.IGNORECASE)
UNITS = {"": 1, "K": 1_000, "M": 1_000_000, "G": 1_000_000_000}
READ = frozenset({".pdf", ".docx"})
PAGES = frozenset({"", ".aspx"})  # an address that names no kind of file, such as that of a converter to PDF


def wanted(items: Iterable[Item], most: float) -> Iterator[str]:
    """Yield the addresses of the files to ask for, each once.

    Left out are files of items that are closed to the public, those of a kind that is not read, and those
    that are said to be larger than `most` bytes.
    """
    files = (file for item in items if not item.restricted for file in item.attachments)
    fit = (file.url for file in files if is_read(file.url) and (said_bytes(file.size) or 0) <= most)
    yield from dict.fromkeys(fit)


def is_read(url: str) -> bool:
    """Tell by its name whether a file may be one that is read: a PDF, or a Word file of today's kind."""
    return PurePosixPath(unquote(urlsplit(url).path)).suffix.lower() in READ | PAGES


def said_bytes(size: str | None) -> float | None:
    """Return the bytes of a size as said beside a link, "161 KB"; None where none is said."""
    said = SIZE.fullmatch(size.strip()) if size else None
    return float(said["number"]) * UNITS[said["unit"].upper()] if said else None


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a file: enough to tell whether its text is another than before."""

    format: FileFormat
    digest: str  # of its text


def with_files(item: Item, files: Mapping[str, Read]) -> Item:
    """Say of each attachment what was read of it; of those that were not read, nothing."""
    return replace(item, attachments=tuple(_with_file(a, files.get(a.url)) for a in item.attachments))


def _with_file(attachment: Attachment, read: Read | None) -> Attachment:
    return replace(attachment, format=read.format if read else None, digest=read.digest if read else None)


def text_of(printed: Printed) -> str:
    """Return a file's whole text, a passage a line, enumerators as printed; empty for a scan."""
    return "\n".join(f"{passage.mark} {passage.text}".strip() for passage in printed.passages)


def digest(text: str) -> str:
    """Name a text by what it says, so that a record that holds the name changes when the text does."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]
