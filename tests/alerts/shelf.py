"""A real archive of an invented council in a folder: databases, index, and the site on top of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path

from archive.config import Config, load
from archive.model import Decision, Item, Meeting, Passage, Reading
from archive.own import Own
from archive.store import Entry, Store, written
from archive.warc import Place, digest
from indexer.commands.index import asking, index_archive
from indexer.engines import open_engine
from tests.conftest import config_for
from tests.web.checks import CheckedClient
from web.alerts.sending import Run
from web.alerts.settings import MailSettings
from web.app import create_app

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
NIGHT = timedelta(days=1)
SITE = "https://minutes.thistlemoor.example"
SENDER = "alerts@minutes.thistlemoor.example"

FERRY = Item(
    id="7002",
    number="55.",
    title="Ferry landing at Cold Staithe",
    passages=(Passage("agenda", "To consider whether the ferry landing is to be kept."),),
)
FERRY_OUT = replace(
    FERRY,
    passages=(*FERRY.passages, Passage("decision", "That the ferry landing be rebuilt in oak.")),
    decisions=(Decision("That the ferry landing be rebuilt in oak.", "substantive", 1),),
)
BEES = Item(
    "7003", "56.", "Beehives on the library roof", (Passage("agenda", "To note the count of hives."),)
)
MEETING = Meeting(
    council="t",
    id="802",
    board="Quays Panel",
    board_id="31",
    date=date(2026, 4, 15),
    time=time(19, 30),
    status="held",
    stage="agenda",
    url="https://t.example/ieListDocuments.aspx?MId=802",
    items=(FERRY, BEES),
)
OUT = replace(MEETING, stage="draft minutes", items=(FERRY_OUT, BEES))


def mail_table(port: int, more: str = "") -> str:
    return (
        f'[mail]\nsite = "{SITE}"\nsender = "{SENDER}"\nhost = "127.0.0.1"\nport = {port}\n'
        f'security = "none"\n{more}'
    )


@dataclass
class Shelf:
    """An archive that grows as a test says."""

    folder: Path
    port: int = 1  # of the mail server; nobody listens at this one
    more: str = ""  # of [mail]
    numbers: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self.path = config_for(self.folder, "https://t.example")
        with self.path.open("a", encoding="utf-8") as file:
            file.write(mail_table(self.port, self.more))

    @property
    def config(self) -> Config:
        return load(self.path)

    def publish(self, meeting: Meeting, at: datetime | None = None) -> None:
        """Let a page of a meeting come to the archive, and bring the index level."""
        offset = next(self.numbers)
        place, body = Place("t/1.warc.gz", offset), f"{offset} {meeting}".encode()
        fetched = at or datetime.now(UTC)
        with closing(Store(self.config.records)) as store, store.writing() as writing:
            kept = writing.catalogue(
                Entry("t", "meeting", meeting.url, fetched, "text/html", digest(body), place, place)
            )
            writing.put(kept, written(Reading("meeting", meetings=(meeting,)), "meeting"))
        self.index(at)

    def index(self, at: datetime | None = None) -> None:
        """Bring the index level, as if that was done at a moment."""
        with self.opened() as (_own, store):
            index_archive(self.config, store)
        if at:
            for path in (path for path in self.config.index.rglob("*") if path.is_file()):
                os.utime(path, (at.timestamp(), at.timestamp()))

    @contextmanager
    def opened(self) -> Iterator[tuple[Own, Store]]:
        with closing(Own(self.config.own)) as own, closing(Store(self.config.records, own.hidden)) as store:
            yield own, store

    @contextmanager
    def run(self, settings: MailSettings, now: datetime) -> Iterator[Run]:
        with self.opened() as (own, store):
            engine = asking(self.config, open_engine(self.config.index))
            app = create_app(engine, store, names={"t": "Thistlemoor"}, config=self.config)
            app.test_client_class = CheckedClient
            with closing(engine):
                yield Run(app, engine, store, own.searches, settings, now)

    @contextmanager
    def client(self) -> Iterator[CheckedClient]:
        with self.run(settings_for(self.port), NOON) as run:
            client = run.app.test_client()
            assert isinstance(client, CheckedClient)
            yield client

    def subscribed(
        self, address: str, query: str = "q=ferry", name: str = "Ferries", language: str = "en"
    ) -> str:
        """Save a search whose address is confirmed, as of NOON; return the token of its private link."""
        with self.opened() as (own, _store):
            token = own.searches.save(name, query, language, NOON)
            saved = own.searches.of(token)
            assert saved is not None
            own.searches.confirm(own.searches.ask(saved.number, address, NOON), NOON)
        return token


def settings_for(port: int) -> MailSettings:
    return MailSettings(SITE, SENDER, "127.0.0.1", port, "none")
