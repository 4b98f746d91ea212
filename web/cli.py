"""The command `minutes`: gathers the commands of all three packages, and turns errors into one plain line."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import click

from archive.errors import LockHeld, MinutesError, QueryError
from archive.terminal import FAILED, INTERRUPTED, Settings, tell

WRONG_USAGE, HELD = 2, 4

# Where each command is, in the order in which help lists them. Each is imported when it is used: all of them
# together take a second, which `minutes search` need not wait for.
COMMANDS = {
    "crawl": "archive.commands.crawl",
    "index": "indexer.commands.index",
    "search": "indexer.commands.search",
    "similar": "indexer.commands.similar",
    "serve": "web.serving",
    "alerts": "web.alerts.command",
    "status": "archive.commands.status",
    "history": "archive.commands.records",
    "export": "archive.commands.records",
    "reread": "archive.commands.reread",
    "suppress": "indexer.commands.suppress",
    "verify": "indexer.commands.verify",
    "backup": "archive.commands.backup",
    "restore": "archive.commands.backup",
    "migrate": "archive.commands.migrate",
    "read": "archive.commands.sites",
    "boards": "archive.commands.sites",
    "password": "web.guard.command",
    "demo": "web.serving",
}


class Commands(click.Group):
    """Imports a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands."""
        del ctx  # click hands it to every group
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find a command by its name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(COMMANDS[cmd_name]), cmd_name)
        return command


@click.group(cls=Commands)
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
