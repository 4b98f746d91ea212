"""`minutes index`: bring the search index level with the archive."""

from __future__ import annotations

import click

from archive.commands.options import opened
from archive.config import Config
from archive.errors import IndexAway, IndexFault
from archive.lock import held
from archive.store import Store
from archive.terminal import Settings, progress, tell
from indexer.ask import Asking
from indexer.engines import Index, index_of
from indexer.model import Engine
from indexer.topics import load
from indexer.update import Updated, update


@click.command()
@click.option("--rebuild", is_flag=True, help="Make the index anew beside the old one, then switch to it.")
@click.pass_obj
def index(settings: Settings, rebuild: bool) -> None:
    """Bring the search index level with the archive."""
    config = settings.config()
    with held(config.data, "minutes index"), opened(config) as store:
        done = index_archive(config, store, rebuild)
    click.echo(f"{done.meetings} meetings indexed as {done.documents} documents")


def index_archive(config: Config, store: Store, rebuild: bool = False) -> Updated:
    """Index what changed; all of it anew when asked to, or when the records were themselves made anew."""
    if not rebuild and (engine := _usable(config, store)):
        return _update(config, store, engine)
    index = index_of(config)
    done = _made_anew(config, store, index)
    if config.is_shared:
        # What another machine has suppressed since the last batch went out of the index before this one only.
        _update(config, store, asking(config, index.open()))
    return done


def _made_anew(config: Config, store: Store, index: Index) -> Updated:
    """Fill an index beside the one that is searched, and bring it level once more just before it is."""

    def level(complete: Engine) -> None:
        _update(config, store, Asking(complete, acronyms, complete.words))
        # Before the index: whoever dies in between leaves acronyms ahead of it, and the next run goes on from
        # the one behind. The other way about they would be those of the records before.
        acronyms.switch()

    # Asked for first: who purges meanwhile gives the records another, and has this index made anew by that.
    with index.rebuilding(identity=store.identity(), level=level) as fresh:
        acronyms = index.acronyms(fresh)
        return _update(config, store, Asking(fresh, acronyms, fresh.words))


def _usable(config: Config, store: Store) -> Engine | None:
    """Open the index; None, and a word why, when only making it anew helps."""
    index = index_of(config)
    try:
        engine = index.open()
        why = _outdated(index, engine, store)
    except IndexAway:  # it is whole, where it is: to make it anew would mend nothing
        raise
    except IndexFault as fault:
        why = f"{fault.what} It is made anew from the archive."
    if why:
        tell(why)
        return None
    return asking(config, engine)


def _outdated(index: Index, engine: Engine, store: Store) -> str | None:
    """Say why an index cannot be brought level with the records: they number their changes anew."""
    reached = engine.cursor()  # asked for before the records are, which another machine may add to
    if reached == 0:
        index.note(store.identity())
    if index.made_of() != store.identity():
        return "the archive's records were made anew since the index was made: it is rebuilt"
    if reached > store.revision():
        return "the archive's records are older than the index, as after a restore: it is rebuilt"
    return None


def asking(config: Config, engine: Engine) -> Asking:
    """Give an engine what the archive's own texts teach of words."""
    return Asking(engine, index_of(config).acronyms(engine), engine.words)


def _update(config: Config, store: Store, engine: Engine) -> Updated:
    names = {council.slug: council.name for council in config.councils}
    total = store.revision()
    with progress() as advance:
        return update(
            store, engine, load(), names, on_progress=lambda done: advance("indexing", done.cursor, total)
        )
