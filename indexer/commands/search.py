"""`minutes search`: the search page's search, for a terminal or a script."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from archive.errors import QueryError
from archive.terminal import Settings, tell
from archive.wire import dumps
from indexer.commands.index import asking
from indexer.engines import index_of
from indexer.language.dates import first_day, last_day
from indexer.model import FACETS, Hit, Query, Results, Sort
from indexer.options import filters
from indexer.wire import results_to_json


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
    results = asking(config, index_of(config).open()).search(asked)
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
