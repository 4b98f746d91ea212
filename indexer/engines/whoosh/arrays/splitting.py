"""Texts split into words, many at once, by numpy on their bytes (pure).

The analyzer tells the kind of each character. What kinds make a word is here: letters and digits in a row, an
apostrophe between two of them, the commas of thousands. The few texts with something rarer, such as accents
that are characters of their own, are given to the analyzer to split.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

import numpy as np

from indexer.engines.whoosh.arrays.files import Array
from indexer.engines.whoosh.arrays.inverting import ends_of

LOADED = 16  # bytes that can be read at the start of any word, whatever its width


class Kind(IntEnum):
    """What a character is to a word; those from LETTER on make one."""

    OTHER = 0
    APOSTROPHE = 1
    COMMA = 2
    RARE = 3  # the text it stands in is split by the analyzer itself
    LETTER = 4
    DIGIT = 5  # 0 to 9; a digit of another script is rare


class Splitter(Protocol):
    """What the analyzer of a field of words must be able to do beside what Whoosh asks of it."""

    source: str
    """The text it splits; fields with the same source are given the same text, which is then split once."""

    def kind(self, character: str) -> Kind:
        """Say what a character is to a word."""
        ...

    def spans(self, text: str) -> Iterable[tuple[int, int]]:
        """Split one text: give the start and the end of each word."""
        ...

    def terms(self, words: Sequence[str]) -> Iterable[str]:
        """Give the one term that each word as spelled is indexed by."""
        ...


@dataclass(frozen=True, slots=True)
class Split:
    """The words of several texts, one text after the other."""

    whole: bytes  # the texts, with at least LOADED bytes more behind them
    first: Array  # where each word begins among those bytes
    last: Array
    lengths: Array  # words of each text
    positions: Array  # words count by one, a new line as one more
    starts: Array  # in characters of the word's own text
    widths: Array


def split(texts: Sequence[bytes], splitter: Splitter) -> Split:
    """Split texts, in UTF-8, into words."""
    whole = b"\n".join([b"", *texts, bytes(LOADED)])
    codes = np.frombuffer(whole, np.uint8)
    borders = ends_of(np.array([len(text) + 1 for text in texts], np.int64))  # each a line end
    kinds = _kinds(whole, codes, splitter)
    first, last = _words(codes, kinds)
    first, last, odd = _with_thousands(kinds, first, last)
    rare = np.concatenate([odd, np.flatnonzero(kinds == Kind.RARE)])
    if len(rare):
        numbers = np.unique(_rows(borders, rare))
        first, last = _split_singly(texts, codes, borders, numbers, (first, last), splitter)
    bounds = np.searchsorted(first, borders)
    lengths = np.diff(bounds)
    lines = np.flatnonzero(codes == ord("\n"))
    on_line = _before(lines, first) - np.repeat(np.searchsorted(lines, borders[:-1]) + 1, lengths)
    within = np.arange(len(first)) - np.repeat(bounds[:-1], lengths)
    starts, widths = _in_characters(codes, first, last)
    bases = borders[:-1] + 1 - np.searchsorted(_continuing(codes), borders[:-1])
    return Split(whole, first, last, lengths, within + on_line, starts - np.repeat(bases, lengths), widths)


def _kinds(whole: bytes, codes: Array, splitter: Splitter) -> Array:
    """Give the kind of each byte: that of the character it is part of."""
    ascii_kinds = bytes(splitter.kind(chr(code)) for code in range(128)).ljust(256, b"\0")
    kinds = np.frombuffer(bytearray(whole).translate(ascii_kinds), np.uint8)
    leads = np.flatnonzero(codes >= 0xC0)
    if len(leads):
        widths = _character_widths(codes[leads])
        of_leads = _kinds_beyond_ascii(whole, leads, widths, splitter)
        kinds[_spread(leads, widths)] = np.repeat(of_leads, widths)
    return kinds


def _kinds_beyond_ascii(whole: bytes, leads: Array, widths: Array, splitter: Splitter) -> Array:
    """Give the kinds of characters of several bytes: the analyzer is asked once about each that differs."""
    keys = np.ndarray(len(whole) - 3, "V4", whole, strides=(1,))[leads].view("<u4")
    keys &= np.array([0, 0xFF, 0xFFFF, 0xFFFFFF, 0xFFFFFFFF], np.uint32)[widths]
    distinct, which = np.unique(keys, return_inverse=True)
    characters = [key.to_bytes(4, "little").rstrip(b"\0").decode() for key in distinct.tolist()]
    kinds: Array = np.array([splitter.kind(character) for character in characters], np.uint8)[which]
    return kinds


def _words(codes: Array, kinds: Array) -> tuple[Array, Array]:
    """Give where the runs of letters and digits begin and end, with the apostrophes inside."""
    of_word = kinds >= Kind.LETTER
    apostrophes = np.flatnonzero(kinds == Kind.APOSTROPHE)
    apostrophes = apostrophes[codes[apostrophes] & 0xC0 != 0x80]  # their first bytes
    widths = _character_widths(codes[apostrophes])
    inside = of_word[apostrophes - 1] & of_word[apostrophes + widths]
    of_word[_spread(apostrophes[inside], widths[inside])] = True
    edges = np.flatnonzero(of_word[1:] != of_word[:-1]) + 1
    return edges[::2], edges[1::2]


def _with_thousands(kinds: Array, first: Array, last: Array) -> tuple[Array, Array, Array]:
    """Join what the commas of thousands part, as 640,000; give besides where that has an odd end: 1,000's."""
    commas = np.flatnonzero(kinds == Kind.COMMA)
    commas = commas[(kinds[commas - 1] == Kind.DIGIT) & (kinds[commas + 1] == Kind.DIGIT)]
    commas = commas[(kinds[commas + 2] == Kind.DIGIT) & (kinds[commas + 3] == Kind.DIGIT)]
    left = np.searchsorted(last, commas)  # the word that ends at the comma
    before = commas - first[left]
    digits = [(kinds[commas - place] == Kind.DIGIT) | (before < place) for place in (2, 3)]
    numbers = (before <= 3) & digits[0] & digits[1]
    commas, left = commas[numbers], left[numbers]
    behind = last[left + 1] - commas - 1
    odd = commas[(behind > 3) & (kinds[commas + 4] < Kind.LETTER)]
    joined = left[behind == 3]
    return np.delete(first, joined + 1), np.delete(last, joined), odd


