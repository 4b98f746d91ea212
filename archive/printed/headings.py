"""Where in printed minutes an agenda's items may begin: titles compared as clerks vary them.

"Declaration of Interest" is printed as "DECLARATIONS OF INTERESTS", "Minutes" as "MINUTES OF THE MEETING HELD
ON 4 MARCH", item 4 as minute 77; some run the title into the text: "77. APOLOGIES – Councillor Reed sent …".
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.model import Item, Passage

ALIKE = 0.7  # share of words that two spellings of a title have in common
TITLE_WORDS = 40
NUMBER_AGREES, HEADED, MARKED, FOLLOWED = 0.15, 0.1, 0.05, 0.05
_WORD = re.compile(r"[^\W_]+")
_STOP = re.compile(r"the|an?|of|and|for|to|in|on|at|by|yr?|o|i|am|ar")
_RUN_ON = re.compile(r"(?P<title>[^:–—]{3,160}?)\s*(?::|[–—]|\s-\s|\.\s)\s*\S")
_CAPITALS = re.compile(r"(?P<title>[^a-z]*[A-Z]{3}[^a-z]*)\s(?=[A-Z“\"‘(]?[a-z]|[A-Z]\s+[a-z])")

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A passage that may be the title of an item."""

    passage: int
    item: int
    score: float
    exact: bool  # the title's own words, all of them and no others


def words(text: str) -> Words:
    """Return what counts of a title: its words in lower case, without articles, plurals or marks."""
    return tuple(_singular(word) for word in _WORD.findall(text.casefold()) if not _STOP.fullmatch(word))


def number(text: str) -> str:
    """Return what counts of an item's number: "4." and "(4)" are 4."""
    return text.strip(" .()").casefold()


def headings(passages: Sequence[Passage], items: Sequence[Item]) -> list[Heading]:
    """List every passage that may be the title of an item, by passage and item."""
    titles = [words(item.title) for item in items]
    numbers = [number(item.number) for item in items]
    having: dict[str, list[int]] = defaultdict(list)
    for at, title in enumerate(titles):
        for word in set(title):
            having[word].append(at)
    found = []
    for at, passage in enumerate(passages):
        spellings = [words(text) for text in _titles(passages, at)]
        for item in sorted(
            {item for spelling in spellings for word in spelling for item in having.get(word, ())}
        ):
            agrees = bool(numbers[item]) and number(passage.mark) == numbers[item]
            best = max(_likeness(titles[item], spelling, agrees=agrees) for spelling in spellings)
            if best >= (ALIKE if _headed(passage) else 1.0):
                found.append(Heading(at, item, best + _signs(passage, agrees=agrees), best == 1.0))
    return _followed(found)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def _headed(passage: Passage) -> bool:
    return passage.style == "heading" or bool(passage.mark) or bool(_CAPITALS.match(passage.text))


def _titles(passages: Sequence[Passage], at: int) -> Iterator[str]:
    """Yield what a passage may print as a title: all of it, with the heading below, or its first words."""
    passage = passages[at]
    if passage.style == "bullet":
        return
    text = passage.text.split(" | ")[0] if passage.style == "row" else passage.text
    if len(text.split()) <= TITLE_WORDS:
        yield text
    if not _headed(passage):
        return
    below = passages[at + 1] if at + 1 < len(passages) else None
    if below and passage.style == below.style == "heading" and not below.mark:
        yield f"{text} {below.text}"
    for pattern in (_CAPITALS, _RUN_ON):
        if match := pattern.match(text):
            yield match["title"]


def _likeness(title: Words, spelling: Words, *, agrees: bool) -> float:
    """Say from 0 to 1 how alike two titles are; one may go on where the other ends."""
    if title == spelling:
        return 1.0
    shorter, longer = sorted((title, spelling), key=len)
    if longer[: len(shorter)] == shorter and (len(shorter) > 1 or agrees or shorter == title):
        return 0.9 if len(shorter) > 1 else 0.75
    common = sum((Counter(title) & Counter(spelling)).values())
    return 0.95 * 2 * common / max(1, len(title) + len(spelling))


def _signs(passage: Passage, *, agrees: bool) -> float:
    return NUMBER_AGREES * agrees + HEADED * (passage.style == "heading") + MARKED * bool(passage.mark)


def _followed(found: list[Heading]) -> list[Heading]:
    """Prefer headings with text below to those of a list of contents."""
    at = {heading.passage for heading in found}
    return [
        Heading(h.passage, h.item, h.score + FOLLOWED * (h.passage + 1 not in at), h.exact) for h in found
    ]
