"""What an engine does here: index documents in a folder, and answer a query whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeAlias

from bench.search.queries import Class, Words
from indexer.model import Document, Fragment

PAGE = 20  # hits of an answer
SNIPPET = 240  # characters of a snippet, where an engine lets one choose

Snippet: TypeAlias = str | tuple[Fragment, ...]
"""A snippet in the engine's own form: text with tags or brackets around what matched, or fragments."""


class Shown(NamedTuple):
    """A hit in hand: its stored title and text, and its snippet."""

    title: str
    text: str
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole page: the exact total, the best hits, and board, year and topic counted over all matches."""

    total: int
    hits: Sequence[Shown]
    facets: Mapping[str, Mapping[str, int]]

    @property
    def whole(self) -> bool:
        """Whether it has its hits, their texts, and each match counted under its year and its board.

        Boards may count more: in ours a board that is chosen leaves the others' counts as they are.
        """
        shown = len(self.hits) == min(PAGE, self.total) and all(hit.title and hit.text for hit in self.hits)
        boards, years = (sum(self.facets[name].values()) for name in ("board", "year"))
        topics = self.facets["topic"].values()
        return shown and years == self.total <= boards and all(each <= self.total for each in topics)

    @property
    def marked(self) -> int:
        """How many snippets mark something."""
        return sum(_marks(hit.snippet) for hit in self.hits)


def _marks(snippet: Snippet) -> bool:
    if isinstance(snippet, str):
        return any(mark in snippet for mark in ("<b", "["))
    return any(fragment.matched for fragment in snippet)


Ask: TypeAlias = Callable[[Class, Words], Answer]


def _nothing() -> None:
    """Need nothing beyond what the tests need."""


@dataclass(frozen=True, slots=True)
class Peer:
    """An engine: how it indexes documents in a folder of its own, and how it is asked.

    `needs` raises ImportError, with advice, where something is not installed.
    """

    name: str
    build: Callable[[Path, Iterable[Document]], None]
    opened: Callable[[Path], Ask] | None  # None: it is built for its figures only
    lacks: frozenset[Class] = frozenset()
    processes: int = 1
    needs: Callable[[], object] = _nothing

    @property
    def folder(self) -> str:
        """Name its folder, beside those of the others."""
        return self.name.replace(",", "").replace(" ", "-").lower()
