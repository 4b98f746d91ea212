from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.account import AWAITED_FOR, STATES, Account, Year, account, reckon, shortfalls, state
from archive.commands.account_words import account_words, matrix_words, run_words
from archive.model import Board, Council, Expected, Stage, Status
from archive.runs import Diary, Run
from archive.store import Trouble
from archive.store.nouns import Sitting, TroubleState
from tests.crawling import Crawled
from web.demo import sample

TODAY = date(2026, 5, 1)
NOON = datetime(2026, 4, 2, 12, tzinfo=UTC)
COUNCIL = Council("t", "Thistlemoor", "moderngov", "https://t.example")
FORUM = Board("31", "Area Forum", "https://t.example/mgCommitteeDetails.aspx?ID=31")
HELD = Sitting(
    id="820",
    board="Area Forum",
    board_id="31",
    date=date(2026, 4, 16),
    status="held",
    stage="minutes",
    url="https://t.example/ieListDocuments.aspx?MId=820",
    listed=NOON,
    signalled=True,
    captured=NOON,
)
UNREAD = replace(HELD, captured=None)


def trouble(kind: TroubleState, url: str = HELD.url, why: str = "it answered 503") -> Trouble:
    return Trouble("t", url, "meeting", kind, why, NOON)


def ago(days: int, sitting: Sitting = HELD) -> Sitting:
    return replace(sitting, date=TODAY - timedelta(days=days))


def numbered(*sittings: Sitting) -> list[Sitting]:
    """Give each sitting an id and an address of its own."""
    return [replace(s, id=f"{n}", url=f"https://t.example/{n}") for n, s in enumerate(sittings, 900)]


def reckoned(*sittings: Sitting, troubles: tuple[Trouble, ...] = (), council: Council = COUNCIL) -> Account:
    return reckon(council, sittings, troubles, [(FORUM, True)], TODAY)


@pytest.mark.parametrize(
    ("sitting", "told"),
    [
        (HELD, "minutes read"),
        (replace(HELD, stage="draft minutes"), "draft minutes read"),
        (replace(HELD, stage="decisions only"), "decisions only"),
        (replace(HELD, incomplete=("8.",)), "incomplete item"),
        (replace(HELD, stage="agenda"), "minutes awaited"),
        (replace(HELD, stage=None), "minutes awaited"),
        (ago(AWAITED_FOR.days, replace(HELD, stage="agenda")), "minutes awaited"),
        (ago(AWAITED_FOR.days + 1, replace(HELD, stage="agenda")), "agenda only"),
        (ago(AWAITED_FOR.days + 1, replace(HELD, stage=None)), "nothing published"),
        (ago(0, replace(HELD, stage="agenda")), "upcoming"),
        (ago(1, replace(HELD, stage="agenda", status="upcoming")), "minutes awaited"),
        (replace(HELD, stage="agenda", status="cancelled"), "cancelled"),
        (UNREAD, "not asked for"),
        (ago(-40, replace(UNREAD, status="upcoming", stage=None)), "upcoming"),
        (replace(UNREAD, status="cancelled"), "cancelled"),
    ],
)
def test_a_meeting_without_trouble_is_in_the_state_that_its_record_and_list_tell(
    sitting: Sitting, told: str
) -> None:
    assert state(sitting, None, TODAY) == told


@pytest.mark.parametrize("kind", get_args(TroubleState))
@pytest.mark.parametrize("stage", ["minutes", "draft minutes", "decisions only"])
def test_an_outcome_that_was_read_outlasts_trouble_unless_the_page_is_gone(
    kind: TroubleState, stage: Stage
) -> None:
    before = state(replace(HELD, stage=stage), None, TODAY)
    assert state(replace(HELD, stage=stage), trouble(kind), TODAY) == ("gone" if kind == "gone" else before)


@pytest.mark.parametrize("sitting", [UNREAD, replace(HELD, stage="agenda"), ago(-9, UNREAD)])
@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("refused", "refused"),
        ("unreachable", "unreachable"),
        ("forbidden", "forbidden by robots"),
        ("gone", "gone"),
    ],
)
def test_a_meeting_without_an_outcome_is_in_trouble_when_its_page_is(
    sitting: Sitting, kind: TroubleState, told: str
) -> None:
    assert state(sitting, trouble(kind), TODAY) == told


