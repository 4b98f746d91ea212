"""A tree tried on one text, without an index: what each node means, for topics and to check engines by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from indexer.analysis import exact_words, forms, tokens
from indexer.language.tree import (
    All,
    AnyOf,
    Everything,
    Fuzzy,
    InTitle,
    Near,
    Not,
    Nothing,
    Phrase,
    Prefix,
    Tree,
    Word,
)
from indexer.spelling import slips

Places = Mapping[str, Sequence[tuple[int, int, int]]]
"""Of each word where it stands, in order: its position, and where its text begins and ends."""

Span = tuple[int, int, int, int]
"""Where a term stands: the positions of its first and last word, and where its text begins and ends."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text split once, so that many trees can be tried on it."""

    text: str
    stems: Places = field(repr=False)  # by stem
    places: Places = field(repr=False)  # by exact form

    @classmethod
    def of(cls, text: str) -> Text:
        """Split a text into its words."""
        stems: dict[str, list[tuple[int, int, int]]] = {}
        places: dict[str, list[tuple[int, int, int]]] = {}
        for token in tokens(text):
            place = (token.position, token.start, token.end)
            stems.setdefault(token.stem, []).append(place)
            places.setdefault(token.exact, []).append(place)
        return cls(text, stems, places)

    def word(self, stem: str) -> str | None:
        """Give the first word with a stem, as printed; None for none."""
        found = self.stems.get(stem)
        return self.text[found[0][1] : found[0][2]] if found else None

    def phrase(self, words: tuple[str, ...]) -> str | None:
        """Give the first place where the exact words stand side by side, as printed; None for none."""
        if any(word not in self.places for word in words):
            return None  # the usual answer: most phrases of most topics
        return next((self.text[start:end] for _, _, start, end in self.spans(words)), None)

    def prefix(self, beginning: str) -> str | None:
        """Give the first word whose exact form begins so, as printed; None for none."""
        return self._first(word for word in self.places if word.startswith(beginning))

    def fuzzy(self, word: str) -> str | None:
        """Give the first word whose exact form is at most one slip from this, as printed; None for none."""
        return self._first(other for other in self.places if slips(word, other, 1) <= 1)

    def near(self, near: Near) -> tuple[str, str] | None:
        """Give the first two terms that stand near each other, as printed; None for none."""
        rights = list(self._term(near.right))
        for left in self._term(near.left):
            for right in rights:
                if 0 < apart(left, right) <= near.within:
                    return self.text[left[2] : left[3]], self.text[right[2] : right[3]]
        return None

    def spans(self, words: tuple[str, ...]) -> Iterator[Span]:
        """Yield where exact words stand side by side, in order."""
        if any(word not in self.places for word in words):
            return
        after = [{place[0]: place[2] for place in self.places[word]} for word in words[1:]]
        for position, start, end in self.places[words[0]]:
            ends = [end, *(ends.get(position + step, -1) for step, ends in enumerate(after, 1))]
            if -1 not in ends:
                yield position, position + len(words) - 1, start, ends[-1]

    def _first(self, words: Iterable[str]) -> str | None:
        first = min((self.places[word][0] for word in words), default=None)
        return self.text[first[1] : first[2]] if first else None

    def _term(self, term: Word | Phrase) -> list[Span]:
        stem, words = needs(term)
        if stem is None:
            return list(self.spans(words))
        return [(position, position, start, end) for position, start, end in self.stems.get(stem, ())]


def apart(one: Sequence[int], other: Sequence[int]) -> int:
    """Give how many words lie from the nearer end of one to that of the other; below 1 where they overlap."""
    return max(other[0] - one[1], one[0] - other[1])


@lru_cache(maxsize=10_000)  # a topic's terms are tried on every item
def needs(term: Word | Phrase | Prefix | Fuzzy) -> tuple[str | None, tuple[str, ...]]:
    """Give the stem that a word is found by, or (None and) the exact words that must stand side by side.

    Raises TypeError for the beginning of a word and for a fuzzy one: no one word shows them.
    """
    if isinstance(term, Prefix | Fuzzy):
        raise TypeError(f"{term} is not found by any one word")
    words = exact_words(term.text)
    if isinstance(term, Word) and len(words) == 1:
        return forms(term.text)[1], ()
    return None, words


def matches(tree: Tree, title: Text, body: Text) -> tuple[str, ...] | None:
    """Give the words, as printed, by which a tree finds a text; None when it does not find it.

    Raises ValueError for `kind:`, `board:`, `topic:`, `number:` and dates: a text does not have them.
    """
    match tree:
        case Word() | Phrase() | Prefix() | Fuzzy():
            return _found(tree, title) or _found(tree, body)
        case Near():
            return title.near(tree) or body.near(tree)
        case InTitle(part):
            return _found(part, title)
        case All(parts):
            return _every([matches(part, title, body) for part in parts])
        case AnyOf(parts):
            return _some([matches(part, title, body) for part in parts])
        case Not(part):
            return () if matches(part, title, body) is None else None
        case Everything():
            return ()
        case Nothing():
            return None
        case _:
            raise ValueError(f"{tree} cannot be tried on a text alone")


def _found(term: Word | Phrase | Prefix | Fuzzy, text: Text) -> tuple[str, ...] | None:
    found = _first_word(term, text)
    return None if found is None else (found,)


def _first_word(term: Word | Phrase | Prefix | Fuzzy, text: Text) -> str | None:
    match term:
        case Prefix(typed):
            return text.prefix(exact_words(typed)[0])
        case Fuzzy(typed):
            return text.fuzzy(exact_words(typed)[0])
        case _:
            stem, words = needs(term)
            return text.phrase(words) if stem is None else text.word(stem)


def _every(found: list[tuple[str, ...] | None]) -> tuple[str, ...] | None:
    return None if None in found else _some(found)


def _some(found: list[tuple[str, ...] | None]) -> tuple[str, ...] | None:
    if all(words is None for words in found):
        return None
    return tuple(dict.fromkeys(word for words in found for word in words or ()))
