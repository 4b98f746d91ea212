"""What of a record is news: the documents that search did not have until a moment (pure).

An item is news when it is put on an agenda, and again when it is first published how it came out. A decision
or an action is news when it first stands there. That a draft is confirmed, or a text corrected, is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches

from archive.model import Item, Meeting, Official
from archive.store import Arrival
from archive.suppression import is_withheld

News = Mapping[str, date]
"""The ids of documents that are news, each with the day of its meeting or of its decision."""


def news_of(arrivals: Iterable[Arrival]) -> News:
    """Gather what is news of all records that changed."""
    return {id_: day for arrival in arrivals for id_, day in _news(arrival)}


def _news(arrival: Arrival) -> Iterator[tuple[str, date]]:
    if arrival.meeting:
        for id_ in _of_meeting(arrival.key, arrival.meeting, arrival.before):
            yield id_, arrival.meeting.date
    elif arrival.official:
        day = arrival.official.decided or arrival.official.published
        known = _known(arrival.before).get(arrival.official.item.id)
        if day:
            for id_ in _of_item(arrival.key, arrival.official.item, known):
                yield id_, day


def _of_meeting(key: str, meeting: Meeting, before: Sequence[Meeting | Official]) -> Iterator[str]:
    if not meeting.items and not before:
        yield key  # of a meeting without items the meeting itself is found
    known = _known(before)
    for item in meeting.items:
        yield from _of_item(f"{key}/{item.id}", item, known.get(item.id))


def _known(before: Iterable[Meeting | Official]) -> Mapping[str, Item]:
    """Return each item as it last stood; one that was taken off and put up again stays known."""
    known: dict[str, Item] = {}
    for record in before:
        for item in record.items if isinstance(record, Meeting) else (record.item,):
            if _came_out(item) or not (item.id in known and _came_out(known[item.id])):
                known[item.id] = item
    return known


def _of_item(key: str, item: Item, known: Item | None) -> Iterator[str]:
    if is_withheld(item):
        return
    if known is None or (_came_out(item) and not _came_out(known)):
        yield key
    decisions, actions = (known.decisions, known.actions) if known else ((), ())
    for number in _added([d.text for d in decisions], [d.text for d in item.decisions]):
        yield f"{key}/d{number}"
    for number in _added([a.text for a in actions], [a.text for a in item.actions]):
        yield f"{key}/a{number}"


def _came_out(item: Item) -> bool:
    """Tell whether more is published of an item than what was put to the meeting."""
    said = any(passage.section != "agenda" for passage in item.passages)
    return said or bool(item.decisions or item.actions or item.votes)


def _added(before: Sequence[str], now: Sequence[str]) -> Iterator[int]:
    """Give the numbers, from 1, of the texts that were not there before in any words.

    For each text that is there no longer, the one most like it is taken to be the same, reworded.
    """
    fresh = {text: number for number, text in enumerate(now, 1) if text not in before}
    for gone in (text for text in before if text not in now):
        for reworded in get_close_matches(gone, list(fresh), n=1, cutoff=0.0):
            del fresh[reworded]
    yield from fresh.values()
