"""Two states of an item → the words that were added and removed, passage by passage (pure)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from archive.model import Attachment, Item, Passage
from archive.store import ItemRevision

How = Literal["same", "added", "removed"]

ALIKE = 0.5  # of the words of two passages that are one passage, changed
NEAR = 40  # passages among which the one is looked for that came for another
MOST = 20_000  # pairs of equal words: the time to compare two texts grows with them, and faster

_PIECE = re.compile(r"(?:\w+|[^\w\s])\s*|\s+")


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stayed, came or went together."""

    how: How
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A passage of either state, or of both."""

    passage: Passage  # as it is in the later state where it is in that one
    runs: tuple[Run, ...]

    @property
    def changed(self) -> bool:
        """Tell whether anything of it came or went."""
        return any(run.how != "same" for run in self.runs)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two states of an item."""

    title: tuple[Run, ...]
    lines: tuple[Line, ...]
    files_added: tuple[Attachment, ...]
    files_removed: tuple[Attachment, ...]
    added: int  # words
    removed: int

    @property
    def same(self) -> bool:
        """Tell that nothing differs that a reader would see."""
        return not (self.added or self.removed or self.files_added or self.files_removed)


def states(revisions: Iterable[ItemRevision]) -> tuple[ItemRevision, ...]:
    """Take of an item's revisions those in which the council says something else than before.

    A state of which the archive had only a part is none, once there is a whole one: a first crawl reads the
    meeting's page, which may cut its items short, and then the items' own.
    """
    found = list(revisions)
    if any(revision.item.complete for revision in found):
        found = [revision for revision in found if revision.item.complete]
    return tuple(new for n, new in enumerate(found) if n == 0 or _said(new.item) != _said(found[n - 1].item))


def at(found: Sequence[ItemRevision], number: int) -> ItemRevision | None:
    """Return the state that an item was in at a revision of its meeting; None before its first."""
    return next((revision for revision in reversed(found) if revision.number <= number), None)


def compare(before: Item, after: Item) -> Comparison:
    """Compare two states of an item, word by word."""
    title = tuple(runs(_numbered(before), _numbered(after)))
    lines = tuple(_lines(before.passages, after.passages))
    told = [run for line in lines for run in line.runs] + list(title)
    old, new = ({file.url: file for file in item.attachments} for item in (before, after))
    return Comparison(
        title,
        lines,
        tuple(file for url, file in new.items() if url not in old),
        tuple(file for url, file in old.items() if url not in new),
        _words(told, "added"),
        _words(told, "removed"),
    )


def runs(before: str, after: str) -> Iterator[Run]:
    """Compare two texts by whole words; white space tells nothing apart."""
    old, new = (_PIECE.findall(text) for text in (before, after))
    for how, a, b, c, d in _steps([piece.strip() for piece in old], [piece.strip() for piece in new]):
        gone, come = "".join(old[a:b]), "".join(new[c:d])
        if how == "equal":  # the last word of a text has no space behind it, but may be followed by what went
            yield Run("same", max(come, gone, key=len))
        else:
            yield from _whole(gone, come)


def _steps(old: Sequence[str], new: Sequence[str]) -> Iterable[tuple[str, int, int, int, int]]:
    """Say how one sequence becomes the other, as difflib does; what would take long is taken as a whole."""
    often = Counter(new)
    if sum(times * often[text] for text, times in Counter(old).items()) > MOST:
        return [("equal" if old == new else "replace", 0, len(old), 0, len(new))]
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _whole(before: str, after: str) -> Iterator[Run]:
    if before:
        yield Run("removed", before)
    if after:
        yield Run("added", after)


def _lines(before: Sequence[Passage], after: Sequence[Passage]) -> Iterator[Line]:
    old, new = ([_printed(passage) for passage in passages] for passages in (before, after))
    for how, a, b, c, d in _steps(old, new):
        if how == "equal":
            yield from (Line(p, (Run("same", _printed(p)),)) for p in after[c:d])
        else:
            yield from _changed(before[a:b], after[c:d])


def _changed(before: Sequence[Passage], after: Sequence[Passage]) -> Iterator[Line]:
    """Show each passage that went together with the one that came for it, in the order of both."""
    said = [Counter(passage.text.split()) for passage in after]
    start = 0
    for old in before:
        words = Counter(old.text.split())
        near = range(start, min(start + NEAR, len(after)))
        match = next((place for place in near if _alike(words, said[place])), None)
        if match is None:
            yield Line(old, (Run("removed", _printed(old)),))
            continue
        yield from _added(after[start:match])
        yield Line(after[match], tuple(runs(_printed(old), _printed(after[match]))))
        start = match + 1
    yield from _added(after[start:])


def _added(passages: Iterable[Passage]) -> Iterator[Line]:
    return (Line(passage, (Run("added", _printed(passage)),)) for passage in passages)


def _alike(one: Counter[str], other: Counter[str]) -> bool:
    return 2 * (one & other).total() >= ALIKE * (one.total() + other.total())


def _words(found: Iterable[Run], how: How) -> int:
    return sum(len(re.findall(r"\w+", run.text)) for run in found if run.how == how)


def _printed(passage: Passage) -> str:
    return f"{passage.mark} {passage.text}".strip()


def _numbered(item: Item) -> str:
    return f"{item.number} {item.title}".strip()


def _said(item: Item) -> tuple[object, ...]:
    """Give what the council says in an item; what the archive reads out of that is the archive's own."""
    files = tuple((file.title, file.url) for file in item.attachments)
    return _numbered(item), item.passages, files, item.votes, item.restricted
