"""Documents' texts and values as numbers of terms: a column of them at a time, most of it by numpy (pure).

Texts are split many at once, and a spelling is analysed once, however often it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from indexer.engines.whoosh.arrays.files import Array
from indexer.engines.whoosh.arrays.inverting import Tokens, ends_of
from indexer.engines.whoosh.arrays.spellings import Spellings
from indexer.engines.whoosh.arrays.splitting import Splitter, split

_AT_ONCE = 1 << 19  # bytes of texts that are split together: about what a processor keeps at hand


class Numbers(dict[str, int]):
    """Gives each new text the next number."""

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number


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

    def tokens(self, analysed: Callable[[Sequence[str]], Iterable[str]]) -> Tokens:
        """Give the words by their terms; each spelling is analysed once."""
        numbers = Numbers()
        found = map(numbers.__getitem__, analysed(self.spelled))
        of_spelled = np.fromiter(found, np.int32, len(self.spelled))
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


def placed(texts: Iterable[str], splitter: Splitter) -> Placed:
    """Give the words of texts, a document's each, with their documents, positions and places."""
    spellings = Spellings()
    parts = []
    for some in _together(texts):
        words = split(some, splitter)
        narrow = (each.astype(np.int32) for each in (words.positions, words.starts, words.widths))
        parts.append((spellings.numbers(words), words.lengths, *narrow))
    columns = [*zip(*parts, strict=True)]
    del parts  # so that each column goes when it is made one
    numbers, lengths, positions, starts, widths = (np.concatenate(columns.pop(0)) for _ in range(5))
    documents = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    return Placed([*spellings], numbers, documents, lengths, positions, starts, widths)


def valued(column: Iterable[Sequence[str]]) -> Tokens:
    """Give the values of documents, each of which may have several, or none."""
    listed = [*column]
    lengths = np.fromiter(map(len, listed), np.int64, len(listed))
    numbers = Numbers()
    found = np.fromiter(map(numbers.__getitem__, chain.from_iterable(listed)), np.int32, int(lengths.sum()))
    documents = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    return Tokens([term.encode() for term in numbers], found, documents, lengths)


def stored(column: Iterable[str]) -> Iterator[tuple[str, Array]]:
    """Give the sections of what is stored of documents."""
    raws = [value.encode() for value in column]
    yield "blob", np.frombuffer(b"".join(raws), np.uint8)
    yield "blob_ends", ends_of(np.fromiter(map(len, raws), np.int64, len(raws)))


def _together(texts: Iterable[str]) -> Iterator[list[bytes]]:
    """Encode texts, and give as many together as are split at once."""
    waiting: list[bytes] = []
    size = 0
    for text in texts:
        waiting.append(text.encode())
        size += len(waiting[-1])
        if size >= _AT_ONCE:
            yield waiting
            waiting, size = [], 0
    yield waiting
