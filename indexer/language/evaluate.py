"""A tree tried on one text, without an index: for topics, and for what to mark in a snippet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from indexer.analysis import exact_words, forms, tokens
from indexer.language.tree import All, AnyOf, Everything, InTitle, Not, Nothing, Phrase, Tree, Word


@dataclass(frozen=True, slots=True)
class Text:
    """A text split once, so that many trees can be tried on it."""

    text: str
    stems: Mapping[str, str] = field(repr=False)  # stem → the first word with it, as printed
    places: Mapping[str, tuple[tuple[int, int, int], ...]] = field(repr=False)  # exact → position, start, end

    @classmethod
    def of(cls, text: str) -> Text:
        """Split a text into its words."""
        stems: dict[str, str] = {}
        places: dict[str, list[tuple[int, int, int]]] = {}
        for token in tokens(text):
            if token.stem not in stems:
                stems[token.stem] = text[token.start : token.end]
            places.setdefault(token.exact, []).append((token.position, token.start, token.end))
        return cls(text, stems, {exact: tuple(found) for exact, found in places.items()})

    def phrase(self, words: tuple[str, ...]) -> str | None:
        """Give the first place where the exact words stand side by side, as printed; None for none."""
        if any(word not in self.places for word in words):
            return None  # the usual answer: most phrases of most topics
        after = [{place[0]: place[2] for place in self.places[word]} for word in words[1:]]
        for position, start, end in self.places[words[0]]:
            ends = [end, *(ends.get(position + step, -1) for step, ends in enumerate(after, 1))]
            if -1 not in ends:
                return self.text[start : ends[-1]]
        return None


@lru_cache(maxsize=10_000)  # a topic's terms are tried on every item
def needs(term: Word | Phrase) -> tuple[str | None, tuple[str, ...]]:
    """Give the stem that a word is found by, or (None and) the exact words that must stand side by side."""
    words = exact_words(term.text)
    if isinstance(term, Word) and len(words) == 1:
        return forms(term.text)[1], ()
    return None, words


def matches(tree: Tree, title: Text, body: Text) -> tuple[str, ...] | None:
    """Give the words, as printed, by which a tree finds a text; None when it does not find it.

    Raises ValueError for `kind:`, `board:`, `topic:`, `since:` and `until:`: a text does not have them.
    """
    match tree:
        case Word() | Phrase():
            return _found(tree, title) or _found(tree, body)
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


def _found(term: Word | Phrase, text: Text) -> tuple[str, ...] | None:
    stem, words = needs(term)
    found = text.phrase(words) if stem is None else text.stems.get(stem)
    return None if found is None else (found,)


def _every(found: list[tuple[str, ...] | None]) -> tuple[str, ...] | None:
    return None if None in found else _some(found)


def _some(found: list[tuple[str, ...] | None]) -> tuple[str, ...] | None:
    if all(words is None for words in found):
        return None
    return tuple(dict.fromkeys(word for words in found for word in words or ()))
