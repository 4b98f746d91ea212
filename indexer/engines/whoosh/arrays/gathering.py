"""Documents gathered in memory, as numbers of terms, until they are written as arrays.

Python's time goes to splitting the text and to one look into a dictionary for each word as it is spelled; all
else is left to numpy, once for many documents. A spelling is analysed once, however often it stands.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from indexer.engines.whoosh.arrays.files import Array
from indexer.engines.whoosh.arrays.inverting import Tokens


@dataclass(frozen=True, slots=True)
class Split:
    """A text as its words, the lengths of gaps and words by turns, and the lengths of its lines."""

    words: Sequence[str]
    widths: Sequence[int]  # gap, word, gap, …, gap
    lines: Sequence[int]


class Splitter(Protocol):
    """What the analyzer of a field of words must be able to do beside what Whoosh asks of it."""

    source: str
    """The text it splits; fields with the same source are given the same text, which is then split once."""

    def split(self, text: str) -> Split:
        """Split a text."""
        ...

    def term(self, word: str) -> str:
        """Give the one term that a word as spelled is indexed by."""
        ...


class Numbers(dict[str, int]):
    """Gives each new text the next number."""

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number


@dataclass(slots=True)
class Texts:
    """The texts of one source, document after document."""

    splitter: Splitter
    spelled: Numbers = field(default_factory=Numbers)
    words: array[int] = field(default_factory=lambda: array("i"))
    widths: array[int] = field(default_factory=lambda: array("i"))
    lines: array[int] = field(default_factory=lambda: array("i"))
    lengths: list[int] = field(default_factory=list)
    line_counts: list[int] = field(default_factory=list)

    def prepared(self, text: str) -> Callable[[], None]:
        """Split a text, which may fail; what is returned adds it, and cannot."""
        split = self.splitter.split(text)
        # By way of lists: an array takes those over whole, and an iterator's values one by one.
        words = array("i", list(map(self.spelled.__getitem__, split.words)))
        widths, lines = array("i", split.widths), array("i", split.lines)

        def add() -> None:
            self.words.extend(words)
            self.widths.extend(widths)
            self.lines.extend(lines)
            self.lengths.append(len(words))
            self.line_counts.append(len(lines))

        return add

    def gathered(self) -> Placed:
        """Give all words as spelled, with their documents, positions and places."""
        lengths = np.array(self.lengths, np.int64)
        documents = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
        starts, widths = self._places(lengths)
        positions = self._positions(documents, starts, lengths)
        return Placed(list(self.spelled), _numbers(self.words), documents, lengths, positions, starts, widths)

    def _places(self, lengths: Array) -> tuple[Array, Array]:
        """Give the start of each word in its document's text, and its width."""
        widths = _numbers(self.widths).astype(np.int64)
        ends = np.cumsum(widths)
        parts = 2 * lengths + 1  # a document's gaps and words
        first = np.cumsum(parts) - parts
        bases = np.repeat((ends - widths)[first], lengths)
        # A document's words are its odd parts.
        words = np.arange(lengths.sum()) * 2 + 1 + np.repeat(np.arange(len(lengths)), lengths)
        return ends[words] - widths[words] - bases, widths[words]

    def _positions(self, documents: Array, starts: Array, lengths: Array) -> Array:
        """Count a document's words by one, and a new line as one more."""
        lines = _numbers(self.lines).astype(np.int64) + 1  # each with its line end
        counts = np.array(self.line_counts, np.int64)
        line_ends = np.cumsum(lines)
        last = np.cumsum(counts)
        sizes = np.diff(line_ends[last - 1], prepend=0)
        bases = np.cumsum(sizes) - sizes
        line_number = np.searchsorted(line_ends, starts + bases[documents], side="right")
        within = np.arange(len(starts)) - (np.cumsum(lengths) - lengths)[documents]
        positions: Array = within + line_number - (last - counts)[documents]
        return positions


@dataclass(frozen=True, slots=True)
class Placed:
    """Words as spelled, in the order of the texts."""

    spelled: Sequence[str]
    words: Array  # their numbers
    documents: Array
    lengths: Array
    positions: Array
    starts: Array
    widths: Array

    def tokens(self, term: Callable[[str], str]) -> Tokens:
        """Give the words by their terms; each spelling is analysed once."""
        numbers = Numbers()
        of_spelled = np.fromiter((numbers[term(word)] for word in self.spelled), np.int32, len(self.spelled))
        terms = [term.encode() for term in numbers]
        return Tokens(
            terms,
            of_spelled[self.words],
            self.documents,
            self.lengths,
            self.positions,
            self.starts,
            self.widths,
        )


@dataclass(slots=True)
class Values:
    """A field of whole values, such as a board's name; a document may have several, or none."""

    numbers: Numbers = field(default_factory=Numbers)
    tokens: array[int] = field(default_factory=lambda: array("i"))
    lengths: list[int] = field(default_factory=list)

    def prepared(self, values: Sequence[str]) -> Callable[[], None]:
        """Give each value its number; what is returned adds them."""
        tokens = array("i", map(self.numbers.__getitem__, dict.fromkeys(values)))

        def add() -> None:
            self.tokens.extend(tokens)
            self.lengths.append(len(tokens))

        return add

    def gathered(self) -> Tokens:
        """Give all values with their documents."""
        lengths = np.array(self.lengths, np.int64)
        documents = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
        terms = [term.encode() for term in self.numbers]
        return Tokens(terms, _numbers(self.tokens), documents, lengths)


@dataclass(slots=True)
class Stored:
    """What is stored of a field, document after document."""

    blob: bytearray = field(default_factory=bytearray)
    ends: list[int] = field(default_factory=lambda: [0])

    def prepared(self, value: str) -> Callable[[], None]:
        """Encode a value; what is returned adds it."""
        raw = value.encode()

        def add() -> None:
            self.blob.extend(raw)
            self.ends.append(len(self.blob))

        return add

    def arrays(self) -> Iterator[tuple[str, Array]]:
        """Give the sections of the field."""
        yield "blob", np.frombuffer(bytes(self.blob), np.uint8)
        yield "blob_ends", np.array(self.ends, np.int64)


def _numbers(values: array[Any]) -> Array:
    return np.frombuffer(values, np.int32) if values else np.empty(0, np.int32)
