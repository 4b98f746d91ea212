"""Writes to the records database: what a page brought, what was refused, what could not be had."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Executable, Row, Table, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from archive.join import Parts, record
from archive.model import Attendee, Item, Meeting, Official, Page, PageKind, Printed, Reading, Way
from archive.store import tables as t
from archive.store.database import last_change
from archive.store.nouns import Touched, TroubleState
from archive.warc import Copy, Place, digest
from archive.wire import (
    Json,
    attendee_to_json,
    dumps,
    item_from_json,
    item_to_json,
    meeting_from_json,
    meeting_to_json,
    official_to_json,
    printed_from_json,
    printed_to_json,
    vote_from_json,
    vote_to_json,
)

# A meeting as the web service says it, as its page says it, and as its Welsh page does. The first there is
# counts, so that a night on which the service fails changes no record; but a service that has been silent
# for so long was switched off.
MEETING_KINDS = ("meeting-service", "meeting", "meeting-cy")
SILENCE = timedelta(days=30)
Key = tuple[str, str, str]
"""Which record: council, "meeting" or "official", id."""

Records = dict[Key, tuple[int, str | None]]
"""Each record's change number and JSON."""


class Writing:
    """One transaction on the records database."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def copy(self, council: str, page: Page) -> Copy | None:
        """Find an earlier copy of the same page with the same bytes."""
        row = self._db.execute(
            select(t.page.c.fetched, t.page.c.file, t.page.c.offset)
            .where(
                t.page.c.council == council,
                t.page.c.url == page.url,
                t.page.c.digest == digest(page.body),
                t.page.c.copy_of.is_(None),
            )
            .limit(1)
        ).first()
        return Copy(datetime.fromisoformat(row.fetched), Place(row.file, row.offset)) if row else None

    def catalogue(self, council: str, kind: PageKind, page: Page, place: Place, same_as: Copy | None) -> int:
        """Enter a page that is on disk, and return its number."""
        row = {
            "council": council,
            "url": page.url,
            "kind": kind,
            "fetched": page.fetched.isoformat(),
            "content_type": page.content_type,
            "digest": digest(page.body),
            "file": place.file,
            "offset": place.offset,
            "copy_of": self._page_at(same_as.place) if same_as else None,
        }
        return int(self._db.execute(insert(t.page).returning(t.page.c.id), row).scalar_one())

    def put(
        self, council: str, reading: Reading, page_id: int, wanted: Sequence[str] = ()
    ) -> tuple[Touched, ...]:
        """Keep what was read off a page; say for each meeting it touches what that did to its record.

        `wanted` names the boards whose minutes are kept, all when it is empty.
        """
        self._settle(council, page_id)
        if reading.kind == "board-list":
            self._put_boards(council, reading, wanted)
        elif reading.kind == "meeting-list":
            for m in reading.meetings:
                self._upsert(t.listed, council=council, meeting=m.id, json=dumps(meeting_to_json(m)))
        elif reading.kind == "meeting":
            return tuple(self._put_meeting(m, reading.way, page_id) for m in reading.meetings)
        elif reading.kind == "item":
            touched = [self._put_item(council, i.id, item_to_json(i), page_id) for i in reading.items]
            return tuple(one for one in touched if one)
        elif reading.kind == "decision":
            return tuple(self._put_official(official, page_id) for official in reading.decisions)
        elif reading.kind in ("attendance", "votes", "minutes-file"):
            one = self._put_about(council, reading, page_id)
            return (one,) if one else ()
        return ()

    def refuse(self, page_id: int, why: str) -> None:
        """Record that a page was refused; the record read off an earlier copy stays."""
        self._db.execute(update(t.page).where(t.page.c.id == page_id).values(why_refused=why))

    def miss(
        self, council: str, url: str, kind: PageKind, state: TroubleState, why: str, when: datetime
    ) -> None:
        """Record that a page could not be had; since when stays as it was while the state does."""
        where = (t.trouble.c.council == council, t.trouble.c.url == url, t.trouble.c.state == state)
        since = self._db.execute(select(t.trouble.c.since).where(*where)).scalar() or when.isoformat()
        self._upsert(t.trouble, council=council, url=url, kind=kind, state=state, why=why, since=since)

    def forget_readings(self) -> Records:
        """Drop all that was read off pages, for reading them again; return the records there were."""
        old = self._records()
        for table in (t.part, t.item, t.listed, t.board, t.revision, t.record):
            self._db.execute(delete(table))
        self._db.execute(delete(t.trouble).where(t.trouble.c.state == "refused"))
        self._db.execute(update(t.page).values(why_refused=None))
        return old

    def keep_numbers(self, old: Records) -> int:
        """Give records that came out as they were their old numbers back; return how many did not.

        A record that no page gives any more stays as an empty one, so that an index learns of it.
        """
        new = self._records()
        for key, (change, text) in old.items():
            if key not in new:
                number = change if text is None else self._next_change()
                self._upsert(t.record, **_named(key), change=number, page=0, json=None)
            elif new[key][1] == text:
                self._db.execute(update(t.record).where(*_is(key)).values(change=change))
        nothing = (0, None)
        return sum(old.get(key, nothing)[1] != new.get(key, nothing)[1] for key in old.keys() | new.keys())

    def _records(self) -> Records:
        return {(r.council, r.kind, r.id): (r.change, r.json) for r in self._db.execute(select(t.record))}

    def _page_at(self, place: Place) -> int:
        where = (t.page.c.file == place.file, t.page.c.offset == place.offset)
        return int(self._db.execute(select(t.page.c.id).where(*where)).scalar_one())

    def _settle(self, council: str, page_id: int) -> None:
        """Forget the trouble there was with a page that has now been read."""
        url = select(t.page.c.url).where(t.page.c.id == page_id).scalar_subquery()
        self._db.execute(delete(t.trouble).where(t.trouble.c.council == council, t.trouble.c.url == url))

    def _put_boards(self, council: str, reading: Reading, wanted: Sequence[str]) -> None:
        for board in reading.boards:
            self._upsert(
                t.board,
                council=council,
                id=board.id,
                name=board.name,
                url=board.url,
                category=board.category,
                wanted=not wanted or board.name in wanted,
            )

    def _put_meeting(self, meeting: Meeting, way: Way, page_id: int) -> Touched:
        kind = (
            "meeting-cy" if meeting.language == "cy" else "meeting-service" if way == "service" else "meeting"
        )
        fresh = self._put_part(meeting.council, kind, meeting.id, meeting_to_json(meeting), page_id)
        for part_id in (*(i.id for i in meeting.items), *(d.url for d in meeting.documents)):
            self._upsert(t.item, council=meeting.council, id=part_id, meeting=meeting.id)
        alone = len(self._copies(meeting.council, meeting.id)) == 1
        if alone and not fresh and self._rest_on((meeting.council, "meeting", meeting.id), page_id):
            return Touched(record_key(meeting.council, "meeting", meeting.id), "same")
        return self._record(meeting.council, meeting.id, page_id)

    def _put_item(self, council: str, item_id: str, read: Json, page_id: int) -> Touched | None:
        fresh = self._put_part(council, "item", item_id, read, page_id)
        return self._record_of_item(council, item_id, page_id, fresh)

    def _put_about(self, council: str, reading: Reading, page_id: int) -> Touched | None:
        """Keep what a page says of a meeting or an item: attendance, votes, printed minutes."""
        if reading.subject is None:
            return None
        if reading.kind == "attendance":
            people = [attendee_to_json(a) for a in reading.attendance]
            self._put_part(council, "attendance", reading.subject, people, page_id)
            known = self._copies(council, reading.subject)
            return self._record(council, reading.subject, page_id) if known else None
        if reading.printed:
            read: object = printed_to_json(reading.printed)
        else:
            read = [vote_to_json(v) for v in reading.votes]
        kind = "printed" if reading.printed else "votes"
        fresh = self._put_part(council, kind, reading.subject, read, page_id)
        return self._record_of_item(council, reading.subject, page_id, fresh)

    def _record_of_item(self, council: str, item_id: str, page_id: int, fresh: bool) -> Touched | None:
        where = (t.item.c.council == council, t.item.c.id == item_id)
        meeting_id = self._db.execute(select(t.item.c.meeting).where(*where)).scalar()
        if meeting_id is None:
            return None
        if not fresh and self._rest_on((council, "meeting", meeting_id), page_id):
            return Touched(record_key(council, "meeting", meeting_id), "same")
        return self._record(council, meeting_id, page_id)

    def _rest_on(self, key: Key, page_id: int) -> bool:
        """Note the newest page that a record rests on; False when there is no such record."""
        return self._db.execute(update(t.record).where(*_is(key)).values(page=page_id)).rowcount == 1

    def _record(self, council: str, meeting_id: str, page_id: int) -> Touched:
        """Join a meeting with its parts, and keep the record."""
        whole = self._joined(council, meeting_id)
        text = dumps(meeting_to_json(whole))
        minutes = whole.stage in ("minutes", "draft minutes")
        day = whole.date.isoformat() if minutes else None
        return self._keep((council, "meeting", meeting_id), text, page_id, whole.items, day)

    def _put_official(self, official: Official, page_id: int) -> Touched:
        text = dumps(official_to_json(official))
        # One taken at a meeting is among that meeting's decisions already: it is not counted twice.
        items = () if official.meeting_id else (official.item,)
        return self._keep((official.council, "official", official.id), text, page_id, items, None)

    def _keep(
        self, key: Key, text: str, page_id: int, items: Sequence[Item], minutes_of: str | None
    ) -> Touched:
        """Keep a record; one that differs from the last is a new revision."""
        before = self._db.execute(select(t.record.c.json).where(*_is(key))).first()
        if before and before.json == text:
            self._rest_on(key, page_id)
            return Touched(record_key(*key), "same")
        self._upsert(
            t.record,
            **_named(key),
            change=self._next_change(),
            page=page_id,
            json=text,
            items=len(items),
            decisions=sum(len(i.decisions) for i in items),
            actions=sum(len(i.actions) for i in items),
            minutes_of=minutes_of,
        )
        self._revise(key, text, page_id)
        return Touched(record_key(*key), "changed" if before else "new")

    def _joined(self, council: str, meeting_id: str) -> Meeting:
        """Join a meeting's own page with the pages beside it."""
        meeting = self._own(council, meeting_id)
        beside = self._parts(council, ("item", "votes"), [i.id for i in meeting.items])
        people = self._parts(council, ("attendance",), [meeting_id]).get(("attendance", meeting_id), [])
        parts = Parts(
            {key: item_from_json(read) for (kind, key), read in beside.items() if kind == "item"},
            tuple(Attendee(**person) for person in people),
            {
                key: tuple(map(vote_from_json, read))
                for (kind, key), read in beside.items()
                if kind == "votes"
            },
            self._listed(council, meeting_id),
            self._printed(meeting),
        )
        return record(meeting, parts)

    def _printed(self, meeting: Meeting) -> Printed | None:
        """Return the file of a meeting's minutes, if one has been read."""
        found = self._parts(meeting.council, ("printed",), [d.url for d in meeting.documents])
        return printed_from_json(next(iter(found.values()))) if found else None

    def _own(self, council: str, meeting_id: str) -> Meeting:
        """Choose the copy of a meeting that counts."""
        found = self._copies(council, meeting_id)
        latest = max(datetime.fromisoformat(row.fetched) for row in found.values())
        rows = [found[kind] for kind in MEETING_KINDS if kind in found]
        heard = [row for row in rows if latest - datetime.fromisoformat(row.fetched) <= SILENCE]
        return meeting_from_json(json.loads(heard[0].json))

    def _copies(self, council: str, meeting_id: str) -> dict[str, Row[Any]]:
        """Return what is held of a meeting's own page, by the way it came."""
        c = t.part.c
        query = select(t.part).where(c.council == council, c.kind.in_(MEETING_KINDS), c.id == meeting_id)
        return {row.kind: row for row in self._db.execute(query)}

    def _listed(self, council: str, meeting_id: str) -> Meeting | None:
        where = (t.listed.c.council == council, t.listed.c.meeting == meeting_id)
        text = self._db.execute(select(t.listed.c.json).where(*where)).scalar()
        return meeting_from_json(json.loads(text)) if text else None

    def _revise(self, key: Key, text: str, page_id: int) -> None:
        r = t.revision.c
        of_record = (r.council == key[0], r.kind == key[1], r.id == key[2])
        had = self._db.execute(select(func.count()).select_from(t.revision).where(*of_record)).scalar_one()
        row = {**_named(key), "number": had + 1, "page": page_id, "json": text}
        self._db.execute(insert(t.revision), row)

    def _put_part(self, council: str, kind: str, part_id: str, read: object, page_id: int) -> bool:
        """Keep what was read off a page; say whether it differs from what was read before."""
        c, text = t.part.c, dumps(read)
        where = (c.council == council, c.kind == kind, c.id == part_id)
        before = self._db.execute(select(c.json).where(*where)).scalar()
        fetched = self._db.execute(select(t.page.c.fetched).where(t.page.c.id == page_id)).scalar_one()
        self._upsert(t.part, council=council, kind=kind, id=part_id, fetched=fetched, json=text)
        return before != text

    def _parts(self, council: str, kinds: Sequence[str], ids: Sequence[str]) -> dict[tuple[str, str], Any]:
        """Return what was read off the newest good copies of some pages, by kind and id."""
        query = select(t.part).where(
            t.part.c.council == council, t.part.c.kind.in_(kinds), t.part.c.id.in_(ids)
        )
        return {(r.kind, r.id): json.loads(r.json) for r in self._db.execute(query)}

    def _next_change(self) -> int:
        number = last_change(self._db) + 1
        self._upsert(t.meta, key="change", value=str(number))
        return number

    def _upsert(self, table: Table, **values: object) -> None:
        self._db.execute(_upserting(table, tuple(values)), values)


@cache
def _upserting(table: Table, names: tuple[str, ...]) -> Executable:
    """Make the statement once: compiling it anew for each row took a fifth of a reread."""
    statement = upsert(table)
    new = {name: statement.excluded[name] for name in names}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=new)


def record_key(council: str, kind: str, record_id: str) -> str:
    """Name a record uniquely in the archive: "lga/3512", "kirklees/decision/13567"."""
    return f"{council}/{record_id}" if kind == "meeting" else f"{council}/decision/{record_id}"


def _named(key: Key) -> dict[str, str]:
    return {"council": key[0], "kind": key[1], "id": key[2]}


def _is(key: Key) -> tuple[ColumnElement[bool], ...]:
    return t.record.c.council == key[0], t.record.c.kind == key[1], t.record.c.id == key[2]
