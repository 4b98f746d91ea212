"""Council text may be read and tested with, never copied: no eight words of it in a row lie in this tree."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path

ROOT = Path(__file__).parents[2]
RUN = 8
WORD = re.compile(r"[^\W_]+")
MARKUP = re.compile(r"(?s)<(script|style)\b.*?</\1>|<!--.*?-->|<[^>]*>")
# Files that hold no text of ours: pinned hashes, and what tools leave behind.
IGNORED = re.compile(r"\.lock$|(?:^|/)\.|\.egg-info/|__pycache__/|^data/|^demo-data/|^bench/.*\.jsonl$")
# What the software itself, or the law, prints everywhere; and what the issue of the main job quotes.
COMMON = (
    "view the full minutes text for item",
    "no documents are available for this meeting",
    "the minutes of the previous meeting were agreed as a correct record",
    "browse meetings and agendas for this committee",
    "the board agreed to note the update on the implementation strategy and send",
    "that the minutes of the meeting held on",
    "as a correct record the minutes of the meeting",
)


def words(text: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(unescape(text))]


def runs(found: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(found[n:] for n in range(RUN)), strict=False)


def real_text(shared: Path) -> Iterator[str]:
    for path in sorted((shared / "seeds").iterdir()):
        yield path.read_text("utf-8")
    yield (shared / "moderngov" / "labels.jsonl").read_text("utf-8")
    for path in sorted((shared / "moderngov" / "pages").iterdir()):
        if path.suffix in (".html", ".xml"):
            raw = path.read_text("utf-8", "replace")
            yield MARKUP.sub(" ", unescape(raw) if path.suffix == ".xml" else raw)


def files() -> Iterable[Path]:
    command = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / name for name in listed if not IGNORED.search(name) and (ROOT / name).is_file()]


def test_no_eight_words_of_a_real_page_stand_in_a_row_in_this_repository(shared: Path) -> None:
    real = {run for text in real_text(shared) for run in runs(words(text))}
    common = [words(text) for text in COMMON]
    found = [
        f"{path.relative_to(ROOT)}: {' '.join(run)}"
        for path in files()
        for run in runs(words(path.read_text("utf-8", "replace")))
        if run in real and not any(_overlaps(run, known) for known in common)
    ]
    assert found == []


def _overlaps(run: tuple[str, ...], known: list[str]) -> bool:
    """Tell whether most of a run is of a phrase that everybody prints."""
    text = " ".join(known)
    return any(" ".join(run[n : n + 5]) in text for n in range(RUN - 4))
