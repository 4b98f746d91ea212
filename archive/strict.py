"""Tables of config.toml, read strictly: what is not known is refused, with the names that are."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

from archive.errors import ConfigError

T = TypeVar("T")

Table = Mapping[str, Any]

_REQUIRED: Any = object()
_NAMES = {str: "text in quotes", list: "a list", dict: "a table", bool: "true or false"}


def only(table: Table, where: str, *known: str) -> None:
    """Refuse a table with other keys than those that are known; `where` reads as "in [crawl]"."""
    for key in table:
        if key not in known:
            near = get_close_matches(key, known, n=1)
            hint = f" (did you mean “{near[0]}”?)" if near else ""
            raise ConfigError(f"“{key}” {where} is not known{hint}; known: {', '.join(known)}")


def value(table: Table, key: str, kind: type[T], where: str, default: Any = _REQUIRED) -> T:
    """Read a value of a kind; ConfigError for another kind, and where one without a default is missing."""
    found = table.get(key, default)
    place = f"{where}: " if where else ""
    if found is _REQUIRED:
        raise ConfigError(f"{place}“{key}” is missing")
    if found is not default and not isinstance(found, kind):
        raise ConfigError(f"{place}{key} must be {_NAMES[kind]}")
    return found  # type: ignore[no-any-return] # TOML gives Any; the line above has just checked it


def texts(table: Table, key: str, where: str, what: str) -> tuple[str, ...]:
    """Read a list of texts, none of them blank; `what` says in the error what they are."""
    found = value(table, key, list, where, default=[])
    if not all(isinstance(each, str) and each.strip() for each in found):
        raise ConfigError(f"{where}: {key} is a list of {what} in quotes")
    return tuple(found)


def number(table: Table, key: str, where: str, of: str, least: float, most: float) -> float | None:
    """Read a number of something, such as seconds; None when it is left out."""
    found = table.get(key)
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int | float) or not least <= found <= most:
        raise ConfigError(f"{where}: {key} is a number of {of} from {least:g} to {most:g}")
    return float(found)


def whole(table: Table, key: str, where: str, least: int) -> int:
    """Read a whole number."""
    found = table[key]
    if isinstance(found, bool) or not isinstance(found, int) or found < least:
        raise ConfigError(f"{where}: {key} is a whole number from {least} on")
    return found
