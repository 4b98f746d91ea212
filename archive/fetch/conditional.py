"""Asking for a page only if it has changed (RFC 9110, section 13)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Validators:
    """What a site said of the copy it gave; empty where it said nothing."""

    etag: str = ""
    modified: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """Return the request headers that ask for the page only if it is another one now."""
        said = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True, slots=True)
class Unmodified:
    """The site's word that a page is as it was: the evidence for a copy that was not sent again."""

    fetched: datetime  # aware, UTC
    asked: Headers  # request headers
    answered: Headers  # response headers
    reason: str  # "Not Modified"


def validators(answered: Iterable[tuple[str, str]]) -> Validators:
    """Find the validators among the headers of an earlier answer."""
    said = {name.lower(): value for name, value in answered}
    return Validators(_sendable(said.get("etag", "")), _sendable(said.get("last-modified", "")))


def _sendable(value: str) -> str:
    """Leave out a value that cannot stand in a header: what a site sent may hold anything."""
    return value if value.isascii() and value.isprintable() else ""
