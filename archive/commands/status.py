"""`minutes status`: what is held, what is not, and why."""

from __future__ import annotations

import click

from archive.account import Account, BoardAccount, account
from archive.commands.options import as_json, opened
from archive.terminal import Settings
from archive.wire import dumps


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
