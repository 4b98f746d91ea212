"""The words of a page and where each stands in it, so that they can be taken out and its markup left (pure).

Nothing is known of any system's pages: whatever is HTML, or XML with HTML in it, is read in this way.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from archive.suppression.fingerprint import words

# Between these, a word or a sentence goes on: "the 16<sup>th</sup> of May".
INLINE = frozenset(["b", "big", "em", "font", "i", "o:p", "s", "small", "span", "strong", "sub", "sup", "u"])
# Soft hyphens and the like, which editors leave inside words and readers drop.
UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff")
BREAK = "\x1d"  # stands for a tag that ends a block; white space to Python, and in no page
PIECE = re.compile(
    r"<!--(?P<comment>.*?)-->"
    r"|<!\[CDATA\["
    r"|</?(?P<tag>[A-Za-z][^\s>/]*)(?P<attributes>[^>]*)>"
    r"|<[!?][^>]*>"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});)"
    r"|(?P<text>[^<&]+|[<&])",
    re.DOTALL,
)
VALUE = re.compile(r"=\s*(?:\"([^\"]*)\"|'([^']*)')")
TOKEN = re.compile(r"\S+")


@dataclass(slots=True)
class Characters:
    """What a reader sees of a page, a character at a time, and from where to where each stands in it."""

    seen: list[str] = field(default_factory=list)
    begins: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def add(self, text: str, begin: int, end: int) -> None:
        """Add characters that all stand for the same part of the page, as an entity's."""
        for character in text:
            if character not in UNSEEN:
                self.seen.append(character)
                self.begins.append(begin)
                self.ends.append(end)

    def add_plain(self, text: str, begin: int) -> None:
        """Add characters that stand for themselves."""
        if UNSEEN.isdisjoint(text):
            self.seen.extend(text)
            self.begins.extend(range(begin, begin + len(text)))
            self.ends.extend(range(begin + 1, begin + 1 + len(text)))
        else:
            for place, character in enumerate(text, begin):
                self.add(character, place, place + 1)


@dataclass(frozen=True, slots=True)
class Word:
    """One word, in the one spelling that tells words apart."""

    said: str
    begin: int  # the first of its characters, among those seen
    end: int
    block: int  # which paragraph, cell or attribute it stands in


@dataclass(frozen=True, slots=True)
class Wording:
    """A page's words in order, those of its attributes and comments last."""

    words: tuple[Word, ...]
    begins: tuple[int, ...]  # of each character seen, in the page
    ends: tuple[int, ...]

    def without(self, page: str, spans: Iterable[tuple[int, int]], mark: str) -> str:
        """Give the page with these spans of words taken out, a mark for each, and all markup as it was."""
        cuts = []
        for first, last in _merged(spans):
            instead = mark
            for place in range(self.words[first].begin, self.words[last - 1].end):
                if self.begins[place] < self.ends[place]:
                    cuts.append((self.begins[place], self.ends[place], instead))
                    instead = ""
        parts, at = [], 0
        for begin, end, instead in sorted(cuts):
            parts += [page[at:begin], instead]
            at = max(at, end)  # of an entity that stands for two characters, the second was cut already
        return "".join((*parts, page[at:]))


def wording(page: str, layers: int = 1) -> Wording:
    """Read the words of a page; with two layers, of the HTML that stands escaped in it."""
    found = _characters(page)
    for _ in range(layers - 1):
        inner = _characters("".join(found.seen))
        places = _places(inner, len(found.seen))
        ends = [found.ends[end - 1] if end > begin else found.begins[begin] for begin, end in places]
        found = Characters(inner.seen, [found.begins[begin] for begin, _ in places], ends)
    return Wording(tuple(_words("".join(found.seen))), tuple(found.begins), tuple(found.ends))


def _places(inner: Characters, last: int) -> list[tuple[int, int]]:
    """Give where characters stand; a break at the very end stands at the last character there is."""
    return [(min(b, last - 1), min(e, last)) for b, e in zip(inner.begins, inner.ends, strict=True)]


def _characters(page: str) -> Characters:
    found, aside = Characters(), list[tuple[int, int]]()
    for piece in PIECE.finditer(page):
        if piece["text"] or piece["entity"]:
            _add(found, piece)
            continue
        inline = (piece["tag"] or "").lower() in INLINE
        beside = list(_beside(piece))
        if inline:
            aside += beside
        else:
            found.add(BREAK, piece.start(), piece.start())
            _add_beside(found, page, beside)
    _add_beside(found, page, aside)
    return found


def _add(found: Characters, piece: re.Match[str]) -> None:
    if piece["entity"]:
        found.add(html.unescape(piece[0]), piece.start(), piece.end())
    else:
        found.add_plain(piece[0], piece.start())


def _add_beside(found: Characters, page: str, places: Iterable[tuple[int, int]]) -> None:
    """Add what is no text; of tags within a sentence last of all, so that they do not part it."""
    for begin, end in places:
        for piece in PIECE.finditer(page, begin, end):
            _add(found, piece)
        found.add(BREAK, end, end)


def _beside(piece: re.Match[str]) -> Iterable[tuple[int, int]]:
    """Say where words stand that are no text: in a comment, and in attributes of more than one word."""
    if piece["comment"] is not None:
        yield piece.span("comment")
    for value in VALUE.finditer(piece["attributes"] or ""):
        group = 1 if value[1] is not None else 2
        if " " in html.unescape(value[group]):
            begin = piece.start("attributes")
            yield begin + value.start(group), begin + value.end(group)


def _words(seen: str) -> Iterable[Word]:
    block, at = 0, 0
    for token in TOKEN.finditer(seen):
        block += seen.count(BREAK, at, token.start())
        at = token.end()
        for said in words(token[0]):
            yield Word(said, token.start(), token.end(), block)


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Put together spans that overlap, so that nothing is cut twice."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if merged and first < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged
