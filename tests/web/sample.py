"""A made-up council with a few meetings, and an archive of them in memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from archive.model import Action, Attachment, Board, Decision, Item, Meeting, Official, PageKind, Passage
from archive.store import (
    BoardSummary,
    Counts,
    Evidence,
    ItemRevision,
    Kept,
    MeetingSummary,
    RecordKind,
    Revision,
    Sitting,
    Trouble,
    UpcomingMeeting,
)
from archive.warc import Place, digest
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


NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

LISTED = Sitting(
    "310", "Harbours Board", "12", date(2024, 3, 14), "held", "minutes", f"{SITE}/310", NOON, True, NOON
)
"""How the council's list has a meeting whose minutes were read."""


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

    def evidence(
        self, council: str, record_id: str, kind: RecordKind = "meeting"
    ) -> tuple[Evidence, ...] | None:
        found = self.meeting(council, record_id) if kind == "meeting" else self.official(council, record_id)
        return (_evidence(found, self.fetched),) if found else ()

    def item_revisions(self, council: str, meeting_id: str, item_id: str) -> list[ItemRevision]:
        found = self.meeting(council, meeting_id)
        items = [item for item in found.items if item.id == item_id] if found else []
        return [ItemRevision(1, self.fetched, found.stage if found else None, item) for item in items]

    def neighbours(self, meeting: Meeting) -> tuple[MeetingSummary | None, MeetingSummary | None]:
        same = [*reversed(self.meetings_of(meeting.council, meeting.board_id or ""))]
        place = next((n for n, other in enumerate(same) if other.id == meeting.id), 0)
        after = same[place + 1] if place + 1 < len(same) else None
        return same[place - 1] if place else None, after

    def board_summaries(self, today: date) -> list[BoardSummary]:
        keys = dict.fromkeys((m.council, m.board_id, m.board) for m in self.meetings)
        return [_board_summary(self.meetings, key, today) for key in keys]

    def board_summary(self, council: str, board_id: str, today: date) -> BoardSummary | None:
        key = (council, board_id)
        return next((b for b in self.board_summaries(today) if (b.council, b.id) == key), None)

    def meetings_of(self, council: str, board_id: str) -> list[MeetingSummary]:
        of_it = [m for m in self.meetings if (m.council, m.board_id) == (council, board_id)]
        newest_first = sorted(of_it, key=lambda m: (m.date, m.id), reverse=True)
        return [MeetingSummary(m.id, m.board, m.date, m.status, m.stage) for m in newest_first]

    def upcoming(self, council: str, board_id: str, today: date) -> list[UpcomingMeeting]:
        of_it = [m for m in self.meetings if (m.council, m.board_id) == (council, board_id)]
        return [_upcoming(m, self.fetched) for m in of_it if m.date >= today]

    def revision(self) -> int:
        return 1

    def identity(self) -> str:
        return "shelf"

    def revisions(self, council: str, meeting_id: str) -> list[Revision]:
        found = self.meeting(council, meeting_id)
        return [Revision(1, self.fetched, found)] if found else []

    def sittings(self, council: str) -> list[Sitting]:
        return [_sitting(meeting, self.fetched) for meeting in self.meetings if meeting.council == council]

    def troubles(self, council: str) -> list[Trouble]:
        del council  # every page could be had
        return []

    def boards(self, council: str) -> list[tuple[Board, bool]]:
        names = {m.board_id or m.board: m.board for m in self.meetings if m.council == council}
        return [(Board(id_, name, f"{SITE}/board/{id_}"), True) for id_, name in names.items()]


def _evidence(record: Meeting | Official, fetched: datetime) -> Evidence:
    kind: PageKind = "meeting" if isinstance(record, Meeting) else "decision"
    place = Place(f"{record.council}/1.warc.gz", 0)
    kept = Kept(record.council, kind, record.url, fetched, "text/html", digest(b""), place, place, id=1)
    return Evidence(kept, fetched, fetched, 1)


def _board_summary(
    meetings: Iterable[Meeting], key: tuple[str, str | None, str], today: date
) -> BoardSummary:
    days = [m.date for m in meetings if (m.council, m.board_id, m.board) == key]
    newest = max((day for day in days if day <= today), default=None)
    return BoardSummary(*key, len(days), newest, (key[2],))


def _upcoming(m: Meeting, told: datetime) -> UpcomingMeeting:
    return UpcomingMeeting(m.council, m.id, m.board, m.date, m.time, m.status, m.venue, m.url, told, True)


def _sitting(meeting: Meeting, fetched: datetime) -> Sitting:
    return Sitting(
        id=meeting.id,
        board=meeting.board,
        board_id=meeting.board_id,
        date=meeting.date,
        status=meeting.status,
        stage=meeting.stage,
        url=meeting.url,
        listed=fetched,
        signalled=True,
        captured=fetched,
        incomplete=tuple(item.number for item in meeting.items if not item.complete),
    )


def all_documents(meetings: Iterable[Meeting]) -> list[Document]:
    names = ((meeting, NAMES.get(meeting.council, meeting.council)) for meeting in meetings)
    return [document for meeting, name in names for document in documents(meeting, name, TOPICS)]
