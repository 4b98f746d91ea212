"""What every command shares: where its configuration is, and how it tells a person what it does."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from archive.config import Config, load

FAILED, DONE_IN_PART, INTERRUPTED = 1, 3, 130  # exit codes; in part: something could not be had or read


@dataclass(frozen=True, slots=True)
class Settings:
    """What is said before the command's name."""

    config_path: Path

    def config(self) -> Config:
        """Read the configuration: inside a command, so that `--help` works without one."""
        return load(self.config_path)


def tell(line: str) -> None:
    """Tell a person something; results for scripts go elsewhere, to standard output."""
    click.echo(line, err=True)


Advance = Callable[[str, int, int], None]
"""Show what is being done: a description, how much is done, how much there is as far as is known."""


@contextmanager
def progress() -> Iterator[Advance]:
    """Show long work moving on a terminal; in a log, where nobody watches, show nothing between its lines."""
    if not sys.stderr.isatty():
        yield lambda _text, _done, _total: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def advance(text: str, done: int, total: int) -> None:
            bar.update(task, description=text, completed=done, total=total)

        yield advance
