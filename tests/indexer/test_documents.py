from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model import Action, Attachment, Decision, Item, Meeting, Official, Passage, Stage, Status
from indexer.anchors import anchors
from indexer.documents import LEAD, documents, is_procedural, of_official
from indexer.model import Attached
from indexer.topics import load

TOPICS = load()
BRIDGE = Item(
    id="51203",
    number="4.",
    title="Parking at the harbour bridge",
    passages=(
        Passage("agenda", "To consider a report on parking."),
        Passage("minutes", "The board heard of the tolls.", mark="(a)"),
        Passage("minutes", "RESOLVED that the tolls be kept."),
    ),
    decisions=(
        Decision("the tolls be kept.", "substantive", 2),
        Decision("the minutes stand.", "procedural", 2),
    ),
    actions=(Action("Officers to count the boats in June.", "Officers", "in June", 1),),
    complete=False,
)


def _meeting(*items: Item) -> Meeting:
    return Meeting(
        council="salt",
        id="3512",
        board="Harbour Board",
        board_id="7",
        date=date(2023, 3, 14),
        time=time(13, 0),
        status="held",
        stage="minutes",
        url="https://democracy.saltmarsh.example/ieListDocuments.aspx?MId=3512",
        venue="Old Custom House",
        items=items,
    )


def test_an_item_gives_itself_its_decisions_and_its_actions() -> None:
    found = documents(_meeting(BRIDGE), "Saltmarsh", TOPICS)
    assert [(each.id, each.kind) for each in found] == [
        ("salt/3512/51203", "item"),
        ("salt/3512/51203/d1", "decision"),
        ("salt/3512/51203/d2", "decision"),
        ("salt/3512/51203/a1", "action"),
    ]
    assert {each.meeting for each in found} == {"salt/3512"}
    assert {each.source_url for each in found} == {_meeting().url + "#AI51203"}
    assert {each.title for each in found} == {BRIDGE.title}
    assert {each.complete for each in found} == {False}


def test_an_outcome_opens_at_the_passage_that_says_it_and_an_item_at_its_title() -> None:
    _, heard, kept = anchors(BRIDGE)
    found = documents(_meeting(BRIDGE), "Saltmarsh", TOPICS)
    assert [each.url.removeprefix("/salt/3512#") for each in found] == ["item-51203", kept, kept, heard]
    assert [each.anchors for each in found[1:]] == [(kept,), (kept,), (heard,)]


def test_an_outcome_whose_passage_is_not_there_opens_at_its_item() -> None:
    (_, lost) = documents(
        _meeting(replace(BRIDGE, decisions=(Decision("Noted.", "noted", 9),), actions=())),
        "Saltmarsh",
        TOPICS,
    )
    assert (lost.url, lost.anchors) == ("/salt/3512#item-51203", ())


PASSAGES = st.lists(
    st.builds(Passage, st.just("minutes"), st.text("a \n.", max_size=6), mark=st.sampled_from(["", "1."]))
)


@given(PASSAGES)
def test_each_line_of_an_items_text_has_the_anchor_of_the_passage_it_is_of(passages: list[Passage]) -> None:
    item = replace(BRIDGE, passages=tuple(passages), decisions=(), actions=())
    (found,) = documents(_meeting(item), "Saltmarsh", TOPICS)
    lines = found.text.split("\n") if passages else []
    said = {anchor: f"{p.mark} {p.text}" for anchor, p in zip(anchors(item), passages, strict=True)}
    assert len(found.anchors) == len(lines)
    assert all(line in said[anchor] for line, anchor in zip(lines, found.anchors, strict=True))


def test_a_decision_is_searched_by_its_own_words_not_the_items() -> None:
    _, decision, procedural, action = documents(_meeting(BRIDGE), "Saltmarsh", TOPICS)
    assert (decision.text, decision.lead, decision.decision_kind) == (
        "the tolls be kept.",
        "the tolls be kept.",
        "substantive",
    )
    assert (decision.procedural, procedural.procedural) == (False, True)
    assert (action.text, action.owner, action.due) == (BRIDGE.actions[0].text, "Officers", "in June")


def test_an_items_decisions_and_actions_have_its_topics() -> None:
    found = documents(_meeting(BRIDGE), "Saltmarsh", TOPICS)
    assert {tuple(topic.name for topic in each.topics) for each in found} == {("Transport and highways",)}


def test_an_item_is_searched_whole_and_shown_by_its_minutes_first() -> None:
    item = documents(_meeting(BRIDGE), "Saltmarsh", TOPICS)[0]
    assert item.text == BRIDGE.text
    assert item.lead == "The board heard of the tolls. RESOLVED that the tolls be kept."


REPORT, PLAN, PICTURE = (
    Attachment(name, f"https://democracy.saltmarsh.example/documents/s{name}.pdf")
    for name in ("Report", "Plan", "Picture")
)
FILES = {REPORT.url: "Tolls since the bridge was built.", PLAN.url: "A plan of the bridge.", PICTURE.url: ""}


def test_an_item_has_the_texts_of_its_files_each_once_and_in_order() -> None:
    item = replace(BRIDGE, attachments=(PLAN, PICTURE, REPORT, replace(PLAN, title="The plan again")))
    whole, *outcomes = documents(_meeting(item), "Saltmarsh", TOPICS, FILES)
    assert whole.attached == (Attached("Plan", FILES[PLAN.url]), Attached("Report", FILES[REPORT.url]))
    assert whole.text == BRIDGE.text
    assert not any(each.attached for each in outcomes)


