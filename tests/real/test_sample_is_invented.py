"""Nothing in the sample council is copied from a real page."""

from __future__ import annotations

import html
import re
from itertools import chain
from pathlib import Path

import pytest

from web.demo import sample

SHARED = Path(__file__).resolve().parents[3] / "shared"
RUN = 8  # words in a row that would be no accident

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the real pages are not beside this checkout")


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[\w£'’]+", text.lower())
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


def plain(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", " ", markup))


def real_runs() -> set[tuple[str, ...]]:
    pages = [p for p in (SHARED / "moderngov" / "pages").iterdir() if p.suffix in (".html", ".xml")]
    # The web service's bodies are HTML inside XML: what is left of the tags goes at the second pass.
    texts = [plain(plain(p.read_text("utf-8"))) for p in pages]
    texts += [p.read_text("utf-8") for p in (SHARED / "seeds").iterdir()]
    return set(chain.from_iterable(runs(text) for text in texts))


def test_no_eight_words_in_a_row_of_the_sample_are_in_a_real_page() -> None:
    real = real_runs()
    assert len(real) > 5000, "the real pages were not read"
    council = sample()
    written = [line.text for m in council.meetings for i in m.items for line in i.lines]
    written += [i.title for m in council.meetings for i in m.items]
    written += [p for b in council.boards for p in b.purpose]
    written += [t for d in council.officer_decisions for t in (d.title, d.purpose, *d.text)]
    assert not {run for text in written for run in runs(text)} & real
