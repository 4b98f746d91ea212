"""A meeting page's cut items, joined with the whole texts on the items' own pages (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from archive.model import Item, Meeting, Passage, Section
from archive.outcomes import outcomes

SECTIONS: tuple[Section, ...] = ("agenda", "decision", "minutes")


def joined(meeting: Meeting, own_pages: Mapping[str, Item]) -> Meeting:
    """Give each incomplete item the whole text of its own page, where that goes on from what is shown."""
    return meeting.with_items(tuple(_joined(item, own_pages.get(item.id)) for item in meeting.items))


def _joined(shown: Item, own: Item | None) -> Item:
    """Join an item; it stays incomplete while its own page is missing or is of another version."""
    if shown.complete or own is None:
        return shown
    passages: list[Passage] = []
    for section in SECTIONS:
        whole = _whole(_of(shown, section), _of(own, section))
        if whole is None:
            return shown
        passages.extend(whole)
    read = outcomes(passages, shown.title)
    return replace(
        shown, passages=tuple(passages), complete=own.complete, decisions=read.decisions, actions=read.actions
    )


def _of(item: Item, section: Section) -> tuple[Passage, ...]:
    return tuple(p for p in item.passages if p.section == section)


def _whole(shown: tuple[Passage, ...], own: tuple[Passage, ...]) -> tuple[Passage, ...] | None:
    """Choose the longer of two versions of a section; None when they are not the same text."""
    if not own:
        return shown
    return own if _begins(_words(own), _words(shown)) else None


def _words(passages: tuple[Passage, ...]) -> list[str]:
    return [word for p in passages for word in f"{p.mark} {p.text}".split()]


def _begins(whole: list[str], start: list[str]) -> bool:
    """Tell whether a text begins with another, whose last word may be cut."""
    if len(start) > len(whole):
        return False
    if not start:
        return True
    last = len(start) - 1
    return whole[:last] == start[:last] and whole[last].startswith(start[last])
