"""The archive's own data: what no crawl, reread or rebuild can bring back. Nothing else knows where it is.

home.py       own.sqlite, or a schema of a server's database: what differs between them
schema.py     the numbered steps that make its tables and keep old data
tables.py     its tables as they are now
salt.py       its secret
searches.py   the searches that readers have saved
asked.py      how often each address was asked lately whether it wants mails
copying.py    all of it, from one database to another
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, func, insert, select

from archive.own import tables as t
from archive.own.salt import salt_in
from archive.own.schema import STEPS, Step, opened
from archive.own.searches import MOST_ASKED, SavedSearch, SavedSearches, TooMany
from archive.suppression import Hidden, Suppression

__all__ = ["MOST_ASKED", "Act", "Entry", "Own", "SavedSearch", "SavedSearches", "TooMany"]

Act = Literal["suppressed", "lifted", "purged"]
"""Purged: the evidence is gone too; what was suppressed stays so until it is lifted."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the log of suppressions."""

    number: int
    at: datetime  # aware, UTC
    act: Act
    why: str
    suppression: Suppression


class Own:
    """The database of what cannot be made again."""

    def __init__(self, where: Path | str, steps: Sequence[Step] = STEPS) -> None:
        """Open the database, making or upgrading it; StoreError when it cannot be used.

        `where` is a file's path, or the URL of a database on a server.
        """
        self._home = opened(where, steps)
        self._seen: tuple[int, Hidden] = (-1, Hidden())

    @property
    def name(self) -> str:
        """What a user knows the database by."""
        return self._home.database.name

    def close(self) -> None:
        """Let go of the database."""
        self._home.database.engine.dispose()

    def at_work(self, doing: str) -> AbstractContextManager[None]:
        """Do something that no other machine may do meanwhile; LockHeld names who is in the way.

        Where own data are in a file, the data folder has a lock of its own.
        """
        return self._home.database.at_work(doing, alone=True)

    def _reading(self) -> AbstractContextManager[Connection]:
        return self._home.database.reading()

    @property
    def searches(self) -> SavedSearches:
        """Return the searches that readers have saved."""
        return SavedSearches(self._home)

    @property
    def salt(self) -> bytes:
        """Return the salt that all fingerprints and digests are made with."""
        with self._reading() as db:
            return salt_in(db)

    def log(self, act: Act, suppression: Suppression, why: str, when: datetime) -> None:
        """Note that something was suppressed, may be seen again, or is gone from the evidence too."""
        row = {
            "at": when.isoformat(),
            "act": act,
            "why": why,
            "record": suppression.record,
            "item": suppression.item,
            "passage": suppression.passage,
            "place": suppression.place,
            "runs": json.dumps(sorted(suppression.runs)),
            "texts": json.dumps(sorted(suppression.texts)),
            "beside": suppression.beside,
        }
        with self._home.writing() as db:
            db.execute(insert(t.suppression), row)

    def entries(self) -> list[Entry]:
        """Return the whole log, oldest first."""
        with self._reading() as db:
            return [_entry(row) for row in db.execute(select(t.suppression).order_by(t.suppression.c.number))]

    def in_force(self) -> list[Entry]:
        """Return the entries of what is suppressed now, oldest first."""
        found: dict[tuple[str, str | None, str | None], Entry] = {}
        for entry in self.entries():
            if entry.act == "suppressed":
                found[entry.suppression.key] = entry
            elif entry.act == "lifted":
                found.pop(entry.suppression.key, None)
        return list(found.values())

    def purged(self, key: tuple[str, str | None, str | None]) -> bool:
        """Tell whether what is suppressed was taken out of the evidence too."""
        acts = [entry.act for entry in self.entries() if entry.suppression.key == key]
        return "purged" in acts

    def hidden(self) -> Hidden:
        """Return what readers may not see; cheap to ask again: made anew only when the log has grown."""
        with self._reading() as db:
            # Counted: of two entries made at once the one with the lower number may be seen after the other.
            logged = int(db.execute(select(func.count()).select_from(t.suppression)).scalar_one())
        seen, hidden = self._seen
        if seen != logged:
            hidden = Hidden.of((entry.suppression for entry in self.in_force()), self.salt)
            self._seen = (logged, hidden)
        return hidden


def _entry(row: Any) -> Entry:
    suppression = Suppression(
        record=row.record,
        item=row.item,
        passage=row.passage,
        place=row.place,
        runs=frozenset(json.loads(row.runs)),
        texts=frozenset(json.loads(row.texts)),
        beside=row.beside,
    )
    return Entry(row.number, datetime.fromisoformat(row.at), row.act, row.why, suppression)
