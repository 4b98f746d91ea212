"""Results by year and month: the bars of a chart, each a change to the query (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.model import Facet, Query
from web import words

HIGHEST = 40  # pixels of the tallest bar
MOST_YEARS = 3  # whose months are shown; the months of twenty years are no help


@dataclass(frozen=True, slots=True)
class Bar:
    """A year or a month, how many results it has, and the change that chooses it alone or takes it off."""

    value: str  # what a filter takes
    name: str  # "2024", "May 2024"
    short: str  # "24", "May": under its row's heading
    count: int
    height: int  # pixels; 0 where it has no results
    selected: bool
    change: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """Bars side by side: the years of a decade, or the months of a year."""

    start: int  # the first year
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The rows of the chart, newest first."""

    decades: tuple[Row, ...] = ()
    years: tuple[Row, ...] = ()

    @property
    def tallest(self) -> int:
        """How many results the commonest year or month has; 0 where there is nothing to draw."""
        return max((bar.count for row in (*self.decades, *self.years) for bar in row.bars), default=0)

    @property
    def listed_years(self) -> tuple[Bar, ...]:
        """The years that have results or are chosen, newest first: the table behind the chart."""
        return _listed(self.decades)

    @property
    def listed_months(self) -> tuple[Bar, ...]:
        """The months that have results or are chosen, newest first."""
        return _listed(self.years)


def in_view(query: Query) -> tuple[int, ...]:
    """Give the years whose months a page shows: those chosen, or those of the chosen months; not many."""
    years = query.years or tuple(dict.fromkeys(int(month[:4]) for month in query.months))
    return tuple(sorted(years)) if len(years) <= MOST_YEARS else ()


def timeline(query: Query, years: Sequence[Facet], months: Sequence[Facet]) -> Timeline:
    """Lay the counts of years and months out as rows, with every year of a decade and month of a year."""
    of_year = {int(facet.value): facet.count for facet in years}
    decades = sorted({year // 10 * 10 for year in (*of_year, *query.years)}, reverse=True)
    of_month = {facet.value: facet.count for facet in months}
    most, most_in_month = max(of_year.values(), default=0), max(of_month.values(), default=0)
    return Timeline(
        tuple(
            Row(first, tuple(_year(query, y, of_year.get(y, 0), most) for y in range(first, first + 10)))
            for first in decades
        ),
        tuple(_months(query, year, of_month, most_in_month) for year in reversed(in_view(query))),
    )


def _year(query: Query, year: int, count: int, most: int) -> Bar:
    selected = year in query.years
    change = without_year(query, year) if selected else {"years": (year,)}
    return Bar(str(year), str(year), f"{year % 100:02}", count, _height(count, most), selected, change)


def without_year(query: Query, year: int) -> dict[str, Any]:
    """Give the change that takes a year off, and its months with it."""
    return {
        "years": tuple(other for other in query.years if other != year),
        "months": tuple(month for month in query.months if int(month[:4]) != year),
    }


def _months(query: Query, year: int, counts: Mapping[str, int], most: int) -> Row:
    values = [f"{year}-{number:02}" for number in range(1, 13)]
    return Row(year, tuple(_month(query, value, counts.get(value, 0), most) for value in values))


def month_name(value: str) -> str:
    """Say a month, "2024-05", in words: "May 2024"."""
    return f"{words.month(int(value[5:]))} {value[:4]}"


def _month(query: Query, value: str, count: int, most: int) -> Bar:
    name = month_name(value)
    selected = value in query.months
    change = {"months": tuple(other for other in query.months if other != value) if selected else (value,)}
    return Bar(value, name, name[:3], count, _height(count, most), selected, change)


def _height(count: int, most: int) -> int:
    return max(2, round(HIGHEST * count / most)) if count else 0


def _listed(rows: Iterable[Row]) -> tuple[Bar, ...]:
    return tuple(bar for row in rows for bar in reversed(row.bars) if bar.count or bar.selected)
