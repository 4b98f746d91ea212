"""A batch of documents in memory, all fields of it, and the batch as the arrays of a segment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from whoosh.fields import UnknownFieldError

from indexer.engines.whoosh.arrays import inverting
from indexer.engines.whoosh.arrays.files import Array, ArrayWriter
from indexer.engines.whoosh.arrays.gathering import Placed, placed, stored, valued
from indexer.engines.whoosh.arrays.inverting import Tokens


class Batch:
    """Documents that are not on disk yet."""

    def __init__(self, schema: Any) -> None:
        self._fields = dict(schema.items())
        self._sources: dict[str, list[str]] = {}  # of each text the fields that are made of it
        for name in filter(self._is_of_words, self._fields):
            self._sources.setdefault(self._fields[name].analyzer.source, []).append(name)
        self._same = [(name, names[0]) for names in self._sources.values() for name in names[1:]]
        self._texts = [names[0] for names in self._sources.values()]
        self._rows: list[Mapping[str, Any]] = []
        self.characters = 0  # of texts

    @property
    def documents(self) -> int:
        """Count the documents."""
        return len(self._rows)

    def add(self, fields: Mapping[str, Any]) -> None:
        """Add a document, whole or, when it cannot be, not at all.

        Raises ValueError for what these arrays do not keep, such as boosts: to ignore it would lie.
        """
        self._refuse(fields)
        self._rows.append(fields)
        self.characters += sum(len(fields.get(name) or "") for name in self._texts)

    def arrays(self) -> dict[str, Array]:
        """Give the sections of a segment of these documents."""
        return dict(self._sections())

    def write(self, path: Path) -> None:
        """Write the documents to a file of their own."""
        with ArrayWriter(path) as out:
            out.facts["documents"] = self.documents
            for name, values in self._sections():
                out.put(name, values)

    def _sections(self) -> Iterator[tuple[str, Array]]:
        """Give one section after another, so that they need not all be held at once."""
        for names in self._sources.values():
            words = placed((row.get(names[0]) or "" for row in self._rows), self._fields[names[0]].analyzer)
            for name in names:
                yield from _named(name, _word_sections(self._fields[name], words))
            del words  # before the next text's are made
        for name, held in self._fields.items():
            if held.indexed and not held.scorable:
                tokens = valued(_listed(row.get(name)) for row in self._rows)
                yield from _named(name, _value_sections(tokens, bool(held.column_type)))
            if held.stored:
                yield from _named(name, stored(row.get(name) or "" for row in self._rows))

    def _refuse(self, fields: Mapping[str, Any]) -> None:
        for name in fields.keys() - self._fields.keys():
            if name.startswith("_"):
                raise ValueError(f"{name}: boosts and stored variants are not kept")
            raise UnknownFieldError(f"No field named {name!r}")
        for name, value in fields.items():
            if not isinstance(value, str):
                _refuse_values(value, listed=not (self._fields[name].scorable or self._fields[name].stored))
            elif not value.isascii():
                value.encode()  # which half of a pair of surrogates cannot be
        for name, first in self._same:
            if fields.get(name) != fields.get(first):
                raise ValueError(f"{name} is given another text than {first}, which has the same source")

    def _is_of_words(self, name: str) -> bool:
        """Say whether a field is split into words; refuse one whose analyzer cannot do that our way."""
        field = self._fields[name]
        if not field.scorable:
            return False
        if not all(hasattr(field.analyzer, ability) for ability in ("source", "kind", "spans", "terms")):
            raise ValueError(f"{field!r} has an analyzer that cannot split")
        return True


def _named(field: str, sections: Iterator[tuple[str, Array]]) -> Iterator[tuple[str, Array]]:
    return ((f"{field}/{part}", array) for part, array in sections)


def _word_sections(held: Any, words: Placed) -> Iterator[tuple[str, Array]]:
    tokens = words.tokens(held.analyzer.terms)
    if not held.format.supports("positions"):
        tokens = inverting.without_positions(tokens)
    yield from inverting.postings(tokens)
    yield from inverting.lengths(tokens)
    if not held.analyzer.stemmed:
        yield from inverting.slots(tokens)
    if held.format.supports("characters"):
        yield from inverting.places(tokens)


def _value_sections(tokens: Tokens, by_document: bool) -> Iterator[tuple[str, Array]]:
    yield from inverting.postings(tokens)
    if by_document:
        yield from inverting.values(tokens)


def _refuse_values(value: object, *, listed: bool) -> None:
    """Refuse what is neither nothing nor, where there may be several values, several texts."""
    if value is None:
        return
    for each in value if listed and isinstance(value, list | tuple) else [value]:
        if not isinstance(each, str):
            raise TypeError(f"{each!r} is not a text")
        each.encode()


def _listed(value: str | Sequence[str] | None) -> Sequence[str]:
    """Give a document's values, each once."""
    if isinstance(value, str):
        return (value,)
    return [*dict.fromkeys(value)] if value else ()
