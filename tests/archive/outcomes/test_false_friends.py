"""What looks like a decision or an action, and is none."""

import pytest

from tests.archive.outcomes.minutes import decided, read, tasks

NOTHING_DECIDED = {
    "a proposal in agenda text": "Agenda:\nRESOLVED – That the pier be let.\nMinutes:\nThe item was put off.",
    "an agenda that was never held": "Agenda:\nMembers are asked to:\ni. Note it.\nii. Approve the plan.",
    "a resolution to be moved": 'Agenda:\nTo consider passing this: "RESOLVED that the public leave".',
    "a motion on notice": """Councillor Ash moved the following motion:
        This Council notes:
        1. that rivers matter.
        This Council resolves to:
        1. write to the water company.""",
    "another body's resolution": "A letter said that the Town Council had resolved to oppose the scheme.",
    "another meeting's resolution": "The Cabinet, at its meeting on 3 March, resolved to close the centre.",
    "a quoted resolution": "A letter was read: “RESOLVED that the pier be closed”.",
    "a negative": "The Committee did not resolve to reopen the matter.",
    "an old decision": "The Leader said that the Council had resolved in 2024 to plant trees.",
    "no decision": "No decision was made.",
    "a comment": "• Members agreed that timetables change too often.",
    "a comment in a paragraph": "Members agreed that timetables change too often.",
    "an agreed opinion": "• Agreed that it was important to train more pilots.",
    "noted facts": "It was noted that the crane was built in 1911.",
    "a request": "Councillor Ash requested a copy of the survey.",
    "a matter for decision": "Matter for Decision\nThe pier had been closed since May.",
    "reasons": "Reasons for Decision\nTo comply with the byelaws.",
    "options": "Other options considered\nTo do nothing was rejected.",
    "a title": "Decision Progress Update\nThe officer spoke about the pier.",
    "none": "Decision:\nNone.\nMinutes:\nThere were none.",
    "apologies in the Decision section": "Decision:\nApologies were received from Councillors Ash and Bay.",
    "no exclusion": "There were no exempt items and so no exclusion was needed.",
    "a status without a decision": "Decision:\nRecommendations Approved",
    "the paper trail": "Decision:\nThis decision was authorised by the Cabinet on 27 July.",
    "the agenda's request again": "Agenda:\nTo receive the report.\nDecision:\nTo receive the report.",
    "agreement that does not say to what": "Mr Ash asked for a map. It was agreed.",
    "an apology in Welsh": "Derbyniwyd ymddiheuriad gan y Cynghorydd Rhys.",
    "what the members did, in bullets": "Members:\n• asked about fenders\n• noted that two were lost",
    "an answer to a question": "Answer: The Council has agreed a programme of repairs.",
}


@pytest.mark.parametrize("page", NOTHING_DECIDED.values(), ids=NOTHING_DECIDED.keys())
def test_nothing_is_decided_by(page: str) -> None:
    assert read(page).decisions == ()


def test_a_recommended_list_gives_way_to_the_resolution_after_it() -> None:
    page = """The report recommended:-
    (a) that the pier be closed;
    (b) that a review be undertaken.
    The Committee resolved:-
    (a) that no further action be taken."""
    assert decided(page) == ["that no further action be taken."]


def test_a_lost_amendment_is_no_decision_in_favour() -> None:
    page = """Councillor Ash moved the following amendment:
    That £5,000 be taken from reserves.
    On being put to the vote the amendment was lost.
    RESOLVED that the budget be approved."""
    assert [(each.text, each.kind) for each in read(page).decisions] == [
        ("On being put to the vote the amendment was lost.", "not carried"),
        ("the budget be approved.", "substantive"),
    ]


def test_a_motion_that_found_no_seconder_was_not_lost() -> None:
    assert decided("The motion fell for want of a seconder.") == []
    assert decided("The amendment did not receive a seconder and so fell.") == []


def test_a_narrative_pasted_again_below_the_marker_is_not_a_clause() -> None:
    story = "The Committee considered a report on markets. Members asked about stall fees."
    assert decided(f"{story}\nResolved:\n{story}\nThe report was noted.") == ["The report was noted."]


def test_alternatives_in_a_decision_section_are_not_clauses() -> None:
    page = """Decision:
    RESOLVED to:
    1.1 approve the sea wall.
    Alternatives considered
    1.2 To do nothing. This was rejected."""
    assert decided(page) == ["approve the sea wall."]


def test_reasons_after_the_clauses_are_not_clauses() -> None:
    page = "RESOLVED –\n1) That the pier be repaired.\nReasons for Decision\n1) That the pier be safe."
    assert decided(page) == ["That the pier be repaired."]


@pytest.mark.parametrize(
    "line",
    [
        "The Action Plan was discussed.",
        "Action Tracking",
        "The auditor reviewed the actions agreed by managers.",
        "ACTION: Jane Reed to book the hall - CLOSED",
        "Action 2: Jane Reed to send the risk register (Completed)",
        "Action 4: Jane Reed to paint the buoys - CLOSED. They were painted in May.",
        "No | Action | Owner | Status\n1 | Paint the buoys | Jane Reed | Closed",
        "The Committee agreed to:\n1. ask for another survey in a year's time.",
        "RESOLVED that every member spend a day on the ferry.",
        "RESOLVED that Gull Hill car park charges rise by 5%.",
        "RESOLVED that members support the regatta.",
        "RESOLVED that the Harbour Officer post in Wick be deleted.",
        "Jane Reed would circulate the survey.\nRESOLVED that the pier be let.",
        "Actions\nNone",
        "Action: as set out in the report",
        "Members were asked to comment on the plan.",
        "Officers would monitor the position.",
        "Councillor Ash requested a copy of the survey.",
        "RESOLVED that a report be brought back in May.",
        "RESOLVED that authority be delegated to the Harbour Master to sign the lease.",
        "RESOLVED that the Chair be authorised to sign the accounts.",
        "RESOLVED that Members note the report.",
    ],
)
def test_no_action_is_given_by(line: str) -> None:
    assert tasks(line) == []
