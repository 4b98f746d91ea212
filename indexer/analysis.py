"""What a word is: the one home of that question, for engines, topics and snippets.

A word is a run of letters and digits. Each has two forms: *exact* (case and accents folded, apostrophes
gone) and *stem* (English endings gone too). Everything else separates words, so "s.106" is the words s and
106 side by side, "2023/24" is 2023 and 24, "COVID-19" is covid and 19: whoever types them so means them
side by side, and "106" alone still finds "s.106". Two marks do not separate: the apostrophe ("O'Connor" is
oconnor, "Llanelli's" has the stem llanelli) and the comma of thousands ("£640,000" is 640000).

Accents are folded in both forms, because staff type "Mon" for "Môn".
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import Stemmer

VERSION = 1
"""Raise it when a word changes: an index built by another version is refused and rebuilt."""

_STOP_WORDS = (
    "a an and are as at be been but by for from had has have in into is it its of on or that the their"
    " there these they this to was were which will with"
)
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""Words that nearly every document has; a query of other words does not insist on them."""

_LONGEST = 64  # characters of a word that are kept: pasted base64 must not fill the index
_APOSTROPHES = "'’‘ʼ`´"
_LETTER = r"[^\W_]"
_WORD = re.compile(
    rf"(?<!{_LETTER})\d{{1,3}}(?:,\d{{3}})+(?!{_LETTER})"
    rf"|{_LETTER}(?:{_LETTER}|[\u0300-\u036f])*(?:[{_APOSTROPHES}](?:{_LETTER}|[\u0300-\u036f])+)*"
)
_DROPPED = str.maketrans("", "", _APOSTROPHES + ",")
_STRAIGHT = str.maketrans(dict.fromkeys(_APOSTROPHES, "'"))
_local = threading.local()  # a Stemmer must not be shared by threads, says its documentation


class Token(NamedTuple):
    """A word where it stands: `text[start:end]` of what was split."""

    exact: str
    stem: str
    start: int
    end: int
    position: int  # words count by one; a new line adds one more, so no phrase reaches across passages


def tokens(text: str) -> Iterator[Token]:
    """Split a text into words, in order."""
    position = 0
    start = 0
    while start < len(text):
        newline = text.find("\n", start)
        end = len(text) if newline < 0 else newline
        for match in _WORD.finditer(text, start, end):
            exact, stem = forms(match.group())
            yield Token(exact, stem, match.start(), match.end(), position)
            position += 1
        position += 1
        start = end + 1


def printed_words(text: str) -> frozenset[str]:
    """Give the words of a text as printed, each once: five times as fast as `tokens`."""
    return frozenset(_WORD.findall(text))


@lru_cache(maxsize=100_000)
def forms(surface: str) -> tuple[str, str]:
    """Give the exact form and the stem of one word as printed: "Policies" gives policies and polici."""
    folded = _fold(surface)[:_LONGEST]
    exact = folded.translate(_DROPPED)
    stem = _stemmer().stemWord(folded.translate(_STRAIGHT)).translate(_DROPPED)
    return exact or folded, stem or exact or folded


def exact_words(text: str) -> tuple[str, ...]:
    """Give the exact forms of a text's words, in order."""
    return tuple(token.exact for token in tokens(text))


def is_stop_word(typed: str) -> bool:
    """Say whether a typed word is too common to insist on; "IT" in capitals is meant."""
    return typed.lower() in STOP_WORDS and not (typed.isupper() and len(typed) > 1)


def _fold(surface: str) -> str:
    if surface.isascii():
        return surface.lower()
    parts = unicodedata.normalize("NFKD", surface.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char)) or surface


def _stemmer() -> Stemmer.Stemmer:
    if not hasattr(_local, "english"):
        _local.english = Stemmer.Stemmer("english")
    return _local.english
