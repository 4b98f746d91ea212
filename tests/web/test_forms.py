from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, get_args
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

import web
from indexer.model import FACETS, DocumentStage, Query
from web.forms import LARGEST_PAGE, LONGEST, PARAMETERS, Problem, address, read

WORDS = st.text(max_size=60).map(str.strip)
NAMES = st.lists(WORDS.filter(bool), max_size=4, unique=True).map(tuple)
DAYS = st.none() | st.dates()

YEARS = st.lists(st.integers(1000, 9999), max_size=4, unique=True).map(tuple)
MONTHS = st.lists(st.dates(date(1000, 1, 1)).map(lambda day: f"{day:%Y-%m}"), max_size=4, unique=True)


def months_of(years: tuple[int, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    values = [f"{year}-{month:02}" for year in years for month in range(1, 13)]
    return st.lists(st.sampled_from(values), max_size=4, unique=True).map(tuple)


# Months of years that are not chosen are dropped, and have a test of their own.
CHOSEN = st.tuples(st.just(()), MONTHS.map(tuple)) | YEARS.filter(bool).flatmap(
    lambda years: st.tuples(st.just(years), months_of(years))
)

QUERIES = st.builds(
    lambda chosen, **others: Query(years=chosen[0], months=chosen[1], **others),
    CHOSEN,
    text=WORDS,
    kinds=NAMES,
    boards=NAMES,
    topics=NAMES,
    councils=NAMES,
    decisions=NAMES,
    stages=NAMES,
    attachments=NAMES,
    since=DAYS,
    until=DAYS,
    sort=st.sampled_from([None, "relevance", "newest", "oldest"]),
    page=st.integers(1, 999_999_999),
    size=st.integers(1, LARGEST_PAGE),
    facets=st.lists(st.sampled_from(FACETS), unique=True).map(tuple),
)


def read_address(text: str) -> tuple[Query, tuple[Problem, ...]]:
    return read(MultiDict(parse_qsl(urlsplit(text).query, keep_blank_values=True)))


def problems(**typed: str) -> list[str]:
    return [problem.field for problem in read(MultiDict(typed))[1]]


@given(QUERIES)
def test_the_address_of_a_query_reads_back_as_that_query(query: Query) -> None:
    assert read_address(address(query))[0] == query


@given(QUERIES)
def test_a_query_that_makes_sense_has_no_problems(query: Query) -> None:
    crossed = query.since is not None and query.until is not None and query.since > query.until
    assert [problem.field for problem in read_address(address(query))[1]] == ["until"] * crossed


@given(st.dictionaries(st.sampled_from(PARAMETERS), st.text(max_size=50)))
def test_whatever_is_typed_is_read_or_told_as_a_problem_of_its_own_field(typed: dict[str, str]) -> None:
    query, found = read(MultiDict(typed))
    assert {problem.field for problem in found} <= set(typed) | {"until"}
    assert read_address(address(query))[0] == query


@given(YEARS, MONTHS.map(tuple))
def test_a_month_of_a_year_that_is_not_chosen_is_dropped_and_never_finds_nothing(
    years: tuple[int, ...], months: tuple[str, ...]
) -> None:
    query, found = read_address(address(Query(years=years, months=months)))
    assert query.months == tuple(month for month in months if not years or int(month[:4]) in years)
    assert not found


def test_choosing_a_year_takes_the_months_of_others_off() -> None:
    chosen = Query("bins", years=(2024,), months=("2024-05",))
    assert address(chosen, years=(2023,)) == "/?q=bins&year=2023"
    assert address(chosen, years=(2023, 2024)) == "/?q=bins&year=2023&year=2024&month=2024-05"
    assert address(chosen, years=()) == "/?q=bins&month=2024-05"


def test_an_empty_form_is_an_empty_query() -> None:
    assert read(MultiDict({"q": " ", "since": "", "until": "", "sort": "", "board": ""})) == (Query(), ())


def test_the_address_leaves_out_what_is_so_anyway() -> None:
    assert address(Query()) == "/"
    assert address(Query("bins", boards=("Cabinet", "A & B"))) == "/?q=bins&board=Cabinet&board=A+%26+B"
    assert address(Query("bins"), "/api/v1/search") == "/api/v1/search?q=bins"


def test_facets_to_count_are_named_in_a_row_and_none_by_that_word() -> None:
    assert read(MultiDict({"facets": "board,year"}))[0].facets == ("board", "year")
    assert read(MultiDict({"facets": "none"}))[0].facets == ()
    assert address(Query("bins", facets=("board", "year"))) == "/?q=bins&facets=board%2Cyear"
    assert address(Query("bins", facets=())) == "/?q=bins&facets=none"


def test_every_parameter_and_stage_is_explained_in_the_documents() -> None:
    text = (Path(web.__file__).parent.parent / "docs/filters.md").read_text("utf-8")
    assert [name for name in (*PARAMETERS, *get_args(DocumentStage)) if f"`{name}`" not in text] == []


def test_a_change_starts_again_at_the_first_page() -> None:
    query = Query("bins", page=7)
    assert address(query) == "/?q=bins&page=7"
    assert address(query, boards=("Cabinet",)) == "/?q=bins&board=Cabinet"
    assert address(query, page=8) == "/?q=bins&page=8"


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-2", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-03-14", date(2024, 3, 14), date(2024, 3, 14)),
        ("14/3/2024", date(2024, 3, 14), date(2024, 3, 14)),
    ],
)
def test_a_date_may_be_a_year_a_month_or_a_day(typed: str, first: date, last: date) -> None:
    assert read(MultiDict({"since": typed}))[0].since == first
    assert read(MultiDict({"until": typed}))[0].until == last


@pytest.mark.parametrize(
    "typed", ["31/02/2024", "2024-13", "0000", "yesterday", "٢٠٢٤", "2024-03-14T10:00", "3/2024"]
)
def test_what_is_not_a_date_is_a_problem_and_is_kept(typed: str) -> None:
    query, found = read(MultiDict({"since": typed}))
    assert query.since is None
    assert [(problem.field, problem.typed) for problem in found] == [("since", typed)]
    assert "is not a date" in found[0].message


@pytest.mark.parametrize(
    "typed", ["0", "-1", "1.5", "two", "１", "1_0", "9" * 10, "9" * 5000, "0" * 39 + "19"]
)
def test_what_is_not_a_page_number_is_a_problem(typed: str) -> None:
    assert problems(page=typed) == ["page"]


def test_each_other_thing_that_cannot_be_is_a_problem_of_its_field() -> None:
    assert problems(size="101") == ["size"]
    assert problems(year="24") == ["year"]
    assert problems(month="2024-13") == problems(month="2024") == problems(month="2024-3") == ["month"]
    assert problems(facets="board,colour") == problems(facets="board,none") == ["facets"]
    assert problems(sort="best") == ["sort"]
    assert problems(q="x" * (LONGEST + 1)) == ["q"]
    assert problems(since="2024", until="2023") == ["until"]


def test_two_values_where_one_can_hold_are_a_problem_unless_they_agree() -> None:
    both: MultiDict[str, str] = MultiDict([("page", "2"), ("page", "3")])
    assert [problem.field for problem in read(both)[1]] == ["page"]
    same: MultiDict[str, str] = MultiDict([("page", "2"), ("page", "2")])
    assert read(same) == (Query(page=2), ())


def test_too_many_values_of_a_list_are_a_problem() -> None:
    many: MultiDict[str, Any] = MultiDict([("board", f"Board {n}") for n in range(101)])
    assert [problem.field for problem in read(many)[1]] == ["board"]
