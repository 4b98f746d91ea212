"""`minutes backup` and `minutes restore`."""

from __future__ import annotations

from pathlib import Path

import click

from archive.backup import backup as back_up
from archive.backup import restore as restore_from
from archive.terminal import Settings, progress

_folder = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("target", type=_folder)
@click.pass_obj
def backup(settings: Settings, target: Path) -> None:
    """Bring the backup in the folder TARGET level with the archive; a crawl may go on meanwhile."""
    with progress() as advance:
        done = back_up(settings.config(), settings.config_path, target, advance)
    counts = done.manifest.counts
    click.echo(
        f"{counts['pages']} pages and {counts['records']} records are in {target};"
        f" {done.copied / 1e6:.1f} MB of that are new"
    )


@click.command()
@click.argument("source", type=_folder)
@click.option("--to", "target", type=_folder, required=True, help="An empty folder, or one to be made.")
def restore(source: Path, target: Path) -> None:
    """Make an archive, with its config.toml, from the backup in the folder SOURCE."""
    made = restore_from(source, target)
    counts, when = made.counts, f"{made.made:%-d %B %Y %H:%M} UTC"
    click.echo(
        f"{counts['pages']} pages and {counts['records']} records of {when} are restored;"
        f" now run: minutes --config {target / 'config.toml'} index"
    )
