"""Whatever comes instead of a page ends in a record or a refusal, soon, and nothing is made up."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import ReadError
from archive.html import clean, cut_out, every, parse, text_of
from archive.model import Page, Reading
from archive.sources import moderngov
from archive.sources.moderngov.whole import LIMIT
from tests.archive.moderngov_service.asking import FENWICK, ROOT, Sample
from tests.campaign import examples
from web.demo import sample
from web.demo.routes import answer

REAL = Path(__file__).resolve().parents[3] / "shared" / "moderngov" / "pages"
ADDRESS = f"{ROOT}/ieListDocuments.aspx?CId=1&MId=2"
SECONDS, MEGABYTES = 2.0, 300
SCRAPS = (
    b"<",
    b">",
    b"&",
    b'"',
    b"\0",
    b"\xff\xfe",
    b"\xc3",
    b"<!--",
    b"-->",
    b"<script>",
    b"</div>",
    b"</table>",
    b"<td class=mgItemNumberCell>",
    b"<p class=mgSubItemTitleTxt>Decision:</p>",
    b"<div>" * 150,
    b"<b>" * 400,
    b"<br>" * 5000,
    b"<p>" * 5000,
    b"word " * 5000,
    b"&nbsp;&#146;&#0;&#x110000;&unknown;&amp" * 50,
    b"<p " + b"a=b " * 300 + b">",
)
CHARSETS = ("utf-8", "utf-16", "cp1252", "iso-8859-14", "utf-7", "no-such-charset")


@cache
def pages() -> tuple[bytes, ...]:
    """Return real meeting pages where they are at hand, and the sample council's."""
    site = Sample(sample())
    answers = [
        answer(site.view, "ieListDocuments.aspx", {"mid": str(m.id)}) for m in site.view.council.meetings
    ]
    made = max((found.body for found in answers if found), key=len)
    real = sorted(REAL.glob("*_ieListDocuments_*.html")) if REAL.is_dir() else []
    return (made, *(path.read_bytes() for path in real))


def mangled(source: int, edits: list[tuple[float, float, bytes | None]]) -> bytes:
    """Take or double pieces of a page and put scraps in; a place is told as a share of its length."""
    body = pages()[source % len(pages())]
    for at, length, put in edits:
        begin = int(at * len(body))
        end = begin + int(length**4 * len(body))  # short pieces more often than long ones
        body = body[:begin] + (body[begin:end] * 2 if put is None else put) + body[end:]
    return body + b"</body></html>"  # or most would be refused as cut off


SHARE = st.floats(0, 1)
EDITS = st.lists(st.tuples(SHARE, SHARE, st.sampled_from((None, b"", *SCRAPS))), min_size=1, max_size=6)
MANGLED = st.builds(mangled, st.integers(0, 3), EDITS)


def read_or_refused(body: bytes, content_type: str = "") -> Reading | None:
    """Read a body as a meeting's page; anything but a record or a refusal, or a long wait, fails."""
    began = time.process_time()
    try:
        found = moderngov.read(FENWICK, Page(ADDRESS, body, datetime(2026, 3, 2, tzinfo=UTC), content_type))
    except ReadError:
        found = None
    assert time.process_time() - began < SECONDS
    return found


def folded(text: str) -> str:
    """Take out white space, and the bars that part the cells of a row."""
    return "".join(text.replace("|", "").split())


def told(reading: Reading, *, titles: bool = True) -> Iterator[str]:
    """Yield what a record says in a council's words."""
    for item in (item for meeting in reading.meetings for item in meeting.items):
        if titles:
            yield item.title
        yield from (passage.text for passage in item.passages)
        yield from (decision.text for decision in item.decisions)
        yield from (action.text for action in item.actions)


def test_the_pages_to_mangle_are_read() -> None:
    for body in pages():
        assert read_or_refused(body)


@settings(max_examples=examples(60), deadline=None, derandomize=True)
@given(MANGLED)
def test_a_mangled_page_is_read_or_refused(body: bytes) -> None:
    read_or_refused(body)


@settings(max_examples=examples(40), deadline=None, derandomize=True)
@given(st.integers(0, 3), st.sampled_from(CHARSETS), st.sampled_from(CHARSETS[:4]))
def test_a_page_in_another_charset_than_it_says_is_read_or_refused(source: int, said: str, true: str) -> None:
    body = pages()[source % len(pages())].decode("utf-8", "replace").encode(true, "replace")
    read_or_refused(body, f"text/html; charset={said}")


