"""The pages that are wanted, and how each stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, get_args

from sqlalchemy import (
    BindParameter,
    Boolean,
    Connection,
    Row,
    String,
    and_,
    bindparam,
    case,
    delete,
    func,
    or_,
    select,
    update,
)

from archive.model import Request
from archive.store import tables as t
from archive.store.database import upsert_all
from archive.store.nouns import PageState, Trouble, TroubleState, Wanted
from archive.store.subjects import Subjects, subjects_of

NO_ANSWER: tuple[TroubleState, ...] = ("unreachable", "forbidden")
AT_ONCE = 500  # rows

_w = t.wanted.c
_HERE = _w.council == bindparam("slug")
_WHEN: BindParameter[str] = bindparam("when", type_=String)
_ADDRESS: BindParameter[str] = bindparam("address", type_=String)
NEW_WAY = (
    update(t.wanted)
    .where(_HERE, _w.key == bindparam("page"), _w.url != bindparam("first"))
    .values(knocked=None, detour=None)
)
FURTHER = select(_w.key).where(_HERE, _w.named_by == bindparam("by"), _w.beyond.is_not(None))
FORGET = delete(t.wanted).where(_HERE, _w.key == bindparam("page"))
WAS_READ = (
    update(t.wanted)
    # With the council in both halves: else SQLite goes through all of its pages.
    .where(or_(and_(_HERE, _w.key == _ADDRESS), and_(_HERE, _w.url == _ADDRESS)))
    .values(
        asked=_WHEN,
        changed=case((and_(bindparam("fresh", type_=Boolean), _w.had.is_not(None)), _WHEN), else_=_w.changed),
        had=_WHEN,
        state="read",
        since=case((_w.state == "read", _w.since), else_=_WHEN),
        why="",
        detour=case((_w.url == _ADDRESS, None), else_=_w.detour),
        knocked=case((_w.url == _ADDRESS, _WHEN), else_=_w.knocked),
    )
)
_STATE: BindParameter[str] = bindparam("now", type_=String)
FIRST_MISSED = (
    update(t.wanted)
    .where(_HERE, _w.url == _ADDRESS, _w.key != _ADDRESS)
    .values(detour=func.coalesce(_w.detour, _WHEN), detour_state=_STATE, knocked=_WHEN)
)
_NOW = case((_w.optional, bindparam("absent", type_=String)), else_=_STATE)
MISSED = (
    update(t.wanted)
    .where(_HERE, _w.key == _ADDRESS)
    .values(
        asked=_WHEN, state=_NOW, since=case((_w.state == _NOW, _w.since), else_=_WHEN), why=bindparam("said")
    )
)
_REQUEST = (_w.key, _w.url, _w.kind, _w.optional, _w.of, _w.beyond)
_STANDING = (_w.asked, _w.had, _w.changed, _w.state, _w.since, _w.detour, _w.detour_state, _w.knocked)
_WANTED = select(*_REQUEST, *_STANDING).where(_HERE)
NAMED = _WANTED.where(_w.named_by == bindparam("by"))
# In the order of what they are of, so that what is known of a meeting is looked up about once.
ALL = _WANTED.order_by(_w.of.nulls_first(), _w.kind, _w.key)


def key_of(request: Request) -> str:
    """Return what a page is known by: the address that is asked last."""
    return request.instead.url if request.instead else request.url


def want(db: Connection, council: str, requests: Iterable[Request], named_by: str) -> None:
    """Note the pages that a page names; a first address that is new has not been tried yet."""
    rows = [
        {
            "council": council,
            "key": key_of(request),
            "url": request.url,
            "kind": request.kind,
            "of": request.of,
            "optional": request.optional,
            "beyond": request.beyond,
            "named_by": named_by,
        }
        for request in requests
    ]
    ways = [{"slug": council, "page": r["key"], "first": r["url"]} for r in rows if r["key"] != r["url"]]
    if ways:
        db.execute(NEW_WAY, ways)
    upsert_all(db, t.wanted, rows)


def forget_old_ways(db: Connection, council: str, named_by: str, now: Iterable[Request]) -> None:
    """Drop the further pages of a list that it named before and no longer does.

    Their addresses hold the day on which the page begins, so that each new meeting makes other ones.
    """
    still = {key_of(request) for request in now}
    named = db.execute(FURTHER, {"slug": council, "by": named_by}).scalars()
    old = [{"slug": council, "page": key} for key in named if key not in still]
    if old:
        db.execute(FORGET, old)


def ask_lists_again(db: Connection, council: str) -> None:
    """Make every list of a council due, to be followed to its end again."""
    lists = t.wanted.c.kind.in_(("board-list", "meeting-list", "decision-list"))
    db.execute(update(t.wanted).where(t.wanted.c.council == council, lists).values(asked=None))
    db.execute(update(t.board).where(t.board.c.council == council).values(ended=None))


def was_read(db: Connection, council: str, url: str, when: str, *, fresh: bool) -> None:
    """Note that a page came and could be read; `fresh` when it says something new."""
    db.execute(WAS_READ, {"slug": council, "address": url, "when": when, "fresh": fresh})


def was_missed(db: Connection, council: str, url: str, when: str, state: TroubleState, why: str) -> None:
    """Note that a page could not be had, or not be read; since when stays as it was while the state does.

    Of an address that has another instead, only that it gave nothing is noted.
    """
    at = {"slug": council, "address": url, "when": when, "now": state}
    db.execute(FIRST_MISSED, at)
    absent: PageState = "not offered" if state in ("gone", "forbidden") else state
    db.execute(MISSED, {**at, "absent": absent, "said": why})


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
    query, at = (ALL, {}) if named_by is None else (NAMED, {"by": named_by})
    found = db.execute(query.execution_options(yield_per=AT_ONCE), {"slug": council, **at})
    for rows in found.partitions():
        known = subjects_of(db, council, rows)
        yield from (_wanted(council, row, known) for row in rows)


def _wanted(council: str, row: Row[Any], known: Subjects) -> Wanted:
    # Taken apart at once: there are tens of thousands, and asking a row for each name takes twice as long.
    key, url, kind, optional, of, beyond, asked, had, changed, state, since, *first = row
    itself = Request(key, kind, None, optional, of, beyond)
    detour, detour_state, knocked = first
    return Wanted(
        council=council,
        request=itself if url == key else Request(url, kind, itself, optional, of, beyond),
        asked=_moment(asked),
        had=_moment(had),
        changed=_moment(changed),
        state=state,
        since=_moment(since),
        detour=_moment(detour),
        detour_state=detour_state,
        knocked=_moment(knocked),
        subject=known.of(kind, of),
    )


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
