"""What holds for any text at all."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.model import Passage, Section, Style
from archive.outcomes import outcomes
from archive.outcomes.enumerators import inline_list, opening
from archive.outcomes.lines import CHARACTERS, LONGEST, PASSAGES
from archive.sentences import sentences
from tests.campaign import examples

SECTIONS: tuple[Section, ...] = ("agenda", "decision", "minutes")
STYLES: tuple[Style, ...] = ("paragraph", "bullet", "numbered", "heading", "row")
SCRAPS = (
    "RESOLVED",
    "RESOLVED that",
    "the pier be repaired",
    "(a)",
    "(b)",
    "1.",
    "2.",
    ":",
    ";",
    "–",
    ".",
    "Decision",
    "Action",
    "ACTION:",
    "Jane Reed",
    "to write",
    "The Board",
    "agreed",
    "noted",
    "that",
    "motion was lost",
    "Councillor Ash",
    "Reasons for decision",
    "the Director of Ports",
    "by May",
    "The report recommended:-",
    "PENDERFYNWYD",
    "“",
    "None",
    "(5:5)",
    "minutes",
    "approved",
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(SCRAPS), max_size=14).map(" ".join))
PAGES = st.lists(
    st.builds(
        Passage,
        section=st.sampled_from(SECTIONS),
        text=TEXTS,
        style=st.sampled_from(STYLES),
        level=st.integers(0, 2),
        mark=st.one_of(st.sampled_from(["", "", "1.", "(a)", "2.1", "B"]), st.text(max_size=4)),
    ),
    max_size=10,
)


@settings(max_examples=examples(300), deadline=None)
@given(PAGES, st.text(max_size=20))
def test_every_text_is_a_piece_of_its_passage_and_in_the_order_of_the_page(
    page: list[Passage], title: str
) -> None:
    found = outcomes(page, title)
    texts = [(each.passage, each.text) for each in found.decisions]
    texts += [(each.passage, each.text) for each in found.actions]
    assert all(text and text in page[passage].text for passage, text in texts)
    assert [each.passage for each in found.decisions] == sorted(each.passage for each in found.decisions)
    assert [each.passage for each in found.actions] == sorted(each.passage for each in found.actions)


@settings(max_examples=examples(200), deadline=None)
@given(PAGES)
def test_owners_and_times_are_said_on_the_page(page: list[Passage]) -> None:
    whole = " ".join(passage.text for passage in page)
    for action in outcomes(page).actions:
        assert action.owner is None or action.owner in whole
        assert action.due is None or action.due in page[action.passage].text


@settings(max_examples=examples(200), deadline=None)
@given(PAGES)
def test_no_clause_is_both_a_decision_and_an_action(page: list[Passage]) -> None:
    found = outcomes(page)
    decided = {(each.passage, each.text) for each in found.decisions}
    assert not decided & {(each.passage, each.text) for each in found.actions}


@settings(max_examples=examples(50), deadline=None)
@given(
    st.lists(
        st.sampled_from(["the pier be repaired", "the crane be sold", "the quay be let"]),
        min_size=1,
        unique=True,
    )
)
def test_minutes_that_repeat_the_decision_section_change_nothing(clauses: list[str]) -> None:
    section = [
        Passage("decision", "RESOLVED that:"),
        *(Passage("decision", text, "numbered", 0, "1.") for text in clauses),
    ]
    again = [replace(passage, section="minutes") for passage in section]
    assert outcomes([*section, *again]) == outcomes(section)


@given(st.text(max_size=200))
def test_cutting_never_makes_up_words(text: str) -> None:
    assert all(piece in text for piece in [*sentences(text), *inline_list(text), opening(text)[1]])


LONG = [
    "a ",
    "The Committee ",
    "RESOLVED ",
    "(a) ",
    "motion was ",
    "and resolved ",
    "Councillor Ash and ",
    "“",
    "-",
    "minutes of the ",
]


@pytest.mark.parametrize("scrap", LONG)
@pytest.mark.parametrize("opening_words", ["", "RESOLVED that ", "The Board "])
def test_a_passage_of_two_million_characters_is_read_at_once(scrap: str, opening_words: str) -> None:
    started = time.process_time()
    outcomes([Passage("minutes", opening_words + scrap * (2_000_000 // len(scrap)))])
    assert time.process_time() - started < 5


def test_twenty_megabytes_of_one_item_are_read_within_a_second() -> None:
    told = Passage(
        "minutes", "The Board agreed that the pier be let to Mr Ash for a year at a fair rent in all."
    )
    page = [told] * (20_000_000 // len(told.text))
    started = time.process_time()
    outcomes(page)
    assert time.process_time() - started < 1


def test_what_stands_beyond_the_limits_is_not_read() -> None:
    decision = Passage("minutes", "RESOLVED that the pier be let.")
    filling = [Passage("minutes", "")] * PASSAGES
    assert len(outcomes([*filling[1:], decision]).decisions) == 1
    assert outcomes([*filling, decision]).decisions == ()
    assert (
        outcomes(
            [Passage("minutes", "pier " * (LONGEST // 5))] * (CHARACTERS // LONGEST + 1) + [decision]
        ).decisions
        == ()
    )


def test_an_item_without_text_decides_nothing() -> None:
    found = outcomes([])
    assert (found.decisions, found.actions) == ((), ())
