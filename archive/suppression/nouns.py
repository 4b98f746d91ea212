"""The noun of this package, and the names that records go by."""

from __future__ import annotations

from dataclasses import dataclass

from archive.model import Meeting, Official


@dataclass(frozen=True, slots=True)
class Suppression:
    """A record, an item or a passage that readers may no longer see.

    The words themselves are not in it, only fingerprints of them: see `fingerprint.py`.
    """

    record: str  # "lga/3512", "kirklees/decision/13567"
    item: str | None = None  # None: the whole record, or the passage of a decision on a register
    passage: str | None = None  # the fingerprint of the passage; None: not only a passage
    place: int | None = None  # which passage it was when it was suppressed, from 1: for people to read
    runs: frozenset[str] = frozenset()  # fingerprints that give a text away in which they occur
    texts: frozenset[str] = frozenset()  # fingerprints that give a text away which is all they are of
    beside: str | None = None  # another record that may say the same: the meeting a decision was taken at

    @property
    def key(self) -> tuple[str, str | None, str | None]:
        """What it is of: two suppressions of one key are the same."""
        return self.record, self.item, self.passage

    @property
    def whole(self) -> bool:
        """Tell a suppressed record or item from a suppressed passage."""
        return self.passage is None

    @property
    def mark(self) -> str:
        """Write what stands in pages where this was purged from them; readers are not shown that either."""
        return f"[purged {self.passage.partition(':')[2][:12] if self.passage else self.named}]"

    @property
    def named(self) -> str:
        """Name what is suppressed as a person would: "lga/3512/51902/7"."""
        return "/".join(str(part) for part in (self.record, self.item, self.place) if part is not None)


def key_of(record: Meeting | Official) -> str:
    """Name a record uniquely in the archive, as the store does: "lga/3512", "kirklees/decision/13567"."""
    return f"{record.council}/{'decision/' if isinstance(record, Official) else ''}{record.id}"


def meeting_of(official: Official) -> str | None:
    """Name the meeting that a decision was taken at."""
    return f"{official.council}/{official.meeting_id}" if official.meeting_id else None
