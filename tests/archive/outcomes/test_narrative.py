"""Decisions without a marker: a sentence of the story, or bare clauses."""

import pytest

from tests.archive.outcomes.minutes import decided


@pytest.mark.parametrize(
    "sentence",
    [
        "The Board agreed the ferry timetable.",
        "The Board agreed to defer the ferry timetable.",
        "The Health and Harbours Board approved the plan, subject to the addition of a map.",
        "Following discussion, it was agreed that the pier be repaired.",
        "It was agreed that a working group would be formed.",
        "It was moved by Councillor Ash, seconded by Councillor Bay, and agreed that the pier be repaired.",
        "The Committee considered the report and approved the accounts.",
        "The recommendations in the report were agreed.",
        "The Board noted the update.",
        "The report was noted.",
        "The Panel received and noted the work programme.",
        "Having considered the evidence, the Sub-Committee determined to grant the licence.",
        "The minutes of the meeting held on 3 May 2026 were approved as a correct record.",
        "The minutes of the meeting of 3rd May were taken as read and signed as correct.",
        "Councillor Cole was elected Chair for the year.",
        "The meeting was adjourned until 14 May.",
        "DEFERRED – to allow a site visit.",
        "The revised berthing charter was agreed.",
        "The dates of the regatta were noted.",
        "Noted.",
        "Having read the survey the Board agreed that the pier be closed to lorries.",
        "Moved by Ms Ash, seconded by Mr Bay and agreed that the Committee rise.",
        "The Board agreed that every lease bear a plan that is drawn to scale.",
        "Llofnododd y Cadeirydd gofnodion 6 Mai fel rhai cywir.",
        "After a short recess it was agreed that the slipway be closed at dusk.",
        "Following a show of hands it was unanimously agreed that the crane be sold.",
        "On a poll being taken it was agreed that the tolls be halved.",
        "On a vote being called it was agreed that the lamp be lit all year.",
        "After a long debate Members agreed that the quay be widened.",
        "Members agreed to refuse the mooring licence.",
        "Members agreed to defer the mooring licence so that the pilots could be heard.",
        "Members agreed to set up a dredging group.",
        "Members voted by 6 to 3 to grant the mooring licence.",
        "The Panel voted unanimously to grant the mooring licence.",
        "Members voted seven to two to close the slipway.",
        "This item was deferred to the May meeting.",
    ],
)
def test_a_sentence_that_decides_is_kept_whole(sentence: str) -> None:
    assert decided(f"Councillor Ash introduced the report.\n{sentence}") == [sentence]


@pytest.mark.parametrize("heading", ["Decision", "Decisions:", "DECISION", "Decision made:", "Penderfyniad"])
def test_under_a_decision_heading_sentences_are_kept_whole(heading: str) -> None:
    page = f"{heading}\n• The Board noted the survey.\n• The Board agreed that these views should shape it."
    assert decided(page) == [
        "The Board noted the survey.",
        "The Board agreed that these views should shape it.",
    ]


def test_under_decisions_a_body_and_a_colon_are_only_the_stem() -> None:
    page = "Decisions\nHarbours Board:\n• noted the report; and\n• agreed the lobbying lines."
    assert decided(page) == ["noted the report; and", "agreed the lobbying lines."]


def test_what_a_cut_left_of_a_decision_is_still_given() -> None:
    assert decided("Decision\nThe Board agreed to note the") == ["The Board agreed to note the"]


@pytest.mark.parametrize(
    "page",
    [
        "The officer presented the report.\nThat the pier be repaired.\nThat the crane be sold.",
        "That the pier be repaired.\nThat the crane be sold.\nThere was a debate about costs.",
    ],
)
def test_bare_clauses_count_when_every_marker_is_lost(page: str) -> None:
    assert decided(page) == ["That the pier be repaired.", "That the crane be sold."]


def test_text_whose_labels_are_lost_is_read_when_it_tells_of_a_meeting() -> None:
    page = (
        "Agenda:\n(a) the pier be repaired.\nCouncillor Ash introduced the report. Members asked about costs."
    )
    assert decided(page) == ["the pier be repaired."]


def test_noting_counts_only_where_the_account_ends_with_it() -> None:
    page = """The Committee noted that costs had risen.
    The Committee also noted the plan for the crane.
    The Committee noted the ferry timetable."""
    assert decided(page) == ["The Committee noted the ferry timetable."]


def test_a_marked_decision_silences_the_story_around_it() -> None:
    page = "The Committee agreed to hear Mr Dodd.\nRESOLVED that the pier be repaired."
    assert decided(page) == ["the pier be repaired."]


@pytest.mark.parametrize(
    "sentence",
    ["The Board noted the divers' letter.", "The report was noted.", "The new charter was approved."],
)
def test_a_decision_in_a_paragraph_of_its_own_counts_wherever_it_stands(sentence: str) -> None:
    assert decided(f"{sentence}\nMs Ash thanked the divers.") == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "The Board noted that the divers were away. Ms Ash thanked them.",
        "The Board received a letter from the divers.",
        "The charter was approved by the Ministry.",
        "The charter was agreed in 2019.",
        "He said that the charter was approved.",
        "Minute 12 – The signs were approved by the county.",
        "The ferry was refused a berth.",
        "Mr Bay spoke. Crew changes were noted.",
        "The question was noted.",
        "It was agreed.",
        "After a long debate it was agreed that fenders were dear.",
        "This item was explained by the pilot.",
    ],
)
def test_what_was_only_told_on_the_way_does_not_count(sentence: str) -> None:
    assert decided(f"{sentence}\nMs Ash asked about fenders.") == []


@pytest.mark.parametrize(
    ("sentence", "clauses"),
    [
        (
            "The mooring be closed for a month; and the bosun, Mr Hart, be taken off the list.",
            ["The mooring be closed for a month", "the bosun, Mr Hart, be taken off the list."],
        ),
        (
            "The Board agreed that the slip be closed; and that the crane be sold.",
            ["The Board agreed that the slip be closed; and that the crane be sold."],
        ),
    ],
)
def test_a_decision_section_without_a_marker_is_parted_unless_it_tells(
    sentence: str, clauses: list[str]
) -> None:
    assert decided(f"Decision:\n{sentence}") == clauses


def test_a_deferred_item_in_a_decision_section_is_a_decision() -> None:
    assert decided("Decision:\nThis matter was adjourned until May.") == [
        "This matter was adjourned until May."
    ]
