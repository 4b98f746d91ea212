"""The same decision printed twice: once in the Decision section and once in the minutes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset(
    {"the", "a", "an", "of", "to", "that", "and", "in", "on", "for", "be", "is", "was", "were", "by", "with"}
    | {"it", "at", "as", "or", "this", "y", "yr", "i"}
)
MOST = 60  # clauses are compared word by word with so many before them: enough for any item, and linear


def words(text: str) -> frozenset[str]:
    """Give the telling words of a clause, without small ones."""
    return frozenset(word for word in _WORD.findall(text.lower()) if word not in _SMALL)


@dataclass(slots=True)
class Said:
    """What has been said so far, to know a repetition by."""

    texts: set[str] = field(default_factory=set)
    recent: list[frozenset[str]] = field(default_factory=list)

    @classmethod
    def of(cls, texts: Iterable[str]) -> Said:
        """Start from texts that stand already."""
        said = cls()
        for text in texts:
            said.add(text)
        return said

    def add(self, text: str) -> None:
        """Remember a text."""
        self.texts.add(text)
        self.recent = [*self.recent[1 - MOST :], words(text)]

    def has(self, text: str) -> bool:
        """Whether a text says again what was said; different figures make different decisions."""
        mine = words(text)
        return text in self.texts or any(_same(mine, other) for other in self.recent)

    def overlaps(self, text: str) -> bool:
        """Whether a text is a part of what was said, or the other way about: one of two copies may be cut."""
        mine = words(text)
        return text in self.texts or any(_part(mine, other) for other in self.recent)


def _same(mine: frozenset[str], other: frozenset[str]) -> bool:
    if len(mine & other) < 0.85 * len(mine | other) or not mine:
        return False
    return not any(word[0].isdigit() for word in mine ^ other)


def _part(mine: frozenset[str], other: frozenset[str]) -> bool:
    return bool(mine and other) and len(mine & other) >= 0.7 * min(len(mine), len(other))
