"""A record and an address → a suppression, while the words are still at hand (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.errors import MinutesError
from archive.model import Item, Meeting, Official
from archive.suppression.address import Address
from archive.suppression.fingerprint import FEWEST, LONG, contains, fingerprint, pieces, words
from archive.suppression.nouns import Suppression, key_of, meeting_of

NEARBY = 12  # items or passages that an error names
EXCERPT = 60  # characters of a passage in a list


def suppression_of(record: Meeting | Official, address: Address, salt: bytes) -> Suppression:
    """Make the suppression of what an address names; MinutesError names what there is nearby."""
    if isinstance(record, Official):
        whole = _of_whole(record, None, (record.item,), salt)
        item = record.item
    elif address.item is None:
        return Suppression(key_of(record))
    else:
        item = item_of(record, address.item)
        whole = _of_whole(record, item.id, (item,), salt)
    return whole if address.passage is None else _of_passage(record, item, address, salt)


def item_of(meeting: Meeting, item_id: str) -> Item:
    """Find an item of a meeting; MinutesError names those there are."""
    for item in meeting.items:
        if item.id == item_id:
            return item
    key = key_of(meeting)
    there = [f"{key}/{i.id} ({f'{i.number} {i.title}'.strip()})" for i in meeting.items]
    listed = _few(there) if there else "it has none"
    raise MinutesError(f"the meeting {key} has no item “{item_id}”; its items: {listed}")


def said_in(item: Item) -> Iterator[str]:
    """Yield every text of an item that says what was said: its passages, decisions and actions."""
    yield from (passage.text for passage in item.passages)
    yield from (decision.text for decision in item.decisions)
    yield from (action.text for action in item.actions)


def _of_whole(
    record: Meeting | Official, item_id: str | None, items: Iterable[Item], salt: bytes
) -> Suppression:
    """Keep what the same matter can be known by elsewhere: its title, and what was said of it."""
    said = [words(text) for item in items for text in (item.title, *said_in(item))]
    return Suppression(
        record=key_of(record),
        item=item_id,
        runs=frozenset(fingerprint(s, salt) for s in said if len(s) >= LONG),
        texts=frozenset(fingerprint(s, salt) for s in said if len(s) >= FEWEST) | _titles(items, salt),
        beside=meeting_of(record) if isinstance(record, Official) else None,
    )


def _titles(items: Iterable[Item], salt: bytes) -> frozenset[str]:
    return frozenset(fingerprint(words(item.title), salt) for item in items)


def _of_passage(record: Meeting | Official, item: Item, address: Address, salt: bytes) -> Suppression:
    passage = _passage(item, address)
    all_of_it = words(passage)
    others = record.items if isinstance(record, Meeting) else (record.item,)
    parts = {*pieces(passage), *_said_again(all_of_it, others)}
    print_ = fingerprint(all_of_it, salt)
    return Suppression(
        record=key_of(record),
        item=None if isinstance(record, Official) else item.id,
        passage=print_,
        place=address.passage,
        runs=frozenset({print_, *(fingerprint(p, salt) for p in parts if len(p) >= LONG)}),
        texts=frozenset({print_, *(fingerprint(p, salt) for p in parts if len(p) >= FEWEST)}),
        beside=meeting_of(record) if isinstance(record, Official) else None,
    )


def _said_again(passage: tuple[str, ...], items: Iterable[Item]) -> Iterator[tuple[str, ...]]:
    """Yield what the record says elsewhere that is a part of a passage, such as the decision read off it."""
    for item in items:
        for text in said_in(item):
            said = words(text)
            if len(said) >= FEWEST and contains(passage, said):
                yield said


def _passage(item: Item, address: Address) -> str:
    place = address.passage or 0
    if 1 <= place <= len(item.passages):
        return item.passages[place - 1].text
    what = f"{address.key}/{item.id}" if address.item else address.key
    there = _few([f"{n}. “{_excerpt(p.text)}”" for n, p in enumerate(item.passages, 1)]) or "none"
    raise MinutesError(f"{what} has no passage {place}; its passages: {there}")


def _excerpt(text: str) -> str:
    return text if len(text) <= EXCERPT else f"{text[:EXCERPT].rstrip()}…"


def _few(listed: list[str]) -> str:
    more = len(listed) - NEARBY
    return "; ".join(listed[:NEARBY]) + (f"; and {more} more" if more > 0 else "")