@settings(max_examples=examples(40), deadline=None, derandomize=True)
@given(st.integers(0, 3), SHARE)
def test_a_page_that_is_cut_off_is_refused(source: int, at: float) -> None:
    whole = pages()[source % len(pages())].rstrip()
    with pytest.raises(ReadError):
        moderngov.read(FENWICK, Page(ADDRESS, whole[: int(at * (len(whole) - 8))], datetime.now(UTC)))


def test_nothing_is_told_that_is_not_on_the_page() -> None:
    for body in pages():
        reading, seen = read_or_refused(body), folded(text_of(parse(body)))
        assert reading
        assert [text for text in told(reading) if folded(text) not in seen] == []


@settings(max_examples=examples(60), deadline=None, derandomize=True)
@given(MANGLED)
def test_nothing_is_told_that_is_not_on_a_mangled_page(body: bytes) -> None:
    reading = read_or_refused(body)
    if reading is None:
        return
    page = parse(body)
    # An element that is never closed, and whose text readers do not see, may hold all the rest.
    written = [text_of(page), clean("".join(page.itertext()))]
    cut_out(page, every(page, 'a[href*="gAi.aspx" i]'))  # readers take out the link to the whole text
    written.append(text_of(page))
    seen = [folded(text) for text in written]
    # Two titles may come to stand in one item, and other text between the cells of a row.
    titles = {word for m in reading.meetings for item in m.items for word in item.title.split()}
    texts = {cell for text in told(reading, titles=False) for cell in text.split("|")}
    pieces = sorted(map(folded, titles | texts))
    assert [piece for piece in pieces if not any(piece in text for text in seen)] == []


# Run by itself, so that nothing else counts towards its memory.
ALONE = """
import re, sys, time
from datetime import UTC, datetime
from archive.errors import ReadError
from archive.model import Page
from archive.sources import moderngov
body = sys.stdin.buffer.read()
url = sys.argv[1]
began = time.process_time()
try:
    moderngov.read(moderngov.council_at(url), Page(url, body, datetime.now(UTC)))
    said = "read"
except ReadError as refused:
    said = str(refused)
took = time.process_time() - began
# Not getrusage's peak, in which Linux counts that of the process which started this one.
peak = int(re.search(r"VmHWM:\\s*(\\d+) kB", open("/proc/self/status").read())[1])
print(took, peak // 1024, said)
"""


def page_of(inside: bytes) -> bytes:
    """Put markup into the sample page, where its first item has its text."""
    begin, cell, rest = pages()[0].partition(b"mgItemNumberCell")
    number, close, rest = rest.partition(b"</td>")
    assert close, "the sample page has no table of items"
    return begin + cell + number + close + b"<td>" + inside + b"</td></tr><tr>" + rest


def filled(piece: bytes) -> bytes:
    """Fill a page with a piece up to the limit."""
    return page_of(piece * ((LIMIT - len(page_of(b""))) // len(piece)))


LARGE: dict[str, tuple[Callable[[], bytes], str]] = {
    "20 MB of one paragraph": (lambda: page_of(b"<p>" + b"word " * 4_000_000), "too large"),
    "a million line breaks": (lambda: page_of(b"<br>" * 1_000_000), "too large"),
    "the limit of line breaks": (lambda: filled(b"a<br>"), "more than 30000 elements"),
    "the limit of unclosed paragraphs": (lambda: filled(b"<p>a"), "more than 30000 elements"),
    "100,000 nested divs": (lambda: page_of(b"<div>" * 100_000 + b"</div>" * 50_000), "nests more than 100"),
    "100,000 attributes": (
        lambda: page_of(b"<p %s>" % b" ".join(b'a%d=">"' % n for n in range(100_000))),
        "more than 200 attributes",
    ),
    "as many paragraphs as are read": (lambda: page_of(b"<p>A" * 28_000), "read"),
    "the limit of words": (lambda: page_of(b"<p>" + b"word " * 390_000), "read"),
}


@pytest.mark.parametrize("case", LARGE)
def test_a_huge_page_is_read_or_refused_in_little_time_and_memory(case: str) -> None:
    make, wanted = LARGE[case]
    command = [sys.executable, "-c", ALONE, ADDRESS]
    ran = subprocess.run(command, input=make(), capture_output=True, check=True, timeout=60)
    seconds, megabytes, said = ran.stdout.decode().split(" ", 2)
    assert wanted in said
    assert (float(seconds) < SECONDS, int(megabytes) < MEGABYTES) == (True, True), (case, seconds, megabytes)
