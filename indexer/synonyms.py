"""Words that mean the same: a search for one finds the other, and says so (pure, but for `load`).

Two kinds: synonyms.toml, written by hand, and the acronyms that the archive explains (`indexer.acronyms`).
Words in quotes and words that are excluded are left as they are typed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from archive.errors import ConfigError
from indexer.acronyms import Definition
from indexer.analysis import STOP_WORDS, exact_words, forms
from indexer.language import All, AnyOf, InTitle, Phrase, Tree, Word
from indexer.model import Also

STANDARD = Path(__file__).with_name("synonyms.toml")
_MOST = 3  # meanings of one acronym that are searched for, the commonest
_LONGEST = 8  # words of a term, small ones apart

Key = tuple[str, ...]
"""The stems of a term's words, without the small ones."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a term is searched for as well, and where that was learned; nowhere if it was written by hand."""

    words: str
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Synonyms:
    """All terms with what they mean as well."""

    meanings: Mapping[Key, tuple[Meaning, ...]]
    ambiguous: frozenset[str]  # acronyms that are words too, in small letters

    def learning(self, definitions: Iterable[Definition]) -> Synonyms:
        """Add what an archive explains; of an acronym with many meanings, the commonest."""
        said: dict[str, dict[Key, list[Definition]]] = {}
        for each in definitions:
            said.setdefault(each.acronym, {}).setdefault(_key(each.words), []).append(each)
        meanings = dict(self.meanings)
        for acronym, by_words in said.items():
            for found in sorted(by_words.values(), key=len, reverse=True)[:_MOST]:
                first = found[0]
                _add(meanings, acronym, Meaning(first.words, first.title, first.url))
                _add(meanings, first.words, Meaning(acronym, first.title, first.url))
        return replace(self, meanings=meanings)

    def expand(self, tree: Tree) -> tuple[Tree, tuple[Also, ...]]:
        """Give a tree that finds what its words mean as well, and what was added."""
        expanding = _Expanding(self)
        expanded = expanding.tree(tree)
        return expanded, tuple(dict.fromkeys(expanding.added))

    def of(self, typed: Sequence[str]) -> tuple[Meaning, ...]:
        """Give what typed words mean as well; an acronym that is also a word only in capitals."""
        if len(typed) == 1 and typed[0] == typed[0].lower() and typed[0] in self.ambiguous:
            return ()
        return self.meanings.get(_key(" ".join(typed)), ())


@lru_cache(maxsize=4)
def load(path: Path = STANDARD) -> Synonyms:
    """Read a synonyms.toml; raises ConfigError that says what is wrong."""
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise ConfigError(f"{path} is not TOML: {error}.") from error
    if unknown := settings.keys() - {"words", "same"}:
        raise ConfigError(f"{path}: unknown key {min(unknown)}; the keys here are same, words.")
    meanings: dict[Key, tuple[Meaning, ...]] = {}
    for entry in settings.get("same", []):
        terms = _terms(path, entry)
        for term in terms:
            for other in terms:
                _add(meanings, term, Meaning(other))
    return Synonyms(meanings, frozenset(settings.get("words", [])))


class _Expanding:
    """One walk through a tree, and what it added."""

    def __init__(self, synonyms: Synonyms) -> None:
        self._synonyms = synonyms
        self.added: list[Also] = []

    def tree(self, tree: Tree) -> Tree:
        match tree:
            case All(parts):
                return _simplest(self._parts(parts))
            case AnyOf(parts):
                wider = (self.tree(part) for part in parts)
                flat = [one for part in wider for one in (part.parts if isinstance(part, AnyOf) else (part,))]
                return AnyOf(tuple(dict.fromkeys(flat)))
            case Word():
                return self._words([tree]) or tree
            case InTitle(Word() as word):
                found = self._words([word])
                return _in_title(found) if isinstance(found, AnyOf) else tree
            case _:
                return tree

    def _parts(self, parts: Sequence[Tree]) -> list[Tree]:
        done: list[Tree] = []
        place = 0
        while place < len(parts):
            length, found = self._longest(parts[place : place + _LONGEST])
            done.append(found)
            place += length
        return done

    def _longest(self, parts: Sequence[Tree]) -> tuple[int, Tree]:
        """Give how many words from here are a term, the most that are one, and what becomes of them."""
        run: list[Word] = []
        for part in parts:
            if not isinstance(part, Word):
                break
            run.append(part)
        for length in range(len(run), 1, -1):
            if found := self._words(run[:length]):
                return length, found
        return 1, self.tree(parts[0])

    def _words(self, words: Sequence[Word]) -> AnyOf | None:
        typed = [word.text for word in words]
        meanings = self._synonyms.of(typed)
        if not meanings:
            return None
        for meaning in meanings:
            self.added.append(Also(" ".join(typed), meaning.words, meaning.title, meaning.url))
        itself = words[0] if len(words) == 1 else All(tuple(words))
        return AnyOf((itself, *(Phrase(meaning.words) for meaning in meanings)))


def _simplest(parts: Sequence[Tree]) -> Tree:
    distinct = tuple(dict.fromkeys(parts))
    return distinct[0] if len(distinct) == 1 else All(distinct)


def _in_title(found: AnyOf) -> AnyOf:
    return AnyOf(tuple(InTitle(part) for part in found.parts if isinstance(part, Word | Phrase)))


def _add(meanings: dict[Key, tuple[Meaning, ...]], term: str, meaning: Meaning) -> None:
    key = _key(term)
    known = {exact_words(other.words) for other in meanings.get(key, ())}
    if key and exact_words(meaning.words) not in known | {exact_words(term)}:
        meanings[key] = (*meanings.get(key, ()), meaning)


def _key(term: str) -> Key:
    words = exact_words(term)
    return tuple(forms(word)[1] for word in words if len(words) == 1 or word not in STOP_WORDS)


def _terms(path: Path, entry: Any) -> list[str]:
    terms = entry.get("terms") if isinstance(entry, dict) and entry.keys() == {"terms"} else None
    if (
        not isinstance(terms, list)
        or len(terms) < 2
        or not all(isinstance(t, str) and _key(t) for t in terms)
    ):
        raise ConfigError(f"{path}: each [[same]] needs terms, two or more, all in quotes.")
    return terms
