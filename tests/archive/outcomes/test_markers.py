"""RESOLVED, AGREED and their kin, in every form that minutes use."""

import pytest

from tests.archive.outcomes.minutes import decided

FERRY = "the ferry timetable be approved."
THAT_FERRY = "That the ferry timetable be approved."


@pytest.mark.parametrize(
    ("line", "clause"),
    [
        ("RESOLVED that the ferry timetable be approved.", FERRY),
        ("RESOLVED THAT the ferry timetable be approved.", FERRY),
        ("Resolved that the ferry timetable be approved.", FERRY),
        ("RESOLVED – That the ferry timetable be approved.", THAT_FERRY),
        ("RESOLVED: That the ferry timetable be approved.", THAT_FERRY),
        ("RESOLVED- That the ferry timetable be approved.", THAT_FERRY),
        ("RESOLVED: - That the ferry timetable be approved.", THAT_FERRY),
        ("RESOLVED:- That the ferry timetable be approved.", THAT_FERRY),
        ("– RESOLVED that the ferry timetable be approved.", FERRY),
        ("RESOLVED (unanimously) that the ferry timetable be approved.", FERRY),
        ("RESOLVED unanimously: That the ferry timetable be approved.", THAT_FERRY),
        (
            "Resolved (5:5 and on the Chair's casting vote) – That the ferry timetable be approved.",
            THAT_FERRY,
        ),
        ("RESOLVED by 8 votes to 2 that the ferry timetable be approved.", FERRY),
        (
            "RESOLVED, on the proposal of Ms Ash, seconded by Mr Bay, that the ferry timetable be approved.",
            FERRY,
        ),
        (
            "Moved by Mr Ash, seconded by Ald. Bay and RESOLVED – That the ferry timetable be approved.",
            THAT_FERRY,
        ),
        ("It was RESOLVED that the ferry timetable be approved.", FERRY),
        ("Therefore, it was unanimously RESOLVED that the ferry timetable be approved.", FERRY),
        ("Following a vote, it was resolved that the ferry timetable be approved.", FERRY),
        ("Cabinet RESOLVED to approve the ferry timetable.", "to approve the ferry timetable."),
        (
            "The Harbour Sub-Committee resolved to approve the ferry timetable.",
            "to approve the ferry timetable.",
        ),
        ("AGREED that the ferry timetable be approved.", FERRY),
        ("AGREED: That the ferry timetable be approved.", THAT_FERRY),
        ("Agreed – That the ferry timetable be approved.", THAT_FERRY),
        ("RECOMMENDED to Council that the ferry timetable be approved.", FERRY),
        ("PENDERFYNWYD cymeradwyo amserlen y fferi.", "cymeradwyo amserlen y fferi."),
        ("Penderfynwyd: cymeradwyo amserlen y fferi.", "cymeradwyo amserlen y fferi."),
    ],
)
def test_a_marker_and_what_belongs_to_it_are_left_out_of_the_clause(line: str, clause: str) -> None:
    assert decided(f"Members asked about winter sailings.\n{line}") == [clause]


@pytest.mark.parametrize(
    "marker",
    [
        "RESOLVED",
        "RESOLVED:",
        "RESOLVED –",
        "RESOLVED that:",
        "Resolved:-",
        "It was RESOLVED that:",
        "Resolved to:",
        "The Committee resolved:-",
        "Decision",
        "Decisions:",
        "Decision made:",
        "The decision:",
        "AGREED:",
        "AGREED that:",
        "RESOLVED /-",
        "Cabinet RESOLVED to:",
        "The Board agreed:",
        "It was agreed that:",
        "PENDERFYNWYD:",
        "Resolved unanimously",
        "RESOLVED (nem con) – That:",
        "RESOLVED: That",
        "Moved by Councillor Ash, seconded by Councillor Bay and RESOLVED:",
        "Decision of Executive Councillor Ash",
        "Penderfyniad",
        "The Committee:",
    ],
)
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1.", "2."),
        ("1)", "2)"),
        ("(1)", "(2)"),
        ("(a)", "(b)"),
        ("a)", "b)"),
        ("(i)", "(ii)"),
        ("A", "B"),
        ("2.1", "2.2"),
    ],
)
@pytest.mark.parametrize("gap", [" ", "|"])
def test_clauses_below_a_marker_lose_their_enumerators_only(
    marker: str, first: str, second: str, gap: str
) -> None:
    page = f"{marker}\n{first}{gap}That the pier be repaired; and\n{second}{gap}That the crane be sold."
    assert decided(page) == ["That the pier be repaired; and", "That the crane be sold."]


