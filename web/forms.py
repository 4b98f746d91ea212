"""The address bar ↔ Query, pure both ways.

The address is the whole state of a search: `read` takes it in, `address` writes it out, and what one
writes the other reads back unchanged. Lists repeat: `?board=Cabinet&board=Planning+Board`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar, get_args
from urllib.parse import urlencode

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from indexer.model import FACETS, FILTERS, Query, Sort

LISTS: Mapping[str, str] = FILTERS
"""The parameters that repeat, one for each facet, and the field of a Query that holds their values."""

PARAMETERS = ("q", *LISTS, "since", "until", "sort", "exact", "page", "size", "facets")
"""Every parameter of a search, on the page and under `/api/v1` alike."""

USUAL = Query()

LONGEST = 2_000  # characters of typed text; what people type is far shorter, and a page repeats it
MOST_VALUES = 100  # of one list
LARGEST_PAGE = 100  # results on one page
NO_FACETS = "none"  # what is given for `facets` where none are wanted

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one parameter, in a sentence for whoever typed it."""

    field: str
    typed: str
    message: str


def read(args: MultiDict[str, str]) -> tuple[Query, tuple[Problem, ...]]:
    """Read the address bar's parameters; blank and unknown ones count for nothing.

    What cannot be used is left out of the query and told as a problem, never guessed at.
    """
    fields = _Fields(args, [])
    query = Query(
        text=fields.one("q", _text, ""),
        councils=fields.several("council", str),
        boards=fields.several("board", str),
        years=fields.several("year", _year),
        months=fields.several("month", _month),
        topics=fields.several("topic", str),
        kinds=fields.several("kind", str),
        decisions=fields.several("decision", str),
        stages=fields.several("stage", str),
        attachments=fields.several("attachment", str),
        since=fields.one("since", _first_day, None),
        until=fields.one("until", _last_day, None),
        sort=fields.one("sort", _sort, None),
        expand=not fields.one("exact", _switch, False),
        page=fields.one("page", _page, 1),
        size=fields.one("size", _size, USUAL.size),
        facets=fields.one("facets", _facets, USUAL.facets),
    )
    return _settled(query), (*fields.problems, *_crossed(query))


def address(query: Query, path: str = "/", **changes: Any) -> str:
    """Write the address of a query, with some of its fields changed.

    What is as it would be anyway is left out. Any change but that of the page starts again at page 1:
    page 7 of one list is not page 7 of another. A change of the year takes other years' months off.
    """
    if changes:
        query = _settled(replace(query, **{"page": 1} | changes))
    text = urlencode([pair for pair in _pairs(query) if pair[1]])
    return f"{path}?{text}" if text else path


def _settled(query: Query) -> Query:
    """Drop months of years that are not chosen: May 2024 in 2023 would find nothing, whoever chose them."""
    if not query.years:
        return query
    return replace(query, months=tuple(month for month in query.months if int(month[:4]) in query.years))


def _pairs(query: Query) -> list[tuple[str, str]]:
    lists = [(name, str(value)) for name, field in LISTS.items() for value in getattr(query, field)]
    return [
        ("q", query.text),
        *lists,
        ("since", query.since.isoformat() if query.since else ""),
        ("until", query.until.isoformat() if query.until else ""),
        ("sort", query.sort or ""),
        ("exact", "" if query.expand else "1"),
        ("page", str(query.page) if query.page > 1 else ""),
        ("size", str(query.size) if query.size != USUAL.size else ""),
        ("facets", "" if query.facets == USUAL.facets else ",".join(query.facets) or NO_FACETS),
    ]


@dataclass(frozen=True, slots=True)
class _Fields:
    """Parameters while they are read, and the problems found on the way."""

    args: MultiDict[str, str]
    problems: list[Problem]

    def one(self, name: str, parse: Callable[[str], T], absent: T) -> T:
        values = self._given(name)
        if len(values) > 1:
            self.problems.append(
                Problem(name, values[0], _("Give only one value for “%(name)s”.", name=name))
            )
            return absent
        return next(iter(self._parsed(name, values, parse)), absent)

    def several(self, name: str, parse: Callable[[str], T]) -> tuple[T, ...]:
        values = self._given(name)
        if len(values) > MOST_VALUES:
            message = _("Choose at most %(most)s values for “%(name)s”.", most=MOST_VALUES, name=name)
            self.problems.append(Problem(name, "", message))
            return ()
        return tuple(dict.fromkeys(self._parsed(name, values, parse)))

    def _given(self, name: str) -> list[str]:
        stripped = (value.strip() for value in self.args.getlist(name))
        return list(dict.fromkeys(value for value in stripped if value))

    def _parsed(self, name: str, values: list[str], parse: Callable[[str], T]) -> list[T]:
        parsed = []
        for value in values:
            try:
                parsed.append(parse(value))
            except ValueError as error:
                self.problems.append(Problem(name, value, str(error)))
        return parsed


