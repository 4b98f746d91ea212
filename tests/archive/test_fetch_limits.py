from __future__ import annotations

import gzip
import time
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.config import CrawlSettings
from archive.errors import Unreachable
from archive.fetch import LARGEST_BODY, Fetcher
from archive.fetch.body import Unpacker
from tests.archive.asking import ITEM, OTHER, ask, fetcher
from tests.archive.loopback import PAGE, Clock, Reply, serving


@pytest.fixture
def clock() -> Clock:
    return Clock()


PACKED = [
    ("gzip", gzip.compress(PAGE, mtime=0)),
    ("x-gzip", gzip.compress(PAGE, mtime=0)),
    ("deflate", zlib.compress(PAGE)),
    ("identity", PAGE),
    ("utf-8", PAGE),  # some servers write the charset there
    ("GZIP, identity", gzip.compress(PAGE, mtime=0)),
    ("gzip", gzip.compress(PAGE[:9], mtime=0) + gzip.compress(PAGE[9:], mtime=0)),
    ("gzip", gzip.compress(PAGE, mtime=0) + bytes(8)),  # padded
]


@pytest.mark.parametrize(("encoding", "packed"), PACKED)
def test_a_packed_body_is_unpacked(clock: Clock, encoding: str, packed: bytes) -> None:
    with serving({ITEM: Reply(body=packed, headers={"Content-Encoding": encoding})}) as site:
        assert ask(site, fetcher(clock)).page.body == PAGE


def test_a_packed_body_that_breaks_off_is_not_taken_for_whole(clock: Clock) -> None:
    packed = Reply(
        body=gzip.compress(PAGE * 50, mtime=0), headers={"Content-Encoding": "gzip"}, missing=12, length=False
    )
    with serving({ITEM: packed}) as site, pytest.raises(Unreachable, match="broke off"):
        ask(site, fetcher(clock))


def test_a_body_that_is_not_packed_as_it_says_is_unreachable(clock: Clock) -> None:
    packed = Reply(headers={"Content-Encoding": "gzip"})
    with serving({ITEM: packed}) as site, pytest.raises(Unreachable, match="cannot be unpacked"):
        ask(site, fetcher(clock))


def test_a_small_answer_that_unpacks_without_end_is_stopped_at_the_limit(clock: Clock) -> None:
    bomb = gzip.compress(bytes(LARGEST_BODY + 1), compresslevel=9)
    asker = fetcher(clock)
    with serving({ITEM: Reply(body=bomb, headers={"Content-Encoding": "gzip"})}) as site:
        with pytest.raises(Unreachable, match="larger than 30,000,000 bytes; not read"):
            ask(site, asker)
        assert len(site.paths) == 1
    assert asker.bytes_read == 0


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "deflate, gzip"])
def test_a_packing_that_was_not_asked_for_is_refused(clock: Clock, encoding: str) -> None:
    refusal = f"packed as “{encoding}”, which was not asked for"
    packed = Reply(headers={"Content-Encoding": encoding})
    with serving({ITEM: packed}) as site, pytest.raises(Unreachable, match=refusal):
        ask(site, fetcher(clock))


def test_an_empty_body_is_whole_however_it_is_packed(clock: Clock) -> None:
    with serving({ITEM: Reply(body=b"", headers={"Content-Encoding": "gzip"})}) as site:
        assert ask(site, fetcher(clock)).page.body == b""


@settings(deadline=None, derandomize=True)
@given(st.binary(max_size=5000), st.integers(1, 700), st.integers(1, 3))
def test_unpacking_does_not_depend_on_how_the_bytes_come_in(body: bytes, piece: int, members: int) -> None:
    size = len(body) // members + 1
    packed = b"".join(gzip.compress(body[at : at + size], mtime=0) for at in range(0, len(body) or 1, size))
    unpacker = Unpacker()
    found = b"".join(unpacker.unpack(packed[at : at + piece], 5001) for at in range(0, len(packed), piece))
    unpacker.end()
    assert found == body


def test_a_body_that_is_announced_as_too_large_is_not_read(clock: Clock) -> None:
    with serving({ITEM: Reply(headers={"Content-Length": "30000001"}, length=False)}) as site:
        with pytest.raises(Unreachable, match="larger than 30,000,000 bytes; not read"):
            ask(site, fetcher(clock))
        assert len(site.paths) == 1


def test_a_file_may_be_as_large_as_the_configuration_says(clock: Clock) -> None:
    chosen = CrawlSettings(delay=0, allow_private_addresses=True, largest_attachment=0.001)
    asker = Fetcher(chosen, sleep=clock.sleep, clock=clock)
    with serving({ITEM: Reply(body=bytes(1000)), OTHER: Reply(body=bytes(1001))}) as site:
        assert len(ask(site, asker, ITEM, "minutes-file").page.body) == 1000
        with pytest.raises(Unreachable, match="larger than 1,000 bytes"):
            ask(site, asker, OTHER, "minutes-file")
        assert len(ask(site, asker, OTHER, "meeting").page.body) == 1001


def test_a_redirect_that_unpacks_without_end_is_stopped_at_the_limit_too(clock: Clock) -> None:
    bomb = gzip.compress(bytes(LARGEST_BODY + 1), compresslevel=9)
    with serving({ITEM: Reply(302, bomb, {"Location": OTHER, "Content-Encoding": "gzip"})}) as site:
        with pytest.raises(Unreachable, match="larger than 30,000,000 bytes; not read"):
            ask(site, fetcher(clock))
        assert site.paths == [ITEM]


@pytest.mark.parametrize("reply", [Reply(drip=0.02), Reply(endless_head=True, drip=0.02)])
def test_an_answer_that_trickles_in_ends_when_its_time_is_up(clock: Clock, reply: Reply) -> None:
    chosen = CrawlSettings(delay=0, allow_private_addresses=True)
    asker = Fetcher(chosen, sleep=clock.sleep, clock=clock, longest_answer=0.3)
    with serving({ITEM: reply, OTHER: Reply()}) as site:
        began = time.monotonic()
        with pytest.raises(Unreachable, match=r"mgAi\.aspx\?ID=1: the answer was not whole in time"):
            ask(site, asker)
        assert 0.3 <= time.monotonic() - began < 1
        assert site.paths == [ITEM]
        assert ask(site, asker, OTHER).page.body == PAGE


@pytest.mark.parametrize(
    "headers",
    [{f"X-Moss-{n}": "green" for n in range(150)}, {"X-Moss": "g" * 70_000}],
    ids=["too many", "too long"],
)
def test_headers_without_end_are_refused(clock: Clock, headers: dict[str, str]) -> None:
    with serving({ITEM: Reply(headers=headers)}) as site:
        with pytest.raises(Unreachable, match="the headers of the answer cannot be read: got more than"):
            ask(site, fetcher(clock))
        assert len(site.paths) == 1
