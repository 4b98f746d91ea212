"""`minutes reread`: make the records again from the pages kept."""

from __future__ import annotations

import click

from archive.commands.options import opened
from archive.lock import held
from archive.reread import reread as reread_pages
from archive.steps import Step, Tally
from archive.terminal import Settings, progress


@click.command()
@click.pass_obj
def reread(settings: Settings) -> None:
    """Make all records again from the pages kept, offline: after the reader changed."""
    config = settings.config()
    tally, done = Tally(), 0
    with (
        held(config.data, "minutes reread"),
        opened(config) as store,
        store.at_work("minutes reread", alone=True),
        progress() as advance,
    ):
        total = sum(1 for _ in store.pages())

        def told(step: Step) -> None:
            nonlocal tally, done
            tally, done = tally.with_step(step), done + 1
            advance("reading", done, total)

        differ = reread_pages({c.slug: c for c in config.councils}, store, config.page_files, told)
    click.echo(
        f"{done} pages read again, {tally.refused} of them refused; {differ} records came out otherwise"
    )
