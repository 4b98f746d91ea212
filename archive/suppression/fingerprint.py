"""Salted hashes of words, to know a text again without keeping it.

A suppressed sentence must be known again where a council prints it twice, and after a corrected page, but the
database of suppressions may not become the one place that still holds it once the evidence has been purged.
So only hashes of whole passages, sentences and clauses are kept, never of every few words: those could be
guessed back word by word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b

from archive.sentences import sentences

FEWEST = 5  # words of a text that can be known again elsewhere; "It was noted." is said of everything
LONG = 12  # words that no two matters share by chance; "that the report be noted and the plan approved" has 9
SALT_BYTES = 32

_WORD = re.compile(r"[^\W_]+")
_CLAUSE_END = re.compile(r"[;:]\s+")
# Where a clause begins that is a decision's own text: "RESOLVED that …", "Penderfynwyd bod …".
_LEAD_IN = frozenset({"that", "bod"})


def words(text: str) -> tuple[str, ...]:
    """Give the words of a text in one spelling: marks, case and white space tell nothing apart."""
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def fingerprint(said: Sequence[str], salt: bytes) -> str:
    """Write the fingerprint of some words: how many they are, and their salted hash, "9:6f0c…"."""
    return f"{len(said)}:{blake2b(' '.join(said).encode(), key=salt, digest_size=16).hexdigest()}"


def pieces(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the words of each sentence and clause of a text, and of what follows "that"."""
    for sentence in sentences(text):
        for clause in {sentence, *_CLAUSE_END.split(sentence)}:
            said = words(clause)
            yield said
            yield from (said[n:] for n, word in enumerate(said, 1) if word in _LEAD_IN)


def contains(outer: Sequence[str], inner: Sequence[str]) -> bool:
    """Tell whether some words stand, in their order and with none between them, in others."""
    return f" {' '.join(inner)} " in f" {' '.join(outer)} "


class Prints:
    """Knows texts again by their fingerprints.

    A text is known when one of `runs` occurs in it, or when one of `texts` is all of it. Fingerprints of
    fewer than FEWEST words count only when `short` is set, and only as a whole text. A text out of which
    words were purged is known by the mark that stands for them.
    """

    def __init__(
        self,
        runs: Iterable[str],
        texts: Iterable[str],
        salt: bytes,
        *,
        short: bool = False,
        marks: Iterable[str] = (),
    ) -> None:
        """Take the fingerprints, the salt they were made with, and the marks of what was purged."""
        fewest = 0 if short else FEWEST
        self._salt = salt
        runs = frozenset(runs)
        self._runs = {p for p in runs if _length(p) >= FEWEST}
        self._texts = {p for p in runs.union(texts) if _length(p) >= fewest}
        self._lengths = {_length(p) for p in self._runs}
        self._marks = frozenset(marks)

    def know(self, text: str) -> bool:
        """Tell whether a text gives away what may not be seen."""
        if any(mark in text for mark in self._marks):
            return True
        if not self._texts:
            return False
        said = words(text)
        return fingerprint(said, self._salt) in self._texts or any(
            fingerprint(said[n : n + length], self._salt) in self._runs
            for length in self._lengths
            for n in range(len(said) - length + 1)
        )


def _length(print_: str) -> int:
    return int(print_.partition(":")[0])
