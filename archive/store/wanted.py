"""The pages that are wanted, and how each stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, get_args

from sqlalchemy import Connection, RowMapping, Select, and_, case, delete, func, or_, select, update

from archive.model import PageKind, Request
from archive.store import tables as t
from archive.store.database import upsert
from archive.store.nouns import PageState, Subject, Trouble, TroubleState, Wanted
from archive.store.sittings import SAID, sitting

NO_ANSWER: tuple[TroubleState, ...] = ("unreachable", "forbidden")
OF_A_MEETING: tuple[PageKind, ...] = ("meeting", "item", "votes", "attendance", "minutes-file", "file")


def key_of(request: Request) -> str:
    """Return what a page is known by: the address that is asked last."""
    return request.instead.url if request.instead else request.url


def want(db: Connection, council: str, requests: Iterable[Request], named_by: str) -> None:
    """Note the pages that a page names; a first address that is new has not been tried yet."""
    w = t.wanted.c
    for request in requests:
        key = key_of(request)
        new_way = (w.council == council, w.key == key, w.url != request.url)
        if request.instead:
            db.execute(update(t.wanted).where(*new_way).values(knocked=None, detour=None))
        upsert(
            db,
            t.wanted,
            council=council,
            key=key,
            url=request.url,
            kind=request.kind,
            of=request.of,
            optional=request.optional,
            beyond=request.beyond,
            named_by=named_by,
        )


def forget_old_ways(db: Connection, council: str, named_by: str, now: Iterable[Request]) -> None:
    """Drop the further pages of a list that it named before and no longer does.

    Their addresses hold the day on which the page begins, so that each new meeting makes other ones.
    """
    w = t.wanted.c
    still = [key_of(request) for request in now]
    where = (w.council == council, w.named_by == named_by, w.beyond.is_not(None), w.key.not_in(still))
    db.execute(delete(t.wanted).where(*where))


def ask_lists_again(db: Connection, council: str) -> None:
    """Make every list of a council due, to be followed to its end again."""
    lists = t.wanted.c.kind.in_(("board-list", "meeting-list", "decision-list"))
    db.execute(update(t.wanted).where(t.wanted.c.council == council, lists).values(asked=None))
    db.execute(update(t.board).where(t.board.c.council == council).values(ended=None))


def was_read(db: Connection, council: str, url: str, when: str, *, fresh: bool) -> None:
    """Note that a page came and could be read; `fresh` when it says something new."""
    w = t.wanted.c
    row = update(t.wanted).where(w.council == council, or_(w.key == url, w.url == url))
    db.execute(
        row.values(
            asked=when,
            changed=case((w.had.is_not(None), when), else_=w.changed) if fresh else w.changed,
            had=when,
            state="read",
            since=case((w.state == "read", w.since), else_=when),
            why="",
            detour=case((w.url == url, None), else_=w.detour),
            knocked=case((w.url == url, when), else_=w.knocked),
        )
    )


def was_missed(db: Connection, council: str, url: str, when: str, state: TroubleState, why: str) -> None:
    """Note that a page could not be had, or not be read; since when stays as it was while the state does.

    Of an address that has another instead, only that it gave nothing is noted.
    """
    w = t.wanted.c
    here = w.council == council
    db.execute(
        update(t.wanted)
        .where(here, w.url == url, w.key != url)
        .values(detour=func.coalesce(w.detour, when), detour_state=state, knocked=when)
    )
    absent: PageState = "not offered" if state in ("gone", "forbidden") else state
    now = case((w.optional, absent), else_=state)
    values = {"asked": when, "state": now, "since": case((w.state == now, w.since), else_=when), "why": why}
    db.execute(update(t.wanted).where(here, w.key == url).values(**values))


def missed(db: Connection) -> list[Mapping[str, Any]]:
    """Return how those pages stand that gave no answer when last asked for: no copy tells of it."""
    w = t.wanted.c
    query = select(t.wanted).where(or_(w.state.in_(NO_ANSWER), w.detour.is_not(None)))
    return [dict(row) for row in db.execute(query).mappings()]


def carry_over(db: Connection, before: Iterable[Mapping[str, Any]]) -> None:
    """Note again how pages stood that could not be had since their newest copies came."""
    w = t.wanted.c
    for row in before:
        names = ["detour", "detour_state", "knocked"]
        if row["state"] in NO_ANSWER:
            names += ["asked", "state", "since", "why"]
        same = update(t.wanted).where(w.council == row["council"], w.key == row["key"])
        db.execute(same.values({name: row[name] for name in names}))


def all_wanted(db: Connection, council: str, named_by: str | None = None) -> Iterator[Wanted]:
    """Yield the pages that are wanted of a council: all, or those that a page named."""
    w = t.wanted.c
    query = _with_subjects().where(w.council == council)
    if named_by is not None:
        query = query.where(w.named_by == named_by)
    for row in db.execute(query.execution_options(yield_per=500)).mappings():
        yield _wanted(row)


def _with_subjects() -> Select[Any]:
    """Select wanted pages, each with what is known of that which it is of."""
    w, r, listed, board, meeting = t.wanted, t.record, t.listed, t.board, t.wanted.alias("meeting")
    of_meeting = w.c.kind.in_(OF_A_MEETING)
    here = {table: table.c.council == w.c.council for table in (r, listed, board, meeting)}
    is_meeting = and_(of_meeting, r.c.kind == "meeting")
    is_official = and_(w.c.kind == "decision", r.c.kind == "official")
    is_beside = and_(of_meeting, w.c.kind != "meeting", meeting.c.kind == "meeting")
    tables = (
        w.outerjoin(r, and_(here[r], r.c.id == w.c.of, or_(is_meeting, is_official)))
        .outerjoin(t.page, t.page.c.id == r.c.page)
        .outerjoin(listed, and_(here[listed], listed.c.meeting == w.c.of, of_meeting))
        .outerjoin(meeting, and_(here[meeting], meeting.c.of == w.c.of, is_beside))
        .outerjoin(board, and_(here[board], board.c.id == w.c.of, w.c.kind == "meeting-list"))
    )
    recorded = (r.c[name].label(f"record_{name}") for name in (*SAID, "incomplete", "json"))
    said = (listed.c[name].label(f"listed_{name}") for name in (*SAID, "since", "signalled"))
    beside = (
        t.page.c.fetched.label("record_fetched"),
        meeting.c.changed.label("meeting_changed"),
        board.c.name.label("board"),
        board.c.newest.label("newest"),
        board.c.ended.label("ended"),
    )
    return select(w, *recorded, *said, *beside).select_from(tables)


def _wanted(row: RowMapping) -> Wanted:
    return Wanted(
        council=row["council"],
        request=_request(row),
        asked=_moment(row["asked"]),
        had=_moment(row["had"]),
        changed=_moment(row["changed"]),
        state=row["state"],
        since=_moment(row["since"]),
        detour=_moment(row["detour"]),
        detour_state=row["detour_state"],
        knocked=_moment(row["knocked"]),
        subject=_subject(row),
    )


def _request(row: RowMapping) -> Request:
    last = Request(row["key"], row["kind"], optional=row["optional"], of=row["of"], beyond=row["beyond"])
    return last if row["url"] == row["key"] else replace(last, url=row["url"], instead=last)


def _subject(row: RowMapping) -> Subject:
    """Say what is known of that which a page is of."""
    if row["kind"] == "decision":
        return Subject(day=date.fromisoformat(row["record_day"]) if row["record_day"] else None)
    if row["kind"] not in OF_A_MEETING:
        newest = date.fromisoformat(row["newest"]) if row["newest"] else None
        return Subject(board=row["board"], newest=newest, ended=_moment(row["ended"]))
    record = _part(row, "record_") if row["record_json"] else None
    listed = _part(row, "listed_") if row["listed_day"] else None
    known = sitting(row["of"], record, listed) if record or listed else None
    return Subject(sitting=known, meeting_changed=_moment(row["meeting_changed"]))


def _part(row: RowMapping, prefix: str) -> Mapping[str, Any]:
    return {name.removeprefix(prefix): value for name, value in row.items() if name.startswith(prefix)}


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def troubles(db: Connection, council: str) -> list[Trouble]:
    """Return the pages that could not be had or were refused when last asked for, by address."""
    w = t.wanted.c
    amiss = w.state.in_(get_args(TroubleState)) & ~(w.optional & (w.state == "refused"))
    query = select(t.wanted).where(w.council == council, amiss).order_by(w.key)
    return [
        Trouble(r.council, r.key, r.kind, r.state, r.why, datetime.fromisoformat(r.since))
        for r in db.execute(query)
    ]
