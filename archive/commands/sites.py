"""`minutes boards` and `minutes read`: what a site or a saved page holds, without an archive."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from archive.commands.options import as_json
from archive.config import CrawlSettings
from archive.entering import read_page
from archive.errors import ReadError, SiteError
from archive.fetch import Fetcher
from archive.join import Parts, record
from archive.model import Council, Item, Page, Reading, Request
from archive.sources import source, systems
from archive.wire import dumps, reading_to_json


@click.command()
@click.argument("url")
@click.option("--system", type=click.Choice(systems()), default="moderngov", show_default=True)
def boards(url: str, system: str) -> None:
    """List the boards of a site, to write config.toml from."""
    reader = source(system)
    council = reader.council_at(url if "://" in url else f"https://{url}")
    # Whoever names a site here means it, on whatever network it is.
    fetcher = Fetcher(CrawlSettings(allow_private_addresses=True))
    reading = _ask(council, fetcher, next(iter(reader.start(council))))
    slug, name = (council.slug, council.name)
    click.echo(f'[[council]]\nslug = "{slug}"\nname = "{name}"\nsystem = "{system}"\nurl = "{council.url}"')
    click.echo("boards = [  # leave this list out to keep all")
    for board in reading.boards:
        click.echo(f"    {dumps(board.name)},{f'  # {board.category}' if board.category else ''}")
    click.echo("]")


def _ask(council: Council, fetcher: Fetcher, request: Request) -> Reading:
    """Ask for a page, or for what is to be asked for instead; the error of the last that was tried."""
    try:
        reading, why = read_page(council, fetcher.fetch(council, request).page)
        if reading is None:
            raise ReadError(f"{request.url}: {why}")
    except SiteError:
        if request.instead is None:
            raise
        return _ask(council, fetcher, request.instead)
    return reading


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--url", required=True, help="The address the page was saved from.")
@click.option("--system", type=click.Choice(systems()), default="moderngov", show_default=True)
@as_json
def read(file: Path, url: str, system: str, json_: bool) -> None:
    """Show what the archive reads off one saved page."""
    reader = source(system)
    council = reader.council_at(url)
    page = Page(reader.canonical(council, url), file.read_bytes(), datetime.now(UTC))
    reading, why = read_page(council, page)
    if reading is None:
        raise ReadError(f"{file}: refused: {why}")
    if reading.kind == "meeting":
        reading = replace(reading, meetings=tuple(record(m, Parts()) for m in reading.meetings))
    click.echo(dumps(reading_to_json(reading)) if json_ else _reading_words(reading))


def _reading_words(reading: Reading) -> str:
    lines = [f"a {reading.kind} page"]
    for board in reading.boards:
        lines.append(f"board {board.id}: {board.name}")
    for meeting in reading.meetings:
        clock = f" {meeting.time:%H:%M}" if meeting.time else ""
        published = meeting.stage or "nothing published"
        lines.append(
            f"meeting {meeting.id}: {meeting.board}, {meeting.date}{clock}, {meeting.status}, {published}"
        )
        for item in meeting.items:
            lines.extend(_item_words(item))
    for item in reading.items:
        lines.extend(_item_words(item))
    lines.extend(f"follow {request.url}" for request in reading.requests)
    return "\n".join(lines)


def _item_words(item: Item) -> list[str]:
    shown = replace(item, number=f"{item.number} " if item.number else "")
    lines = [f"  {shown.number}{item.title}{'' if item.complete else ' (incomplete)'}"]
    lines += [f"      decision, {d.kind}: {d.text}" for d in item.decisions]
    for action in item.actions:
        who = f" ({action.owner})" if action.owner else ""
        lines.append(f"      action{who}: {action.text}")
    return lines
