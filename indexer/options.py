"""The options of `minutes search` that narrow it: one for each facet, each of which may be repeated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import click

from archive.model import Kind
from indexer.language.dates import first_day
from indexer.model import FILTERS, DocumentKind, DocumentStage

Command = Callable[..., None]


def filters(command: Command) -> Command:
    """Give a command the options; their values come as keyword arguments, named as the fields of a Query."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def _filter(facet: str, said: str, **settings: Any) -> Callable[[Command], Command]:
    return click.option(f"--{facet}", FILTERS[facet], multiple=True, help=said, **settings)


def _one_of(values: object) -> click.Choice[str]:
    return click.Choice(get_args(values))


def _months(context: click.Context, option: click.Parameter, typed: tuple[str, ...]) -> tuple[str, ...]:
    for month in typed:
        first = first_day(month)
        if first is None or month != f"{first:%Y-%m}":
            raise click.BadParameter(f"{month!r} is not a month: give it as 2023-03", context, option)
    return typed


_OPTIONS = (
    _filter("council", "A council's slug, as in config.toml."),
    _filter("board", "A board's whole name."),
    _filter("year", "A year.", type=int),
    _filter("month", "A month, as 2023-03.", callback=_months),
    _filter("topic", "A topic's whole name."),
    _filter("kind", "What is found.", type=_one_of(DocumentKind)),
    _filter("decision", "A kind of decision.", type=_one_of(Kind)),
    _filter("stage", "How far its meeting has come.", type=_one_of(DocumentStage)),
    _filter("attachment", "With or without attached files.", type=click.Choice(("with", "without"))),
)
