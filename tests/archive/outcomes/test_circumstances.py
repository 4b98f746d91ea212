"""Who decided, who moved it, and how the votes fell, as said."""

from __future__ import annotations

import pytest

from archive.model import Decision
from tests.archive.outcomes.minutes import read


def only(text: str) -> Decision:
    [decision] = read(text).decisions
    return decision


@pytest.mark.parametrize(
    ("text", "proposer", "seconder"),
    [
        (
            "It was moved by Councillor Tern, seconded by Councillor Auk and\nRESOLVED that the slip be let.",
            "Councillor Tern",
            "Councillor Auk",
        ),
        (
            "Proposed by Alderman Skua, seconded by Cllr Ida Gannet, and RESOLVED that the slip be mended.",
            "Alderman Skua",
            "Cllr Ida Gannet",
        ),
        (
            "RESOLVED that the slip be mended.\n(Proposed by the Mayor and seconded by Councillor Auk)",
            "the Mayor",
            "Councillor Auk",
        ),
        (
            "On the motion of Councillor Tern, seconded by Mrs Dunlin, it was RESOLVED that the slip be let.",
            "Councillor Tern",
            "Mrs Dunlin",
        ),
        ("RESOLVED that the slip be mended.", None, None),
    ],
)
def test_mover_and_seconder_are_named_where_they_are(
    text: str, proposer: str | None, seconder: str | None
) -> None:
    found = only(text)
    assert (found.proposer, found.seconder) == (proposer, seconder)


@pytest.mark.parametrize(
    ("text", "votes"),
    [
        ("RESOLVED that the slip be mended.\nVoting: unanimous", "unanimous"),
        ("RESOLVED (unanimously) that the slip be mended.", "unanimously"),
        ("RESOLVED that the slip be mended.\nFor: 17\nAgainst: 3", "For: 17 Against: 3"),
        (
            "RESOLVED that the slip be mended.\n(Voting: 9 for, 2 against, 1 abstention)",
            "9 for, 2 against, 1 abstention",
        ),
        (
            "RESOLVED that the slip be mended (7 for, 3 against, 0 abstentions).",
            "7 for, 3 against, 0 abstentions",
        ),
        ("RESOLVED that the slip be mended.", None),
    ],
)
def test_votes_are_given_as_said(text: str, votes: str | None) -> None:
    assert only(text).votes == votes


def test_a_mover_of_another_decision_is_not_taken() -> None:
    found = read(
        "It was moved by Councillor Tern and RESOLVED that the slip be mended.\n"
        "RESOLVED that the quay be lit."
    ).decisions
    assert [d.proposer for d in found] == ["Councillor Tern", None]


def test_the_body_of_a_narrative_sentence_is_who_decided() -> None:
    assert only("The Harbour Board agreed that the slip be mended.").by == "The Harbour Board"
    assert only("RESOLVED that the slip be mended.").by is None
