"""Where a passage is found on the page of its meeting: `/lga/3512#item-51902-p8c41d0` (pure).

An anchor is made of what the passage says, not of its place. So a link holds when the council adds a
paragraph above, or a better reading finds one there; and it leads nowhere rather than elsewhere when the
passage is gone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import blake2b

from archive.model import Item

_BETWEEN_WORDS = re.compile(r"[\W_]+")  # a mended dash or space is the same passage
_BYTES = 3  # of the digest: an item has few passages, and those that are alike are counted


def item_anchor(item_id: str) -> str:
    """Give the anchor of an item, on its meeting's page and on a decision's own."""
    return f"item-{item_id}"


def anchors(item: Item) -> tuple[str, ...]:
    """Give the anchor of each passage; of those that say the same, the later ones have a number."""
    return tuple(f"{item_anchor(item.id)}-p{mark}" for mark in _marks([p.text for p in item.passages]))


def _marks(texts: Sequence[str]) -> Iterator[str]:
    before: Counter[str] = Counter()
    for text in texts:
        words = _BETWEEN_WORDS.sub("", text.casefold())
        mark = blake2b(words.encode("utf-8", "replace"), digest_size=_BYTES).hexdigest()
        before[mark] += 1
        yield mark if before[mark] == 1 else f"{mark}-{before[mark]}"