def _split_singly(
    texts: Sequence[bytes],
    codes: Array,
    borders: Array,
    numbers: Array,
    words: tuple[Array, Array],
    splitter: Splitter,
) -> tuple[Array, Array]:
    """Give the words with those of some texts as the analyzer splits them."""
    kept = ~np.isin(_rows(borders, words[0]), numbers)
    firsts, lasts = [words[0][kept]], [words[1][kept]]
    for number in numbers.tolist():
        begin, end = int(borders[number]) + 1, int(borders[number + 1]) + 1
        characters = begin + np.flatnonzero(codes[begin:end] & 0xC0 != 0x80)
        spans = np.array([*splitter.spans(texts[number].decode())], np.int64).reshape(-1, 2)
        firsts.append(characters[spans[:, 0]])
        lasts.append(characters[spans[:, 1]])
    return np.sort(np.concatenate(firsts)), np.sort(np.concatenate(lasts))


def _in_characters(codes: Array, first: Array, last: Array) -> tuple[Array, Array]:
    """Give where words begin, counted in characters from the first text on, and how wide they are."""
    continuing = _continuing(codes)
    if not len(continuing):
        return first, last - first
    starts = first - _before(continuing, first)
    return starts, last - _before(continuing, last) - starts


def _continuing(codes: Array) -> Array:
    """Give the bytes that begin no character."""
    return np.flatnonzero(codes & 0xC0 == 0x80)


def _character_widths(leads: Array) -> Array:
    """Give how many bytes the characters with these first bytes have."""
    widths: Array = 1 + (leads >= 0xC0) + (leads >= 0xE0).astype(np.int64) + (leads >= 0xF0)
    return widths


def _spread(starts: Array, widths: Array) -> Array:
    """Give every place of ranges that begin at `starts`."""
    ends = np.cumsum(widths)
    places: Array = np.repeat(starts - (ends - widths), widths) + np.arange(ends[-1] if len(ends) else 0)
    return places


def _rows(borders: Array, places: Array) -> Array:
    """Give the numbers of the texts that places are in."""
    rows: Array = np.searchsorted(borders, places, side="right") - 1
    return rows


def _before(few: Array, many: Array) -> Array:
    """Count for each of many ascending places how many of a few ascending ones lie before it."""
    steps = np.bincount(np.searchsorted(many, few), minlength=len(many) + 1)
    counts: Array = np.cumsum(steps)[:-1]
    return counts
