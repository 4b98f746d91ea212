"""The only code that writes or reads page files: WARC 1.1, a gzip member a record, only ever added to.

A page is kept unpacked, as its readers see it, in a response record, with the request beside it.
A page whose bytes are those of an earlier copy becomes a revisit record, which points to that copy.
"""

from __future__ import annotations

import base64
import hashlib
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive import SOFTWARE
from archive.errors import StoreError
from archive.model import Exchange

LARGEST_FILE = 250_000_000  # bytes; the next page then begins a new file
# What described the bytes on the wire and is no longer true of the unpacked body.
WIRE_HEADERS = frozenset({"content-encoding", "transfer-encoding", "content-length"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page's bytes are kept."""

    file: str  # relative to the folder of page files
    offset: int


@dataclass(frozen=True, slots=True)
class Copy:
    """A page that is kept already."""

    fetched: datetime
    place: Place


def digest(body: bytes) -> str:
    """Return the digest that tells two bodies apart, written as WARC files write theirs."""
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode("ascii")


@dataclass(slots=True)
class PageFile:
    """Appends pages to a run's own files under a folder; each page is on disk before its place is told."""

    folder: Path
    council: str
    started: datetime
    _stream: IO[bytes] | None = None
    _name: str = ""
    _number: int = field(default=0)

    def append(self, exchange: Exchange, same_as: Copy | None = None) -> Place:
        """Keep a page, as a revisit when its bytes equal an earlier copy's, and say where it lies."""
        stream = self._open()
        offset = stream.tell()
        writer = WARCWriter(stream, gzip=True, warc_version="WARC/1.1")
        page = exchange.page
        status = StatusAndHeaders(f"{page.status} {exchange.reason}".strip(), _kept(exchange), "HTTP/1.1")
        when = _warc_date(page.fetched)
        if same_as:
            record = writer.create_revisit_record(
                page.url, digest(page.body), page.url, _warc_date(same_as.fetched), http_headers=status
            )
            record.rec_headers.replace_header("WARC-Date", when)
        else:
            record = writer.create_warc_record(
                page.url,
                "response",
                payload=BytesIO(page.body),
                length=len(page.body),
                http_headers=status,
                warc_headers_dict={"WARC-Date": when},
            )
        writer.write_request_response_pair(_request(writer, exchange, when), record)
        stream.flush()
        os.fsync(stream.fileno())
        return Place(self._name, offset)

    def close(self) -> None:
        """Close the file in use."""
        if self._stream:
            self._stream.close()
            self._stream = None

    def _open(self) -> IO[bytes]:
        if self._stream and self._stream.tell() > LARGEST_FILE:
            self.close()
        if self._stream is None:
            self._stream = self._next_file()
        return self._stream

    def _next_file(self) -> IO[bytes]:
        folder = self.folder / self.council
        folder.mkdir(parents=True, exist_ok=True)
        while True:
            self._number += 1
            name = f"{self.council}-{self.started:%Y%m%dT%H%M%SZ}-{self._number:03}.warc.gz"
            try:
                stream = (folder / name).open("xb")
            except FileExistsError:  # of a run that started within the same second
                continue
            break
        self._name = f"{self.council}/{name}"
        writer = WARCWriter(stream, gzip=True, warc_version="WARC/1.1")
        writer.write_record(
            writer.create_warcinfo_record(name, {"software": SOFTWARE, "format": "WARC File Format 1.1"})
        )
        _sync_folder(folder)
        return stream


def read(folder: Path, place: Place) -> bytes:
    """Return the bytes of the page kept at a place; StoreError when they are not there."""
    try:
        with (folder / place.file).open("rb") as stream:
            stream.seek(place.offset)
            record = next(iter(ArchiveIterator(stream)), None)
            if record is None or record.rec_type != "response":
                raise StoreError(_damaged(place, "no page begins there"))
            body = bytes(record.content_stream().read())
            if record.rec_headers.get_header("WARC-Payload-Digest") != digest(body):
                raise StoreError(_damaged(place, "the page there is not as it was kept"))
            return body
    except (ArchiveLoadFailed, EOFError) as error:
        raise StoreError(_damaged(place, "no page can be read there")) from error
    except OSError as error:
        raise StoreError(f"the page file {place.file} cannot be read: {error.strerror}") from error


def _damaged(place: Place, why: str) -> str:
    return f"the page file {place.file} is damaged at byte {place.offset}: {why}; put it back from a backup"


def _request(writer: WARCWriter, exchange: Exchange, when: str) -> object:
    """Make the record of what was asked, with the headers that went out."""
    parts = urlsplit(exchange.page.url)
    target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    headers = [("Host", parts.netloc), *exchange.asked]
    return writer.create_warc_record(
        exchange.page.url,
        "request",
        http_headers=StatusAndHeaders(f"GET {target} HTTP/1.1", headers, is_http_request=True),
        warc_headers_dict={"WARC-Date": when},
    )


def _kept(exchange: Exchange) -> list[tuple[str, str]]:
    """Keep response headers; those of the wire under another name, as the body is kept unpacked."""
    kept = [
        (f"X-Archive-Orig-{name}" if name.lower() in WIRE_HEADERS else name, value)
        for name, value in exchange.answered
    ]
    return [*kept, ("Content-Length", str(len(exchange.page.body)))]


def _warc_date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _sync_folder(folder: Path) -> None:
    """Make a new file's name last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
