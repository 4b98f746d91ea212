"""The five kinds of decision."""

import pytest

from archive.model import Kind
from archive.outcomes.kinds import kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("That the minutes of the meeting held on 3 May be confirmed as a correct record.", "procedural"),
        ("That Councillor Cole be appointed Vice-Chair.", "procedural"),
        ("under section 100A(4) the public be excluded from the meeting", "procedural"),
        ("That standing orders be suspended.", "procedural"),
        ("cadarnhau cofnodion y cyfarfod fel cofnod cywir", "procedural"),
        ("ethol y Cynghorydd Rees yn Gadeirydd", "procedural"),
        ("That the report be noted.", "noted"),
        ("to note the report", "noted"),
        ("The Board agreed to note the update on pilots.", "noted"),
        ("The panel received and noted the pilotage accounts.", "noted"),
        ("That the minutes of the Ports Panel be received.", "noted"),
        ("nodi’r adroddiad", "noted"),
        ("That the report be noted and the plan be approved.", "substantive"),
        ("to note the report and approve the plan", "substantive"),
        ("That no further action be taken.", "substantive"),
        ("That authority be delegated to the Chair to sign the lease.", "substantive"),
        ("That a deferred payment scheme be approved.", "substantive"),
        ("That the application be deferred for a site visit.", "deferred"),
        ("to defer consideration of the item", "deferred"),
        ("The meeting was adjourned until May.", "deferred"),
        ("gohirio’r cais", "deferred"),
        ("continue consideration of the lease to the May meeting", "deferred"),
        ("to otherwise note the planner", "noted"),
        ("It was agreed that the tide tables be noted.", "noted"),
        ("The Board NOTED the survey and commended the divers.", "noted"),
        ("to approve the minute", "procedural"),
        ("Cadarnhawyd cofnodion 6 Mai yn gywir.", "procedural"),
        ("that the recommendations in the minutes of the Ports Panel be adopted", "substantive"),
        ("The Board did not agree the new tolls.", "not carried"),
        ("to note that a further survey would be submitted to the Panel in May.", "noted"),
        ("To note that costs had risen and that a plan will be brought to the Board.", "noted"),
        ("The Board noted the survey and thanked the divers for their care.", "noted"),
        ("The Board noted the survey and welcomed the new buoys.", "noted"),
        ("to note the survey and that a further survey be brought in May", "substantive"),
        ("This item was deferred to the May meeting.", "deferred"),
        ("The motion was put to the vote and LOST.", "not carried"),
        ("Upon being put to the vote, the amendment was not carried.", "not carried"),
    ],
)
def test_a_decision_is_of_the_kind_its_words_say(text: str, expected: Kind) -> None:
    assert kind(text) == expected


def test_a_stem_gives_a_clause_without_a_verb_its_kind() -> None:
    assert kind("the survey of the pier;", stem="The Board noted:") == "noted"


def test_a_title_completes_a_short_clause() -> None:
    assert kind("Councillor Cole was elected.", title="Election of Chair") == "procedural"
