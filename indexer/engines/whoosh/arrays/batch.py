"""A batch of documents in memory, all fields of it, and the batch as the arrays of a segment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from whoosh.fields import UnknownFieldError

from indexer.engines.whoosh.arrays import inverting
from indexer.engines.whoosh.arrays.files import Array
from indexer.engines.whoosh.arrays.gathering import Placed, Stored, Texts, Values
from indexer.engines.whoosh.arrays.inverting import Tokens


class Batch:
    """Documents that are not on disk yet."""

    def __init__(self, schema: Any) -> None:
        self._fields = dict(schema.items())
        self._of_words = [name for name, held in self._fields.items() if _of_words(held)]
        self._texts = {
            held.analyzer.source: Texts(held.analyzer)
            for held in (self._fields[name] for name in self._of_words)
        }
        self._values = {
            name: Values() for name, held in self._fields.items() if held.indexed and not _of_words(held)
        }
        self._stored = {name: Stored() for name, held in self._fields.items() if held.stored}
        self.documents = 0
        self.tokens = 0

    def add(self, fields: Mapping[str, Any]) -> None:
        """Add a document, whole or, when it cannot be, not at all.

        Raises ValueError for what these arrays do not keep, such as boosts: to ignore it would lie.
        """
        self._refuse(fields)
        added = [
            *(self._texts[source].prepared(text) for source, text in self._sources(fields).items()),
            *(values.prepared(_listed(fields.get(name))) for name, values in self._values.items()),
            *(stored.prepared(_text(fields.get(name))) for name, stored in self._stored.items()),
        ]
        for add in added:
            add()
        self.documents += 1
        self.tokens = sum(len(texts.words) for texts in self._texts.values())

    def arrays(self) -> dict[str, Array]:
        """Give the sections of a segment of these documents."""
        placed = {source: texts.gathered() for source, texts in self._texts.items()}
        made = {name: self._word_sections(self._fields[name], placed) for name in self._of_words}
        for name, values in self._values.items():
            made[name] = _value_sections(values.gathered(), bool(self._fields[name].column_type))
        for name, stored in self._stored.items():
            made[name] = stored.arrays()
        return {f"{name}/{part}": array for name, sections in made.items() for part, array in sections}

    def _sources(self, fields: Mapping[str, Any]) -> dict[str, str]:
        texts: dict[str, str] = {}
        for name in self._of_words:
            text = _text(fields.get(name))
            if texts.setdefault(self._fields[name].analyzer.source, text) != text:
                raise ValueError(f"{name} is given another text than the other fields of its source")
        return texts

    @staticmethod
    def _word_sections(held: Any, placed: Mapping[str, Placed]) -> Iterator[tuple[str, Array]]:
        tokens = placed[held.analyzer.source].tokens(held.analyzer.term)
        if not held.format.supports("positions"):
            tokens = inverting.without_positions(tokens)
        yield from inverting.postings(tokens)
        yield from inverting.lengths(tokens)
        if held.format.supports("characters"):
            yield from inverting.places(tokens)

    def _refuse(self, fields: Mapping[str, Any]) -> None:
        for name in fields:
            if name.startswith("_"):
                raise ValueError(f"{name}: boosts and stored variants are not kept")
            if name not in self._fields:
                raise UnknownFieldError(f"No field named {name!r}")


def _value_sections(tokens: Tokens, by_document: bool) -> Iterator[tuple[str, Array]]:
    yield from inverting.postings(tokens)
    if by_document:
        yield from inverting.values(tokens)


def _of_words(field: Any) -> bool:
    """Say whether a field is split into words; refuse one whose analyzer cannot do that our way."""
    if not field.scorable:
        return False
    if not all(hasattr(field.analyzer, name) for name in ("source", "split", "term")):
        raise ValueError(f"{field!r} has an analyzer that cannot split")
    return True


def _listed(value: Any) -> list[str]:
    if value is None:
        return []
    values = list(value) if isinstance(value, list | tuple) else [value]
    return [_text(each) for each in values]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a text")
    return value
