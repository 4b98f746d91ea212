"""What became of the pages of a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from archive.model import PageKind
from archive.store import Touched

Outcome = Literal["read", "refused", "unreachable", "forbidden", "gone", "not offered"]
"""`not offered`: the site has no such page, and nothing is amiss: it is optional, or another is asked for."""


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one page."""

    council: str
    url: str
    kind: PageKind
    outcome: Outcome
    touched: tuple[Touched, ...] = ()
    why: str = ""
    waiting: int = 0  # pages still to be asked for, as far as is known


@dataclass(frozen=True, slots=True)
class Tally:
    """What a run did: records new or changed, pages refused or not to be had."""

    new: frozenset[str] = frozenset()  # keys of records
    changed: frozenset[str] = frozenset()
    read: int = 0
    refused: int = 0
    unreachable: int = 0
    forbidden: int = 0
    gone: int = 0

    @property
    def missed(self) -> int:
        """How many pages were wanted and could not be had."""
        return self.unreachable + self.forbidden + self.gone

    def with_step(self, step: Step) -> Tally:
        """Add a step; a record that is new in this run is not counted as changed too."""
        new = self.new | {x.key for x in step.touched if x.outcome == "new"}
        changed = {x.key for x in step.touched if x.outcome == "changed"}
        return Tally(
            new,
            (self.changed | changed) - new,
            self.read + (step.outcome == "read"),
            self.refused + (step.outcome == "refused"),
            self.unreachable + (step.outcome == "unreachable"),
            self.forbidden + (step.outcome == "forbidden"),
            self.gone + (step.outcome == "gone"),
        )
