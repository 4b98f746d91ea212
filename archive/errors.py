"""Every error a user can meet.

MinutesError             what the user is told, in one line: what happened and what to do
├── ConfigError          config.toml says something that cannot be used
├── QueryError           a search asks for something that cannot be, such as page 0
├── LockHeld             another run works on the same data folder
├── StoreError           the archive's own files cannot be read or written
├── IndexFault           the search index is missing, foreign or damaged
│   └── IndexAway        the search server gives no whole answer; the index is as it was
├── PostError            the mail server cannot be used
└── SiteError            a council's site, or a page of it
    ├── Unreachable      no answer, or none that is whole, however often it was asked
    ├── Absent           the site has no such page
    ├── Forbidden        robots.txt asks crawlers to keep away
    ├── OutsideRoot      an address that does not belong to the council's site
    └── ReadError        a page that is not what its source expects
"""

from __future__ import annotations

from archive.model import Exchange


class MinutesError(Exception):
    """Something the user should know of, in one plain line."""


class ConfigError(MinutesError):
    """Refuse a config.toml that says something unknown, missing or impossible."""


class QueryError(MinutesError):
    """Refuse a search whose settings make no sense (its words never do that)."""


class LockHeld(MinutesError):
    """Say which other run holds the data folder."""


class StoreError(MinutesError):
    """Say that the archive's own files cannot be read or written."""


class IndexFault(MinutesError):
    """Say that the search index is missing, foreign or damaged, and how it is made anew."""

    def __init__(self, what: str, advice: str = "") -> None:
        super().__init__(what, advice)
        self.what = what

    def __str__(self) -> str:
        return " ".join(part for part in self.args if part)


class IndexAway(IndexFault):
    """Say that the search server gives no whole answer; the index is as it was, and not to be made anew."""


class PostError(MinutesError):
    """Say that the mail server cannot be used at all."""


class SiteError(MinutesError):
    """Anything that goes wrong with a council's site."""


class Unreachable(SiteError):
    """Say that an address gave no whole answer."""


class Absent(SiteError):
    """Say that a site has no such page: it answered 404 or 410. The answer comes with it, as evidence."""

    def __init__(self, message: str, exchange: Exchange) -> None:
        super().__init__(message, exchange)
        self.exchange = exchange

    def __str__(self) -> str:
        return str(self.args[0])


class Forbidden(SiteError):
    """Say that the site's robots.txt keeps crawlers away from an address."""


class OutsideRoot(SiteError):
    """Refuse an address that does not belong to the council's site."""


class ReadError(SiteError):
    """Refuse a page that is not what its source expects, and say why."""
