"""A query asked of an engine as its reader means it: synonyms added, slips of the pen noticed.

The engine is asked in the project's own language only, so any engine will do.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Protocol, TypeVar

from indexer.acronyms import Definition
from indexer.language import (
    All,
    AnyOf,
    Fuzzy,
    InTitle,
    Near,
    Not,
    Phrase,
    Tree,
    Word,
    explain,
    parse,
    wanted,
    write,
)
from indexer.language.lexer import LONGEST, MOST_TERMS
from indexer.listing import Listing, listed, state
from indexer.model import Also, Document, Engine, Query, Results
from indexer.spelling import suggest
from indexer.synonyms import Synonyms, load

MOST_RESPELT = 3  # words, since every word of the index is looked at for each
MOST_ALONE = 10  # words whose own counts are told when nothing has all of them

_Sought = TypeVar("_Sought", bound=Word | Phrase | Fuzzy)

Words = Callable[[], Mapping[str, int]]
"""Gives every word of the index in its exact form, with the number of its documents."""


class Learning(Protocol):
    """What the archive's texts explain, kept beside an index or in it, and brought level with it."""

    def cursor(self) -> int:
        """Return the archive's last revision that was learned from."""
        ...

    def replace(self, meetings: Iterable[str], documents: Iterable[Document], cursor: int) -> None:
        """Forget what these meetings said, learn from these documents."""
        ...

    def switch(self) -> None:
        """Let searches use what was learned with an index that is made anew, which is about to be theirs."""
        ...

    def definitions(self) -> tuple[Definition, ...]:
        """Give every definition; the same tuple while nothing was learned."""
        ...


class Asking:
    """An engine asked with all that is known of words: the standard synonyms, and the archive's acronyms.

    It is filled as an engine is, and fills both; whichever lags behind says how far it has come.
    """

    def __init__(self, engine: Engine, acronyms: Learning, words: Words) -> None:
        self._engine, self._acronyms, self._words = engine, acronyms, words
        self._learned: tuple[tuple[Definition, ...], Synonyms] = ((), load())

    def cursor(self) -> int:
        """Return the archive's last revision that both the index and the acronyms hold."""
        return min(self._engine.cursor(), self._acronyms.cursor())

    def replace(self, meetings: Iterable[str], documents: Iterable[Document], cursor: int) -> None:
        """Replace the meetings' documents in the index, and what they say of acronyms."""
        leaving, arriving = tuple(meetings), tuple(documents)
        self._acronyms.replace(leaving, arriving, cursor)
        self._engine.replace(leaving, arriving, cursor)

    def count(self) -> int:
        """Return how many documents the index holds."""
        return self._engine.count()

    def words(self) -> Mapping[str, int]:
        """Return every word of the index in its exact form, with the number of its documents."""
        return self._words()

    def close(self) -> None:
        """Let go of the index's files."""
        self._engine.close()

    def search(self, query: Query) -> Results:
        """Answer a query as `ask` does, with the acronyms as they are now."""
        return ask(self._engine, query, self._synonyms(), self._words)

    def listed(self, query: Query) -> Listing:
        """Give every match of a query, with what its words mean as well, as `search` finds them."""
        tree = parse(query.text).tree
        wider, also = _expanded(tree, self._synonyms()) if query.expand else (tree, ())
        found = listed(self._engine, replace(query, text=write(wider)) if also else query)
        return replace(found, also=also)

    def state(self) -> str:
        """Name the state of the index and of the acronyms."""
        return f"{state(self._engine)}-{self._acronyms.cursor()}"

    def _synonyms(self) -> Synonyms:
        definitions = self._acronyms.definitions()
        if definitions is not self._learned[0]:
            self._learned = (definitions, load().learning(definitions))
        return self._learned[1]


def ask(engine: Engine, query: Query, synonyms: Synonyms, words: Words) -> Results:
    """Answer a query, with what its words mean as well, unless `query.expand` is off.

    Where nothing matches, the answer says how many documents each word finds alone; where a word finds
    nothing, what might have been meant. Raises QueryError and IndexFault, as the engine does.
    """
    began = time.perf_counter()
    parsed = parse(query.text)
    wider, also = _expanded(parsed.tree, synonyms) if query.expand else (parsed.tree, ())
    answer = engine.search(replace(query, text=write(wider)) if also else query)
    alone = _alone(engine, query, parsed.tree, synonyms) if _is_short_of_words(answer, parsed.tree) else ()
    return replace(
        answer,
        query=query,
        understood=explain(parsed.tree),
        notes=tuple(dict.fromkeys((*parsed.notes, *answer.notes))),
        also=also,
        alone=alone if not answer.total and len(alone) > 1 else (),
        instead=_instead(engine, query, parsed.tree, [word for word, count in alone if not count], words),
        took_ms=(time.perf_counter() - began) * 1000,
    )


def _expanded(tree: Tree, synonyms: Synonyms) -> tuple[Tree, tuple[Also, ...]]:
    wider, also = synonyms.expand(tree)
    fits = len(write(wider)) <= LONGEST and sum(1 for _ in wanted(wider)) <= MOST_TERMS
    return (wider, also) if fits else (tree, ())


def _is_short_of_words(answer: Results, tree: Tree) -> bool:
    """Say whether a word may find nothing: only then is each asked for alone."""
    return not answer.total or any(isinstance(part, AnyOf) for part in _within(tree))


def _alone(engine: Engine, query: Query, tree: Tree, synonyms: Synonyms) -> tuple[tuple[str, int], ...]:
    """Give how many documents each word finds, whatever the filters; with what it means as well, if asked."""
    counts = []
    for term in list(dict.fromkeys(wanted(tree)))[:MOST_ALONE]:
        wider = _expanded(term, synonyms)[0] if query.expand else term
        counts.append((write(term), engine.search(Query(write(wider), size=1, facets=())).total))
    return tuple(counts)


def _instead(engine: Engine, query: Query, tree: Tree, missing: list[str], words: Words) -> str | None:
    """Give the query with words that exist for those that find nothing, if it then finds something."""
    if not missing:
        return None
    known = words()
    typed_alone = [text.removeprefix("title:") for text in missing[:MOST_RESPELT]]
    better = {text: found for text in typed_alone if (found := suggest(text, known))}
    corrected = _respelt(tree, better)
    for typed in dict.fromkeys([write(corrected), *better.values()] if better else []):
        if engine.search(replace(query, text=typed, page=1, size=1, facets=())).total:
            return typed
    return None


def _respelt(tree: Tree, better: Mapping[str, str]) -> Tree:
    match tree:
        case Word() | Phrase() | Fuzzy():
            return _term(tree, better)
        case InTitle(Word() | Fuzzy() as word):
            return InTitle(_term(word, better))
        case Near(left, right, within):
            return Near(_term(left, better), _term(right, better), within)
        case All(parts):
            return All(tuple(_respelt(part, better) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(_respelt(part, better) for part in parts))
        case _:
            return tree


def _term(term: _Sought, better: Mapping[str, str]) -> _Sought | Word:
    found = better.get(write(term))
    return Word(found) if found and not isinstance(term, Phrase) else term


def _within(tree: Tree) -> Iterator[Tree]:
    yield tree
    match tree:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _within(part)
        case Not(part):
            yield from _within(part)
