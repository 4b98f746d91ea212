"""The pieces of a text that show why it was found; data, never HTML (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

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


class Snippet(NamedTuple):
    """What is shown of a document, and the anchor of the passage that the best piece is shown for."""

    fragments: tuple[Fragment, ...]
    anchor: str = ""


class _Piece(NamedTuple):
    start: int
    end: int


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


def snippet(document: Document, sought: Sought, known: Sequence[Mark] | None = None) -> Snippet:
    """Show the best pieces of a document's text, matched words marked; `known` are their places, if known.

    Where the text has none of the words, pieces of an attached file are shown, and its title; else the lead.
    """
    marks = list(_marks(document.text, sought) if known is None else known[:_MOST_MARKS])
    if marks:
        return _shown(document.text, marks, document.anchors)
    if best := _best_file(document.attached, sought):
        file, marks = best
        title = Fragment(f"In the document “{file.title}”: ", matched=False)
        return Snippet((title, *_shown(file.text, marks, ()).fragments))
    return Snippet((Fragment(document.lead, matched=False),) if document.lead else ())


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


def _shown(written: str, marks: list[Mark], anchors: Sequence[str]) -> Snippet:
    """Show a short text whole, and of a long one the best pieces; `anchors` are those of its lines."""
    text = written.replace("\n", " ")
    pieces = _pieces(text, marks)
    shown: list[Fragment] = []
    for piece in sorted(pieces):
        if shown or piece.start:
            shown.append(Fragment(" … " if shown else "… ", matched=False))
        shown.extend(_marked(text, piece, marks, _anchor(written, piece, marks, anchors)))
    if max(piece.end for piece in pieces) < len(text):
        shown.append(Fragment(" …", matched=False))
    return Snippet(tuple(shown), _anchor(written, pieces[0], marks, anchors))


def _anchor(text: str, piece: _Piece, marks: Iterable[Mark], anchors: Sequence[str]) -> str:
    """Give the anchor of the line with most of the piece's terms: a piece may begin in the line before."""
    if not anchors:
        return ""
    terms: dict[int, set[int]] = {}
    before = text.count("\n", 0, piece.start)
    for start, _, term in marks:
        if piece.start <= start < piece.end:
            terms.setdefault(before + text.count("\n", piece.start, start), set()).add(term)
    best = max(terms, key=lambda line: len(terms[line]))
    return anchors[best] if best < len(anchors) else ""


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


def _pieces(text: str, marks: list[Mark]) -> list[_Piece]:
    """Choose the pieces that show most of the terms, the best first; all of a short text is one."""
    if len(text) <= _WHOLE:
        return [_Piece(0, len(text))]
    if len(marks) == 1:  # as most documents of a rare word have
        return [_widened(text, marks[0][0])]
    chosen: list[_Piece] = []
    for _, _, start in sorted(_worth(marks)):
        piece = _widened(text, start)
        if all(piece.end < other.start or piece.start > other.end for other in chosen):
            chosen.append(piece)
        if len(chosen) == _PIECES:
            break
    return chosen


def _worth(marks: Sequence[Mark]) -> Iterator[tuple[int, int, int]]:
    """Yield of each mark how many terms and marks a piece shows that begins there, negative; its start."""
    inside: dict[int, int] = {}  # marks of each term, from `first` up to `after`
    after = 0
    for first, (start, _, term) in enumerate(marks):
        while after < len(marks) and marks[after][0] < start + _PIECE:
            inside[marks[after][2]] = inside.get(marks[after][2], 0) + 1
            after += 1
        yield -len(inside), first - after, start
        inside[term] -= 1
        if not inside[term]:
            del inside[term]


def _widened(text: str, start: int) -> _Piece:
    """Give a piece about a mark, some words before it too, cut between words."""
    low = max(0, start - _PIECE // 3)
    if low:
        space = text.find(" ", low, start)
        low = space + 1 if space >= 0 else start
    high = min(len(text), start + _PIECE)
    if high < len(text):
        space = text.find(" ", high, high + 64)
        high = space if space >= 0 else high + 64
    return _Piece(low, min(high, len(text)))


def _marked(text: str, piece: _Piece, marks: Iterable[Mark], anchor: str) -> Iterator[Fragment]:
    here = piece.start
    for first, last, _ in marks:
        if first >= here and last <= piece.end:
            if first > here:
                yield Fragment(text[here:first], matched=False, anchor=anchor)
            yield Fragment(text[first:last], matched=True, anchor=anchor)
            here = last
    if here < piece.end:
        yield Fragment(text[here : piece.end], matched=False, anchor=anchor)
