"""What a suppression hides from readers is taken out of the pages themselves (pure).

Where an item stands in a page is known by its words alone: whichever system's page it is, the longest of its
texts is looked for, and from there the others, each where it is nearest. So no page has to be understood, and
what is said word for word in another item stays there: "that the report be noted".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from archive.model import Item, Meeting, Official
from archive.suppression.fingerprint import FEWEST, LONG, contains, fingerprint, pieces, words
from archive.suppression.making import said_in
from archive.suppression.markup import Word, Wording, wording
from archive.suppression.nouns import Suppression, key_of

Said = tuple[str, ...]
"""The words of a text in one spelling."""

Span = tuple[int, int]
"""Words of a page, from the first to before the last."""

GAP = 150  # words that may stand between two texts of an item: dates, labels, the names of many files
SHORT_GAP = 15  # before and behind a text of few words, which may stand in the next item too
ENUMERATOR = 4  # letters at most, of a mark before a clause: "(iii)"


@dataclass(frozen=True, slots=True)
class State:
    """What an item said once, and which of it is to go."""

    title: Said
    texts: tuple[Said, ...]  # its passages
    beneath: tuple[Said, ...]  # the titles of files and votes, which stand among its texts or after them
    gone: frozenset[Said]


@dataclass(frozen=True, slots=True)
class Erasure:
    """What is to be taken out of pages."""

    mark: str  # stands where something was taken out
    states: tuple[State, ...] = ()
    anywhere: frozenset[Said] = frozenset()
    alone: frozenset[Said] = frozenset()  # where they are all that a paragraph says
    beside: frozenset[Said] = frozenset()  # as these, on pages of other records that may say the same
    titles: frozenset[Said] = frozenset()  # long enough to be known: everywhere on such pages
    files: frozenset[str] = frozenset()  # addresses of those that are attached to nothing else
    whole: bool = False  # an item goes as a whole: its title also where that is a part of what is said

    def of(self, page: str, *, beside: bool, own: bool) -> str:
        """Give a page without it.

        `beside`: the page is another record's. `own`: it is of nothing else but the item, where that is found
        in it at all.
        """
        there = _Page(wording(page, layers=2 if page.lstrip("\ufeff\r\n ").startswith("<?xml") else 1))
        spans = {*there.every(self.anywhere), *there.paragraphs(self.alone)}
        if beside:
            spans.update((*there.every(self.titles), *there.paragraphs(self.beside)))
        else:
            spans.update(there.paragraphs(self.titles))
            for state in self.states:
                for near in there.items(state):
                    everywhere = (0, len(there.words))
                    spans.update(there.within(state.gone, everywhere if own else near, loosely=self.whole))
        return there.wording.without(page, spans, self.mark) if spans else page


@dataclass(slots=True)
class _Page:
    """The words of a page, to be searched."""

    wording: Wording
    words: Sequence[Word] = field(init=False)
    _said: list[str] = field(init=False)
    _at: dict[str, list[int]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.words = self.wording.words
        self._said = [word.said for word in self.words]
        for place, said in enumerate(self._said):
            self._at.setdefault(said, []).append(place)

    def every(self, texts: Iterable[Said]) -> Iterator[Span]:
        """Find texts wherever they are said."""
        for text in texts:
            for begin in self._at.get(text[0], ()) if text else ():
                if tuple(self._said[begin : begin + len(text)]) == text:
                    yield begin, begin + len(text)

    def paragraphs(self, texts: Iterable[Said]) -> Iterator[Span]:
        """Find texts that are all that a paragraph says, but for its enumerator."""
        return (span for span in self.every(texts) if self._is_alone(span))

    def items(self, state: State) -> list[Span]:
        """Find where an item stands: the places where most of its texts stand together."""
        texts = [text for text in (state.title, *state.texts) if text]
        longest = sorted(texts, key=len, reverse=True)
        starts = next((found for text in longest if (found := self._placed(text))), [])
        grown = [self._grown(start, texts) for start in starts]
        most = max((said for _, said in grown), default=0)
        if 2 * most < sum(map(len, texts)):
            return []  # another item's page, which has a sentence in common with this one
        return [self._to_its_end(span, state) for span, said in grown if said == most]

    def within(self, texts: Iterable[Said], near: Span, *, loosely: bool) -> Iterator[Span]:
        """Find texts between two places; loosely: those of two words and more within other texts too."""
        for text in texts:
            found = self.every([text]) if loosely and len(text) > 1 else self._placed(text)
            yield from (span for span in found if near[0] <= span[0] and span[1] <= near[1])

    def _grown(self, start: Span, texts: Sequence[Said]) -> tuple[Span, int]:
        """Take in what stands near of an item's other texts; say how many words of them were found."""
        first = max((t[0] for t in self._placed(texts[0]) if t[0] <= start[0]), default=0)
        near, left, taken, said = start, list(texts), set[Span](), 0
        while found := min(self._near(near, left, taken, first), default=None):
            _, span, text = found
            near = min(near[0], span[0]), max(near[1], span[1])
            left.remove(text)
            taken.add(span)
            said += len(text)
        return near, said

    def _near(
        self, so_far: Span, texts: Iterable[Said], taken: Collection[Span], first: int
    ) -> Iterator[tuple[int, Span, Said]]:
        """Find texts near by, none of them before the title: there another item ends."""
        for text in texts:
            for span in self._placed(text):
                gap = _gap(so_far, span)
                near = gap <= (GAP if len(text) >= FEWEST else SHORT_GAP)
                if near and span[0] >= first and span not in taken:
                    yield gap, span, text

    def _to_its_end(self, so_far: Span, state: State) -> Span:
        """Take in an item's title where it is said once more, as in a link, and what follows its texts."""
        titles = self.every([state.title]) if len(state.title) > 1 else ()
        near = [so_far, *(span for span in titles if _gap(so_far, span) <= SHORT_GAP)]
        begin, end = min(span[0] for span in near), max(span[1] for span in near)
        for text in state.beneath:
            after = [span for span in self._placed(text) if begin <= span[0] <= end + GAP]
            end = max(end, after[0][1]) if after else end
        return begin, end

    def _placed(self, text: Said) -> list[Span]:
        """Find a text; one of few words only where it is all that a paragraph says."""
        found = self.every([text])
        return [span for span in found if len(text) >= FEWEST or self._is_alone(span)]

    def _is_alone(self, span: Span) -> bool:
        begin, end = span
        if end < len(self.words) and self.words[end].block == self.words[end - 1].block:
            return False
        before = self.words[begin - 1] if begin else None
        if before is None or before.block != self.words[begin].block:
            return True
        first = begin == 1 or self.words[begin - 2].block != before.block
        return first and len(before.said) <= ENUMERATOR


