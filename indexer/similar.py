"""Items like an item, or like a pasted paragraph: those that share its most telling words.

A word tells much that stands often here and in few documents. Any of the words is asked for in the project's
own language, so that any engine will do.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import log
from typing import Protocol

from archive.model import Item, Meeting, Official
from archive.suppression import is_withheld
from indexer.analysis import STOP_WORDS, Token, exact_words, forms, tokens
from indexer.anchors import item_anchor
from indexer.language import AnyOf, Word, write
from indexer.model import Engine, Hit, Query

SHOWN = 20
LONGEST = 20_000  # characters of a text that are looked at
MOST_WORDS = 16
_SHORTEST = 3  # letters of a telling word
_TITLE = 2  # an item's title is read so often: it says what the rest is about

_MONTHS = "january february march april may june july august september october november december"
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday"
_OF_TIME = frozenset(forms(word)[1] for word in (*_MONTHS.split(), *_WEEKDAYS.split()))


class Records(Protocol):
    """The part of the archive's store that says what readers may see of an item."""

    def meeting(self, council: str, meeting_id: str) -> Meeting | None:
        """Return a meeting's current record, or None when the archive has none."""
        ...

    def official(self, council: str, decision_id: str) -> Official | None:
        """Return the current record of a decision on the council's register."""
        ...


@dataclass(frozen=True, slots=True)
class Similar:
    """The items most like another or a text, best first, and the words that they were found by."""

    words: tuple[str, ...]  # the most telling first
    query: str  # any of these words, as one would type it
    hits: tuple[Hit, ...]
    item: str = ""  # the key of the item that they are like: "lga/3512/51203"; empty: they are like a text
    title: str = ""  # of that item
    took_ms: float = 0.0

    @property
    def url(self) -> str:
        """Give where the item is shown that they are like, site-relative; of a text nothing."""
        record, _, item_id = self.item.rpartition("/")
        if not item_id or record.endswith("/decision"):
            return self.item and f"/{self.item}"
        return f"/{record}#{item_anchor(item_id)}"


def like_item(engine: Engine, records: Records, key: str) -> Similar | None:
    """Find items like one of the archive's, which is left out; None when readers may see no such item.

    The key is that of the item or of a part of it: "lga/3512/51203", "lga/3512/51203/d1".
    """
    began = time.perf_counter()
    item = seen(records, key)
    if item is None:
        return None
    text = "\n".join([*[item.title] * _TITLE, item.text])[:LONGEST]
    words = telling(text, _elsewhere(engine.words(), item, text), engine.count())
    found = _found(engine, records, words, "/".join(key.split("/")[:3]))
    return replace(found, title=item.title, took_ms=_since(began))


def like_text(engine: Engine, records: Records, text: str) -> Similar:
    """Find items like a text, of which the first LONGEST characters are looked at."""
    began = time.perf_counter()
    found = _found(engine, records, telling(text[:LONGEST], engine.words(), engine.count()))
    return replace(found, took_ms=_since(began))


def seen(records: Records, key: str) -> Item | None:
    """Give what readers may see of an item, or of the item of a part; None when that is nothing."""
    match key.split("/"):
        case [council, "decision", id_, *_]:
            official = records.official(council, id_)
            return official.item if official else None
        case [council, meeting_id, item_id, *_]:
            meeting = records.meeting(council, meeting_id)
            items = meeting.items if meeting else ()
            return next((item for item in items if item.id == item_id and not is_withheld(item)), None)
    return None


def telling(text: str, counts: Mapping[str, int], documents: int) -> tuple[str, ...]:
    """Give the words that tell most, the first first: each as first printed, in small letters.

    `counts` says how many of so many documents have an exact form. The forms of a word count together.
    """
    printed: dict[str, str] = {}  # by stem
    exact: dict[str, set[str]] = {}
    often: Counter[str] = Counter()
    for word in tokens(text):
        if _may_tell(word):
            printed.setdefault(word.stem, text[word.start : word.end].lower())
            exact.setdefault(word.stem, set()).add(word.exact)
            often[word.stem] += 1
    among = {stem: sum(counts.get(form, 0) for form in exact[stem]) for stem in often}
    worth = {
        stem: (1 + log(times)) * log(documents / among[stem])
        for stem, times in often.items()
        if 0 < among[stem] < documents
    }
    best = sorted(worth, key=lambda stem: (-worth[stem], stem))
    return tuple(printed[stem] for stem in best[:MOST_WORDS])


def _may_tell(word: Token) -> bool:
    if len(word.exact) < _SHORTEST or word.exact.isdecimal():
        return False
    return word.exact not in STOP_WORDS and word.stem not in _OF_TIME


def _elsewhere(counts: Mapping[str, int], item: Item, text: str) -> Mapping[str, int]:
    """Count the other documents with each word of an item: what only its own have finds nothing."""
    outcomes = [*(decision.text for decision in item.decisions), *(action.text for action in item.actions)]
    titles = [item.title] * (1 + len(outcomes))  # each of its documents has the title too
    own = Counter(word for said in (item.text[:LONGEST], *outcomes, *titles) for word in {*exact_words(said)})
    return {word: counts.get(word, 0) - own[word] for word in exact_words(text)}


def _found(engine: Engine, records: Records, words: tuple[str, ...], key: str = "") -> Similar:
    """Ask for items alone, as their decisions and actions say the same again; for one more than is shown."""
    if not words:
        return Similar((), "", (), key)
    query = write(AnyOf(tuple(map(Word, words))) if len(words) > 1 else Word(words[0]))
    asked = Query(query, kinds=("item",), size=SHOWN + 1, expand=False, facets=())
    others = (hit for hit in engine.search(asked).hits if hit.document.item != key)
    # The index may lag behind a suppression; the records never do.
    hits = [hit for hit in others if seen(records, hit.document.id)]
    return Similar(words, query, tuple(hits[:SHOWN]), key)


def _since(began: float) -> float:
    return (time.perf_counter() - began) * 1000
