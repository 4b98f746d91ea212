"""No bytes make reading raise anything but ReadError, invent a word, or take longer than two seconds."""

from __future__ import annotations

import contextlib
import re
import time
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import ReadError
from archive.printed import attendance, read_printed
from tests.archive.printed.made import Block, pdf, scan, typeset, word
from tests.campaign import examples

BLOCKS = [
    Block("HARBOUR BOARD", bold=True),
    Block("Present: Councillor Ada Fell (Chair)"),
    Block("HARBOUR DUES", "1.", bold=True),
    Block("The Head of Harbours presented the dues, and members asked what a visiting craft would pay."),
    Block("That the dues be held at their present rate until the pontoons are back;", "(a)", indent=4),
]
GOOD = (
    pdf(typeset(BLOCKS * 4, header="Harbour Board", footer="Page #")),
    scan(2),
    word(*(f"{block.mark}\t{block.text}" for block in BLOCKS)),
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
)
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,;:()'- "
WORD = re.compile(r"\w+")


@st.composite
def mangled(draw: st.DrawFn) -> bytes:
    """Cut, double, or overwrite pieces of a good file."""
    body = bytearray(draw(st.sampled_from(GOOD)))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(body)))
        end = min(len(body), start + draw(st.integers(0, 400)))
        piece = draw(st.one_of(st.binary(max_size=40), st.just(bytes(body[start:end]) * 3)))
        body[start:end] = piece
    return bytes(body)


@settings(max_examples=examples(300), deadline=2000)
@given(mangled())
def test_a_mangled_file_is_read_or_refused(body: bytes) -> None:
    with contextlib.suppress(ReadError):
        attendance(read_printed(body))


@settings(max_examples=examples(60), deadline=2000)
@given(
    st.lists(
        st.builds(
            Block,
            st.text(LETTERS, min_size=1, max_size=300),
            st.sampled_from(["", "1.", "(a)", "•"]),
            st.booleans(),
            st.integers(0, 12),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_every_word_of_a_passage_is_a_word_of_the_file_and_none_is_lost(blocks: list[Block]) -> None:
    pages = typeset(blocks)
    drawn = re.sub(r"\W", "", "".join(each.text for page in pages for each in page))
    read = read_printed(pdf(pages))
    kept = re.sub(r"\W", "", "".join(f"{p.mark}{p.text}" for p in read.passages))
    assert sorted(kept) == sorted(drawn)


@pytest.mark.parametrize(
    "text", [b"(\xad) Tj", b"1 0 0 1 1e38 1e38 Tm (far) Tj", b"0 0 0 0 0 0 Tm (flat) Tj", b"(\xad\xad 1.) Tj"]
)
def test_text_that_cannot_be_seen_or_lies_nowhere_stops_nothing(text: bytes) -> None:
    shown = b"BT /F1 10 Tf 60 700 Td " + text + b" ET BT /F1 10 Tf 60 600 Td (Seen) Tj ET"
    stream = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shown), shown)
    body = re.sub(rb"<< /Length \d+ >>\nstream\n.*?\nendstream", lambda _: stream, pdf([[]]), flags=re.DOTALL)
    assert "Seen" in [passage.text for passage in read_printed(body).passages]


def test_a_page_that_unpacks_to_a_flood_of_text_is_refused_in_time() -> None:
    flood = b"BT /F1 10 Tf 14 TL 60 780 Td\n" + b"(all hands to the harbour wall) Tj T*\n" * 100_000 + b"ET"
    packed = zlib.compress(flood)
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)
    plain = pdf([[]])
    before = time.perf_counter()
    with pytest.raises(ReadError, match=r"characters|300 MB"):
        read_printed(
            re.sub(rb"<< /Length \d+ >>\nstream\n.*?\nendstream", lambda _: stream, plain, flags=re.DOTALL)
        )
    assert time.perf_counter() - before < 5
