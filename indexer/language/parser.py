"""Lexemes as a tree; everything typed means something or is said in a note, nothing fails.

OR takes the part on either side of it, as in web search engines: `flood OR drainage scheme` is
`(flood OR drainage) scheme`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from indexer.analysis import exact_words, is_stop_word
from indexer.language.dates import first_day, last_day
from indexer.language.lexer import Lexeme, Symbol, lexemes
from indexer.language.saying import ENGLISH, Say
from indexer.language.tree import (
    All,
    AnyOf,
    Everything,
    Field,
    Fuzzy,
    InTitle,
    Near,
    Not,
    Nothing,
    Phrase,
    Prefix,
    Since,
    Tree,
    Until,
    Word,
)
from indexer.model import DocumentKind
from indexer.spelling import SHORTEST, may_have_slips

KINDS: tuple[str, ...] = get_args(DocumentKind)
SHORTEST_PREFIX = 2  # characters: a single one begins a fifth of all words
FARTHEST = 50  # words that near/ may reach; about a paragraph


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a typed query means, and what the reader should know of it."""

    tree: Tree
    notes: tuple[str, ...] = ()


def parse(text: str, say: Say = ENGLISH) -> Parsed:
    """Read a typed query, with notes in the reader's language; never raises, whatever is typed."""
    found, notes = lexemes(text, say)
    reading = _Reading(found, notes, say)
    tree = reading.sequence()
    if tree is None and text.strip():
        notes.append(say.gettext("Nothing in the query can be searched for: it has no words."))
    return Parsed(tree or (Nothing() if text.strip() else Everything()), tuple(dict.fromkeys(notes)))


