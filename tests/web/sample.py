"""A made-up council with a few meetings, and an archive of them in memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from archive.model import Action, Attachment, Decision, Item, Meeting, Official, Passage
from archive.store import Counts
from indexer.documents import documents
from indexer.model import Document
from indexer.topics import load

NAMES = {"saltmere": "Saltmere Borough Council"}

TOPICS = load(Path(__file__).with_name("topics.toml"))

SITE = "https://saltmere.example/democracy"

HARBOUR = Item(
    id="5103",
    number="41.",
    title="Harbour footbridge: repair or replacement",
    passages=(
        Passage("agenda", "To consider the report of the Head of Highways on the harbour footbridge."),
        Passage("decision", "RESOLVED that the footbridge be replaced at a cost of up to £1.2 million."),
        Passage("minutes", "Debate", "heading"),
        Passage(
            "minutes", "The Head of Highways said that repair would give the footbridge five years at most."
        ),
        Passage("minutes", "Members asked about:", "paragraph"),
        Passage("minutes", "access for wheelchairs during the works;", "bullet"),
        Passage("minutes", "the fishing fleet, and in particular", "bullet"),
        Passage("minutes", "berths on the north quay;", "bullet", 1),
        Passage("minutes", "the ice house.", "bullet", 1),
        Passage("minutes", "The Chair put the recommendations:", "paragraph"),
        Passage("minutes", "That the footbridge be replaced.", "numbered", 0, "1."),
        Passage("minutes", "That repair be kept under review.", "numbered", 0, "2."),
        Passage("minutes", "each spring", "numbered", 1, "(a)"),
        Passage("minutes", "after each winter storm", "numbered", 1, "(b)"),
        Passage("minutes", "Berth | Length | Draught", "row"),
        Passage("minutes", "North quay | 12 m | 2.4 m", "row"),
        Passage("minutes", "The Head of Highways will bring a timetable of closures to the May meeting."),
    ),
    decisions=(
        Decision("that the footbridge be replaced at a cost of up to £1.2 million.", "substantive", 1),
        Decision("That repair be kept under review.", "deferred", 11),
    ),
    actions=(Action("bring a timetable of closures", "The Head of Highways", "to the May meeting", 16),),
    attachments=(
        Attachment("Footbridge survey", f"{SITE}/documents/s77/Footbridge%20survey.pdf", "412 KB"),
        Attachment("Odd link", "javascript:alert(1)"),
    ),
)

ALLOTMENTS = Item(
    id="5104",
    number="42.",
    title="Allotment rents from April",
    passages=(
        Passage("minutes", "The Board noted that rents had not changed since 2019 and that the waiting list"),
        Passage("minutes", "A motion to freeze rents for a further year was put and lost."),
    ),
    complete=False,
    decisions=(Decision("A motion to freeze rents for a further year was put and lost.", "not carried", 1),),
    more=f"{SITE}/mgAi.aspx?ID=5104",
)

APOLOGIES = Item("5102", "40.", "Apologies for absence", (Passage("minutes", "There were none."),))

HELD = Meeting(
    council="saltmere",
    id="310",
    board="Harbours and Open Spaces Board",
    board_id="12",
    date=date(2024, 3, 14),
    time=time(13, 30),
    status="held",
    stage="draft minutes",
    url=f"{SITE}/ieListDocuments.aspx?MId=310",
    venue="Net Loft, Fish Street",
    items=(APOLOGIES, HARBOUR, ALLOTMENTS),
)

CANCELLED = Meeting(
    council="saltmere",
    id="311",
    board="Planning Panel",
    board_id="14",
    date=date(2023, 12, 4),
    time=None,
    status="cancelled",
    stage=None,
    url=f"{SITE}/ieListDocuments.aspx?MId=311",
)


OFFICIAL = Official(
    council="saltmere",
    id="907",
    url=f"{SITE}/ieDecisionDetails.aspx?ID=907",
    item=Item(
        id="907",
        number="",
        title="Contract for painting the ice house",
        passages=(
            Passage("agenda", "Purpose", "heading"),
            Passage("agenda", "To award a contract for paint."),
            Passage("decision", "That the contract be awarded to Fulmar & Daughters."),
        ),
        decisions=(Decision("That the contract be awarded to Fulmar & Daughters.", "substantive", 2),),
    ),
    maker="Head of Harbours",
    status="Recommendations approved",
    key=False,
    call_in=True,
    decided=date(2024, 2, 1),
    published=date(2024, 2, 9),
    meeting_id="310",
    purpose="To award a contract for paint.",
)


@dataclass(frozen=True)
class Shelf:
    """Records in memory."""

    meetings: tuple[Meeting, ...] = (HELD, CANCELLED)
    fetched: datetime = datetime(2024, 3, 20, 9, 5, tzinfo=UTC)

    def meeting(self, council: str, meeting_id: str) -> Meeting | None:
        return next((m for m in self.meetings if (m.council, m.id) == (council, meeting_id)), None)

    def official(self, council: str, decision_id: str) -> Official | None:
        known = (council, decision_id) == (OFFICIAL.council, OFFICIAL.id)
        return OFFICIAL if known else None

    def captured(self, council: str, record_id: str, kind: str = "meeting") -> datetime | None:
        found = self.meeting(council, record_id) if kind == "meeting" else self.official(council, record_id)
        return self.fetched if found else None

    def counts(self) -> Counts:
        items = [item for meeting in self.meetings for item in meeting.items]
        return Counts(
            meetings=len(self.meetings),
            items=len(items),
            decisions=sum(len(item.decisions) for item in items),
            actions=sum(len(item.actions) for item in items),
            newest=max((meeting.date for meeting in self.meetings), default=None),
        )


def all_documents(meetings: Iterable[Meeting]) -> list[Document]:
    names = ((meeting, NAMES.get(meeting.council, meeting.council)) for meeting in meetings)
    return [document for meeting, name in names for document in documents(meeting, name, TOPICS)]
