"""What of a changed record is news, and what is the same news again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.model import Action, Decision, Item, Meeting, Official, Passage
from archive.store import Arrival
from tests.alerts.shelf import BEES, FERRY, FERRY_OUT, MEETING, OUT
from web.alerts.news import news_of


def news(now: Meeting | None, *before: Meeting) -> set[str]:
    return set(news_of([Arrival("t/802", "t", before, meeting=now)]))


def deciding(*texts: str) -> Meeting:
    """Let the ferry's item have so many decisions."""
    passages = (*FERRY.passages, *(Passage("decision", text) for text in texts))
    decisions = tuple(Decision(text, "substantive", n) for n, text in enumerate(texts, 1))
    return replace(OUT, items=(replace(FERRY, passages=passages, decisions=decisions),))


def test_an_item_is_news_when_it_is_put_on_an_agenda() -> None:
    assert news(MEETING) == {"t/802/7002", "t/802/7003"}


def test_an_item_is_news_again_when_it_is_published_how_it_came_out() -> None:
    assert news(OUT, MEETING) == {"t/802/7002", "t/802/7002/d1"}


def test_that_a_draft_is_confirmed_is_no_news() -> None:
    confirmed = replace(OUT, stage="minutes")
    assert news(confirmed, MEETING, OUT) == set()


def test_a_text_that_is_corrected_is_no_news() -> None:
    first, second = (
        deciding("That the landing be rebuilt in oak."),
        deciding("That the landing be rebuilt in elm."),
    )
    assert news(second, first) == set()


def test_a_longer_agenda_text_is_no_news() -> None:
    longer = replace(FERRY, passages=(*FERRY.passages, Passage("agenda", "A report is attached.")))
    assert news(replace(MEETING, items=(longer, BEES)), MEETING) == set()


def test_a_decision_that_is_put_before_another_is_the_one_that_is_news() -> None:
    assert news(deciding("That tolls be doubled.", "That oak be used."), deciding("That oak be used.")) == {
        "t/802/7002/d1"
    }


def test_a_decision_added_beside_a_reworded_one_is_told_from_it() -> None:
    before = deciding("That the landing at Cold Staithe be rebuilt in oak.")
    now = deciding("That tolls be doubled.", "That the landing at Cold Staithe be rebuilt in elm.")
    assert news(now, before) == {"t/802/7002/d1"}


def test_an_action_is_news() -> None:
    item = replace(FERRY_OUT, actions=(Action("Ask for tenders", "The Harbour Master", None, 1),))
    assert news(replace(OUT, items=(item, BEES)), OUT) == {"t/802/7002/a1"}


def test_an_item_that_was_taken_off_and_put_up_again_is_no_news() -> None:
    without = replace(MEETING, items=(BEES,))
    assert news(OUT, OUT, without) == set()
    assert news(OUT, OUT, MEETING) == set()


def test_a_withheld_item_is_no_news() -> None:
    withheld = Item("7002", "55.", "Withheld by the archive")
    assert news(replace(MEETING, items=(withheld, BEES))) == {"t/802/7003"}


def test_a_meeting_without_items_is_news_once_and_then_its_items_are() -> None:
    bare = replace(MEETING, items=(), stage=None)
    assert news(bare) == {"t/802"}
    assert news(replace(bare, status="cancelled"), bare) == set()
    assert news(MEETING, bare) == {"t/802/7002", "t/802/7003"}


def test_a_record_that_may_not_be_seen_has_no_news() -> None:
    assert news(None, MEETING) == set()


def test_a_decision_of_the_register_is_news_once_and_what_is_added_to_it_again() -> None:
    item = Item("907", "", "Ropes", decisions=(Decision("That ropes be bought.", "substantive", 0),))
    official = Official("t", "907", "https://t.example/907", item, decided=date(2026, 4, 1))
    key = "t/decision/907"
    assert news_of([Arrival(key, "t", (), official=official)]) == {
        key: date(2026, 4, 1),
        f"{key}/d1": date(2026, 4, 1),
    }
    assert not news_of([Arrival(key, "t", (official,), official=replace(official, status="Called in"))])


TEXTS = st.lists(st.text(max_size=8), max_size=5, unique=True)


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_so_many_decisions_are_news_as_there_are_more_of_them(before: list[str], now: list[str]) -> None:
    found = [id_ for id_ in news(deciding(*now), deciding(*before)) if "/d" in id_]
    told = {now[int(id_.rpartition("d")[2]) - 1] for id_ in found}
    assert len(told) == len(found) == max(0, len(set(now) - set(before)) - len(set(before) - set(now)))
    assert told.isdisjoint(before)
