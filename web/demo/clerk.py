"""Write agendas and minutes, meeting after meeting, and count what the software counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import count
from random import Random

from web.demo.calendar import Sitting
from web.demo.compose import write
from web.demo.council import Decision, Document, Item, Line, Vote
from web.demo.matter import TOPICS, Matter
from web.demo.numbering import Numbers
from web.demo.people import MEMBERS
from web.demo.routine import ADJOURNMENT, Routine, closing, opening, part_one

_ANNEXES = ("", "Annex 1 - Plan of the area", "Annex 2 - Replies to the consultation")


class Clerk:
    """Keeps the counters of items, files, decisions and issues while the meetings are written one by one."""

    def __init__(self, draw: Random) -> None:
        self._draw = draw
        self._items, self._files, self._references = count(30410), count(52200, 3), count(2100)
        self._numbers = Numbers()
        self._issues: dict[str, int] = {}

    def agenda(self, sitting: Sitting, matters: Sequence[Matter], before: date | None) -> tuple[Item, ...]:
        """Return the items of a sitting, cut to what is published of it."""
        private = sitting.board in ("council", "cabinet") and self._draw.random() < 0.4
        rows: list[Routine | Matter] = [part_one()] if private else []
        rows += [*opening(sitting.board, before, self._draw), *matters]
        rows += closing(sitting.board, sitting.date, self._draw, private=private)
        if sitting.status == "adjourned":
            rows.append(ADJOURNMENT)
        numbers = self._numbers.agenda(sitting, rows)
        items = [self._item(sitting, row, number) for row, number in zip(rows, numbers, strict=True)]
        return tuple(_published(item, sitting) for item in items)

    def _item(self, sitting: Sitting, row: Routine | Matter, number: str) -> Item:
        if isinstance(row, Matter):
            return self._matter(sitting, row, number)
        signed = row.title.startswith("Minutes")
        return Item(
            id=next(self._items),
            number=number,
            title=row.title,
            agenda=row.agenda,
            minutes=row.minutes,
            decisions=row.decisions,
            documents=self._documents(row.title, ("Minutes of Previous Meeting",)) if signed else (),
            restricted=row.restricted,
        )

    def _matter(self, sitting: Sitting, matter: Matter, number: str) -> Item:
        written = write(matter, self._draw)
        registered = bool(written.decision) and sitting.board == "cabinet"
        return Item(
            id=next(self._items),
            number=number,
            title=matter.title,
            agenda=(Line(matter.put),),
            decision=written.decision,
            minutes=written.minutes,
            decisions=written.decisions,
            actions=written.actions,
            documents=self._documents(matter.title, _ANNEXES[: self._draw.randint(1, 3)]),
            votes=self._votes(matter, written.decisions) if sitting.board == "council" else (),
            topic=TOPICS[matter.topic],
            issue=self._issue(matter),
            reference=next(self._references) if registered else None,
        )

    def _issue(self, matter: Matter) -> int | None:
        return self._issues.setdefault(matter.thread, 610 + len(self._issues)) if matter.thread else None

    def _documents(self, title: str, names: Sequence[str]) -> tuple[Document, ...]:
        """Return the files of an item; one without a name of its own is the report, named after the item."""
        found = []
        for name in names:
            file = (name or title).replace("/", " ").replace(":", "").replace("&", "and")
            large = self._draw.random() < 0.1
            size = f"{self._draw.randint(1, 9)} MB" if large else f"{self._draw.randint(60, 900)} KB"
            found.append(Document(next(self._files), name or title, f"{file}.pdf", size))
        return tuple(found)

    def _votes(self, matter: Matter, decisions: Sequence[Decision]) -> tuple[Vote, ...]:
        """Record the Council's votes on the first two things it decided."""
        names = [m.name for m in self._draw.sample(MEMBERS, len(MEMBERS))]
        votes = []
        for place, decision in enumerate(decisions[:2], 1):
            carried = decision.kind != "not carried"
            most, few = tuple(names[:13]), tuple(names[13:])
            kind = "Resolution" if carried else "Motion"
            ayes, noes = (most, few) if carried else (few, most)
            votes.append(Vote(f"{matter.title}: {kind} {place}", kind, carried, ayes, noes))
        return tuple(votes)


def _published(item: Item, sitting: Sitting) -> Item:
    """Take off an item what is not published yet, and with it what its author decided."""
    if sitting.stage == "agenda":
        return replace(item, decision=(), minutes=(), decisions=(), actions=(), votes=(), reference=None)
    if sitting.stage == "decisions only":
        if not item.decision:
            return replace(item, minutes=(), decisions=(), actions=(), votes=())
        decisions = tuple(d for d in item.decisions if d.kind != "not carried")
        return replace(item, minutes=(), decisions=decisions, votes=())
    return item
