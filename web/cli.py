"""The command `minutes`: gathers the commands of all three packages, and turns errors into one plain line."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import archive.commands
import indexer.cli
import web.serving
from archive.errors import LockHeld, MinutesError, QueryError
from archive.terminal import FAILED, INTERRUPTED, Settings, tell

WRONG_USAGE, HELD = 2, 4


@click.group()
@click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path),
    default=Path("config.toml"),
    show_default=True,
    help="The configuration file.",
)
@click.version_option(package_name="council-minutes-archive")
@click.pass_context
def minutes(context: click.Context, config_path: Path) -> None:
    """Keep and search the minutes of councils and boards."""
    context.obj = Settings(config_path)


for command in (*archive.commands.COMMANDS, *indexer.cli.COMMANDS, *web.serving.COMMANDS):
    minutes.add_command(command)


def main() -> None:
    """Run the command; 0 done, 1 failed, 2 wrong usage, 3 done in part, 4 another run holds the lock."""
    try:
        code = minutes(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        tell("minutes: stopped; what was done is kept")
        code = INTERRUPTED
    except OSError as error:  # a disk that is full, or gone, where nothing nearer has said it better
        tell(f"minutes: {error.filename or 'a file'} cannot be used: {error.strerror}")
        code = FAILED
    except MinutesError as error:
        tell(f"minutes: {error}")
        code = (
            HELD if isinstance(error, LockHeld) else WRONG_USAGE if isinstance(error, QueryError) else FAILED
        )
    sys.exit(code if isinstance(code, int) else 0)
