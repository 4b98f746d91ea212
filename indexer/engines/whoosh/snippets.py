"""The pieces of a text that show why it was found; data, never HTML (pure)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from indexer.analysis import Token, exact_words, forms, printed_words, tokens
from indexer.language import Tree, Word, needs, wanted
from indexer.language.tree import Fuzzy, Phrase, Prefix
from indexer.model import Attached, Document, Fragment
from indexer.spelling import slips, without_a_letter

_WHOLE = 320  # characters that are shown whole
_PIECE = 160
_PIECES = 3
_MOST_MARKS = 1_000  # of one text are looked at
_MOST_ATTACHED = 2_000_000  # characters of attached files are looked through for one snippet

Mark = tuple[int, int, int]  # start, end, and which of the sought terms


@dataclass(frozen=True, slots=True)
class Sought:
    """What to mark: stems, exact words side by side, beginnings; each with its number among the terms."""

    stems: dict[str, int]
    runs: dict[str, tuple[tuple[tuple[str, ...], int], ...]]  # by the first word
    beginnings: dict[str, int]
    fuzzy: dict[str, int]
    shortened: dict[str, tuple[str, ...]]  # the fuzzy words by what they are without a letter

    @classmethod
    def of(cls, tree: Tree) -> Sought:
        """Take the words, phrases, beginnings and fuzzy words that a tree seeks anywhere."""
        stems: dict[str, int] = {}
        beginnings: dict[str, int] = {}
        fuzzy: dict[str, int] = {}
        runs: dict[str, tuple[tuple[tuple[str, ...], int], ...]] = {}
        for number, term in enumerate(wanted(tree)):
            if isinstance(term, Prefix):
                beginnings.setdefault(exact_words(term.text)[0], number)
            elif isinstance(term, Fuzzy):
                fuzzy.setdefault(exact_words(term.text)[0], number)
            elif isinstance(term, Word | Phrase):
                stem, words = needs(term)
                if stem is not None:
                    stems.setdefault(stem, number)
                else:
                    runs[words[0]] = (*runs.get(words[0], ()), (words, number))
        return cls(stems, runs, beginnings, fuzzy, _shortened(fuzzy))

    def begins(self, exact: str, stem: str) -> bool:
        """Say whether a word is sought, or begins a run of words that is."""
        return stem in self.stems or exact in self.runs or self.inexact(exact) is not None

    def beginning(self, exact: str) -> int | None:
        """Give the first term that is the beginning of a word; None for none."""
        return next((term for begun, term in self.beginnings.items() if exact.startswith(begun)), None)

    def inexact(self, exact: str) -> int | None:
        """Give the first term that is the beginning of a word, or else one slip from it; None for none."""
        begun = self.beginning(exact)
        return self._slipped(exact) if begun is None and self.fuzzy else begun

    def _slipped(self, exact: str) -> int | None:
        worth = {word for rest in without_a_letter(exact) for word in self.shortened.get(rest, ())}
        return min((self.fuzzy[word] for word in worth if slips(word, exact, 1) <= 1), default=None)


def _shortened(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word in words:
        for rest in without_a_letter(word):
            found[rest] = (*found.get(rest, ()), word)
    return found


def snippet(document: Document, sought: Sought, known: Sequence[Mark] | None = None) -> tuple[Fragment, ...]:
    """Show the best pieces of a document's text, matched words marked; `known` are their places, if known.

    Where the text has none of the words, pieces of an attached file are shown, and its title; else the lead.
    """
    marks = list(_marks(document.text, sought) if known is None else known[:_MOST_MARKS])
    if marks:
        return _shown(document.text, marks)
    if best := _best_file(document.attached, sought):
        file, marks = best
        return (Fragment(f"In the document “{file.title}”: ", matched=False), *_shown(file.text, marks))
    return (Fragment(document.lead, matched=False),) if document.lead else ()


def _best_file(files: Sequence[Attached], sought: Sought) -> tuple[Attached, list[Mark]] | None:
    """Give the first file that has most of the terms, and the marks in it."""
    best, most, left = None, 0, _MOST_ATTACHED
    for file in files:
        marks = list(islice(_marks_by_line(file.text[:left], sought), _MOST_MARKS))
        terms = len({term for _, _, term in marks})
        if terms > most:
            best, most = (file, marks), terms
        left -= min(left, len(file.text))
    return best


def _marks_by_line(text: str, sought: Sought) -> Iterator[Mark]:
    """Yield the marks of a long text, of which most lines have none and are not split into words."""
    start = 0
    for line in text.split("\n"):
        if any(sought.begins(*forms(word)) for word in printed_words(line)):
            yield from ((start + first, start + last, term) for first, last, term in _marks(line, sought))
        start += len(line) + 1


def _shown(written: str, marks: list[Mark]) -> tuple[Fragment, ...]:
    """Show a short text whole, and of a long one the best pieces."""
    text = written.replace("\n", " ")
    if len(text) <= _WHOLE:
        return tuple(_marked(text, 0, len(text), marks))
    shown: list[Fragment] = []
    for start, end in _pieces(text, marks):
        if shown or start:
            shown.append(Fragment(" … " if shown else "… ", matched=False))
        shown.extend(_marked(text, start, end, marks))
    return tuple([*shown, Fragment(" …", matched=False)] if end < len(text) else shown)


def _marks(text: str, sought: Sought) -> Iterator[Mark]:
    if not (sought.stems or sought.runs or sought.beginnings or sought.fuzzy):
        return
    words = list(tokens(text))
    after = found = 0
    for place, word in enumerate(words):
        length, term = _match(words, place, sought)
        if length and word.start >= after:
            after = words[place + length - 1].end
            yield word.start, after, term
            found += 1
            if found == _MOST_MARKS:
                return


def _match(words: list[Token], place: int, sought: Sought) -> tuple[int, int]:
    """Give how many words from here are sought, and as which term; 0 words for none."""
    word = words[place]
    for run, term in sought.runs.get(word.exact, ()):
        here = words[place : place + len(run)]
        together = here[-1].position - word.position == len(run) - 1
        if together and tuple(each.exact for each in here) == run:
            return len(run), term
    if word.stem in sought.stems:
        return 1, sought.stems[word.stem]
    inexact = sought.inexact(word.exact)
    return (0, 0) if inexact is None else (1, inexact)


def _pieces(text: str, marks: list[Mark]) -> list[tuple[int, int]]:
    """Choose the pieces that show most of the terms, and give them in the text's order."""
    starts = [start for start, _, _ in marks]
    worth = []
    for first, (start, _, _) in enumerate(marks):
        inside = marks[first : bisect_left(starts, start + _PIECE)]
        worth.append((-len({term for _, _, term in inside}), -len(inside), start))
    chosen: list[tuple[int, int]] = []
    for _, _, start in sorted(worth):
        piece = _widened(text, start)
        if all(piece[1] < other[0] or piece[0] > other[1] for other in chosen):
            chosen.append(piece)
        if len(chosen) == _PIECES:
            break
    return sorted(chosen)


def _widened(text: str, start: int) -> tuple[int, int]:
    """Give a piece about a mark, some words before it too, cut between words."""
    low = max(0, start - _PIECE // 3)
    if low:
        space = text.find(" ", low, start)
        low = space + 1 if space >= 0 else start
    high = min(len(text), start + _PIECE)
    if high < len(text):
        space = text.find(" ", high, high + 64)
        high = space if space >= 0 else high + 64
    return low, min(high, len(text))


def _marked(text: str, start: int, end: int, marks: Iterable[Mark]) -> Iterator[Fragment]:
    here = start
    for first, last, _ in marks:
        if first >= here and last <= end:
            if first > here:
                yield Fragment(text[here:first], matched=False)
            yield Fragment(text[first:last], matched=True)
            here = last
    if here < end:
        yield Fragment(text[here:end], matched=False)
