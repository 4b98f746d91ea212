"""Whatever comes instead of an answer ends in a record or a refusal, soon."""

from __future__ import annotations

import html
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import ReadError
from tests.archive.moderngov_service.asking import item, meeting, read
from tests.campaign import examples

GET_MEETING = "mgWebService.asmx/GetMeeting?CId=144&lMeetingId=4967"
BODY = meeting(
    "".join(
        item(n, agendatext="<p>To consider<br>this</p>" if n % 2 else "&lt;p&gt;To note&lt;/p&gt;")
        for n in range(8)
    ),
    '<attendee name="Councillor Ida Moss" roledescription="Chair" attendance="Present"></attendee>',
).encode()
SCRAPS = [
    b"<",
    b">",
    b"&",
    b"]]>",
    b"<![CDATA[",
    b"<!--",
    b"</agendaitem>",
    b"<p>",
    b"\0",
    b"\xff",
    b"&#0;",
    b'"',
]
Edit = tuple[int, int, bytes]
EDITS = st.lists(
    st.tuples(st.integers(0, len(BODY)), st.integers(0, 400), st.sampled_from([b"", *SCRAPS, BODY[300:900]])),
    min_size=1,
    max_size=12,
)
SECONDS = 2.0


def read_or_refused(body: bytes, address: str = GET_MEETING) -> None:
    """Read a body; anything but a record or a refusal, or a long wait, fails."""
    begun = time.process_time()
    with suppress(ReadError):
        read(address, body)
    assert time.process_time() - begun < SECONDS


@settings(max_examples=examples(200), deadline=None, derandomize=True)
@given(EDITS)
def test_a_mangled_answer_is_read_or_refused(edits: list[Edit]) -> None:
    body = BODY
    for at, taken, put in edits:
        body = body[:at] + put + body[at + taken :]
    read_or_refused(body)


@settings(max_examples=examples(200), deadline=None, derandomize=True)
@given(st.binary(max_size=400))
def test_any_bytes_inside_the_answer_are_read_or_refused(inside: bytes) -> None:
    read_or_refused(BODY.replace(b"The fares were discussed.", inside))


@pytest.mark.parametrize("address", ["mgRss.aspx", "mgWhatsNew.aspx", "ieListMeetings.aspx?MId=4&ical=1"])
@settings(max_examples=examples(60), deadline=None, derandomize=True)
@given(
    st.binary(max_size=200),
    st.sampled_from([b"<rss><channel>", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", b"<div>"]),
)
def test_any_bytes_in_a_feed_are_read_or_refused(address: str, inside: bytes, opening: bytes) -> None:
    read_or_refused(opening + inside, address)


def test_entities_are_never_expanded() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE meeting [<!ENTITY l0 "ha">{laughs}]><meeting><meetingid>&l11;</meetingid></meeting>'
    for body in (bomb.encode(), bomb.encode("utf-16")):
        with pytest.raises(ReadError, match="declares entities"):
            read(GET_MEETING, body)


def test_a_file_of_this_machine_is_never_read() -> None:
    body = '<!DOCTYPE meeting [<!ENTITY x SYSTEM "file:///etc/hostname">]><meeting>&x;</meeting>'
    with pytest.raises(ReadError, match="declares entities"):
        read(GET_MEETING, body)


NESTS = ("div", "span", "ul", "table", "td", "b", "p", "blockquote")


@pytest.mark.parametrize("escaped", [True, False])
@pytest.mark.parametrize("tag", NESTS)
def test_markup_nested_without_end_is_read_or_refused(tag: str, escaped: bool) -> None:
    deep = f"<{tag}>" * 40_000
    inside = html.escape(deep) if escaped else deep
    read_or_refused(meeting(item(minutesnonemptyhtmlbody=f"{inside}bottom")).encode())


def test_a_text_of_the_largest_size_is_read_in_time() -> None:
    body = meeting(item(minutesnonemptyhtmlbody=html.escape("<p>That the fares be noted.</p>") * 15_000))
    read_or_refused(body.encode())
