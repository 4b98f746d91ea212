"""Who must do what, and by when."""

import pytest

from tests.archive.outcomes.minutes import decided, tasks


@pytest.mark.parametrize(
    ("clause", "owner", "due"),
    [
        ("the Harbour Master write to the Trust", "Harbour Master", None),
        ("That the Director of Ports write to the Trust.", "Director of Ports", None),
        (
            "officers be requested to circulate the survey before the next meeting;",
            "officers",
            "before the next meeting",
        ),
        ("to instruct the Chief Officer to report back in June 2027.", "Chief Officer", "in June 2027"),
        ("to request that the Cabinet Member attend a future meeting", "Cabinet Member", None),
        ("ask the Head of Leisure to bring back a plan by March 2027.", "Head of Leisure", "by March 2027"),
        ("the Clerk report the outcome within six weeks.", "Clerk", "within six weeks"),
        ("the Head of Quays deliver two fenders to each berth.", "Head of Quays", None),
        (
            "the Pilot Engineer inspect every buoy before the spring tides.",
            "Pilot Engineer",
            "before the spring tides",
        ),
        ("That the Mayor thank the crew of the lifeboat this week.", "Mayor", "this week"),
        ("requests a report from the Chief Pilot in three months;", "Chief Pilot", "in three months"),
        ("to direct Coastal Trust to dredge the bar.", "Coastal Trust", None),
        ("that quay officers bring forward a berthing paper.", "quay officers", None),
        ("Requested that the Chief Pilot provide tide data each quarter.", "Chief Pilot", "each quarter"),
        ("to request that the Coastal Trust publish its charts by May.", "Coastal Trust", "by May"),
        ("to request that Coast Health Board open the clinic.", "Coast Health Board", None),
    ],
)
def test_a_clause_that_names_its_doer_is_an_action_and_no_decision(
    clause: str, owner: str, due: str | None
) -> None:
    page = f"RESOLVED that:\n(a) the pier be repaired;\n(b) {clause}"
    assert tasks(page) == [(clause, owner, due)]
    assert decided(page) == ["the pier be repaired;"]


@pytest.mark.parametrize("heading", ["Action", "Actions", "ACTIONS:", "Action points", "Camau gweithredu"])
def test_each_bullet_under_an_actions_heading_is_an_action(heading: str) -> None:
    page = f"""The Chair thanked the pilots.
    {heading}
    • Officers to feed back in June.
    • Jane Reed would put together the reply by the end of April.
    • A member to share the chart with officers.
    • The Chair suggested officers set up a list once known."""
    assert tasks(page) == [
        ("Officers to feed back in June.", "Officers", "in June"),
        ("Jane Reed would put together the reply by the end of April.", "Jane Reed", "by the end of April"),
        ("A member to share the chart with officers.", "member", None),
        ("The Chair suggested officers set up a list once known.", "officers", None),
    ]


@pytest.mark.parametrize(
    "marker", ["ACTION:", "Action:", "Action –", "Action 3:", "Action point:", "CAM GWEITHREDU:"]
)
def test_a_marked_line_is_an_action(marker: str) -> None:
    assert tasks(f"{marker} Jane Reed to write to the pilots by 12 May 2026.") == [
        ("Jane Reed to write to the pilots by 12 May 2026.", "Jane Reed", "by 12 May 2026")
    ]


@pytest.mark.parametrize(
    "line", ["Action - Liz Crane", "Action: Liz Crane", "(Action: Liz Crane)", "ACTION – Liz Crane"]
)
def test_a_name_alone_after_the_marker_makes_the_sentence_before_it_her_task(line: str) -> None:
    page = f"Members heard about the pilot. A note on rents is to be shared with the Board.\n{line}"
    assert tasks(page) == [("A note on rents is to be shared with the Board.", "Liz Crane", None)]


def test_a_name_and_a_colon_own_the_list_below_them() -> None:
    page = "ACTION: Liz Crane:\n• Circulate the chart.\n• Book the hall by 3 May."
    assert tasks(page) == [
        ("Circulate the chart.", "Liz Crane", None),
        ("Book the hall by 3 May.", "Liz Crane", "by 3 May"),
    ]


def test_an_action_inside_a_paragraph_is_found() -> None:
    page = "Dr Amin spoke about tides. ACTION: Dr Amin to circulate the chart."
    assert tasks(page) == [("Dr Amin to circulate the chart.", "Dr Amin", None)]


