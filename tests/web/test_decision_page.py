from __future__ import annotations

from dataclasses import replace

from archive.model import Attachment, Attendee, Vote
from tests.web import sample
from tests.web.checks import CheckedClient, one
from tests.web.conftest import Opened


def test_the_page_of_a_decision_says_who_decided_what_and_when(client: CheckedClient) -> None:
    page = client.page("/saltmere/decision/907")
    facts = {
        one(fact, "dt").get_text(): " ".join(one(fact, "dd").get_text().split())
        for fact in page.select(".facts > div")
    }
    assert facts == {
        "Decided by": "Head of Harbours",
        "Decided": "1 February 2024",
        "Published": "9 February 2024",
        "Status": "Recommendations approved",
        "Key decision": "No",
        "Can be called in": "Yes",
        "Copied": "20 March 2024, 9.05am UTC",
    }
    assert (
        one(page, ".outcomes .decision > p:first-child").get_text() == sample.OFFICIAL.item.decisions[0].text
    )


def test_a_decision_taken_at_a_meeting_leads_to_the_meeting(client: CheckedClient) -> None:
    links = [link["href"] for link in client.page("/saltmere/decision/907").select(".ways a")]
    assert links == [sample.OFFICIAL.url, "/saltmere/decision/907/copy", "/saltmere/310"]


def test_an_unknown_decision_is_a_page_that_says_so(client: CheckedClient) -> None:
    page = client.page("/saltmere/decision/1", 404)
    assert "no decision “1”" in page.get_text()


def test_attendance_documents_and_votes_of_a_meeting_are_shown(opened: Opened) -> None:
    person = Attendee("Councillor I. Fulmar", "Chair", "Present, as substitute", "Councillor A. Tern")
    pack = Attachment("Printed minutes", f"{sample.SITE}/documents/g7/Printed.pdf", "90 KB")
    vote = Vote("Footbridge", "Resolution", "Carried", (("Councillor I. Fulmar", "For"),))
    item = replace(sample.HARBOUR, votes=(vote,), restricted=True)
    held = replace(sample.HELD, attendance=(person,), documents=(pack,), items=(item,))
    page = opened([held]).page("/saltmere/310")
    rows = [" ".join(row.get_text(" ").split()) for row in page.select(".about tbody tr")]
    assert rows == ["Councillor I. Fulmar Chair Present, as substitute, for Councillor A. Tern"]
    assert one(page, ".about .documents a")["href"] == pack.url
    assert "For: Councillor I. Fulmar" in one(page, ".votes").get_text()
    assert "does not show all of this item" in one(page, ".item .partial").get_text()
