"""Which topics a document is about, and by which words: topics.toml, read strictly.

A topic is a query in the project's own language (`indexer.language`), tried on an item's title and text.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

from archive.errors import ConfigError
from indexer.language import (
    All,
    AnyOf,
    Field,
    Fuzzy,
    InTitle,
    Not,
    Prefix,
    Since,
    Text,
    Tree,
    Until,
    explain,
    matches,
    needs,
    parse,
    wanted,
)
from indexer.model import Topic

STANDARD = Path(__file__).with_name("topics.toml")
_KEYS = {"name", "query"}
_MOST_WORDS = 6  # shown as evidence; the rest would only repeat it


@dataclass(frozen=True, slots=True)
class Rule:
    """A topic's name and its query, as alternatives any of which shows it."""

    name: str
    alternatives: tuple[Tree, ...]


Place: TypeAlias = tuple[int, int]  # of a rule, and of an alternative in it


@dataclass(frozen=True, slots=True)
class Topics:
    """All topics, in the order of topics.toml.

    An alternative is tried only on a text that has one of its words: most of the 700 are never looked at.
    """

    rules: tuple[Rule, ...]
    by_stem: Mapping[str, tuple[Place, ...]] = field(repr=False)
    by_word: Mapping[str, tuple[Place, ...]] = field(repr=False)  # exact forms

    def of(self, title: str, text: str) -> tuple[Topic, ...]:
        """Give the topics of an item, each with the words that show it."""
        heading, body = Text.of(title), Text.of(text)
        shown: dict[int, list[str]] = {}
        for rule, alternative in sorted(self._worth_trying(heading) | self._worth_trying(body)):
            words = matches(self.rules[rule].alternatives[alternative], heading, body)
            if words is not None:
                shown.setdefault(rule, []).extend(words)
        return tuple(Topic(self.rules[rule].name, _distinct(words)) for rule, words in shown.items())

    def _worth_trying(self, text: Text) -> set[Place]:
        by_stem = (self.by_stem[stem] for stem in self.by_stem.keys() & text.stems.keys())
        by_word = (self.by_word[word] for word in self.by_word.keys() & text.places.keys())
        return {place for places in chain(by_stem, by_word) for place in places}


def load(path: Path = STANDARD) -> Topics:
    """Read a topics.toml; raises ConfigError that says what is wrong and where."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise ConfigError(f"{path} is not TOML: {error}.") from error
    return _topics(path, text)


@lru_cache(maxsize=2)  # its hundreds of queries take some 30 ms to read
def _topics(path: Path, text: str) -> Topics:
    try:
        settings = tomllib.loads(text)
    except ValueError as error:
        raise ConfigError(f"{path} is not TOML: {error}.") from error
    _only_keys(path, settings, {"topic"})
    entries = settings.get("topic", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ConfigError(f"{path}: write each topic under [[topic]].")
    rules = tuple(_rule(path, entry) for entry in entries)
    _no_name_twice(path, rules)
    return _indexed(rules)


def _rule(path: Path, entry: Mapping[str, Any]) -> Rule:
    _only_keys(path, entry, _KEYS)
    name, query = entry.get("name"), entry.get("query")
    if not isinstance(name, str) or not name.strip() or not isinstance(query, str):
        raise ConfigError(f"{path}: a topic needs a name and a query, both in quotes.")
    parsed = parse(query)
    where = f"{path}, topic “{name}”"
    if parsed.notes:
        raise ConfigError(f"{where}: {parsed.notes[0]}")
    if (limit := _limit(parsed.tree)) is not None:
        raise ConfigError(f"{where}: a topic is told from whole words alone, not “{explain(limit)}”.")
    if not _needs_words(parsed.tree):
        raise ConfigError(f"{where}: each alternative must look for a word, not only exclude some.")
    return Rule(name, parsed.tree.parts if isinstance(parsed.tree, AnyOf) else (parsed.tree,))


def _indexed(rules: tuple[Rule, ...]) -> Topics:
    stems: dict[str, list[Place]] = {}
    exact: dict[str, list[Place]] = {}
    for number, rule in enumerate(rules):
        for place, alternative in enumerate(rule.alternatives):
            for term in wanted(alternative):
                stem, words = needs(term.part if isinstance(term, InTitle) else term)
                if stem is not None:
                    stems.setdefault(stem, []).append((number, place))
                else:  # by its longest word, as a rule its rarest: of "change of use" it is change
                    exact.setdefault(max(words, key=len), []).append((number, place))
    return Topics(rules, *({key: tuple(places) for key, places in found.items()} for found in (stems, exact)))


def _limit(tree: Tree) -> Tree | None:
    """Find a part that a text alone cannot answer."""
    match tree:
        case All(parts) | AnyOf(parts):
            return next((found for part in parts if (found := _limit(part)) is not None), None)
        case Not(part):
            return _limit(part)
        case Field() | Since() | Until() | Prefix() | Fuzzy() | InTitle(Prefix() | Fuzzy()):
            return tree
        case _:
            return None


def _needs_words(tree: Tree) -> bool:
    match tree:
        case All(parts):
            return any(_needs_words(part) for part in parts)
        case AnyOf(parts):
            return all(_needs_words(part) for part in parts)
        case _:
            return any(True for _ in wanted(tree))


def _only_keys(path: Path, table: Mapping[str, Any], known: set[str]) -> None:
    for key in table:
        if key not in known:
            raise ConfigError(f"{path}: unknown key {key}; the keys here are {', '.join(sorted(known))}.")


def _no_name_twice(path: Path, rules: Sequence[Rule]) -> None:
    names = [rule.name for rule in rules]
    for name in names:
        if names.count(name) > 1:
            raise ConfigError(f"{path}: two topics have the name “{name}”.")


def _distinct(words: Sequence[str]) -> tuple[str, ...]:
    """Drop what differs only in case, and cut to what a reader takes in."""
    return tuple({word.lower(): word for word in reversed(words)}.values())[::-1][:_MOST_WORDS]
