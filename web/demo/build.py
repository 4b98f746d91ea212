"""Build the made-up council out of its parts: always the same one, from a seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from functools import lru_cache
from random import Random

from web.demo.calendar import TODAY, Sitting, sittings
from web.demo.clerk import Clerk
from web.demo.council import Attendance, Board, BoardKey, Item, Meeting, SampleCouncil
from web.demo.matter import Matter
from web.demo.matters import MATTERS
from web.demo.officer_decisions import OFFICER_DECISIONS
from web.demo.people import BOARDS
from web.demo.recurring import recurring
from web.demo.welsh import in_welsh

_SEED = 1204
_TIMES: dict[BoardKey, time] = {
    "council": time(19),
    "cabinet": time(17, 30),
    "planning": time(18),
    "people": time(14),
}
_VENUES = (
    "Council Chamber, The Salt House, Quillhaven",
    "Mardle Room, The Salt House, Quillhaven",
    "Hybrid meeting: Assembly Room, Tarnsea, and online",
    "Fishermen's Hall, Ebbsmouth",
)


@lru_cache(maxsize=1)
def sample() -> SampleCouncil:
    """Return the sample council."""
    draw = Random(_SEED)  # noqa: S311 - no secret hangs on it
    return SampleCouncil(
        name="Saltmarsh-on-Nowhere Council",
        motto="a made-up council, for trying the archive; nothing here is real",
        today=TODAY,
        boards=BOARDS,
        meetings=tuple(_meetings(draw)),
        officer_decisions=OFFICER_DECISIONS,
    )


def _meetings(draw: Random) -> Iterator[Meeting]:
    calendar = sittings()
    business = _business(calendar, draw)
    boards = {b.key: b for b in BOARDS}
    clerk = Clerk(draw)
    last: dict[BoardKey, date] = {}
    for place, sitting in enumerate(calendar):
        items: tuple[Item, ...] = ()
        if sitting.stage:
            items = clerk.agenda(sitting, business[sitting.board, sitting.date], last.get(sitting.board))
        meeting = _meeting(sitting, boards[sitting.board], 4100 + place * 3, items, draw)
        if sitting.stage:
            last[sitting.board] = sitting.date
        yield replace(meeting, welsh=in_welsh(items)) if place % 16 == 3 else meeting


def _meeting(sitting: Sitting, board: Board, number: int, items: tuple[Item, ...], draw: Random) -> Meeting:
    late = {"minutes": 24, "draft minutes": 12, "decisions only": 2, "agenda": -7}
    return Meeting(
        id=number,
        agenda_id=number + 11,  # files are named by the agenda's number, which is not the meeting's
        board=board,
        date=sitting.date,
        time=_TIMES[sitting.board],
        status=sitting.status,
        stage=sitting.stage,
        venue=draw.choice(_VENUES[:2] if sitting.date.year > 2021 else _VENUES[2:]),
        created=sitting.date - timedelta(days=200),
        modified=sitting.date + timedelta(days=late[sitting.stage]) if sitting.stage else None,
        moved_from=sitting.moved_from,
        items=items,
        attendance=_attendance(board, sitting, draw),
    )


def _attendance(board: Board, sitting: Sitting, draw: Random) -> tuple[Attendance, ...]:
    roles = ("Chair", "Vice-Chair")
    held = sitting.status in ("held", "adjourned")
    ways = ("Present", "Present", "Present", "Present, virtual", "Apologies") if held else ("Expected",)
    people = []
    for place, member in enumerate(board.members):
        role = roles[place] if place < 2 else "Committee Member"
        people.append(Attendance(f"Councillor {member.name}", role, draw.choice(ways), member.id))
    return (*people, Attendance(board.contact.name, "Officer", "In attendance" if held else "Expected"))


def _business(calendar: Sequence[Sitting], draw: Random) -> dict[tuple[BoardKey, date], list[Matter]]:
    """Spread each board's matters of a year over its sittings of that year."""
    spread: dict[tuple[BoardKey, date], list[Matter]] = {}
    with_agenda = [s for s in calendar if s.stage]
    for sitting in with_agenda:
        spread[sitting.board, sitting.date] = recurring(sitting, draw)
    for (board, year), matters in _by_year(MATTERS).items():
        days = [s.date for s in with_agenda if s.board == board and s.date.year == year]
        for place, matter in enumerate(matters):
            # In the author's order, since what one meeting puts off a later one decides.
            spread[board, days[place * len(days) // len(matters)]].append(matter)
    return spread


def _by_year(matters: Sequence[Matter]) -> dict[tuple[BoardKey, int], list[Matter]]:
    found: dict[tuple[BoardKey, int], list[Matter]] = {}
    for matter in matters:
        found.setdefault((matter.board, matter.year), []).append(matter)
    return found