def test_an_item_has_no_text_of_a_file_that_was_not_read() -> None:
    item = replace(BRIDGE, attachments=(REPORT,))
    assert documents(_meeting(item), "Saltmarsh", TOPICS)[0].attached == ()


def test_an_item_that_is_closed_to_the_public_gives_no_text_of_its_files() -> None:
    item = replace(BRIDGE, attachments=(REPORT,), restricted=True)
    assert documents(_meeting(item), "Saltmarsh", TOPICS, FILES)[0].attached == ()


def test_a_files_words_give_its_item_no_topic() -> None:
    item = Item("9", "9.", "The plan", attachments=(PLAN,))
    assert documents(_meeting(item), "Saltmarsh", TOPICS, {PLAN.url: "Parking " * 99})[0].topics == ()


def test_a_decision_of_the_register_has_the_texts_of_its_files() -> None:
    item = replace(BRIDGE, attachments=(REPORT,))
    official = Official(
        "salt", "77", "https://democracy.saltmarsh.example/d?77", item, decided=date(2024, 5, 2)
    )
    whole, *_ = of_official(official, "Saltmarsh", TOPICS, FILES)
    assert whole.attached == (Attached("Report", FILES[REPORT.url]),)


def test_an_item_and_what_was_decided_on_it_have_attachments_where_files_are_linked_read_or_not() -> None:
    item = replace(BRIDGE, attachments=(REPORT,))
    found = documents(_meeting(item, Item("9", "9.", "Lamps")), "Saltmarsh", TOPICS)
    assert [each.has_attachments for each in found] == [True, True, True, True, False]


@pytest.mark.parametrize(
    ("status", "published", "expected"),
    [
        ("held", "minutes", "minutes"),
        ("held", "draft minutes", "draft minutes"),
        ("held", "decisions only", "decisions only"),
        ("held", "agenda", "agenda"),
        ("held", None, "nothing"),
        ("upcoming", None, "upcoming"),
        ("upcoming", "agenda", "agenda"),
        ("cancelled", None, "cancelled"),
        ("cancelled", "agenda", "cancelled"),
        ("rescheduled", "agenda", "rescheduled"),
        ("adjourned", "agenda", "adjourned"),
        ("adjourned", "minutes", "minutes"),
    ],
)
def test_a_document_says_how_far_its_meeting_has_come(
    status: Status, published: Stage | None, expected: str
) -> None:
    meeting = replace(_meeting(BRIDGE), status=status, stage=published)
    without_items = meeting.with_items(())
    found = (*documents(meeting, "S", TOPICS), *documents(without_items, "S", TOPICS))
    assert {each.stage for each in found} == {expected}


def test_a_decision_of_the_register_says_so() -> None:
    official = Official(
        "salt", "77", "https://democracy.saltmarsh.example/d?77", BRIDGE, decided=date(2024, 5, 2)
    )
    found = of_official(official, "Saltmarsh", TOPICS)
    assert {each.stage for each in found} == {"register"}
    assert not any(each.has_attachments for each in found)


def test_a_long_lead_ends_between_words() -> None:
    passages = (Passage("agenda", "bridges, " * 100),)
    item = documents(_meeting(Item("1", "1.", "A", passages)), "Saltmarsh", TOPICS)[0]
    assert item.lead.endswith("bridges …")
    assert LEAD - 20 < len(item.lead) <= LEAD + 2


def test_a_cancelled_meeting_without_items_can_be_found() -> None:
    cancelled = Meeting(
        council="salt",
        id="10161",
        board="Harbour Board",
        board_id=None,
        date=date(2024, 2, 1),
        time=None,
        status="cancelled",
        stage=None,
        url="https://democracy.saltmarsh.example/m?10161",
        venue="Old Custom House",
    )
    (document,) = documents(cancelled, "Saltmarsh", TOPICS)
    assert (document.id, document.kind, document.title) == ("salt/10161", "meeting", "Harbour Board")
    assert (document.url, document.source_url) == ("/salt/10161", cancelled.url)
    assert document.text == "Cancelled\nVenue: Old Custom House"


@pytest.mark.parametrize(
    "title",
    [
        "Apologies for Absence",
        "Welcome, Apologies and Substitutes, Declarations of Interest",
        "Declaration of Disclosable Pecuniary Interests",
        "Minutes",
        "Minutes of the Previous Meeting",
        "Note of the last meeting",
        "To approve the minutes of 4 May",
        "Exclusion of the Press and Public",
        "Urgent Business",
        "Any Other Business",
        "Any urgent items",
        "Date of Next Meeting",
        "Work Programme 2024",
        "Chair's Announcements",
        "Ymddiheuriadau",
        "Cofnodion",
    ],
)
def test_what_opens_or_closes_every_meeting_is_procedural_and_has_no_topic(title: str) -> None:
    assert is_procedural(title)
    item = documents(
        _meeting(Item("1", "1.", title, (Passage("minutes", "Parking permits: Cllr Moss"),))), "S", TOPICS
    )
    assert (item[0].procedural, item[0].topics) == (True, ())


@pytest.mark.parametrize(
    "title",
    [
        "Harbour bridge",
        "Minutes of the Climate Working Group",
        "Business Rates Relief",
        "Members' Interests in Land Policy",
        "Dates for the Regatta",
        "Social Exclusion Strategy",
        "Public Participation Policy",
        "Last Mile Delivery",
    ],
)
def test_matters_of_substance_are_not_procedural(title: str) -> None:
    assert not is_procedural(title)