def test_minutes_of_a_page_that_is_gone_stay_and_are_counted() -> None:
    (board,) = reckoned(HELD, troubles=(trouble("gone"),)).boards
    assert board.states == {"gone": 1}
    assert (board.minutes, board.newest_minutes, board.years) == (1, HELD.date, {2026: Year(1, 1)})


@st.composite
def sittings(draw: st.DrawFn) -> Sitting:
    return replace(
        HELD,
        date=TODAY + timedelta(days=draw(st.integers(-1500, 200))),
        status=draw(st.sampled_from(get_args(Status))),
        stage=draw(st.sampled_from([None, *get_args(Stage)])),
        board_id=draw(st.sampled_from([None, "31", "32"])),
        captured=draw(st.sampled_from([None, NOON])),
        listed=draw(st.sampled_from([None, NOON])),
        incomplete=draw(st.sampled_from([(), ("8.",)])),
    )


@given(st.lists(st.tuples(sittings(), st.sampled_from([None, *get_args(TroubleState)])), max_size=20))
def test_every_meeting_is_in_exactly_one_state_and_the_totals_add_up(
    drawn: list[tuple[Sitting, TroubleState | None]],
) -> None:
    listed = numbered(*(s for s, _ in drawn))
    troubles = [trouble(kind, s.url) for s, (_, kind) in zip(listed, drawn, strict=True) if kind]
    found = reckon(COUNCIL, listed, troubles, [(FORUM, True)], TODAY)
    assert sorted(s.sitting.id for s in found.standings) == sorted(s.id for s in listed)
    assert set(found.states) <= set(STATES)
    assert sum(found.states.values()) == sum(b.meetings for b in found.boards) == len(listed)
    for board in found.boards:
        assert sum(board.states.values()) == board.meetings
        assert sum(y.held for y in board.years.values()) == len(board.held)
        assert sum(y.minutes for y in board.years.values()) == board.minutes <= len(board.held)
        assert all(s.days(TODAY) >= 0 for s in board.standings if s.state == "minutes awaited")


def test_every_meeting_of_a_crawled_council_is_accounted_for(sample_by_pages: Crawled) -> None:
    found = account(sample_by_pages.council, sample_by_pages.store, date(2026, 11, 1))
    assert {int(s.sitting.id) for s in found.standings} == {m.id for m in sample().meetings}
    assert {b.name for b in sample().boards} <= {b.board for b in found.boards}
    assert "not asked for" not in found.states
    assert found.states["minutes read"] > found.states["cancelled"] > 0


def test_the_longest_wait_is_told_of_each_board_and_of_the_council() -> None:
    hall = replace(HELD, stage=None, board="Hall Committee", board_id="40")
    waiting = numbered(ago(30, replace(HELD, stage=None)), ago(90, hall), ago(12, hall))
    found = reckoned(*waiting)
    longest = [b.awaited_longest.days(TODAY) for b in found.boards if b.awaited_longest]
    assert [b.board for b in found.boards] == ["Area Forum", "Hall Committee"]
    assert longest == [30, 90]
    assert found.awaited_longest is not None
    assert found.awaited_longest.sitting == waiting[1]


def test_a_renamed_board_is_one_board_under_its_name_of_now_and_a_former_one_keeps_its_last() -> None:
    old = replace(HELD, board="Ward Meeting", date=date(2019, 3, 4))
    former = replace(HELD, board="Drainage Board", board_id="9")
    older = replace(HELD, board="Dykes Board", board_id="9", date=date(2020, 1, 1))
    found = reckoned(*numbered(HELD, old, former, older))
    assert [(b.board, b.id, b.meetings) for b in found.boards] == [
        ("Area Forum", "31", 2),
        ("Drainage Board", "9", 2),
    ]


def test_a_board_that_lists_no_meeting_is_told_and_one_that_is_not_wanted_is_not() -> None:
    other = Board("50", "Pensions Board", "https://t.example/50")
    found = reckon(COUNCIL, [], [], [(FORUM, True), (other, False)], TODAY)
    assert [(b.board, b.meetings) for b in found.boards] == [("Area Forum", 0)]


def test_meetings_before_the_first_day_wanted_are_left_out_unless_there_is_a_record() -> None:
    council = replace(COUNCIL, since=date(2026, 1, 1))
    before, kept = numbered(ago(400, UNREAD), ago(400))
    assert [s.sitting for s in reckoned(before, kept, council=council).standings] == [kept]


