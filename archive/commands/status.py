"""`minutes status`: what is held, what is not, and why."""

from __future__ import annotations

from contextlib import closing
from datetime import date

import click

from archive import runs
from archive.account import AMISS, Account, BoardAccount, Standing, account, every_state, shortfalls
from archive.commands.account_words import account_words, matrix_words, run_words
from archive.commands.options import as_json
from archive.config import Config
from archive.crawl import now
from archive.kept import Kept, kept
from archive.own import Own
from archive.runs import Diary
from archive.store import Store
from archive.terminal import Settings
from archive.wire import Json, dumps

FORMAT = 1  # of the JSON; keys may be added to it, none changes its meaning


@click.command()
@click.option("--matrix", is_flag=True, help="Show the minutes held of each board in each year.")
@as_json
@click.pass_obj
def status(settings: Settings, matrix: bool, json_: bool) -> None:
    """Say what is held of each council, what is missing, and why."""
    config = settings.config()
    accounts = _accounts(config)
    diary = runs.last(config.runs, 1)
    if json_:
        click.echo(dumps(_status_json(config, accounts, diary)))
    elif matrix:
        click.echo("\n\n".join(matrix_words(a) for a, _ in accounts))
    else:
        told = [account_words(a, shortfalls(config.council(a.council), a), kept) for a, kept in accounts]
        click.echo("\n\n".join([*told, run_words(diary)]))


def _accounts(config: Config) -> list[tuple[Account, Kept]]:
    today, at = date.today(), now()
    with closing(Own(config.own)) as own, closing(Store(config.database, own.hidden)) as store:
        return [(account(c, store, today), kept(c, store, own, at)) for c in config.councils]


def _status_json(config: Config, accounts: list[tuple[Account, Kept]], diary: Diary) -> Json:
    return {
        "format": FORMAT,
        "day": date.today().isoformat(),
        "councils": [
            _account_json(a, shortfalls(config.council(a.council), a)) | _kept_json(kept)
            for a, kept in accounts
        ],
        "last_run": runs.run_to_json(diary.last) if diary.last else None,
    }


def _account_json(found: Account, short: tuple[str, ...]) -> Json:
    return {
        "council": found.council,
        "name": found.name,
        "meetings": len(found.standings),
        "states": every_state(found),
        "newest_minutes": _day(found.newest_minutes),
        "awaited_longest": _awaited(found.awaited_longest, found.today),
        "shortfalls": list(short),
        "boards": [_board_json(b) for b in found.boards],
        "awaited": [_standing_json(s, found.today) for s in found.standings if s.state == "minutes awaited"],
        "amiss": [_standing_json(s, found.today) for s in found.standings if s.state in AMISS],
        "incomplete": [
            _standing_json(s, found.today) | {"items": list(s.sitting.incomplete)}
            for s in found.standings
            if s.sitting.incomplete
        ],
        "troubles": [
            {"url": t.url, "kind": t.kind, "state": t.state, "why": t.why, "since": t.since.isoformat()}
            for t in found.troubles
        ],
    }


def _kept_json(kept: Kept) -> Json:
    return {
        "due": kept.due,
        "files": dict(kept.files),
        "suppressed": kept.suppressed,
        "undecided": list(kept.undecided),
        "printed_again": list(kept.printed_again),
    }


def _board_json(board: BoardAccount) -> Json:
    return {
        "board": board.board,
        "id": board.id,
        "meetings": board.meetings,
        "held": len(board.held),
        "minutes": board.minutes,
        "states": every_state(board),
        "newest_minutes": _day(board.newest_minutes),
        "awaited_longest": _awaited(board.awaited_longest, board.today),
        "years": {str(year): {"held": of.held, "minutes": of.minutes} for year, of in board.years.items()},
    }


def _standing_json(standing: Standing, today: date) -> Json:
    sitting, trouble = standing.sitting, standing.trouble
    return {
        "meeting": sitting.id,
        "board": sitting.board,
        "date": sitting.date.isoformat(),
        "days": standing.days(today),
        "url": sitting.url,
        "state": standing.state,
        "minutes_held": standing.has_minutes,
        "why": trouble.why if trouble else None,
        "since": trouble.since.isoformat() if trouble else None,
    }


def _awaited(standing: Standing | None, today: date) -> Json | None:
    if standing is None:
        return None
    sitting = standing.sitting
    return {"meeting": sitting.id, "date": sitting.date.isoformat(), "days": standing.days(today)}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
