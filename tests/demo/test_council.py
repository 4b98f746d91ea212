from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from archive.model import Kind
from web.demo import sample
from web.demo.build import sample as build
from web.demo.council import Item, Meeting
from web.demo.matter import TOPICS
from web.demo.word import words

COUNCIL = sample()
ITEMS = [(m, i) for m in COUNCIL.meetings for i in m.items]


def test_the_council_has_four_boards_and_about_sixty_meetings_over_six_years() -> None:
    days = [m.date for m in COUNCIL.meetings]
    assert len(COUNCIL.boards) == 4
    assert 55 <= len(days) <= 65
    assert max(days) - min(days) >= timedelta(days=6 * 365)


def test_the_council_is_the_same_each_time_it_is_built() -> None:
    build.cache_clear()
    assert build() == COUNCIL


def test_the_council_calls_itself_made_up() -> None:
    assert "Nowhere" in COUNCIL.name
    assert "made-up" in COUNCIL.motto


def test_the_last_meeting_was_some_weeks_ago_and_a_few_are_still_to_come() -> None:
    held = [m.date for m in COUNCIL.meetings if not m.upcoming]
    upcoming = [m for m in COUNCIL.meetings if m.upcoming]
    assert timedelta(weeks=2) < COUNCIL.today - max(held) < timedelta(weeks=8)
    assert 2 <= len(upcoming) <= 3
    assert all(m.date > COUNCIL.today for m in upcoming)


def test_meetings_come_in_order_and_sit_on_weekdays() -> None:
    assert all(a.date <= b.date for a, b in pairwise(COUNCIL.meetings))
    assert {m.date.weekday() for m in COUNCIL.meetings} <= set(range(5))


@pytest.mark.parametrize("status", ["held", "upcoming", "cancelled", "rescheduled", "adjourned"])
def test_every_status_of_a_meeting_occurs(status: str) -> None:
    assert any(m.status == status for m in COUNCIL.meetings)


@pytest.mark.parametrize("stage", [None, "agenda", "decisions only", "draft minutes", "minutes"])
def test_every_stage_of_publication_occurs(stage: str | None) -> None:
    assert any(m.stage == stage for m in COUNCIL.meetings)


def test_a_meeting_with_only_an_agenda_says_nothing_of_what_was_decided() -> None:
    bare = [i for m, i in ITEMS if m.stage == "agenda"]
    assert bare
    assert not any(i.minutes or i.decision or i.decisions or i.actions for i in bare)


def test_decisions_only_means_no_minutes() -> None:
    items = [i for m, i in ITEMS if m.stage == "decisions only"]
    assert any(i.decisions for i in items)
    assert not any(i.minutes for i in items)


@pytest.mark.parametrize("number", [i.id for _, i in ITEMS if i.decisions or i.actions])
def test_what_was_decided_stands_in_the_text(number: int) -> None:
    item = next(i for _, i in ITEMS if i.id == number)
    text = "\n".join(line.text for line in item.decision + item.minutes)
    assert all(d.text in text for d in item.decisions)
    assert all(a.text in text for a in item.actions)


@pytest.mark.parametrize(
    ("kind", "least"),
    [("procedural", 40), ("noted", 40), ("substantive", 150), ("deferred", 8), ("not carried", 10)],
)
def test_every_kind_of_decision_occurs_often_enough_to_search_for(kind: Kind, least: int) -> None:
    assert sum(d.kind == kind for _, i in ITEMS for d in i.decisions) >= least


def test_every_action_has_an_owner_and_most_have_a_time() -> None:
    actions = [a for _, i in ITEMS for a in i.actions]
    assert len(actions) >= 40
    assert all(a.owner in a.text for a in actions)
    assert all(a.due in a.text for a in actions if a.due)
    assert sum(a.due is not None for a in actions) > len(actions) / 2


def test_every_topic_has_items() -> None:
    assert {i.topic for _, i in ITEMS if i.topic} == set(TOPICS.values())
    assert len(TOPICS) == 27


@pytest.mark.parametrize(
    "subject",
    ["harbour bridge", "SEND transformation plan", "alternative provision", "parking", "tidal",
     "library hours", "local plan", "council tax"],
)  # fmt: skip
def test_the_great_subjects_come_back_in_several_years(subject: str) -> None:
    years = {m.date.year for m, i in ITEMS if any(subject.lower() in x.text.lower() for x in i.lines)}
    assert len(years) >= 3


def test_an_issue_is_taken_up_at_more_than_one_meeting() -> None:
    bridge = {m.id for m, i in ITEMS if i.issue and "Harbour Bridge" in i.title}
    assert len({i.issue for _, i in ITEMS if "Harbour Bridge" in i.title}) == 1
    assert len(bridge) >= 5


def test_items_and_files_and_meetings_have_numbers_of_their_own() -> None:
    for numbers in (
        [i.id for _, i in ITEMS],
        [m.id for m in COUNCIL.meetings],
        [d.id for _, i in ITEMS for d in i.documents],
        [i.reference for _, i in ITEMS if i.reference],
    ):
        assert len(set(numbers)) == len(numbers) > 0


def test_some_debates_are_longer_than_a_meeting_page_shows() -> None:
    long = [(m, i) for m, i in ITEMS if words(i.minutes) > 500]
    assert len(long) >= 15
    assert {m.board.key for m, _ in long} == {"council", "cabinet", "planning", "people"}


def numbers(meeting: Meeting) -> list[str]:
    return [i.number for i in meeting.items]


def meetings_of(key: str) -> list[Meeting]:
    return [m for m in COUNCIL.meetings if m.board.key == key and m.items]


def test_the_cabinet_numbers_its_items_through_the_year() -> None:
    in_2021 = [n for m in meetings_of("cabinet") if m.date.year == 2021 for n in numbers(m) if n]
    assert in_2021 == [f"{n}/21" for n in range(1, len(in_2021) + 1)]


def test_the_planning_committee_counts_on_until_the_municipal_year_ends() -> None:
    june, october = [m for m in meetings_of("planning") if m.date.year == 2023][1:3]
    assert numbers(june)[0] == "1."
    assert numbers(october)[0] == f"{len(june.items) + 1}."


def test_the_council_begins_at_one_again_and_its_section_rows_have_no_number() -> None:
    printed = [numbers(m) for m in meetings_of("council")]
    assert all(next(n for n in row if n) == "1." for row in printed)
    assert any("" in row for row in printed)


def test_the_board_has_items_in_parts() -> None:
    assert any({"4i", "4ii"} <= set(numbers(m)) for m in meetings_of("people"))


def named(title: str) -> Item:
    return next(i for _, i in ITEMS if i.title == title)


def test_a_lost_motion_is_not_carried() -> None:
    petition = named("Petition: Keep the Harbour Bridge Open")
    assert [d.kind for d in petition.decisions] == ["not carried", "substantive", "substantive"]
    assert "that the harbour bridge stay open to buses was lost" in petition.decisions[0].text


def test_a_clause_that_says_who_must_do_what_is_an_action_and_no_decision() -> None:
    bridge = named("Harbour Bridge: Feasibility of Strengthening or Replacement")
    assert [a.owner for a in bridge.actions] == ["the Harbour Engineer"]
    assert [a.due for a in bridge.actions] == ["before the winter"]
    assert len(bridge.decisions) == 2