def test_the_matrix_shows_gaps_and_leaves_out_what_was_not_held() -> None:
    listed = numbered(
        ago(400),
        ago(401, replace(HELD, stage="agenda")),
        ago(1500),
        ago(1501, replace(HELD, status="cancelled")),
        ago(-5, replace(HELD, stage="agenda")),
    )
    found = reckoned(*listed)
    assert found.boards[0].years == {2022: Year(1, 1), 2025: Year(2, 1)}
    head, years, forum, together = matrix_words(found).splitlines()
    assert "Thistlemoor" in head
    assert years.split() == ["board", "2022", "2025"]
    assert forum.split() == ["Area", "Forum", "1/1", "1/2*"]
    assert together.split() == ["together", "1/1", "1/2*"]
    assert len({len(line) for line in (years, forum.ljust(len(years)), together.ljust(len(years)))}) == 1


def test_a_year_without_a_meeting_is_a_dot_in_the_matrix() -> None:
    hall = replace(HELD, board="Hall Committee", board_id="40", date=date(2024, 1, 9))
    words = matrix_words(reckoned(*numbered(HELD, hall)))
    assert [line.split()[-2:] for line in words.splitlines()[2:4]] == [["·", "1/1"], ["1/1", "·"]]


def test_a_council_that_publishes_what_is_expected_falls_short_of_nothing() -> None:
    council = replace(COUNCIL, expect=Expected(boards=1, meetings=2, minutes=1))
    assert shortfalls(council, reckoned(*numbered(HELD, UNREAD))) == ()


def test_each_expected_count_that_is_not_reached_is_a_sentence() -> None:
    council = replace(COUNCIL, expect=Expected(boards=3, meetings=900, minutes=600))
    assert shortfalls(council, reckoned(HELD)) == (
        "t: expects at least 3 boards, the archive holds 1",
        "t: expects at least 900 meetings, the archive holds 1",
        "t: expects at least 600 meetings with minutes, the archive holds 1",
    )


def test_status_says_first_what_is_missing_why_and_since_when() -> None:
    hall = replace(HELD, stage="agenda", board="Hall Committee", board_id="40")
    listed = numbered(ago(45, hall), ago(90, UNREAD), ago(120, replace(HELD, incomplete=("8.", "9."))), HELD)
    troubles = (trouble("unreachable", listed[1].url, "it answered 503 four times"),)
    words = account_words(reckoned(*listed, troubles=troubles), ("t: expects at least 9 boards",))
    before, _, table = words.partition("\n\n")
    assert "4 meetings: 1 minutes read, 1 minutes awaited, 1 incomplete item, 1 unreachable" in before
    assert "awaited longest, 45 days: minutes of Hall Committee, 17 Mar 2026: https://t.example/900" in before
    assert "t: expects at least 9 boards" in before
    assert "unreachable since 2026-04-02: https://t.example/901: it answered 503 four times" in before
    assert "items 8., 9.: https://t.example/902" in before
    forum, hall_row = table.splitlines()[1:3]
    assert forum.split() == ["Area", "Forum", "3", "3", "2", "2", "16", "Apr", "2026"]
    assert hall_row.split() == ["Hall", "Committee", "1", "1", "0", "1", "45", "days", "none"]


def test_forty_boards_in_trouble_fit_on_two_screens() -> None:
    names = [f"Committee No. {n} for the Commons" for n in range(40)]
    listed = numbered(*(replace(UNREAD, board=name, board_id=name) for name in names))
    words = account_words(reckoned(*listed, troubles=tuple(trouble("refused", s.url) for s in listed)), ())
    assert "and 30 more like these" in words
    assert len(words.splitlines()) <= 60
    assert all(name in words for name in names)


def test_of_nothing_status_says_what_to_do() -> None:
    assert "run `minutes crawl`" in account_words(reckon(COUNCIL, [], [], [], TODAY), ())


def test_status_tells_of_the_last_run_and_of_what_stopped_it() -> None:
    run = Run(NOON, 61.2, ("t",), requests=1200, new=3, failed=("t: no answer",), ended="budget", exit=3)
    words = run_words(Diary((run,)))
    assert "61 s, budget, exit code 3: 1,200 requests, 3 records new, 0 changed\n  t: no answer" in words
    assert run_words(Diary()) == "no run is on record"
    assert "damaged" in run_words(Diary((), 1))
