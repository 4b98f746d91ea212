"""Typed text as a bounded, balanced list of lexemes; hostile input ends here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from indexer.analysis import tokens
from indexer.language.saying import ENGLISH, Say

Symbol = Literal["open", "close", "or", "and", "not", "phrase", "field", "word", "prefix", "fuzzy", "near"]

LONGEST = 4_000  # characters
MOST_TERMS = 100  # words and phrases
DEEPEST = 20  # brackets within brackets
FIELDS = ("kind", "board", "topic", "title", "number", "since", "until", "on")

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″＂", '"'))
_NEAR = re.compile(r"near/([0-9]+)", re.IGNORECASE)
_OPERATORS: dict[str, Symbol] = {"OR": "or", "AND": "and", "NOT": "not"}
_SIGNS: dict[str, Symbol] = {"*": "prefix", "~": "fuzzy"}  # at the end of a word
_LEXEME = re.compile(
    rf"""(?P<open>\() | (?P<close>\))
    | "(?P<phrase>[^"]*)"?
    | (?P<not>[-−])(?=[^\s)\-−])       # a minus stands before what it excludes; "anti-social" has none
    | (?P<field>(?i:{"|".join(FIELDS)})):
    | (?P<word>[^\W_][^\s()"]*)""",
    re.VERBOSE,
)


class Lexeme(NamedTuple):
    """One sign of the language; `text` is canonical, of near the number, and empty for other operators."""

    symbol: Symbol
    text: str = ""


def lexemes(text: str, say: Say = ENGLISH) -> tuple[list[Lexeme], list[str]]:
    """Split typed text; what had to be left out is said in the notes."""
    notes: list[str] = []
    if len(text) > LONGEST:
        told = say.gettext(
            "Only the first %(count)s characters of the query were read.", count=f"{LONGEST:,}"
        )
        notes.append(told)
    split = _few_terms(_split(text[:LONGEST].translate(_QUOTES)), notes, say)
    return _balanced(split, notes, say), notes


def _split(text: str) -> Iterator[Lexeme]:
    for match in _LEXEME.finditer(text):
        group = match.lastgroup
        if group in ("open", "close", "not"):
            yield Lexeme(group)  # type: ignore[arg-type]  # the pattern's group names are symbols
        elif group == "field":
            yield Lexeme("field", match["field"].lower())
        elif group == "word":
            yield _word(match["word"])
        else:
            yield Lexeme("phrase", " ".join(match["phrase"].split()))


def _word(chunk: str) -> Lexeme:
    if chunk in _OPERATORS:
        return Lexeme(_OPERATORS[chunk])
    last = max(token.end for token in tokens(chunk))
    text = chunk[:last]  # "parking," and "parking?" are the word parking
    if near := _NEAR.fullmatch(text):
        return Lexeme("near", near[1])
    if sign := _SIGNS.get(chunk[last : last + 1]):
        return Lexeme(sign, text)
    return Lexeme("word", text.lower() if text in _OPERATORS else text)


def _few_terms(found: Iterable[Lexeme], notes: list[str], say: Say) -> Iterator[Lexeme]:
    terms = 0
    for lexeme in found:
        terms += lexeme.symbol in ("word", "phrase", "prefix", "fuzzy")
        if terms > MOST_TERMS:
            notes.append(
                say.gettext("Only the first %(count)s words of the query were read.", count=MOST_TERMS)
            )
            return
        yield lexeme


def _balanced(found: Iterable[Lexeme], notes: list[str], say: Say) -> list[Lexeme]:
    """Drop brackets that close nothing or lie too deep; close those left open."""
    kept: list[Lexeme] = []
    depth = 0
    for lexeme in found:
        if lexeme.symbol == "open":
            depth += 1
        unmatched = lexeme.symbol == "close" and depth == 0
        if not unmatched and (lexeme.symbol not in ("open", "close") or depth <= DEEPEST):
            kept.append(lexeme)
        if unmatched:
            _note(notes, say.gettext("A closing bracket without an opening one was ignored."))
        elif lexeme.symbol == "close":
            depth -= 1
        elif depth > DEEPEST:
            _note(notes, say.gettext("Brackets more than %(count)s deep were ignored.", count=DEEPEST))
    return kept + [Lexeme("close")] * min(depth, DEEPEST)


def _note(notes: list[str], note: str) -> None:
    if note not in notes:
        notes.append(note)
