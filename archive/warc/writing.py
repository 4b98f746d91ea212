"""A run's own page files: each page is on disk, whole, before its place is told; or nothing of it is."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from io import RawIOBase
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from archive import SOFTWARE
from archive.disk import sync
from archive.errors import StoreError
from archive.model import Exchange, PageKind
from archive.warc.messages import FieldList, message, unpacked
from archive.warc.places import Copy, Place, digest, file_name, files, order
from archive.warc.records import new_id, pack, warc_date

LARGEST_FILE = 250_000_000  # bytes; the next page then begins a new file
SAME_BYTES = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})

Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page was asked for as: the page itself does not say."""

    kind: PageKind
    optional: bool = False  # that the site has no such page would be nothing amiss


class Unmodified(Protocol):
    """A site's answer (304) that a page is still as an earlier copy of it."""

    @property
    def fetched(self) -> datetime:
        """When it came; aware."""
        ...

    @property
    def asked(self) -> FieldList:
        """The request's fields."""
        ...

    @property
    def answered(self) -> FieldList:
        """The response's fields."""
        ...

    @property
    def reason(self) -> str:
        """The words beside the 304."""
        ...


@dataclass(slots=True)
class PageFile:
    """Adds pages to files of a run's own; a run that keeps nothing makes none."""

    folder: Path
    council: str
    started: datetime
    largest: int = LARGEST_FILE
    crawler: str = ""  # where several share the work, the one that writes
    last: Place | None = None  # its last page in the catalogue, whose file may lie elsewhere by now
    _stream: RawIOBase | None = None
    _name: str = ""
    _size: int = 0  # of what is on disk for good

    def append(self, exchange: Exchange, asked: Asked, same_as: Copy | None = None) -> Place:
        """Keep a page, as a revisit when its bytes equal an earlier copy's, and say where it lies.

        StoreError when it cannot be written; nothing of it is kept then.
        """
        page = exchange.page
        status = f"HTTP/1.1 {page.status} {exchange.reason}"
        body = b"" if same_as else page.body
        block = message(status, unpacked(exchange.answered, len(page.body)), body)
        proof = _revisit(SAME_BYTES, page.url, same_as) if same_as else (("WARC-Type", "response"),)
        fields = (*proof, ("WARC-Payload-Digest", digest(page.body)), *_said(asked))
        return self._keep(_pair(page.url, page.fetched, fields, block, exchange.asked))

    def append_unmodified(self, url: str, answer: Unmodified, asked: Asked, same_as: Copy) -> Place:
        """Keep a site's answer that a page is as the copy is, and say where it lies; StoreError as above."""
        block = message(f"HTTP/1.1 304 {answer.reason}", answer.answered)
        proof = _revisit(NOT_MODIFIED, url, same_as)
        fields = (*proof, ("WARC-Payload-Digest", same_as.digest), *_said(asked))
        return self._keep(_pair(url, answer.fetched, fields, block, answer.asked))

    def close(self) -> None:
        """Close the file in use; the next page begins a new one."""
        if self._stream:
            self._stream.close()
            self._stream = None

    def _keep(self, pair: bytes) -> Place:
        if self._size > self.largest:
            self.close()
        with _plainly(self.folder):
            stream, beginning = (self._stream, b"") if self._stream else self._begin()
            self._write(stream, beginning + pair)
        place = Place(self._name, self._size + len(beginning))
        self._size += len(beginning) + len(pair)
        return place

    def _begin(self) -> tuple[RawIOBase, bytes]:
        """Make the next file; return it and what stands before its first page, to be written with it."""
        folder = self.folder / self.council
        folder.mkdir(parents=True, exist_ok=True)
        earlier = files(self.folder, self.council) + ([self.last.file] if self.last else [])
        serial = max((order(file)[0] for file in earlier), default=0) + 1
        while True:
            name = file_name(self.council, serial, self.started, self.crawler)
            try:
                # Without a buffer: what a full disk did not take must not be tried again at closing.
                stream = (folder / name).open("xb", buffering=0)
                break
            except FileExistsError:  # another process took the number in this moment
                serial += 1
        self._stream, self._name, self._size = stream, f"{self.council}/{name}", 0
        sync(folder)
        sync(folder.parent)
        return stream, _file_info(name, self.started)

    def _write(self, stream: RawIOBase, data: bytes) -> None:
        """Put bytes on disk, all of them or none."""
        try:
            left = memoryview(data)
            while left:
                left = left[stream.write(left) :]  # a disk that fills up takes a part
            os.fsync(stream.fileno())
        except BaseException:
            with suppress(OSError):  # what cannot be taken back now, the next run cuts off
                self._take_back(stream)
            raise

    def _take_back(self, stream: RawIOBase) -> None:
        """Leave the file as it was before the page, and begin another for the next one."""
        self._stream = None
        with stream:
            if self._size:
                stream.truncate(self._size)
            else:
                (self.folder / self._name).unlink()


@contextmanager
def _plainly(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise StoreError(
                f"the disk is full: no page can be added to {folder}; make room and run it again"
            ) from error
        raise StoreError(f"no page can be added to {folder}: {error.strerror}") from error


def _pair(url: str, fetched: datetime, fields: Fields, block: bytes, asked: FieldList) -> bytes:
    """Make the records of an answer and of the request it came by."""
    answer_id = new_id()
    shared = (("WARC-Target-URI", url), ("WARC-Date", warc_date(fetched)))
    answer = (("WARC-Record-ID", answer_id), *fields, *shared, _http("response"))
    request = (
        ("WARC-Type", "request"),
        ("WARC-Record-ID", new_id()),
        ("WARC-Concurrent-To", answer_id),
        *shared,
        _http("request"),
    )
    return pack(answer, block) + pack(request, _request(url, asked))


def _request(url: str, asked: FieldList) -> bytes:
    parts = urlsplit(url)
    target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    return message(f"GET {target} HTTP/1.1", (("Host", parts.netloc), *asked))


def _http(kind: str) -> tuple[str, str]:
    return ("Content-Type", f"application/http; msgtype={kind}")


def _revisit(profile: str, url: str, same_as: Copy) -> Fields:
    return (
        ("WARC-Type", "revisit"),
        ("WARC-Profile", profile),
        ("WARC-Refers-To-Target-URI", url),
        ("WARC-Refers-To-Date", warc_date(same_as.fetched)),
    )


def _said(asked: Asked) -> Fields:
    """Say what only the one who asked knows; fields of our own, which other programs pass over."""
    optional = (("Archive-Optional", "yes"),) if asked.optional else ()
    return (("Archive-Page-Kind", asked.kind), *optional)


def _file_info(name: str, started: datetime) -> bytes:
    fields = (
        ("WARC-Type", "warcinfo"),
        ("WARC-Record-ID", new_id()),
        ("WARC-Date", warc_date(started)),
        ("WARC-Filename", name),
        ("Content-Type", "application/warc-fields"),
    )
    block = f"software: {SOFTWARE}\r\nformat: WARC File Format 1.1\r\n"
    return pack(fields, block.encode())