def _gap(one: Span, other: Span) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)


def erasure_of(suppression: Suppression, states: Iterable[Meeting | Official], salt: bytes) -> Erasure | None:
    """Make the erasure of what is suppressed, from all states of its record; None when none has its words."""
    items = [item for state in states if key_of(state) == suppression.record for item in _items(state)]
    of_it = [item for item in items if suppression.item in (item.id, None)]
    if suppression.passage is None:
        return _of_items(of_it, suppression.mark, _files(of_it) - _files(i for i in items if i not in of_it))
    return _of_passage(suppression, of_it, items, salt)


def _items(record: Meeting | Official) -> tuple[Item, ...]:
    return record.items if isinstance(record, Meeting) else (record.item,)


def _files(items: Iterable[Item]) -> frozenset[str]:
    return frozenset(attachment.url for item in items for attachment in item.attachments)


def _of_items(items: Sequence[Item], mark: str, files: frozenset[str]) -> Erasure | None:
    said = {words(text) for item in items for text in (item.title, *said_in(item)) if mark not in text}
    if not any(said):
        return None
    states = (_state(item, mark) for item in items)
    return Erasure(
        mark,
        tuple(dict.fromkeys(replace(s, gone=frozenset((s.title, *s.texts, *s.beneath))) for s in states)),
        frozenset(s for s in said if len(s) >= LONG),
        beside=frozenset(s for s in said if len(s) >= FEWEST) | {words(item.title) for item in items},
        titles=frozenset(
            t for item in items if len(t := words(item.title)) >= FEWEST and mark not in item.title
        ),
        files=files,
        whole=True,
    )


def _of_passage(
    suppression: Suppression, of_it: Sequence[Item], items: Sequence[Item], salt: bytes
) -> Erasure | None:
    texts = {words(p.text) for item in of_it for p in item.passages}
    whole = next((text for text in texts if fingerprint(text, salt) == suppression.passage), None)
    if whole is None:
        return None
    said = {words(text) for item in items for text in said_in(item)}
    parts = {*_pieces(of_it, whole), *(s for s in said if len(s) >= FEWEST and contains(whole, s))}
    gone = frozenset({whole, *(text for text in texts if text in parts)})
    enough = {text for text in (whole, *parts) if len(text) >= FEWEST}
    return Erasure(
        suppression.mark,
        tuple(dict.fromkeys(replace(_state(item, suppression.mark), gone=gone) for item in of_it)),
        frozenset(text for text in enough if len(text) >= LONG or text == whole),
        frozenset(enough),
    )


def _pieces(items: Iterable[Item], whole: Said) -> Iterator[Said]:
    """Yield the words of the sentences and clauses of a passage."""
    texts = {p.text for item in items for p in item.passages if words(p.text) == whole}
    return (piece for text in texts for piece in pieces(text))


def _state(item: Item, mark: str) -> State:
    """Say what stands together in an item, but for what is gone already."""
    title, *texts = ("" if mark in text else text for text in (item.title, *(p.text for p in item.passages)))
    beneath = (*(a.title for a in item.attachments), *(v.title for v in item.votes))
    return State(words(title), tuple(map(words, texts)), tuple(map(words, beneath)), frozenset())
