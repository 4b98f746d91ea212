"""A tree in words for a reader, and as text that can be typed again."""

from __future__ import annotations

from indexer.language.dates import in_words
from indexer.language.tree import (
    All,
    AnyOf,
    Everything,
    Field,
    InTitle,
    Not,
    Nothing,
    Phrase,
    Since,
    Tree,
    Until,
    Word,
)


def explain(tree: Tree) -> str:
    """Say what a tree finds: “parking” and (“permits” or “zones”) but not “appeal”."""
    match tree:
        case All(parts):
            sought = [_grouped(part) for part in parts if not isinstance(part, Not)]
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
        case Not(part):
            return f"-{_bracketed(part)}"
        case _:
            return _write_leaf(tree)


def _grouped(part: Tree) -> str:
    return f"({explain(part)})" if isinstance(part, All | AnyOf) else explain(part)


def _bracketed(part: Tree) -> str:
    return f"({write(part)})" if isinstance(part, All | AnyOf) else write(part)


def _explain_leaf(tree: Tree) -> str:
    match tree:
        case Word(text):
            return f"“{text}”"
        case Phrase(text):
            return f"exactly “{text}”"
        case InTitle(part):
            return f"{explain(part)} in the title"
        case Field("kind", value):
            return f"of the kind {value}"
        case Field(name, value):
            return f"{name} “{value}”"
        case Since(day):
            return f"since {in_words(day)}"
        case Until(day):
            return f"until {in_words(day)}"
        case Everything():
            return "everything"
        case _:
            return "nothing"


def _write_leaf(tree: Tree) -> str:
    match tree:
        case Word(text):
            return text
        case Phrase(text):
            return f'"{text}"'
        case InTitle(part):
            return f"title:{write(part)}"
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
