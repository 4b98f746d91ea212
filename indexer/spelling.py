"""What a slip of the pen is, and words that exist for a word that finds nothing (pure).

A slip is a letter too many, missing or wrong, or two neighbours swapped: “parkng” may be meant for parking.
What is proposed are words as they stand in the archive, with how many documents have them; never stems.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from string import ascii_lowercase

from indexer.analysis import exact_words, forms

SHORTEST = 4  # letters; of a shorter word too many others are one slip away
_LONG = 8  # letters; a word as long as this may have two slips


def suggest(typed: str, words: Mapping[str, int]) -> str | None:
    """Give the word most likely meant: fewest slips, then the commonest; None for none.

    `words` are exact forms, each with the number of its documents.
    """
    exact = exact_words(typed)
    if len(exact) != 1 or not may_have_slips(exact[0]):
        return None
    word = exact[0]
    near = [other for other in _one_slip(word) if words.get(other)]
    if not near and len(word) >= _LONG:
        near = [other for other in _alike(word, words) if slips(word, other, 2) == 2 and words[other]]
    stem = forms(word)[1]
    others = [other for other in near if forms(other)[1] != stem]  # those were found by the word itself
    if not others:
        return None
    best = min(others, key=lambda other: (other[0] != word[0], -words[other], other))
    return best.capitalize() if typed[0].isupper() and not typed.isupper() else best


def may_have_slips(word: str) -> bool:
    """Say whether a word is long enough to have slips; anything with a digit has none: 2024 is not 2023."""
    return len(word) >= SHORTEST and word.isalpha()


def slips(word: str, other: str, most: int) -> int:
    """Count the slips from one word to another; anything above `most` means more."""
    if abs(len(word) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(word, 1):
        after = [place]
        for column, found in enumerate(other, 1):
            cost = min(row[column] + 1, after[-1] + 1, row[column - 1] + (letter != found))
            if place > 1 and column > 1 and letter == other[column - 2] and word[place - 2] == found:
                cost = min(cost, before[column - 2] + 1)
            after.append(cost)
        if min(after) > most:
            return most + 1
        before, row = row, after
    return row[-1]


def without_a_letter(word: str) -> frozenset[str]:
    """Give a word and what is left of it without one letter, any; words one slip apart share one of these."""
    return frozenset((word, *(word[:place] + word[place + 1 :] for place in range(len(word)))))


def _alike(word: str, words: Iterable[str]) -> Iterator[str]:
    """Yield the words worth counting slips for: of 100,000 a few dozen.

    Whoever slips twice rarely does so at both ends of a word.
    """
    letters = set(word)
    for other in words:
        ends_alike = word[0] == other[0] or word[-1] == other[-1]
        near = ends_alike and abs(len(word) - len(other)) <= 2 and other.isalpha()
        if near and len(letters.symmetric_difference(other)) <= 4:
            yield other


def _one_slip(word: str) -> Iterator[str]:
    for place in range(len(word) + 1):
        head, tail = word[:place], word[place:]
        yield from (f"{head}{letter}{tail}" for letter in ascii_lowercase)
        if tail:
            yield head + tail[1:]
            yield from (f"{head}{letter}{tail[1:]}" for letter in ascii_lowercase if letter != tail[0])
        if len(tail) > 1:
            yield f"{head}{tail[1]}{tail[0]}{tail[2:]}"
