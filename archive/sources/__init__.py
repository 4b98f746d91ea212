"""How each *system* that councils publish with is read: one module or package a system.

A source is a module with two pure functions. It gets a page and says what is on it; it touches neither
network nor archive. A new system is a new module beside these, and nothing else changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from archive.errors import ConfigError
from archive.model import Council, Page, Reading, Request


class Source(Protocol):
    """What every module in this package offers."""

    def start(self, council: Council) -> Iterable[Request]:
        """Return the pages a crawl of this council begins with."""
        ...

    def read(self, council: Council, page: Page) -> Reading:
        """Say what is on a page; ReadError when it is not what its address promises."""
        ...

    def canonical(self, council: Council, href: str) -> str:
        """Write an address in its one spelling; OutsideRoot when it is not on the council's site."""
        ...

    def council_at(self, url: str) -> Council:
        """Make a council of the site that an address of one of its pages lies on."""
        ...


def systems() -> tuple[str, ...]:
    """Name the systems that can be read."""
    return tuple(sorted(module.name for module in iter_modules(__path__)))


def source(system: str) -> Source:
    """Find the source that reads a system; ConfigError names those there are."""
    if system not in systems():
        raise ConfigError(f"system “{system}” is not known; known: {', '.join(systems())}")
    return cast(Source, import_module(f"{__name__}.{system}"))
