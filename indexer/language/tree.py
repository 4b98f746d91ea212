"""The tree that a typed query becomes, and which every engine compiles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Everything:
    """All documents: nothing was typed."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No document: something was typed, but nothing that can be searched for."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as typed, in any of its forms; one of several parts ("s.106") is found as typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words side by side, exactly these forms."""

    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """The beginning of a word, of two characters or more: any exact form that begins with its own."""

    text: str


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A word of four letters or more, or one slip from it: any exact form that is so near its own.

    What a slip is, `indexer.spelling` says.
    """

    text: str


@dataclass(frozen=True, slots=True)
class Near:
    """Two terms near each other in one field (title, text, files), whichever is first.

    Their nearer ends are at most `within` words apart: words side by side are one word apart, words on two
    sides of a line break two. A word is any of its forms, a phrase is exact; a word sought near itself must
    stand there twice.
    """

    left: Word | Phrase
    right: Word | Phrase
    within: int  # 1 to 50


@dataclass(frozen=True, slots=True)
class InTitle:
    """A word, phrase, beginning of a word or fuzzy word in the title."""

    part: Word | Phrase | Prefix | Fuzzy


@dataclass(frozen=True, slots=True)
class Field:
    """A property: the kind is this; the board's or topic's name has these words side by side.

    The number is the item's as printed: of "59." the word 59, of "77/21" the words 77 and 21, and no others.
    """

    name: Literal["kind", "board", "topic", "number"]
    value: str


@dataclass(frozen=True, slots=True)
class Since:
    """On this day or later."""

    day: date


@dataclass(frozen=True, slots=True)
class Until:
    """On this day or earlier."""

    day: date


@dataclass(frozen=True, slots=True)
class Not:
    """What the part does not find."""

    part: Tree


@dataclass(frozen=True, slots=True)
class All:
    """What every part finds; at least two."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """What any part finds; at least two."""

    parts: tuple[Tree, ...]


Term: TypeAlias = Word | Phrase | Prefix | Fuzzy | InTitle
Tree: TypeAlias = Everything | Nothing | Term | Near | Field | Since | Until | Not | All | AnyOf


def wanted(tree: Tree) -> Iterator[Term]:
    """Yield the words and phrases that a document is sought for, none that is excluded; of Near both."""
    match tree:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from wanted(part)
        case Near(left, right):
            yield from (left, right)
        case Word() | Phrase() | Prefix() | Fuzzy() | InTitle():
            yield tree
