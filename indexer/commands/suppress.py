"""`minutes suppress`: what the archive's own command does, and then search at once, too."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import click

from archive.commands.options import opened
from archive.commands.suppress import suppress as suppress_in_archive
from archive.config import Config
from archive.errors import LockHeld, MinutesError
from archive.lock import held
from archive.store import Store
from archive.terminal import DONE_IN_PART, tell
from indexer.commands.index import index_archive
from indexer.engines import has_index


@click.command(params=suppress_in_archive.params, help=suppress_in_archive.help)
@click.pass_context
def suppress(context: click.Context, /, **chosen: Any) -> None:
    """Suppress, lift, purge or list; then bring the index level if the records have changed by it."""
    config: Config = context.obj.config()
    before = _state(config)
    try:
        context.invoke(suppress_in_archive, **chosen)
    except MinutesError:  # a purge may be refused after it has suppressed
        _follow(config, before)
        raise
    if not _follow(config, before):
        raise click.exceptions.Exit(DONE_IN_PART)


def _state(config: Config) -> tuple[str, int]:
    with closing(Store(config.records)) as store:
        return store.identity(), store.revision()


def _follow(config: Config, before: tuple[str, int]) -> bool:
    """Index what changed, all of it after a purge; False, and a word why, when another run is at work."""
    if _state(config) == before or not has_index(config.index):
        return True
    try:
        with held(config.data, "minutes suppress"), opened(config) as store:
            index_archive(config, store)
    except LockHeld as error:
        tell(f"search may still find it, until the next `minutes index`: {error}")
        return False
    return True
