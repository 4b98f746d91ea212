"""Commands of the archive: crawl, reread, status, history, export, boards, read."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import click

from archive.account import Account, BoardAccount, account
from archive.config import Config, CrawlSettings
from archive.crawl import Step, Tally, read_page
from archive.crawl import crawl as crawl_council
from archive.errors import ConfigError, MinutesError, ReadError, SiteError
from archive.fetch import Fetcher
from archive.history import Difference, differences
from archive.join import Parts, record
from archive.lock import held
from archive.model import Council, Item, Page, Reading, Request
from archive.reread import reread as reread_pages
from archive.sources import source, systems
from archive.store import Revision, Store
from archive.terminal import DONE_IN_PART, Settings, progress, tell
from archive.wire import dumps, reading_to_json

as_json = click.option("--json", "json_", is_flag=True, help="Print JSON, for scripts.")


@contextmanager
def opened(config: Config) -> Iterator[Store]:
    """Open the records of a data folder for the length of a command."""
    with closing(Store(config.records)) as store:
        yield store


@click.command()
@click.argument("councils", nargs=-1, metavar="[COUNCIL]...")
@as_json
@click.pass_obj
def crawl(settings: Settings, councils: tuple[str, ...], json_: bool) -> None:
    """Fetch, keep and read the minutes of the councils in config.toml, or of those named here."""
    config = settings.config()
    chosen = [config.council(slug) for slug in councils] or list(config.councils)
    began = time.monotonic()
    fetcher = Fetcher(config.crawl)
    with held(config.data, "minutes crawl"), opened(config) as store:
        tally, failed = _crawl_all(chosen, config, store, fetcher)
    seconds = round(time.monotonic() - began, 1)
    if json_:
        click.echo(_tally_json(tally, fetcher, seconds))
    elif tally.read or not failed:
        click.echo(_tally_words(tally, fetcher, seconds))
    _end(tally, failed, len(chosen))


def _crawl_all(
    councils: list[Council], config: Config, store: Store, fetcher: Fetcher
) -> tuple[Tally, list[MinutesError]]:
    """Crawl one council after the other; what stops one does not stop the next."""
    tally, failed = Tally(), list[MinutesError]()
    with progress() as advance:
        for council in councils:
            try:
                for number, step in enumerate(crawl_council(council, store, config.pages, fetcher), 1):
                    tally = tally.with_step(step)
                    advance(f"{council.slug}: {step.kind}", number, number + step.waiting)
                    if step.why and step.kind != "board-list":  # the board list's failure ends the council
                        tell(f"{step.council}: {step.outcome}: {step.url}: {step.why}")
            except MinutesError as error:
                tell(f"minutes: {error}")
                failed.append(error)
    return tally, failed


def _end(tally: Tally, failed: list[MinutesError], councils: int) -> None:
    """Choose the exit code: 1 when nothing could be done or config.toml is wrong, 3 when done in part."""
    if len(failed) == councils or any(isinstance(error, ConfigError) for error in failed):
        raise click.exceptions.Exit(1)
    if failed or tally.refused or tally.unreachable:
        raise click.exceptions.Exit(DONE_IN_PART)


def _tally_json(tally: Tally, fetcher: Fetcher, seconds: float) -> str:
    return dumps(
        {
            "requests": fetcher.requests_made,
            "bytes": fetcher.bytes_read,
            "new": len(tally.new),
            "changed": len(tally.changed),
            "refused": tally.refused,
            "unreachable": tally.unreachable,
            "seconds": seconds,
        }
    )


def _tally_words(tally: Tally, fetcher: Fetcher, seconds: float) -> str:
    words = [f"{len(tally.new)} records new", f"{len(tally.changed)} changed"]
    if tally.refused:
        words.append(f"{tally.refused} pages refused")
    if tally.unreachable:
        words.append(f"{tally.unreachable} not to be had")
    more = "; `minutes status` says more" if tally.refused or tally.unreachable else ""
    return f"{', '.join(words)} ({fetcher.requests_made} requests, {seconds:.0f} s){more}"


@click.command()
@click.pass_obj
def reread(settings: Settings) -> None:
    """Make all records again from the pages kept, offline: after the reader changed."""
    config = settings.config()
    tally, done = Tally(), 0
    with held(config.data, "minutes reread"), opened(config) as store, progress() as advance:
        total = sum(1 for _ in store.pages())

        def told(step: Step) -> None:
            nonlocal tally, done
            tally, done = tally.with_step(step), done + 1
            advance("reading", done, total)

        differ = reread_pages({c.slug: c for c in config.councils}, store, config.pages, told)
    click.echo(
        f"{done} pages read again, {tally.refused} of them refused; {differ} records came out otherwise"
    )


@click.command()
@as_json
@click.pass_obj
def status(settings: Settings, json_: bool) -> None:
    """Say what is held of each council, what is missing, and why."""
    config = settings.config()
    with opened(config) as store:
        accounts = [account(council, store) for council in config.councils]
    if json_:
        click.echo(dumps({"councils": [_account_json(a) for a in accounts]}))
    else:
        click.echo("\n\n".join(_account_words(a) for a in accounts))


def _account_json(found: Account) -> dict[str, object]:
    return {
        "council": found.council,
        "name": found.name,
        "boards": [_board_json(b) for b in found.boards],
        "incomplete": [
            {
                "meeting": m.id,
                "board": m.board,
                "date": m.date.isoformat(),
                "url": m.url,
                "items": list(items),
            }
            for m, items in found.incomplete
        ],
        "troubles": [
            {"url": t.url, "kind": t.kind, "state": t.state, "why": t.why, "since": t.since.isoformat()}
            for t in found.troubles
        ],
    }


def _board_json(board: BoardAccount) -> dict[str, object]:
    newest = board.newest_minutes.isoformat() if board.newest_minutes else None
    return {
        "board": board.board,
        "meetings": board.meetings,
        "states": dict(board.states),
        "newest_minutes": newest,
    }


def _account_words(found: Account) -> str:
    lines = [f"{found.name} ({found.council})"]
    if not found.boards and not found.troubles:
        lines.append("  nothing is held yet; run `minutes crawl`")
    for board in found.boards:
        states = ", ".join(f"{count} {state}" for state, count in board.states.items())
        newest = f"; newest minutes {board.newest_minutes:%-d %B %Y}" if board.newest_minutes else ""
        lines.append(f"  {board.board}: {board.meetings} meetings: {states}{newest}")
    for meeting, items in found.incomplete:
        which = ("item " if len(items) == 1 else "items ") + ", ".join(items)
        lines.append(f"  incomplete: {meeting.board}, {meeting.date:%-d %B %Y}: {which}: {meeting.url}")
    for trouble in found.troubles:
        lines.append(f"  {trouble.state} since {trouble.since:%Y-%m-%d %H:%M}: {trouble.url}: {trouble.why}")
    return "\n".join(lines)


@click.command()
@click.pass_obj
def export(settings: Settings) -> None:
    """Print every current record, one JSON object a line, in a stable order."""
    with opened(settings.config()) as store:
        for record in store.records():
            click.echo(dumps(record))


@click.command()
@click.argument("council")
@click.argument("meeting")
@as_json
@click.pass_obj
def history(settings: Settings, council: str, meeting: str, json_: bool) -> None:
    """Say what changed in a meeting's record, and when: COUNCIL is its slug, MEETING the meeting's id."""
    config = settings.config()
    with opened(config) as store:
        found = store.revisions(config.council(council).slug, meeting)
    if not found:
        raise MinutesError(f"the archive has no meeting “{meeting}” of “{council}”")
    told = [(found[0], ()), *((new, differences(old.meeting, new.meeting)) for old, new in pairwise(found))]
    for revision, changes in told:
        click.echo(_revision_json(revision, changes) if json_ else _revision_words(revision, changes))


def _revision_json(revision: Revision, changes: tuple[Difference, ...]) -> str:
    listed = [{"what": d.what, "item": d.item, "before": d.before, "after": d.after} for d in changes]
    captured = revision.captured.isoformat()
    return dumps({"revision": revision.number, "captured": captured, "changed": listed})


def _revision_words(revision: Revision, changes: tuple[Difference, ...]) -> str:
    head = f"revision {revision.number}, copied {revision.captured:%-d %B %Y %H:%M} UTC"
    lines = [f"  {d.what}{f' of item AI{d.item}' if d.item else ''}: {_from_to(d)}" for d in changes]
    return "\n".join([head, *(lines or ["  the first record"])])


def _from_to(difference: Difference) -> str:
    if len(difference.before) + len(difference.after) > 100:
        return f"{len(difference.before.split())} words became {len(difference.after.split())}"
    return f"“{difference.before}” became “{difference.after}”"


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


COMMANDS = (crawl, reread, status, history, export, boards, read)
