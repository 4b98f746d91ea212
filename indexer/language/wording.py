"""A tree in words for a reader, and as text that can be typed again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from indexer.language.dates import in_words, span_in_words
from indexer.language.saying import ENGLISH, Say, later
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

KINDS: Mapping[str, str] = {
    "item": later("item"),
    "decision": later("decision"),
    "action": later("action"),
    "meeting": later("meeting"),
}


def explain(tree: Tree, say: Say = ENGLISH) -> str:
    """Say what a tree finds: “parking” and (“permits” or “zones”) but not “appeal”."""
    match tree:
        case All(parts):
            sought = _joined(_sought(parts, say), say)
            excluded = _joined([explain(part, say) for part in parts if isinstance(part, Not)], say)
            if sought and excluded:
                return say.gettext("%(sought)s but %(excluded)s", sought=sought, excluded=excluded)
            return sought or excluded
        case AnyOf(parts):
            return _either([_grouped(part, say) for part in parts], say)
        case Not(part):
            return say.gettext("not %(part)s", part=_grouped(part, say))
        case _:
            return _explain_leaf(tree, say)


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


def _sought(parts: Sequence[Tree], say: Say) -> list[str]:
    """Say each part, a first and a last day together: `on:2023-03` is “in March 2023”."""
    parts = [part for part in parts if not isinstance(part, Not)]
    first = next((part for part in parts if isinstance(part, Since)), None)
    last = next((part for part in parts if isinstance(part, Until)), None)
    if first is None or last is None or first.day > last.day:
        return [_grouped(part, say) for part in parts]
    others = [_grouped(part, say) for part in parts if part not in (first, last)]
    return [*others, span_in_words(first.day, last.day, say)]


def _joined(words: Sequence[str], say: Say) -> str:
    """Say that all must hold; nothing of none."""
    told = "".join(words[:1])
    for word in words[1:]:
        told = say.gettext("%(left)s and %(right)s", left=told, right=word)
    return told


def _either(words: Sequence[str], say: Say) -> str:
    """Say that one must hold."""
    told = words[0]
    for word in words[1:]:
        told = say.gettext("%(left)s or %(right)s", left=told, right=word)
    return told


def _grouped(part: Tree, say: Say) -> str:
    return f"({explain(part, say)})" if isinstance(part, All | AnyOf) else explain(part, say)


def _bracketed(part: Tree) -> str:
    return f"({write(part)})" if isinstance(part, All | AnyOf) else write(part)


def _explain_leaf(tree: Tree, say: Say) -> str:
    match tree:
        case Word() | Phrase() | Prefix() | Fuzzy() | Near() | InTitle():
            return _explain_term(tree, say)
        case Field(name, value):
            return _explain_field(name, value, say)
        case Since(day):
            return say.gettext("since %(day)s", day=in_words(day, say))
        case Until(day):
            return say.gettext("until %(day)s", day=in_words(day, say))
        case Everything():
            return say.gettext("everything")
        case _:
            return say.gettext("nothing")


def _explain_field(name: str, value: str, say: Say) -> str:
    match name:
        case "kind":
            return say.gettext("of the kind %(kind)s", kind=say.gettext(KINDS.get(value, value)))
        case "number":
            return say.gettext("item number “%(number)s”", number=value)
        case "board":
            return say.gettext("board “%(name)s”", name=value)
        case _:
            return say.gettext("topic “%(name)s”", name=value)


def _explain_term(term: Term | Near, say: Say) -> str:
    match term:
        case Word(text):
            return f"“{text}”"
        case Phrase(text):
            return say.gettext("exactly “%(words)s”", words=text)
        case Prefix(text):
            return say.gettext("words that begin with “%(letters)s”", letters=text)
        case Fuzzy(text):
            return say.gettext("words at most one slip from “%(word)s”", word=text)
        case Near(left, right, within):
            near = {"left": explain(left, say), "right": explain(right, say)}
            return say.ngettext(
                "%(left)s within %(num)s word of %(right)s",
                "%(left)s within %(num)s words of %(right)s",
                within,
                **near,
            )
        case InTitle(part):
            return say.gettext("%(words)s in the title", words=explain(part, say))


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
