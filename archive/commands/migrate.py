"""`minutes migrate`: bring an archive's databases to this program's tables, or copy them to others."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from archive.config import OWN_FILE, POSTGRESQL, Config
from archive.databases.copying import Copied
from archive.errors import ConfigError
from archive.lock import held
from archive.own import Own
from archive.own.copying import copying, refuse_full_target
from archive.terminal import Settings

FILE = "sqlite:///"


@click.command()
@click.option(
    "--to",
    "target",
    metavar="DATABASE-URL",
    help="Copy all of it to an empty database: postgresql+psycopg://… or sqlite:///FILE.",
)
@click.pass_obj
def migrate(settings: Settings, target: str | None) -> None:
    """Bring records, suppressions and saved searches to the tables that this program needs."""
    # Imported here, as Alembic takes a quarter of a second.
    from archive.store.migrating import migrate as bring_to_newest

    config = settings.config()
    with held(config.data, "minutes migrate"):
        done = bring_to_newest(config.database)
        for step in done.steps:
            click.echo(f"{done.after}: {step}")
        click.echo(_words(done.name, done.before, done.after))
        with closing(Own(config.own)) as own:  # which brings it to the newest by itself
            click.echo(f"{own.name} has the newest tables for suppressions and saved searches")
        if target is None:
            return
        for table in _copy(config, _address(target)):
            click.echo(f"{table.table}: {table.rows} rows, sha256 {table.digest[:16]}…, the same in both")
    click.echo(
        "all is copied, with suppressions and saved searches;"
        " now say in config.toml where the records are: [archive] database"
    )


def _copy(config: Config, target: Path | str) -> tuple[Copied, ...]:
    """Copy records and own data, both or neither; own data come last, as readers may be saving searches."""
    from archive.store.migrating import copying as copying_records

    beside = target if isinstance(target, str) else target.with_name(OWN_FILE)
    if isinstance(beside, Path) and beside.resolve() == config.own_file.resolve() and not config.is_shared:
        with copying_records(config.database, target) as records:
            return records
    refuse_full_target(beside)  # at once, and not after an hour of copying
    with copying_records(config.database, target) as records, copying(config.own, beside) as own:
        return (*records, *own)


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
