"""What changed between two states of a meeting's record (pure)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from archive.model import Item, Meeting

What = Literal[
    "board", "day", "time", "status", "stage", "venue", "contact", "attendance", "documents", "language",
    "item added", "item gone", "number", "title", "text", "decisions", "actions", "attachments", "votes",
    "completeness", "restriction",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs; of an item when its id is given."""

    what: What
    before: str
    after: str
    item: str | None = None


def differences(before: Meeting, after: Meeting) -> tuple[Difference, ...]:
    """List what differs between two records of a meeting, the meeting's own facts first."""
    return (*_of_meeting(before, after), *_of_items(before, after))


def _of_meeting(before: Meeting, after: Meeting) -> Iterator[Difference]:
    facts: tuple[tuple[What, object, object], ...] = (
        ("board", before.board, after.board),
        ("day", before.date, after.date),
        ("time", before.time, after.time),
        ("status", before.status, after.status),
        ("stage", before.stage, after.stage),
        ("venue", before.venue, after.venue),
        ("contact", before.contact, after.contact),
        ("attendance", _lines(before.attendance), _lines(after.attendance)),
        ("documents", _lines(before.documents), _lines(after.documents)),
        ("language", before.language, after.language),
    )
    yield from _differing(facts, None)


def _of_items(before: Meeting, after: Meeting) -> Iterator[Difference]:
    old = {item.id: item for item in before.items}
    new = {item.id: item for item in after.items}
    for item in after.items:
        if item.id in old:
            yield from _of_item(old[item.id], item)
        else:
            yield Difference("item added", "", _named(item), item.id)
    for item in before.items:
        if item.id not in new:
            yield Difference("item gone", _named(item), "", item.id)


def _of_item(before: Item, after: Item) -> Iterator[Difference]:
    facts: tuple[tuple[What, object, object], ...] = (
        ("number", before.number, after.number),
        ("title", before.title, after.title),
        ("text", before.text, after.text),
        ("decisions", _decisions(before), _decisions(after)),
        ("actions", "\n".join(a.text for a in before.actions), "\n".join(a.text for a in after.actions)),
        ("attachments", _lines(before.attachments), _lines(after.attachments)),
        ("votes", _lines(before.votes), _lines(after.votes)),
        ("completeness", _whole(before), _whole(after)),
        ("restriction", before.restricted, after.restricted),
    )
    yield from _differing(facts, after.id)


def _differing(facts: tuple[tuple[What, object, object], ...], item: str | None) -> Iterator[Difference]:
    for what, old, new in facts:
        if old != new:
            yield Difference(what, _said(old), _said(new), item)


def _said(value: object) -> str:
    return "" if value is None else str(value)


def _lines(values: tuple[object, ...]) -> str:
    return "\n".join(map(str, values))


def _decisions(item: Item) -> str:
    return "\n".join(f"{d.kind}: {d.text}" for d in item.decisions)


def _whole(item: Item) -> str:
    return "whole" if item.complete else "cut"


def _named(item: Item) -> str:
    return f"{item.number} {item.title}".strip()
