"""A record and the suppressions in force → the record that readers see (pure).

What is in doubt is hidden. When a suppressed passage is not found in its item any more, as after a
correction, the whole item is withheld until somebody decides; `Hidden.undecided` tells of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from archive.model import Action, Decision, Item, Meeting, Official
from archive.suppression.fingerprint import Prints
from archive.suppression.nouns import Suppression, key_of, meeting_of

Outcome = TypeVar("Outcome", Decision, Action)

WITHHELD = "Withheld by the archive"
"""The title that stands for a suppressed item: that there was one, and its number, is no secret."""


def is_withheld(item: Item) -> bool:
    """Tell whether nothing of an item may be seen, so that it is neither counted nor searched."""
    return item.title == WITHHELD


@dataclass(frozen=True, slots=True)
class Hidden:
    """All suppressions in force, by the records that they bear on."""

    salt: bytes = b""
    bearing: Mapping[str, tuple[Suppression, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, suppressions: Iterable[Suppression], salt: bytes) -> Hidden:
        """Arrange suppressions by the records that they bear on."""
        bearing: dict[str, tuple[Suppression, ...]] = {}
        for one in suppressions:
            for key in {one.record, one.beside or one.record}:
                bearing[key] = (*bearing.get(key, ()), one)
        return cls(salt, bearing)

    def meeting(self, meeting: Meeting) -> Meeting | None:
        """Return what readers see of a meeting: itself when nothing is suppressed; None when all of it is."""
        key = key_of(meeting)
        found = self.bearing.get(key, ())
        if not found:
            return meeting
        if any(s.record == key and s.item is None for s in found):
            return None
        there = frozenset(item.id for item in meeting.items)
        sieve = _Sieve(key, found, self.salt, there)
        # A doubt may name a withheld item by its title: "not found in the printed minutes: …".
        return replace(meeting, items=tuple(map(sieve.item, meeting.items)), doubts=())

    def official(self, official: Official) -> Official | None:
        """Return what readers see of a decision on a register; None when it may not be seen."""
        key, meeting = key_of(official), meeting_of(official)
        found = (*self.bearing.get(key, ()), *(self.bearing.get(meeting, ()) if meeting else ()))
        if not found:
            return official
        if any(s.whole and s.item is None and s.record in (key, meeting) for s in found):
            return None
        sieve = _Sieve(key, found, self.salt, frozenset())
        item = sieve.item(official.item)
        if is_withheld(item):
            return None
        return replace(
            official,
            item=item,
            purpose=sieve.text(official.purpose),
            reasons=sieve.text(official.reasons),
            alternatives=sieve.text(official.alternatives),
        )

    def bears_on(self, key: str) -> bool:
        """Tell whether anything of a record is suppressed: then no copy of its pages may be shown."""
        return key in self.bearing

    def repeats(self, key: str, text: str) -> bool:
        """Tell whether a text beside a record, as that of a linked file, says what is suppressed in it."""
        found = self.bearing.get(key, ())
        return bool(found) and _prints(found, self.salt).know(text)

    def undecided(self, key: str, seen: Meeting | Official | None) -> tuple[Suppression, ...]:
        """Name the suppressed passages that are not found any more, given what readers see of the record.

        Of these the whole item is withheld, or gone from the meeting; a person must look and decide.
        """
        own = [s for s in self.bearing.get(key, ()) if s.record == key]
        decided = {s.item for s in own if s.whole}
        open_ = [s for s in own if not s.whole and not decided & {s.item, None}]
        if isinstance(seen, Meeting):
            shown = {item.id for item in seen.items if not is_withheld(item)}
            return tuple(s for s in open_ if s.item not in shown)
        return tuple(open_) if seen is None else ()


class _Sieve:
    """Takes out of the items of one record what may not be seen."""

    def __init__(self, key: str, found: Sequence[Suppression], salt: bytes, there: frozenset[str]) -> None:
        """Take the record's name, what bears on it, and the ids of the items that it has."""
        self._key = key
        self._salt = salt
        self._own = [s for s in found if s.record == key]
        # A whole item or decision is known again by its title: on the register, or under another id.
        lost = [s for s in found if s.whole and (s.record != key or s.item not in there)]
        self._matters = Prints((), _all_texts(lost), salt, short=True, marks=_marks(lost))
        # Within its own meeting only its long texts tell: "that the report be noted" stands in every item.
        near = [replace(s, texts=frozenset()) if s.whole and s.record == key else s for s in found]
        self._elsewhere = _prints(near, salt)

    def item(self, item: Item) -> Item:
        """Return what readers see of an item."""
        of_item = [s for s in self._own if s.item in (item.id, None)]
        passages = [s for s in of_item if not s.whole]
        if any(s.whole for s in of_item) or self._names(item.title) or self._lost(passages, item):
            return Item(id=item.id, number=item.number, title=WITHHELD)
        own = _prints(passages, self._salt, short=True)
        gone = frozenset(
            n for n, p in enumerate(item.passages) if own.know(p.text) or self._elsewhere.know(p.text)
        )
        return replace(
            item,
            passages=tuple(p for n, p in enumerate(item.passages) if n not in gone),
            decisions=tuple(_moved(d, gone) for d in item.decisions if self._stays(d, gone)),
            actions=tuple(_moved(a, gone) for a in item.actions if self._stays(a, gone)),
            attachments=tuple(a for a in item.attachments if not self._elsewhere.know(a.title)),
            votes=tuple(v for v in item.votes if not self._elsewhere.know(v.title)),
        )

    def text(self, text: str | None) -> str | None:
        """Return a text beside the item, or None when any line of it gives away what may not be seen."""
        lines = (text, *text.splitlines()) if text else ()
        return None if any(self._elsewhere.know(line) for line in lines) else text

    def _names(self, title: str) -> bool:
        return self._matters.know(title) or self._elsewhere.know(title)

    def _lost(self, passages: Iterable[Suppression], item: Item) -> bool:
        """Tell whether a suppressed passage is not found whole; an item without any text hides nothing."""
        texts = [p.text for p in item.passages]
        known = [(s.passage, s.mark) for s in passages if s.passage]
        prints = [Prints((said,), (), self._salt, short=True, marks=(mark,)) for said, mark in known]
        return bool(texts) and not all(any(map(one.know, texts)) for one in prints)

    def _stays(self, outcome: Decision | Action, gone: frozenset[int]) -> bool:
        return outcome.passage not in gone and not self._elsewhere.know(outcome.text)


def _moved(outcome: Outcome, gone: frozenset[int]) -> Outcome:
    """Point a decision or an action to where its passage stands now."""
    return replace(outcome, passage=outcome.passage - sum(n < outcome.passage for n in gone))


def _prints(found: Iterable[Suppression], salt: bytes, *, short: bool = False) -> Prints:
    found = list(found)
    runs = (p for s in found for p in s.runs)
    return Prints(runs, _all_texts(found), salt, short=short, marks=_marks(found))


def _marks(found: Iterable[Suppression]) -> Iterable[str]:
    return (s.mark for s in found)


def _all_texts(found: Iterable[Suppression]) -> Iterable[str]:
    return (p for s in found for p in s.texts)
