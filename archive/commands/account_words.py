"""An account in words and columns, for a person: what is missing first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from archive.account import AMISS, Account, BoardAccount, Standing, Year
from archive.kept import NOTHING_KEPT, Kept
from archive.runs import Diary
from archive.store import Trouble

SHOWN = 10  # lines under one heading: 40 boards and what is amiss still fit on two screens


def account_words(found: Account, short: Sequence[str], kept: Kept = NOTHING_KEPT) -> str:
    """Tell of one council: what is missing, then its boards in columns."""
    title = f"{found.name} ({found.council})"
    if not found.standings and not found.troubles:
        return "\n".join([title, *_indented(short), "  nothing is held yet; run `minutes crawl`"])
    lines = [*_summary(found), *_kept(kept), *short, *_amiss(found)]
    return "\n".join([title, *_indented(lines), "", *_boards(found)])


def _summary(found: Account) -> list[str]:
    states = ", ".join(f"{count:,} {state}" for state, count in found.states.items())
    lines = [f"{len(found.standings):,} meetings: {states}" if states else "no meetings are listed"]
    if longest := found.awaited_longest:
        days = _days(longest.days(found.today))
        lines.append(f"awaited longest, {days}: minutes of {_meeting(longest)}: {longest.sitting.url}")
    return lines


def _kept(kept: Kept) -> list[str]:
    """Tell of files, of what a run would ask for now, and of what is kept from readers."""
    lines = [f"due now: {_number(kept.due, 'page')}"]
    if kept.files:
        lines.append(f"attached files: {', '.join(f'{n:,} {state}' for state, n in kept.files.items())}")
    if kept.suppressed:
        lines.append(f"suppressed: {kept.suppressed:,}; `minutes suppress --list` names them")
    for name in kept.undecided:
        lines.append(
            f"suppressed words are not found in {name} any more: look at it, and lift or suppress again"
        )
    for name in kept.printed_again:
        lines.append(
            f"purged words were printed again in {name}: purge it again once the council has taken them down"
        )
    return lines


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _amiss(found: Account) -> list[str]:
    """Say of each page and meeting in trouble why and since when; of many alike only the first."""
    pages = [_trouble(t) for t in sorted(found.troubles, key=lambda t: t.since)]
    told = {t.url for t in found.troubles}
    cut = [s for s in found.standings if s.sitting.incomplete]
    unasked = [s for s in found.standings if s.state == "not asked for" and s.sitting.url not in told]
    lines = [*_first(pages), *_first([_incomplete(s) for s in cut])]
    if unasked:
        lines.append(f"not asked for yet: {_meeting(unasked[-1])}{_and_more(len(unasked) - 1)}")
    return lines


def _first(lines: Sequence[str]) -> list[str]:
    more = len(lines) - SHOWN
    if more <= 1:  # a line that says “1 more” takes the room of the one it leaves out
        return list(lines)
    return [*lines[:SHOWN], f"… and {more:,} more like these; `minutes status --json` lists all"]


def _trouble(trouble: Trouble) -> str:
    return f"{trouble.state} since {trouble.since:%Y-%m-%d}: {trouble.url}: {trouble.why}"


def _incomplete(standing: Standing) -> str:
    items = standing.sitting.incomplete
    which = ("item " if len(items) == 1 else "items ") + ", ".join(items)
    return f"incomplete: {_meeting(standing)}: {which}: {standing.sitting.url}"


def _boards(found: Account) -> list[str]:
    listed = [board for board in found.boards if board.meetings]
    head = ("board", "meetings", "held", "minutes", "awaited", "longest", "amiss", "newest minutes")
    lines = _indented(_columns([head, *map(_row, listed)]))
    if silent := [board.board for board in found.boards if not board.meetings]:
        lines += ["", f"  No meetings are listed of {', '.join(silent)}."]
    return lines


def _row(board: BoardAccount) -> tuple[str, ...]:
    longest, newest = board.awaited_longest, board.newest_minutes
    return (
        board.board,
        f"{board.meetings:,}",
        f"{len(board.held):,}",
        f"{board.minutes:,}",
        _count(board.states.get("minutes awaited", 0)),
        _days(longest.days(board.today)) if longest else "",
        _count(sum(board.states.get(state, 0) for state in AMISS)),
        _day(newest) if newest else "none",
    )


def matrix_words(found: Account) -> str:
    """Show a council's minutes by board and year, as "10/12": minutes of ten of the twelve meetings held."""
    rows = [(board.board, board.years) for board in found.boards if board.years]
    years = sorted({year for _, row in rows for year in row})
    if not years:
        return f"{found.name} ({found.council})\n  no meeting that took place is known yet"
    whole = {year: _sum(row[year] for _, row in rows if year in row) for year in years}
    cells = [(name, *(_cell(row.get(year)) for year in years)) for name, row in [*rows, ("together", whole)]]
    legend = "minutes held / meetings held; * some are missing; · no meeting"
    table = _columns([("board", *map(str, years)), *cells])
    return "\n".join([f"{found.name} ({found.council}): {legend}", *_indented(table)])


def _cell(year: Year | None) -> str:
    if year is None:
        return "· "
    return f"{year.minutes}/{year.held}{'*' if year.minutes < year.held else ' '}"


def _sum(years: Iterable[Year]) -> Year:
    parts = list(years)
    return Year(sum(y.held for y in parts), sum(y.minutes for y in parts))


def run_words(diary: Diary) -> str:
    """Tell of the last run."""
    run = diary.last
    if run is None:
        return "the last line of the diary of runs is damaged" if diary.unreadable else "no run is on record"
    began = run.started.astimezone()
    did = f"{run.requests:,} requests, {run.new:,} records new, {run.changed:,} changed"
    failed = "".join(f"\n  {why}" for why in run.failed)
    ended = f"{began:%Y-%m-%d %H:%M}, {run.seconds:,.0f} s, {run.ended}, exit code {run.exit}"
    return f"last run: {ended}: {did}{failed}"


def _columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Set rows in columns: the first to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            [row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))]
        ).rstrip()
        for row in rows
    ]


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" for line in lines]


def _meeting(standing: Standing) -> str:
    return f"{standing.sitting.board}, {_day(standing.sitting.date)}"


def _and_more(count: int) -> str:
    return f" and {count:,} more" if count else ""


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count:,} days"


def _day(day: date) -> str:
    return f"{day:%-d %b %Y}"


def _count(count: int) -> str:
    return f"{count:,}" if count else ""
