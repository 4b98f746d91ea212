"""The search engines: one module or package each, all alike behind `indexer.model.Engine`.

Each package has the same functions, of a place: a folder, or servers. `index_of` binds those of the engine
that config.toml names to the place that it names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from archive.config import Config
from archive.errors import ConfigError
from indexer.ask import Learning
from indexer.engines import whoosh
from indexer.engines.whoosh import has_index, open_engine, rebuilding, verify
from indexer.model import Engine, IndexFile
from indexer.settings import read

__all__ = ["Index", "has_index", "index_of", "open_engine", "rebuilding", "verify"]


class Opens(Protocol):
    """How an engine is opened; unchecked, an index that cannot be used is told by each search."""

    def __call__(self, *, checked: bool = True) -> Engine:
        """Open the index, or make ready for a first one; raises IndexFault."""
        ...


class Rebuilds(Protocol):
    """How an index is made anew, beside the one that is searched."""

    def __call__(
        self, *, identity: str | None = None, level: Callable[[Engine], object] | None = None
    ) -> AbstractContextManager[Engine]:
        """Give an empty engine to fill; the index is switched to it when the block ends well.

        `identity`, of the records it is made of, is noted with it. `level` is called just before the switch,
        when the rest is done, to bring it level with what changed meanwhile.
        """
        ...


@dataclass(frozen=True, slots=True)
class Index:
    """The index of an archive, wherever its engine keeps it."""

    open: Opens
    rebuilding: Rebuilds
    exists: Callable[[], bool]
    verify: Callable[[], Iterator[IndexFile]]
    written: Callable[[], datetime | None]  # when it last was
    acronyms: Callable[[Engine], Learning]
    made_of: Callable[[], str | None]  # which records, by their identity
    note: Callable[[str], None]  # that it is made of these


def index_of(config: Config) -> Index:
    """Give the index that config.toml chooses; ConfigError says what in [index] cannot be used."""
    settings = read(config.engine)
    if settings.engine == "opensearch":
        servers = _opensearch()
        return _bound(servers, servers.place(settings))
    return _bound(whoosh, config.index)


def _bound(package: Any, place: object) -> Index:
    return Index(
        partial(package.open_engine, place),
        partial(package.rebuilding, place),
        partial(package.has_index, place),
        partial(package.verify, place),
        partial(package.written, place),
        partial(package.acronyms, place),
        partial(package.made_of, place),
        partial(package.note, place),
    )


def _opensearch() -> Any:
    """Import the package, which needs what a usual installation does not have."""
    try:
        from indexer.engines import opensearch
    except ModuleNotFoundError as error:
        if error.name != "opensearchpy":
            raise
        raise ConfigError(
            "[index]: engine “opensearch” needs a library that is not installed: "
            "pip install 'council-minutes-archive[opensearch]'"
        ) from error
    return opensearch