@pytest.mark.parametrize(
    ("sentence", "owner"),
    [
        ("The Harbour Manager was asked to look into the signs.", "Harbour Manager"),
        ("The Clerk would circulate the dates.", "Clerk"),
        ("The Chair undertook to send a written reply.", "Chair"),
        ("The Board asked the Head of Ports to provide a briefing note.", "Head of Ports"),
        ("It was agreed that the Parks Manager would write to all parish councils.", "Parks Manager"),
    ],
)
def test_an_errand_in_the_story_is_an_action_when_it_names_its_doer(sentence: str, owner: str) -> None:
    page = f"Members discussed the quay.\n{sentence}"
    assert tasks(page) == [(sentence, owner, None)]
    assert decided(page) == []


def test_an_officers_task_under_decision_is_an_action() -> None:
    page = "Decision\nMembers noted the update. Officers to share the slides."
    assert decided(page) == ["Members noted the update."]
    assert tasks(page) == [("Officers to share the slides.", "Officers", None)]


def test_what_members_agreed_under_actions_is_a_decision() -> None:
    page = "Actions\n• The Board agreed the work plan.\n• Officers to publish it."
    assert decided(page) == ["The Board agreed the work plan."]
    assert tasks(page) == [("Officers to publish it.", "Officers", None)]


def test_a_closed_action_is_left_out_of_a_recap_and_an_open_one_kept() -> None:
    page = "Action 1: Tom Hart to book the hall - CLOSED\nAction 2: Tom Hart to invite the Trust."
    assert tasks(page) == [("Tom Hart to invite the Trust.", "Tom Hart", None)]


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("by the end of April", "by the end of April"),
        ("in June", "in June"),
        ("by Friday 6 March", "by Friday 6 March"),
        ("before the next meeting", "before the next meeting"),
        ("within two weeks", "within two weeks"),
        ("to the July meeting", "to the July meeting"),
        ("within a fortnight", "within a fortnight"),
        ("before the bathing season", "before the bathing season"),
        ("before the ferry sails", "before the ferry sails"),
        ("before the summer recess", "before the summer recess"),
        ("by June of next year", "by June of next year"),
        ("this month", "this month"),
        ("in 2031", "in 2031"),
        ("every quarter", "every quarter"),
        ("on next year's dates", None),
        ("in the spring", "in the spring"),
        ("when known", None),
        ("on the quay", None),
    ],
)
def test_the_due_time_is_given_as_said(said: str, due: str | None) -> None:
    assert tasks(f"ACTION: Jane Reed to report {said}.")[0][2] == due


@pytest.mark.parametrize(
    "header",
    [
        "Action | Who | By when",
        "Task | Owner | Date",
        "Action point | Lead officer | Deadline",
        "What | Lead | Due",
    ],
)
@pytest.mark.parametrize("heading", ["", "ACTIONS:\n", "Actions arising\n"])
def test_a_table_of_actions_is_read_by_its_columns(heading: str, header: str) -> None:
    page = f"""{heading}{header}
    Paint the buoys | Tom Hart | May
    Invite the pilots to the July meeting | Jane Reed | June"""
    assert tasks(page) == [
        ("Paint the buoys", "Tom Hart", "May"),
        ("Invite the pilots to the July meeting", "Jane Reed", "June"),
    ]
    assert decided(page) == []


def test_the_order_of_the_columns_does_not_matter_and_closed_rows_are_history() -> None:
    page = """Ref | Owner | Action | Status
    1 | Tom Hart | Paint the buoys | Open
    2 | Jane Reed | Book the hall | Complete"""
    assert tasks(page) == [("Paint the buoys", "Tom Hart", None)]


def test_a_row_with_an_empty_cell_gives_no_owner_that_is_none() -> None:
    assert tasks("Action | Owner | Date\nPaint the buoys | May") == [("Paint the buoys", None, None)]


def test_a_table_of_actions_without_a_header_is_read_below_its_heading() -> None:
    assert tasks("Actions\nTom Hart | Paint the buoys by May") == [
        ("Paint the buoys by May", "Tom Hart", "by May")
    ]


@pytest.mark.parametrize(
    ("clauses", "given"),
    [
        (
            "that the survey be received and the Head of Quays be asked to reply.",
            "the Head of Quays be asked to reply.",
        ),
        (
            "to note the survey; and the Head of Quays be asked to reply.",
            "the Head of Quays be asked to reply.",
        ),
    ],
)
def test_an_order_that_shares_its_line_with_a_decision_is_an_action(clauses: str, given: str) -> None:
    assert [text for text, *_ in tasks(f"RESOLVED {clauses}")] == [given]
    assert len(decided(f"RESOLVED {clauses}")) == 1