class _Reading:
    """One pass over the lexemes, from left to right."""

    def __init__(self, found: list[Lexeme], notes: list[str], say: Say) -> None:
        self._left = found[::-1]
        self._notes = notes
        self._say = say

    def sequence(self) -> Tree | None:
        """Read parts that must all hold, up to the end or a closing bracket."""
        parts: list[Tree] = []
        while self._left and self._next != "close":
            if (part := self._alternatives()) is not None:
                parts.append(part)
        if self._left:
            self._left.pop()
        # Flat first: in “bridge (of board:Cabinet)” the brackets say nothing, and “of” is as common as ever.
        return all_of(self._without_stop_words(_flat(parts)))

    @property
    def _next(self) -> Symbol | None:
        return self._left[-1].symbol if self._left else None

    def _alternatives(self) -> Tree | None:
        parts = [self._part()]
        while self._next == "or":
            self._left.pop()
            parts.append(self._part())
        found = [part for part in parts if part is not None]
        if len(found) < len(parts) and len(parts) > 1:
            self._notes.append(self._say.gettext("An OR with nothing to one side of it was ignored."))
        return any_of(found)

    def _part(self) -> Tree | None:
        negative = False
        while self._next in ("not", "and"):
            negative ^= self._left.pop().symbol == "not"
        if self._next in (None, "close", "or"):
            if negative:
                self._notes.append(self._say.gettext("A NOT with nothing after it was ignored."))
            return None
        part = self._near(self._positive(self._left.pop()))
        return negated(part) if negative and part is not None else part

    def _near(self, part: Tree | None) -> Tree | None:
        """Read what a part must be near to: `a near/5 b near/5 c` is a near b, and b near c."""
        left = part
        nears: list[Tree] = []
        while self._next == "near":
            within = self._within(self._left.pop().text)
            right = self._term() if isinstance(left, Word | Phrase) else None
            if isinstance(left, Word | Phrase) and right is not None:
                nears.append(Near(left, right, within))
                left = right
            else:
                self._notes.append(
                    self._say.gettext(
                        "near/%(count)s stands between two words or phrases; here it was ignored.",
                        count=within,
                    )
                )
        return all_of(nears) if nears else part

    def _term(self) -> Word | Phrase | None:
        if self._next == "word":
            return Word(self._left.pop().text)
        return self._phrase(self._left.pop().text) if self._next == "phrase" else None

    def _within(self, typed: str) -> int:
        within = min(max(int(typed), 1), FARTHEST)
        if within != int(typed):
            self._notes.append(
                self._say.gettext(
                    "near/%(typed)s was taken as near/%(count)s: it takes 1 to %(most)s words.",
                    typed=typed[:9],
                    count=within,
                    most=FARTHEST,
                )
            )
        return within

    def _positive(self, lexeme: Lexeme) -> Tree | None:
        match lexeme.symbol:
            case "open":
                return self.sequence()
            case "field":
                return self._field(lexeme.text)
            case "phrase":
                return self._phrase(lexeme.text)
            case "prefix":
                return self._prefix(lexeme.text)
            case "fuzzy":
                return self._fuzzy(lexeme.text)
            case "near":
                self._notes.append(
                    self._say.gettext(
                        "near/%(typed)s with nothing before it was ignored.", typed=lexeme.text[:9]
                    )
                )
                return None
            case _:
                return Word(lexeme.text)

    def _prefix(self, text: str) -> Word | Prefix:
        words = exact_words(text)
        if len(words) == 1 and len(words[0]) >= SHORTEST_PREFIX:
            return Prefix(text)
        why = self._say.gettext("a * needs %(count)s letters before it", count=SHORTEST_PREFIX)
        return self._plain(text, "*", why)

    def _fuzzy(self, text: str) -> Word | Fuzzy:
        words = exact_words(text)
        if len(words) == 1 and may_have_slips(words[0]):
            return Fuzzy(text)
        why = self._say.gettext("a ~ needs %(count)s letters before it, and no digits", count=SHORTEST)
        return self._plain(text, "~", why)

    def _plain(self, text: str, sign: str, why: str) -> Word:
        if len(exact_words(text)) > 1:
            why = self._say.gettext("a %(sign)s ends one word only", sign=sign)
        self._notes.append(
            self._say.gettext(
                "“%(typed)s” was searched for as the word “%(word)s”: %(why)s.",
                typed=text + sign,
                word=text,
                why=why,
            )
        )
        return Word(text)

    def _phrase(self, text: str) -> Phrase | None:
        if exact_words(text):
            return Phrase(text)
        self._notes.append(self._say.gettext("Quotes with no words between them were ignored."))
        return None

    def _field(self, name: str) -> Tree | None:
        value = self._left.pop() if self._next in ("word", "phrase", "prefix", "fuzzy") else Lexeme("phrase")
        if not exact_words(value.text):
            self._notes.append(self._say.gettext("%(name)s: with nothing after it was ignored.", name=name))
            return None
        match name:
            case "title":
                return InTitle(self._title(value))
            case "since" | "until" | "on":
                return self._limit(name, value.text)
            case "kind":
                return Field("kind", self._kind(value.text))
            case "board":
                return Field("board", value.text)
            case "number":
                return Field("number", value.text)
            case _:
                return Field("topic", value.text)

    def _title(self, value: Lexeme) -> Word | Phrase | Prefix | Fuzzy:
        match value.symbol:
            case "phrase":
                return Phrase(value.text)
            case "prefix":
                return self._prefix(value.text)
            case "fuzzy":
                return self._fuzzy(value.text)
            case _:
                return Word(value.text)

    def _kind(self, typed: str) -> str:
        kind = typed.lower()
        singular = kind.removesuffix("s")
        if singular in KINDS:
            return singular
        self._notes.append(
            self._say.gettext(
                "kind:%(typed)s finds nothing; the kinds are %(kinds)s.", typed=typed, kinds=", ".join(KINDS)
            )
        )
        return kind

    def _limit(self, name: str, typed: str) -> Tree | None:
        first, last = first_day(typed), last_day(typed)
        if first is None or last is None:
            self._notes.append(
                self._say.gettext(
                    "%(name)s:%(typed)s was ignored: it is not a date; write 2023, 2023-03 or 2023-03-14.",
                    name=name,
                    typed=typed,
                )
            )
            return None
        if name == "on":
            return All((Since(first), Until(last)))
        return Since(first) if name == "since" else Until(last)

    def _without_stop_words(self, parts: list[Tree]) -> list[Tree]:
        common = [part for part in parts if isinstance(part, Word) and is_stop_word(part.text)]
        others = [part for part in parts if part not in common]
        if not common or not any(_seeks_words(part) for part in others):
            return parts
        named = ", ".join(f"“{part.text}”" for part in dict.fromkeys(common))
        self._notes.append(
            self._say.gettext(
                "Too common to insist on: %(words)s. Put words in quotes to insist on them.", words=named
            )
        )
        return others


def all_of(parts: Iterable[Tree]) -> Tree | None:
    """Join parts that must all hold, the simplest way; None for no parts."""
    return _joined(All, _flat(parts))


def any_of(parts: Iterable[Tree]) -> Tree | None:
    """Join alternatives, the simplest way; None for no parts."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, AnyOf) else (part,))]
    return _joined(AnyOf, flat)


def _flat(parts: Iterable[Tree]) -> list[Tree]:
    return [inner for part in parts for inner in (part.parts if isinstance(part, All) else (part,))]


def negated(part: Tree) -> Tree:
    """Exclude what a part finds; twice is not at all."""
    return part.part if isinstance(part, Not) else Not(part)


def _joined(join: type[All] | type[AnyOf], flat: list[Tree]) -> Tree | None:
    distinct = tuple(dict.fromkeys(flat))
    return next(iter(distinct), None) if len(distinct) < 2 else join(distinct)


def _seeks_words(part: Tree) -> bool:
    return isinstance(part, Word | Phrase | Prefix | Fuzzy | Near | InTitle | AnyOf | All)