def _crossed(query: Query) -> tuple[Problem, ...]:
    if query.since and query.until and query.since > query.until:
        message = _(
            "The last day, %(last)s, is before the first day, %(first)s.", last=query.until, first=query.since
        )
        return (Problem("until", query.until.isoformat(), message),)
    return ()


def _text(typed: str) -> str:
    if len(typed) > LONGEST:
        length, most = f"{len(typed):,}", f"{LONGEST:,}"
        raise ValueError(
            _("This search is %(length)s characters long. Shorten it to %(most)s.", length=length, most=most)
        )
    return typed


def _first_day(typed: str) -> date:
    return _days(typed)[0]


def _last_day(typed: str) -> date:
    return _days(typed)[1]


def _days(typed: str) -> tuple[date, date]:
    """Return the first and last day of a date as typed: 2024, 2024-03, 2024-03-14 or 14/03/2024."""
    british = re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", typed)
    iso = re.fullmatch(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?", typed)
    parts = british.groups()[::-1] if british else iso.groups() if iso else ()
    numbers = [int(part) for part in parts if part]
    try:
        return _span(*numbers)
    except (TypeError, ValueError):  # no parts at all, or such as a 31st of February
        message = _("“%(typed)s” is not a date. Write it as 2024, 2024-03 or 14/03/2024.", typed=typed[:40])
        raise ValueError(message) from None


def _span(year: int, month: int | None = None, day: int | None = None) -> tuple[date, date]:
    if day is not None:
        return (date(year, month or 1, day),) * 2
    last = month or 12
    return date(year, month or 1, 1), date(year, last, calendar.monthrange(year, last)[1])


def _year(typed: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{3}", typed):
        raise ValueError(_("“%(typed)s” is not a year. Write it as 2024.", typed=typed[:40]))
    return int(typed)


def _month(typed: str) -> str:
    if not re.fullmatch(r"[1-9][0-9]{3}-(?:0[1-9]|1[0-2])", typed):
        raise ValueError(_("“%(typed)s” is not a month. Write it as 2024-03.", typed=typed[:40]))
    return typed


def _facets(typed: str) -> tuple[str, ...]:
    names = () if typed == NO_FACETS else tuple(dict.fromkeys(typed.split(",")))
    if not set(names) <= set(FACETS):
        message = _(
            "“%(typed)s” are not facets. Give some of %(known)s, or %(none)s.",
            typed=typed[:40],
            known=", ".join(FACETS),
            none=NO_FACETS,
        )
        raise ValueError(message)
    return names


def _sort(typed: str) -> Sort:
    for sort in get_args(Sort):
        if typed == sort:
            return sort  # type: ignore[no-any-return]  # get_args forgets that these are the Literal's own
    known = ", ".join(get_args(Sort))
    raise ValueError(
        _("Results cannot be sorted by “%(typed)s”. Sort by %(known)s.", typed=typed[:40], known=known)
    )


def _switch(typed: str) -> bool:
    if typed not in ("0", "1"):
        raise ValueError(_("“%(typed)s” is neither 1, for words as typed only, nor 0.", typed=typed[:40]))
    return typed == "1"


def _page(typed: str) -> int:
    wrong = _("“%(typed)s” cannot be the page. Give a whole number from 1.", typed=typed[:40])
    return _number(typed, 10**9 - 1, wrong)


def _size(typed: str) -> int:
    wrong = _(
        "“%(typed)s” cannot be the size. Give a whole number from 1 to %(most)s.",
        typed=typed[:40],
        most=LARGEST_PAGE,
    )
    return _number(typed, LARGEST_PAGE, wrong)


def _number(typed: str, largest: int, wrong: str) -> int:
    # The pattern comes first: int() also takes "１", "1_0" and, slowly, a million digits.
    if not re.fullmatch(r"0*[1-9][0-9]{0,8}", typed[:40]) or int(typed[:40]) > largest or len(typed) > 40:
        raise ValueError(wrong)
    return int(typed)