def test_the_list_below_a_stem_that_names_the_doer_is_his() -> None:
    page = """Decision: That the Quay Manager –
    (i) brings a list of arrears to each meeting; and
    (ii) paints the rails."""
    assert [(text, owner) for text, owner, _ in tasks(page)] == [
        ("brings a list of arrears to each meeting; and", "Quay Manager"),
        ("paints the rails.", "Quay Manager"),
    ]


@pytest.mark.parametrize(
    "note", ["Tom Hart – paint the buoys", "Paint the buoys (Tom Hart)", "Tom Hart to paint the buoys"]
)
def test_the_name_beside_a_task_is_its_owner(note: str) -> None:
    assert tasks(f"Actions\n• {note}\n• TH to paint the quay") == [
        (note, "Tom Hart", None),
        ("TH to paint the quay", "TH", None),
    ]


def test_a_note_of_a_task_counts_beside_a_resolution_where_the_story_is_silent() -> None:
    page = """RESOLVED that the pier be let.
    The Clerk to sign the lease.
    The Clerk would send a copy to the Trust."""
    assert [text for text, *_ in tasks(page)] == ["The Clerk to sign the lease."]


def test_a_welsh_request_is_an_action_of_the_one_who_is_asked() -> None:
    clause = "Gofyn i’r Pennaeth Porthladd gyflwyno adroddiad ym mis Mai."
    page = f"PENDERFYNWYD:\n1. Nodi’r arolwg.\n2. {clause}"
    assert tasks(page) == [(clause, "Pennaeth Porthladd", "ym mis Mai")]


@pytest.mark.parametrize("verb", ["AGREED", "agreed"])
def test_an_entry_below_a_bodys_stem_that_names_its_doer_is_an_action(verb: str) -> None:
    page = f"The Harbours Board:\n1. noted the survey.\n2. {verb} that the Chair write to the pilots."
    assert [owner for _, owner, _ in tasks(page)] == ["Chair"]
    assert decided(page) == ["noted the survey."]


@pytest.mark.parametrize(
    "clause",
    [
        "to request that Cabinet adopt the plan.",
        "bod y Pennaeth Porthladd yn cael ei benodi.",
    ],
)
def test_a_clause_that_gives_no_officer_a_task_stays_a_decision(clause: str) -> None:
    assert decided(f"PENDERFYNWYD {clause}") == [clause]
    assert tasks(f"PENDERFYNWYD {clause}") == []


@pytest.mark.parametrize(
    ("first", "second", "owner"),
    [
        ("tolls be raised by 2 per cent", "the Harbour Master publish the table.", "Harbour Master"),
        ("the Board support the pilots' appeal", "the Chief Pilot write to the Ministry.", "Chief Pilot"),
    ],
)
def test_the_doer_after_a_bare_and_has_an_action_of_his_own(first: str, second: str, owner: str) -> None:
    page = f"RESOLVED that {first} and {second}"
    assert decided(page) == [first]
    assert tasks(page) == [(second, owner, None)]


def test_two_doers_of_one_task_are_not_parted() -> None:
    clause = "the Director and the Harbour Master write to the pilots."
    assert [text for text, *_ in tasks(f"RESOLVED that {clause}")] == [clause]


@pytest.mark.parametrize("marker", ["AP1:", "AP 2 –", "AP3 - "])
def test_a_numbered_action_point_is_an_action(marker: str) -> None:
    assert tasks(f"{marker} Jane Reed to send the chart.") == [
        ("Jane Reed to send the chart.", "Jane Reed", None)
    ]


def test_a_name_in_brackets_behind_the_marker_is_the_owner() -> None:
    assert tasks("Action (Jane Reed): send the chart by May.") == [
        ("send the chart by May.", "Jane Reed", "by May")
    ]


@pytest.mark.parametrize(
    ("told", "given"),
    [
        ("The pilot showed the chart and answered questions.", []),
        ("A copy would be sent to the pilots. Mr Bay left.", ["A copy would be sent to the pilots."]),
        ("Send the chart to the pilots.", ["Send the chart to the pilots."]),
    ],
)
def test_a_bare_owner_takes_the_task_above_only_where_there_is_one(told: str, given: list[str]) -> None:
    assert [text for text, *_ in tasks(f"{told}\nACTION: Harbour Services")] == given


@pytest.mark.parametrize(
    ("clause", "owner"),
    [
        ("bod y Pennaeth Porthladd yn paratoi siart.", "Pennaeth Porthladd"),
        ("bod Swyddog y Cei i baratoi siart.", "Swyddog y Cei"),
    ],
)
def test_a_welsh_clause_that_names_its_doer_is_an_action(clause: str, owner: str) -> None:
    assert tasks(f"PENDERFYNWYD {clause}") == [(clause, owner, None)]
    assert decided(f"PENDERFYNWYD {clause}") == []
