"""A tree in words for a reader, and as text that can be typed again."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.language.dates import in_words, span_in_words
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
    Term,
    Tree,
    Until,
    Word,
)


def explain(tree: Tree) -> str:
    """Say what a tree finds: “parking” and (“permits” or “zones”) but not “appeal”."""
    match tree:
        case All(parts):
            sought = _sought([part for part in parts if not isinstance(part, Not)])
            excluded = [explain(part) for part in parts if isinstance(part, Not)]
            return " but ".join(filter(None, [" and ".join(sought), " and ".join(excluded)]))
        case AnyOf(parts):
            return " or ".join(_grouped(part) for part in parts)
        case Not(part):
            return f"not {_grouped(part)}"
        case _:
            return _explain_leaf(tree)


def write(tree: Tree) -> str:
    """Write a tree as canonical text, which `parse` reads back as the same tree."""
    match tree:
        case All(parts):
            return " ".join(_bracketed(part) for part in parts)
        case AnyOf(parts):
            return " OR ".join(_bracketed(part) for part in parts)
        case Not(Near() as part):
            return f"-({write(part)})"
        case Not(part):
            return f"-{_bracketed(part)}"
        case _:
            return _write_leaf(tree)


def _sought(parts: Sequence[Tree]) -> list[str]:
    """Say each part, a first and a last day together: `on:2023-03` is “in March 2023”."""
    first = next((part for part in parts if isinstance(part, Since)), None)
    last = next((part for part in parts if isinstance(part, Until)), None)
    if first is None or last is None or first.day > last.day:
        return [_grouped(part) for part in parts]
    others = [_grouped(part) for part in parts if part not in (first, last)]
    return [*others, span_in_words(first.day, last.day)]


def _grouped(part: Tree) -> str:
    return f"({explain(part)})" if isinstance(part, All | AnyOf) else explain(part)


def _bracketed(part: Tree) -> str:
    return f"({write(part)})" if isinstance(part, All | AnyOf) else write(part)


def _explain_leaf(tree: Tree) -> str:
    match tree:
        case Word() | Phrase() | Prefix() | Fuzzy() | Near() | InTitle():
            return _explain_term(tree)
        case Field("kind", value):
            return f"of the kind {value}"
        case Field(name, value):
            return f"{'item number' if name == 'number' else name} “{value}”"
        case Since(day):
            return f"since {in_words(day)}"
        case Until(day):
            return f"until {in_words(day)}"
        case Everything():
            return "everything"
        case _:
            return "nothing"


def _explain_term(term: Term | Near) -> str:
    match term:
        case Word(text):
            return f"“{text}”"
        case Phrase(text):
            return f"exactly “{text}”"
        case Prefix(text):
            return f"words that begin with “{text}”"
        case Fuzzy(text):
            return f"words at most one slip from “{text}”"
        case Near(left, right, within):
            return f"{explain(left)} within {_words(within)} of {explain(right)}"
        case InTitle(part):
            return f"{explain(part)} in the title"


def _write_leaf(tree: Tree) -> str:
    match tree:
        case Word() | Phrase() | Prefix() | Fuzzy() | Near() | InTitle():
            return _write_term(tree)
        case Field(name, value):
            return f'{name}:"{value}"'
        case Since(day):
            return f"since:{day.isoformat()}"
        case Until(day):
            return f"until:{day.isoformat()}"
        case Nothing():
            return "()"  # not empty, and no words in it
        case _:
            return ""


def _write_term(term: Term | Near) -> str:
    match term:
        case Word(text):
            return text
        case Phrase(text):
            return f'"{text}"'
        case Prefix(text):
            return f"{text}*"
        case Fuzzy(text):
            return f"{text}~"
        case Near(left, right, within):
            return f"{write(left)} near/{within} {write(right)}"
        case InTitle(part):
            return f"title:{write(part)}"


def _words(count: int) -> str:
    return "1 word" if count == 1 else f"{count} words"
