"""`minutes suppress`: what the archive's own command does, and then search at once, too."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from typing import Any

import click

from archive.commands.options import opened
from archive.commands.suppress import suppress as suppress_in_archive
from archive.commands.suppress import suppressed_again
from archive.config import Config
from archive.errors import MinutesError
from archive.lock import held
from archive.store import Store
from archive.terminal import tell
from indexer.commands.index import index_archive
from indexer.engines import index_of
from indexer.settings import read


@click.command(params=suppress_in_archive.params, help=suppress_in_archive.help)
@click.pass_context
def suppress(context: click.Context, /, **chosen: Any) -> None:
    """Suppress, lift, purge or list; then bring the index level if the records have changed by it.

    The data folder is held from before the first change to after the last: while another run had it, pages
    would hide what rows of search, feeds and exports, which are the index's, still show. LockHeld: nothing
    is done. Runs on other machines are not waited for: an index that they share keeps what is newest.
    """
    config: Config = context.obj.config()
    if chosen["list_"]:
        context.invoke(suppress_in_archive, **chosen)
        return
    with held(config.data, "minutes suppress --purge" if chosen["purge"] else "minutes suppress"):
        if _is_purge(chosen):
            _hide(context, config, chosen)
        _with_search(context, config, chosen)


def _is_purge(chosen: Mapping[str, Any]) -> bool:
    """Tell a purge; one that is wrongly asked for is the archive's to refuse."""
    return bool(chosen["purge"] and not chosen["lift"] and chosen["item"] and (chosen["why"] or "").strip())


def _hide(context: click.Context, config: Config, chosen: Mapping[str, Any]) -> None:
    """Take from search what is to be purged: that may take an hour, and search follows it last."""
    before = _state(config)
    # What is suppressed already may be in search still, if a run was killed or another machine wrote alone.
    if suppressed_again(config, chosen["item"]):
        _follow(config, before)
    else:
        _with_search(context, config, {**chosen, "purge": False, "files": False})


def _with_search(context: click.Context, config: Config, chosen: Mapping[str, Any]) -> None:
    before = _state(config)
    try:
        context.invoke(suppress_in_archive, **chosen)
    except MinutesError:  # a purge may be refused when it has begun
        _follow(config, before)
        raise
    _follow(config, before)


def _state(config: Config) -> tuple[str, int]:
    with closing(Store(config.database)) as store:
        return store.identity(), store.revision()


def _follow(config: Config, before: tuple[str, int]) -> None:
    """Index what changed, all of it after a purge; a word what to do where that fails, as on a full disk."""
    if _state(config) == before:
        return
    try:
        if index_of(config).exists():
            with opened(config) as store:
                index_archive(config, store)
    except (MinutesError, OSError):
        tell("pages follow already, but search does not: see what is wrong, then run `minutes index`")
        raise
    if config.is_shared and read(config.engine).engine == "whoosh":
        tell("other machines' pages follow already; run `minutes index` on each that has an index of its own")
