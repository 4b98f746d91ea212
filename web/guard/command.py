"""`minutes password`: hash a password, for `users` in config.toml."""

from __future__ import annotations

import sys

import click

from archive.errors import MinutesError
from web.guard.passwords import SHORTEST, hashed


@click.command()
def password() -> None:
    """Hash a password, for those who may sign in to a private archive."""
    typed = _asked() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    if len(typed) < SHORTEST:
        raise MinutesError(f"that is too short: a password has at least {SHORTEST} characters")
    click.echo(hashed(typed))


def _asked() -> str:
    typed: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return typed