@pytest.mark.parametrize(
    "line",
    [
        "RESOLVED: (1) That the pier be repaired; and (2) That the crane be sold.",
        "RESOLVED that: (a) That the pier be repaired; and (b) That the crane be sold.",
        "The Panel RESOLVED (i) That the pier be repaired; and (ii) That the crane be sold.",
        "It was agreed that: 1. That the pier be repaired; and 2. That the crane be sold.",
    ],
)
def test_a_list_that_runs_on_in_one_paragraph_is_cut_into_its_clauses(line: str) -> None:
    assert decided(line) == ["That the pier be repaired; and", "That the crane be sold."]


def test_a_bracketed_number_inside_a_clause_does_not_cut_it() -> None:
    clause = "under section 100A (4) and paragraphs (1) and (3) the public be excluded."
    assert decided(f"RESOLVED that {clause}") == [clause]


def test_paragraphs_below_a_marker_are_a_clause_each_until_the_story_goes_on() -> None:
    page = """RESOLVED –
    That the pier be repaired.
    That the crane be sold.
    The meeting closed at 8.10 pm."""
    assert decided(page) == ["That the pier be repaired.", "That the crane be sold."]


def test_only_the_sentence_that_decides_is_taken_from_a_longer_paragraph() -> None:
    page = "The Panel RESOLVED that the pier be repaired. Cllr. Ash thanked the divers."
    assert decided(page) == ["the pier be repaired."]


def test_votes_and_movers_between_clauses_are_stepped_over() -> None:
    page = """RESOLVED that:
    1.|the pier be repaired;
    Voting: unanimous
    2.|the crane be sold.
    (Proposed by Councillor Ash and seconded by Councillor Bay)
    Councillor Cole abstained from this vote."""
    assert decided(page) == ["the pier be repaired;", "the crane be sold."]


@pytest.mark.parametrize(
    "tally",
    [
        "(For 7, Against 2)",
        "(unanimous)",
        "(7-2)",
        "[Voting: 7 for]",
        "(Proposed by Ms Ash, seconded by Mr Bay)",
    ],
)
def test_a_tally_or_mover_in_brackets_after_a_clause_is_left_off(tally: str) -> None:
    assert decided(f"RESOLVED: That the pier be repaired {tally}.") == ["That the pier be repaired"]


@pytest.mark.parametrize(
    "aside", ["(2026-2030)", "(for the summer)", "(Councillor Ash)", "(proposed scheme B)"]
)
def test_other_words_in_brackets_stay_in_the_clause(aside: str) -> None:
    assert decided(f"RESOLVED: That the plan be approved {aside}.") == [f"That the plan be approved {aside}."]


def test_the_stem_of_a_sub_list_gives_way_to_its_clauses() -> None:
    page = """RESOLVED that:
    1.|the pier be repaired;
    2.|authority be delegated to the Harbour Master to:
    (a)|let the contract;
    (b)|sign the deed.
    3.|the crane be sold."""
    assert decided(page) == [
        "the pier be repaired;",
        "let the contract;",
        "sign the deed.",
        "the crane be sold.",
    ]


@pytest.mark.parametrize("why", ["for the following reasons:", "subject to the following conditions:"])
def test_reasons_and_conditions_below_a_decision_are_not_decisions(why: str) -> None:
    page = (
        f"RESOLVED: That permission be REFUSED {why}\n1. The access is too narrow.\n2. Trees would be lost."
    )
    assert decided(page) == [f"That permission be REFUSED {why}"]


def test_the_clause_after_one_with_conditions_is_still_a_clause() -> None:
    page = """RESOLVED that:
    (a)|the lease be approved subject to the following conditions:
    (i)|it ends in May;
    (ii)|it is in writing;
    (b)|the crane be sold."""
    assert decided(page) == [
        "the lease be approved subject to the following conditions:",
        "the crane be sold.",
    ]


def test_names_below_a_decision_belong_to_it() -> None:
    page = "RESOLVED that the following grants be awarded:\n1. Sea Cadets - £900\n2. Rowing Club - £400"
    assert decided(page) == ["the following grants be awarded:"]
