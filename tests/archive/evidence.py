"""Page files of an invented council, for the tests of all that writes, reads and checks them."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from archive import warc
from archive.model import Exchange, Page

SLUG = "thistlemoor"
NOON = datetime(2026, 2, 20, 12, tzinfo=UTC)
SITE = "https://democracy.thistlemoor.example"
URL = f"{SITE}/ieListDocuments.aspx?CId=31&MId=802"
MEETING = warc.Asked("meeting")
ASKED = (("User-Agent", "MinutesArchive/0.1"),)
ANSWERED = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Encoding", "gzip"),
    ("Transfer-Encoding", "chunked"),
    ("ETag", '"a1"'),
    ("Last-Modified", "Thu, 19 Feb 2026 09:00:00 GMT"),
    ("X-Name", "Tŷ Pôb"),
)


@dataclass(frozen=True)
class NotModified:
    """A site's answer that a page is as it was."""

    fetched: datetime
    asked: tuple[tuple[str, str], ...] = ASKED
    answered: tuple[tuple[str, str], ...] = (("ETag", '"a1"'),)
    reason: str = "Not Modified"


def exchange(body: bytes, fetched: datetime = NOON, url: str = URL, status: int = 200) -> Exchange:
    page = Page(url, body, fetched, "text/html; charset=utf-8", status)
    return Exchange(page, ASKED, ANSWERED, "OK")


def kept(folder: Path, *exchanges: Exchange, started: datetime = NOON) -> list[warc.Place]:
    """Keep exchanges, each as a revisit of an earlier one with the same bytes."""
    file = warc.PageFile(folder, SLUG, started)
    copies: dict[bytes, warc.Copy] = {}
    places = []
    for one in exchanges:
        body = one.page.body
        places.append(file.append(one, MEETING, copies.get(body)))
        copies.setdefault(body, warc.Copy(one.page.fetched, places[-1], warc.digest(body)))
    file.close()
    return places


def small_archive(folder: Path, pages: int = 4) -> list[warc.Place]:
    """Keep so many pages and a revisit of the first, in one file."""
    bodies = [f"<html>{n} {sha256(bytes([n])).hexdigest()}</html>".encode() for n in range(pages)]
    made = [exchange(body, NOON + timedelta(seconds=n), f"{URL}{n}") for n, body in enumerate(bodies)]
    return kept(folder, *made, exchange(bodies[0], NOON + timedelta(hours=1), f"{URL}0"))


def only_file(folder: Path) -> Path:
    (path,) = folder.rglob("*.warc.gz")
    return path


def founds(parts: Iterable[warc.Found | warc.Damage | warc.Torn]) -> list[warc.Found]:
    """Take the pages of a scan that has nothing else."""
    listed = list(parts)
    assert all(isinstance(part, warc.Found) for part in listed), listed
    return [part for part in listed if isinstance(part, warc.Found)]


def members(data: bytes) -> list[tuple[int, int, bytes]]:
    """List a file's gzip members: where each begins and ends, and what it holds."""
    found, begin = [], 0
    while begin < len(data):
        unpacker = zlib.decompressobj(31)
        plain = unpacker.decompress(data[begin:])
        end = len(data) - len(unpacker.unused_data)
        found.append((begin, end, plain))
        begin = end
    return found


def rewritten(data: bytes, number: int, old: bytes, new: bytes) -> bytes:
    """Change what a member holds and pack it again, so that only the archive's own checks can tell."""
    begin, end, plain = members(data)[number]
    assert plain.count(old) >= 1
    return data[:begin] + zlib.compress(plain.replace(old, new, 1), 6, 31) + data[end:]
