"""`minutes migrate`: bring the records database to this program's tables, or copy it to another."""

from __future__ import annotations

from pathlib import Path

import click

from archive.config import POSTGRESQL
from archive.errors import ConfigError
from archive.lock import held
from archive.terminal import Settings

FILE = "sqlite:///"


@click.command()
@click.option(
    "--to",
    "target",
    metavar="DATABASE-URL",
    help="Copy all records to an empty database: postgresql+psycopg://… or sqlite:///FILE.",
)
@click.pass_obj
def migrate(settings: Settings, target: str | None) -> None:
    """Bring the records database to the tables that this program needs."""
    # Imported here, as Alembic takes a quarter of a second.
    from archive.store.migrating import copy
    from archive.store.migrating import migrate as bring_to_newest

    config = settings.config()
    with held(config.data, "minutes migrate"):
        done = bring_to_newest(config.database)
        for step in done.steps:
            click.echo(f"{done.after}: {step}")
        click.echo(_words(done.name, done.before, done.after))
        if target is None:
            return
        for table in copy(config.database, _address(target)):
            click.echo(f"{table.table}: {table.rows} rows, sha256 {table.digest[:16]}…, the same in both")
    click.echo("all is copied; now say in config.toml where the records are: [archive] database")


def _address(target: str) -> Path | str:
    """Read the address of a database as the option gives it."""
    if target.startswith(POSTGRESQL):
        return target
    if target.startswith(FILE):
        return Path(target.removeprefix(FILE))
    raise ConfigError(f"--to is written {POSTGRESQL}user@host/name or {FILE}FILE, not “{target}”")


def _words(name: str, before: str | None, after: str) -> str:
    if before is None:
        return f"{name} has the tables of revision {after} now"
    if before == after:
        return f"{name} is of revision {after} already, the newest"
    return f"{name} was of revision {before} and is of {after} now"
