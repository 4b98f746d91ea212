"""How a person names what readers may no longer see (pure)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urlsplit

from archive.errors import MinutesError

FORMS = (
    "write a meeting as lga/3512, an item of it as lga/3512/51902, a passage of that as lga/3512/51902/7,"
    " a decision of the register as lga/decision/13567, or copy the address from the archive's own pages"
)
_ANCHOR = re.compile(r"item-(?:AI)?([^-]+)(-p[0-9a-f]+(?:-\d+)?)?")
_COUNCILS_ANCHOR = re.compile(r"AI(\d+)")


@dataclass(frozen=True, slots=True)
class Address:
    """What a person named: a meeting or a decision, and perhaps an item and a passage of it."""

    council: str  # slug
    kind: Literal["meeting", "official"]
    id: str
    item: str | None = None  # of a meeting
    passage: int | None = None  # from 1

    @property
    def key(self) -> str:
        """Name the record uniquely in the archive: "lga/3512", "kirklees/decision/13567"."""
        return f"{self.council}/{'decision/' if self.kind == 'official' else ''}{self.id}"


def parse(text: str) -> Address:
    """Read an address; MinutesError says how to write one."""
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        raise _unusable(text) from None
    steps = [unquote(step) for step in parts.path.strip("/").split("/")]
    if parts.query or not all(steps):
        raise _unusable(text)
    if parts.fragment and not (len(steps) == 3 and steps[1] == "decision"):
        steps.append(_anchored(parts.fragment, text))
    match steps:
        case [council, "decision", id_]:
            return Address(council, "official", id_)
        case [council, "decision", id_, passage]:
            return Address(council, "official", id_, passage=_number(passage, text))
        case [council, id_]:
            return Address(council, "meeting", id_)
        case [council, id_, item]:
            return Address(council, "meeting", id_, _item(item))
        case [council, id_, item, passage]:
            return Address(council, "meeting", id_, _item(item), _number(passage, text))
    raise _unusable(text)


def _anchored(fragment: str, text: str) -> str:
    """Read "item-51902"; a passage's anchor says what it reads, not its number, so it is refused."""
    found = _ANCHOR.fullmatch(fragment) or _COUNCILS_ANCHOR.fullmatch(fragment)
    if found is None:
        raise _unusable(text)
    if found.re is _ANCHOR and found[2]:
        raise MinutesError(
            f"“{text}” is the address of a passage: find its number with `minutes suppress --list ITEM`,"
            " and write it behind the item, as lga/3512/51902/7"
        )
    return found[1]


def _item(text: str) -> str:
    found = _COUNCILS_ANCHOR.fullmatch(text)
    return found[1] if found else text


def _number(text: str, address: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text)):
        raise _unusable(address)
    return int(text)


def _unusable(text: str) -> MinutesError:
    return MinutesError(f"“{text}” is no address of the archive's: {FORMS}")
