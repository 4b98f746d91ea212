"""The chart of years and months: what it draws, and what each bar does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.model import Facet, Query
from web.timeline import HIGHEST, in_view, timeline


def facets(**counts: int) -> tuple[Facet, ...]:
    return tuple(Facet(value[1:].replace("_", "-"), "", count, False) for value, count in counts.items())


YEARS = facets(y2009=4, y2021=8, y2024=2)
MONTHS = facets(m2024_03=1, m2024_11=1)


def test_years_stand_in_their_decades_the_newest_first_and_none_is_left_out_between() -> None:
    found = timeline(Query(), YEARS, ())
    assert [row.start for row in found.decades] == [2020, 2000]
    assert [bar.value for bar in found.decades[1].bars] == [str(year) for year in range(2000, 2010)]
    assert [(bar.name, bar.count) for bar in found.listed_years] == [("2024", 2), ("2021", 8), ("2009", 4)]


def test_the_tallest_bar_is_the_commonest_year_and_one_with_any_result_is_seen() -> None:
    found = timeline(Query(), facets(y2021=10_000, y2022=1, y2023=5_000), ())
    heights = {bar.value: bar.height for bar in found.decades[0].bars}
    assert (heights["2021"], heights["2022"], heights["2023"]) == (HIGHEST, 2, HIGHEST // 2)
    assert heights["2020"] == 0


def test_a_bar_chooses_its_year_alone_and_one_chosen_takes_itself_off_with_its_months() -> None:
    query = Query(years=(2021,), months=("2021-05",))
    changes = {bar.value: bar.change for bar in timeline(query, YEARS, ()).decades[0].bars}
    assert changes["2024"] == {"years": (2024,)}
    assert changes["2021"] == {"years": (), "months": ()}


def test_the_months_of_a_chosen_year_are_all_twelve_named_in_words() -> None:
    [year] = timeline(Query(years=(2024,)), YEARS, MONTHS).years
    assert (year.start, len(year.bars)) == (2024, 12)
    assert [(bar.name, bar.change) for bar in year.bars if bar.count] == [
        ("March 2024", {"months": ("2024-03",)}),
        ("November 2024", {"months": ("2024-11",)}),
    ]


def test_a_chosen_month_is_marked_and_takes_itself_off() -> None:
    found = timeline(Query(months=("2024-03",)), YEARS, MONTHS)
    [march] = [bar for bar in found.listed_months if bar.selected]
    assert (march.name, march.change) == ("March 2024", {"months": ()})


def test_months_are_in_view_of_few_years_only() -> None:
    assert in_view(Query()) == ()
    assert in_view(Query(years=(2024, 2021))) == (2021, 2024)
    assert in_view(Query(months=("2024-03", "2024-05"))) == (2024,)
    assert in_view(Query(years=(2021, 2022, 2023, 2024))) == ()


def test_what_is_chosen_and_has_no_results_is_listed_so_that_it_can_be_taken_off() -> None:
    found = timeline(Query(years=(1987,), months=("1987-02",)), (), ())
    assert [bar.value for bar in found.listed_years] == ["1987"]
    assert [bar.value for bar in found.listed_months] == ["1987-02"]
    assert found.tallest == 0


@given(st.dictionaries(st.integers(1000, 9999), st.integers(1, 10**6), max_size=12))
def test_every_year_with_results_is_drawn_once_and_the_rows_are_no_more_than_its_decades(
    counts: dict[int, int],
) -> None:
    found = timeline(Query(), [Facet(str(year), "", count, False) for year, count in counts.items()], ())
    drawn = {bar.value: bar.count for row in found.decades for bar in row.bars if bar.count}
    assert drawn == {str(year): count for year, count in counts.items()}
    assert len(found.decades) == len({year // 10 for year in counts})
    assert all(0 <= bar.height <= HIGHEST for row in found.decades for bar in row.bars)
