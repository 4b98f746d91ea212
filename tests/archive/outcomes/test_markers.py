"""RESOLVED, AGREED and their kin, in every form that minutes use."""

import pytest

from tests.archive.outcomes.minutes import decided, read

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
        ("RECOMMENDED – That the ferry timetable be approved.", THAT_FERRY),
        ("DETERMINED that the ferry timetable be approved.", FERRY),
        ("DETERMINED: That the ferry timetable be approved.", THAT_FERRY),
        ("RESOLVED, on the casting vote of the Chair (6:6), that the ferry timetable be approved.", FERRY),
        ("AGREED That the ferry timetable be approved.", THAT_FERRY),
        ("The Panel, after a short debate, resolved that the ferry timetable be approved.", FERRY),
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
        "DETERMINED:",
        "It was agreed that",
        "Ms Ash proposed, Mr Bay seconded and it was agreed",
        "Following debate, it was unanimously resolved",
        "Following discussion, Members:",
        "RESOLVED: (On the proposal of Ms Ash, seconded by Mr Bay)",
        "The Panel made the following recommendations to the Cabinet Member:",
        "Members AGREED the recommendations in the report, namely:",
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


@pytest.mark.parametrize(
    ("line", "clauses"),
    [
        (
            "RESOLVED to note the dredging report; to adopt the dredging plan.",
            ["to note the dredging report", "to adopt the dredging plan."],
        ),
        (
            "Resolved that the pier be painted; and that the crane be let.",
            ["the pier be painted", "that the crane be let."],
        ),
        (
            "AGREED that the pier be painted and that the crane be let.",
            ["the pier be painted", "that the crane be let."],
        ),
        (
            "RESOLVED that the lease of the boat house; the slip and the yard be granted.",
            ["the lease of the boat house; the slip and the yard be granted."],
        ),
    ],
)
def test_clauses_that_share_a_line_are_parted_where_each_can_stand_alone(
    line: str, clauses: list[str]
) -> None:
    assert decided(line) == clauses


def test_a_that_alone_after_the_marker_is_no_clause() -> None:
    page = "RESOLVED – That\nCouncillor Cole be elected Mayor; and\nCouncillor Finch be elected Deputy Mayor."
    assert decided(page) == [
        "Councillor Cole be elected Mayor; and",
        "Councillor Finch be elected Deputy Mayor.",
    ]


def test_a_proposal_told_before_the_marker_does_not_swallow_the_list() -> None:
    page = "The applicant proposed that the bar close at ten.\nDETERMINED:\n1. That the bar close at nine."
    assert decided(page) == ["That the bar close at nine."]


def test_a_table_explains_a_clause_and_the_clause_after_it_counts() -> None:
    page = """RESOLVED:
    Group | Grant
    Sea Cadets | £900
    That the grants in the table be paid."""
    assert decided(page) == ["That the grants in the table be paid."]


def test_a_row_below_a_stem_belongs_to_it() -> None:
    page = "RESOLVED that these grants be paid:\nSea Cadets | £900\nThat the fund be closed."
    assert decided(page) == ["these grants be paid:", "That the fund be closed."]


@pytest.mark.parametrize(
    "row", ["Decision | The Board agreed the mooring plan.", "RESOLVED | The Board agreed the mooring plan."]
)
def test_a_row_that_only_lays_text_out_is_read_as_text(row: str) -> None:
    assert decided(row) == ["The Board agreed the mooring plan."]


def test_a_standing_delegation_after_conditions_is_a_clause() -> None:
    page = """RESOLVED that the application be approved subject to the following conditions:
    1. Begin in three years.
    Should the wording need to change, authority is delegated to the Head of Planning."""
    assert decided(page) == [
        "the application be approved subject to the following conditions:",
        "Should the wording need to change, authority is delegated to the Head of Planning.",
    ]


def test_welsh_conditions_hang_on_their_decision() -> None:
    page = "PENDERFYNWYD:\nCaniatáu’r cais gyda’r amodau canlynol:\n1. Dechrau cyn pen tair blynedd."
    assert decided(page) == ["Caniatáu’r cais gyda’r amodau canlynol:"]


def test_a_recommendation_is_the_act_of_a_panel_that_decides_nothing_else() -> None:
    page = "The Panel heard the candidate.\nRecommendation: That Ms Ash be appointed."
    assert decided(page) == ["That Ms Ash be appointed."]
    assert decided(f"{page}\nRESOLVED that Mr Bay be appointed.") == ["Mr Bay be appointed."]


@pytest.mark.parametrize("marker", ["Resolution:", "RESOLUTION –", "Outcome:", "OUTCOME:"])
def test_a_planning_marker_is_left_out(marker: str) -> None:
    assert decided(f"{marker} Approved with a lower mast.") == ["Approved with a lower mast."]


@pytest.mark.parametrize(
    "marker", ["CYTUNWYD / AGREED:", "PENDERFYNWYD/RESOLVED –", "RESOLVED / PENDERFYNWYD:"]
)
def test_a_marker_in_two_languages_is_one_marker(marker: str) -> None:
    assert decided(f"{marker} that the mast be lowered.") == ["that the mast be lowered."]


def test_a_marker_in_capitals_is_left_off_the_entries_of_a_list() -> None:
    page = "The Board:\n1. NOTED the survey.\n2. AGREED to let the shed.\n3. AGREED that the mast be lowered."
    assert decided(page) == ["NOTED the survey.", "to let the shed.", "the mast be lowered."]


@pytest.mark.parametrize(
    ("line", "clauses"),
    [
        (
            "the tide survey be noted and a further survey be brought in May.",
            ["the tide survey be noted", "a further survey be brought in May."],
        ),
        (
            "the lease be ended and no further payments be made.",
            ["the lease be ended", "no further payments be made."],
        ),
        ("the shed and the crane be sold.", ["the shed and the crane be sold."]),
        ("the lease be ended and the shed and the crane be sold.", None),
        ("to adopt the plan and the Port Service budget for 2031.", None),
        ("to adopt the plan and the Head of Quays report on fenders.", None),
        ("to write to the Minister asking that tolls be halved and the rule be changed.", None),
        ("Cabinet be recommended that tolls be halved and the rule be changed.", None),
        ("the order be made and, if nobody objects, the order be confirmed.", None),
        ("the lease be let on terms to be agreed and the rent be £5.", None),
    ],
)
def test_two_clauses_at_a_bare_and_are_parted_where_each_has_its_own_verb(
    line: str, clauses: list[str] | None
) -> None:
    assert decided(f"RESOLVED that {line}") == (clauses or [line])


@pytest.mark.parametrize(
    "sentence",
    [
        "A vote was taken on a proposal to close the berth; this was not carried.",
        "The motion to close the berth fell by 2 votes to 7.",
        "The proposal that the berth be closed fell.",
    ],
)
def test_a_lost_proposal_is_kept_as_not_carried(sentence: str) -> None:
    found = read(f"Members spoke about the berth.\n{sentence}").decisions
    assert [(each.text, each.kind) for each in found] == [(sentence, "not carried")]


@pytest.mark.parametrize(
    "clause", ["no action be taken.", "no further dredging be done.", "no decision be made in May."]
)
def test_that_nothing_be_done_is_a_decision(clause: str) -> None:
    assert decided(f"RESOLVED that {clause}") == [clause]
