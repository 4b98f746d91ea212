"""`minutes crawl`: fetch what is due."""

from __future__ import annotations

import time

import click

from archive.commands.options import as_json, opened
from archive.config import Config
from archive.crawl import Tally
from archive.crawl import crawl as crawl_council
from archive.errors import ConfigError, MinutesError
from archive.fetch import Fetcher
from archive.lock import held
from archive.model import Council
from archive.store import Store
from archive.terminal import DONE_IN_PART, Settings, progress, tell
from archive.wire import dumps


@click.command()
@click.argument("councils", nargs=-1, metavar="[COUNCIL]...")
@as_json
@click.pass_obj
def crawl(settings: Settings, councils: tuple[str, ...], json_: bool) -> None:
    """Fetch, keep and read the minutes of the councils in config.toml, or of those named here."""
    config = settings.config()
    chosen = [config.council(slug) for slug in councils] or list(config.councils)
    began = time.monotonic()
    fetcher = Fetcher(config.crawl)
    with held(config.data, "minutes crawl"), opened(config) as store:
        tally, failed = _crawl_all(chosen, config, store, fetcher)
    seconds = round(time.monotonic() - began, 1)
    if json_:
        click.echo(_tally_json(tally, fetcher, seconds))
    elif tally.read or not failed:
        click.echo(_tally_words(tally, fetcher, seconds))
    _end(tally, failed, len(chosen))


def _crawl_all(
    councils: list[Council], config: Config, store: Store, fetcher: Fetcher
) -> tuple[Tally, list[MinutesError]]:
    """Crawl one council after the other; what stops one does not stop the next."""
    tally, failed = Tally(), list[MinutesError]()
    with progress() as advance:
        for council in councils:
            try:
                for number, step in enumerate(crawl_council(council, store, config.pages, fetcher), 1):
                    tally = tally.with_step(step)
                    advance(f"{council.slug}: {step.kind}", number, number + step.waiting)
                    if step.why and step.kind != "board-list":  # the board list's failure ends the council
                        tell(f"{step.council}: {step.outcome}: {step.url}: {step.why}")
            except MinutesError as error:
                tell(f"minutes: {error}")
                failed.append(error)
    return tally, failed


def _end(tally: Tally, failed: list[MinutesError], councils: int) -> None:
    """Choose the exit code: 1 when nothing could be done or config.toml is wrong, 3 when done in part."""
    if len(failed) == councils or any(isinstance(error, ConfigError) for error in failed):
        raise click.exceptions.Exit(1)
    if failed or tally.refused or tally.unreachable:
        raise click.exceptions.Exit(DONE_IN_PART)


def _tally_json(tally: Tally, fetcher: Fetcher, seconds: float) -> str:
    return dumps(
        {
            "requests": fetcher.requests_made,
            "bytes": fetcher.bytes_read,
            "new": len(tally.new),
            "changed": len(tally.changed),
            "refused": tally.refused,
            "unreachable": tally.unreachable,
            "seconds": seconds,
        }
    )


def _tally_words(tally: Tally, fetcher: Fetcher, seconds: float) -> str:
    words = [f"{len(tally.new)} records new", f"{len(tally.changed)} changed"]
    if tally.refused:
        words.append(f"{tally.refused} pages refused")
    if tally.unreachable:
        words.append(f"{tally.unreachable} not to be had")
    more = "; `minutes status` says more" if tally.refused or tally.unreachable else ""
    return f"{', '.join(words)} ({fetcher.requests_made} requests, {seconds:.0f} s){more}"
