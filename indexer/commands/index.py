"""Commands of the index: index, search."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from archive.commands.options import opened
from archive.config import Config
from archive.errors import IndexFault, QueryError
from archive.lock import held
from archive.store import Store
from archive.terminal import Settings, progress, tell
from archive.wire import dumps
from indexer import origin
from indexer.acronyms import Acronyms
from indexer.ask import Asking
from indexer.engines import open_engine, rebuilding
from indexer.language.dates import first_day, last_day
from indexer.model import FACETS, Engine, Hit, Query, Results, Sort
from indexer.options import filters
from indexer.topics import load
from indexer.update import Updated, update
from indexer.wire import results_to_json


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
    with rebuilding(config.index) as fresh:
        Acronyms(config.index).forget()
        done = _update(config, store, asking(config, fresh))
    origin.note(config.index, store.identity())
    return done


def _usable(config: Config, store: Store) -> Engine | None:
    """Open the index; None, and a word why, when only making it anew helps."""
    try:
        engine = open_engine(config.index)
        if engine.cursor() == 0:
            origin.note(config.index, store.identity())
    except IndexFault as fault:
        tell(f"{fault.what} It is made anew from the archive.")
        return None
    if origin.made_of(config.index) != store.identity():
        tell("the archive's records were made anew since the index was made: it is rebuilt")
        return None
    return asking(config, engine)


def asking(config: Config, engine: Engine) -> Asking:
    """Give an engine what the archive's own texts teach of words."""
    return Asking(engine, Acronyms(config.index), engine.words)


def _update(config: Config, store: Store, engine: Engine) -> Updated:
    names = {council.slug: council.name for council in config.councils}
    total = store.revision()
    with progress() as advance:
        return update(
            store, engine, load(), names, on_progress=lambda done: advance("indexing", done.cursor, total)
        )


@click.command()
@click.argument("query", nargs=-1)
@filters
@click.option("--since", help="A first day: 2021, 2021-03 or 2021-03-14.")
@click.option("--until", help="A last day: 2021, 2021-03 or 2021-03-14.")
@click.option(
    "--sort", type=click.Choice(["relevance", "newest", "oldest"]), help="Relevance, if words are given."
)
@click.option("--exact", is_flag=True, help="Words as typed only: no acronyms, no synonyms.")
@click.option("--page", type=int, default=1, show_default=True)
@click.option("--size", type=int, default=20, show_default=True, help="Results a page, 1 to 1000.")
@click.option("--json", "json_", is_flag=True, help="Print JSON, for scripts.")
@click.pass_obj
def search(
    settings: Settings,
    /,
    query: tuple[str, ...],
    since: str | None,
    until: str | None,
    sort: Sort | None,
    exact: bool,
    page: int,
    size: int,
    json_: bool,
    **chosen: Any,  # of each filter its values
) -> None:
    """Search the archive. Without words, everything is listed, newest first.

    Several values of one filter are alternatives; different filters must all hold.
    """
    asked = Query(
        text=" ".join(query),
        since=_day(since, "--since"),
        until=_day(until, "--until"),
        sort=sort,
        page=page,
        size=size,
        expand=not exact,
        facets=FACETS if json_ else (),
        **chosen,
    )
    config = settings.config()
    results = asking(config, open_engine(config.index)).search(asked)
    for note in (*results.notes, *_remarks(results)):
        tell(note)
    click.echo(dumps(results_to_json(results)) if json_ else _words(results))


def _remarks(results: Results) -> Iterator[str]:
    """Say what else was searched for, what each word finds alone, and what may have been meant."""
    for also in results.also:
        said = f", as “{also.title}” explains" if also.title else ""
        yield f"“{also.typed}” was searched for as “{also.words}” too{said}; --exact switches this off"
    if results.alone:
        counts = (f"{word} {count:,}" for word, count in results.alone)
        yield f"nothing has all of this; each alone finds: {', '.join(counts)}"
    if results.instead:
        yield f"did you mean: {results.instead}"


def _day(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    day = first_day(text) if option == "--since" else last_day(text)
    if day is None:
        raise QueryError(f"{option} {text}: give a year, a month or a day, as 2021, 2021-03 or 2021-03-14")
    return day


def _words(results: Results) -> str:
    if not results.hits:
        return f"{results.total} results"
    pages = f", page {results.query.page} of {results.pages}" if results.pages > 1 else ""
    return "\n\n".join([f"{results.total} results{pages}", *map(hit_words, results.hits)])


def hit_words(hit: Hit) -> str:
    """Write a hit for a terminal, what was found in bold."""
    document = hit.document
    number = f"{document.number} " if document.number else ""
    snippet = "".join(
        click.style(f.text, bold=True, underline=True) if f.matched else f.text for f in hit.snippet
    )
    head = f"{document.board}, {document.date:%-d %B %Y}, {document.decision_kind or ''} {document.kind}"
    return f"{' '.join(head.split())}\n  {number}{document.title}\n  {snippet}\n  {document.source_url}"
