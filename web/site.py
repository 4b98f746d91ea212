"""What the pages are made from: an engine, the archive's records, and the councils' names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from archive.model import Meeting, Official
from archive.store import Counts
from indexer.model import Engine
from indexer.topics import Topics


class Records(Protocol):
    """What the pages ask of the archive's records."""

    def meeting(self, council: str, meeting_id: str) -> Meeting | None:
        """Return a meeting's current record, or None when the archive has none."""
        ...

    def official(self, council: str, decision_id: str) -> Official | None:
        """Return the current record of a decision on the council's register."""
        ...

    def captured(self, council: str, record_id: str, kind: str = "meeting") -> datetime | None:
        """Return when the record's page was last fetched from the council's site."""
        ...

    def counts(self) -> Counts:
        """Count what may be read."""
        ...


@dataclass(frozen=True, slots=True)
class Site:
    """Everything a view needs."""

    engine: Engine | None  # None while there is no index
    store: Records
    names: Mapping[str, str]  # slug → the council's name
    topics: Topics

    def council(self, slug: str) -> str:
        """Return a council's name; of one that is no longer configured, its slug."""
        return self.names.get(slug, slug)
