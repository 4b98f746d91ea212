"""A first glance spares texts a pattern; it must hide no form that the pattern knows."""

from __future__ import annotations

import pytest

from archive.outcomes.glance import holds
from archive.outcomes.headings import action_inside, proposes
from archive.outcomes.markers import marker
from archive.outcomes.votes import defeats
from tests.archive.outcomes.minutes import read

PROPOSALS = [
    "The report on the slipway recommended as follows:",
    "An agenda paper that recommends these steps –",
    "Officers, recommending a new crane –",
    "Members are asked to let the pier.",
    "The Board was invited to let the pier",
    "The Board is recommended that the pier be let.",
    "The Panel were requested to let the pier",
    "Cllr Auk will move the closure of the slip.",
    "In the name of Cllr Auk stood the following motion.",
    "The clerk read out the following recommendations.",
    "Cllr Auk tabled late an amendment as printed:",
    "Cllr Auk submitted a motion as printed:",
    "The clerk read the MOTION – the slip be let.",
    "The Board met to consider passing a byelaw.",
    "Cllr Auk moved that the slip be let.",
    "Cllr Auk moved, that the slip be let.",
    "Cllr Auk proposed that the slip be let.",
    "Cllr Auk proposed, that the slip be let.",
    "Cllr Auk proposed, as follows, a new crane.",
    "Cllr Auk moved the following on cranes.",
    "The clerk read a resolution from the harbour users.",
    "The chair asked us To resolve the matter of the crane",
    "Cllr Auk moved an amendment on cranes.",
    "Cllr Auk, which Cllr Tern seconded at once:",
]


@pytest.mark.parametrize("text", PROPOSALS)
def test_every_form_of_a_proposal_inside_a_sentence_is_seen(text: str) -> None:
    assert proposes(text)


MARKERS = [
    *("It was RESOLVED that the slip be let", "It was PENDERFYNWYD that", "It was CYTUNWYD that"),
    *(
        "The Board DECIDED that the slip be let",
        "The Board AGREED to let it",
        "It was DETERMINED that it be let",
    ),
    *("It was RECOMMENDED that the slip be let", "It was resolved that the slip be let"),
    *("The Board agreed that:", "The Board noted:", "The Board approved the following:"),
    *("The Board endorsed:", "The Board determined to:", "The Board decided:", "The Board cytunwyd:"),
    "The Board made the following recommendations",
]


@pytest.mark.parametrize("text", MARKERS)
def test_every_word_that_marks_a_decision_inside_a_sentence_is_seen(text: str) -> None:
    assert marker(f"After a debate of an hour on cranes and slips, {text}") is not None


LOST = [
    *(
        "The motion was LOST.",
        "The amendment was defeated.",
        "The motion was not carried.",
        "The vote was lost.",
    ),
    *("The proposal was not passed.", "The motion was not agreed.", "The motion was not approved."),
    *("The amendment fell.", "The motion was voted down.", "Ar ôl pleidlais collwyd y cynnig."),
    "Ar ôl pleidlais methodd y gwelliant.",
]


@pytest.mark.parametrize("text", LOST)
def test_every_form_of_a_lost_vote_is_seen_among_other_sentences(text: str) -> None:
    assert defeats(f"The tide was high. {text} The crane stood idle.") == [text]


@pytest.mark.parametrize("text", ["It was let. ACTION: Ida Tern", "It was let (Action: Ida Tern)"])
def test_an_action_inside_a_paragraph_is_seen(text: str) -> None:
    assert action_inside(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        *("Moved by Councillor Auk", "PROPOSED by Councillor Auk", "Cynigiwyd gan Councillor Auk"),
        *(
            "On the motion of Councillor Auk",
            "On the proposition of Councillor Auk",
            "Councillor Auk proposed",
        ),
        "On the proposal of Councillor Auk",
    ],
)
def test_every_way_to_name_the_proposer_is_seen(text: str) -> None:
    [decision] = read(f"{text} it was RESOLVED that the slip be let.").decisions
    assert decision.proposer == "Councillor Auk"


def test_a_glance_finds_a_scrap_inside_words_and_in_any_case() -> None:
    assert holds("The Slip was REMOVED", ("moved",))
    assert not holds("The slip was let", ("moved", "propos"))
    assert not holds("The slip was let", ())
