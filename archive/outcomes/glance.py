"""A first glance at a text, before a pattern that costs much is asked of it."""

from __future__ import annotations

from collections.abc import Collection


def holds(text: str, scraps: Collection[str]) -> bool:
    """Whether a text holds one of some scraps of words, given in small letters, in whatever case.

    A pattern of several forms is tried at each character, which takes some fifty times as long as to look for
    a scrap. It can be left out where each of its forms has a scrap in it that the text does not hold.
    """
    small = text.casefold()
    return any(scrap in small for scrap in scraps)
