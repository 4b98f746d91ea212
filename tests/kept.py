"""An archive on disk whose records are put in by hand, for the tests of what is read from it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from archive import warc
from archive.model import Exchange, Item, Meeting, Official, Page, Passage, Reading, Request
from archive.store import Entry, Kept, Store, written
from archive.suppression import Hidden, Suppression, parse, suppression_of
from tests.databases import records_in

SALT = b"salt of the tests"
NOON = datetime(2026, 2, 20, 12, tzinfo=UTC)
SITE = "https://fernholt.example"
TODAY = date(2026, 3, 1)
PAGE = b"<html><script>alert(1)</script><p>The Bridge Panel met.</p></html>"

BRIDGE = Item(
    "71",
    "5.",
    "Weir bridge",
    (
        Passage("agenda", "To consider the bridge over the weir."),
        Passage("minutes", "The panel heard that the handrail is loose on the north side of the weir."),
    ),
)
LAMPS = Item("72", "6.", "Lamp posts", (Passage("minutes", "The lamps in Mill Row were counted."),))
MEETING = Meeting(
    council="fernholt",
    id="40",
    board="Bridge Panel",
    board_id="9",
    date=date(2026, 2, 3),
    time=time(18),
    status="held",
    stage="draft minutes",
    url=f"{SITE}/ieListDocuments.aspx?MId=40",
    venue="Weir House",
    items=(BRIDGE, LAMPS),
)


def held(meeting_id: str, day: date, **said: object) -> Meeting:
    """Make another meeting of the panel."""
    return replace(MEETING, id=meeting_id, date=day, url=f"{SITE}/{meeting_id}", **said)  # type: ignore[arg-type]


@dataclass
class Archive:
    """Records, pages and suppressions in a folder."""

    folder: Path
    suppressed: list[Suppression] = field(default_factory=list)

    def __post_init__(self) -> None:
        hidden = lambda: Hidden.of(self.suppressed, SALT)  # noqa: E731 # asked each time, as the store does
        self.store = Store(records_in(self.folder), hidden)

    @property
    def pages(self) -> Path:
        return self.folder / "pages"

    def keep(self, record: Meeting | Official, when: datetime = NOON, body: bytes = PAGE) -> Kept:
        """Keep a page, and the record that was read off it."""
        is_meeting = isinstance(record, Meeting)
        asked = Request(record.url, "meeting" if is_meeting else "decision", of=record.id)
        reading = Reading(
            asked.kind,
            meetings=(record,) if isinstance(record, Meeting) else (),
            decisions=(record,) if isinstance(record, Official) else (),
        )
        with self.store.writing() as writing:
            writing.want(record.council, [asked])
            kept = writing.catalogue(self._entry(record.council, asked, body, when))
            writing.put(kept, written(reading, asked.kind))
        return kept

    def list(self, *meetings: Meeting) -> None:
        """Keep a list that names meetings."""
        asked = Request(f"{SITE}/list", "meeting-list", of="9")
        bare = tuple(meeting.with_items(()) for meeting in meetings)
        with self.store.writing() as writing:
            kept = writing.catalogue(self._entry(meetings[0].council, asked, b"a list", NOON))
            writing.put(kept, written(Reading("meeting-list", meetings=bare), "meeting-list"))

    def suppress(self, address: str) -> None:
        found = parse(address)
        get = self.store.meeting if found.kind == "meeting" else self.store.official
        record = get(found.council, found.id)
        assert record is not None
        self.suppressed.append(suppression_of(record, found, SALT))

    def _entry(self, council: str, asked: Request, body: bytes, when: datetime) -> Entry:
        file = warc.PageFile(self.pages, council, when)
        page = Page(asked.url, body, when, "text/html; charset=utf-8")
        place = file.append(Exchange(page, (), (), "OK"), warc.Asked(asked.kind))
        file.close()
        digest = warc.digest(body)
        return Entry(council, asked.kind, asked.url, when, page.content_type, digest, place, place)
