"""Numbers that look drawn by chance and are the same on every machine, in any order of asking."""

from __future__ import annotations

from hashlib import blake2b


def draw(below: int, *keys: object) -> int:
    """Return a number from 0 to `below` - 1 that belongs to these keys."""
    digest = blake2b(repr(keys).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % below
