"""What several commands share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

import click

from archive.config import Config
from archive.own import Own
from archive.store import Store

as_json = click.option("--json", "json_", is_flag=True, help="Print JSON, for scripts.")


@contextmanager
def opened(config: Config) -> Iterator[Store]:
    """Open the records of a data folder for the length of a command."""
    with closing(Own(config.own)) as own, closing(Store(config.database, own.hidden)) as store:
        yield store
