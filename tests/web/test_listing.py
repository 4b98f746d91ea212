from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from indexer.model import FACETS, FILTERS, Facet, Query, Results
from web.listing import OPEN, chips, counted, filters, no_filters, page_links


@given(st.integers(1, 500), st.integers(1, 500))
def test_page_links_lead_to_both_ends_and_the_neighbours_in_order(page: int, pages: int) -> None:
    page = min(page, pages)
    links = page_links(page, pages)
    numbers = [number for number in links if number is not None]
    assert numbers == sorted(set(numbers))
    assert {1, page, pages, max(1, page - 1), min(pages, page + 1)} <= set(numbers)
    assert len(links) <= 9


@given(st.integers(1, 60), st.integers(1, 60))
def test_a_gap_in_page_links_stands_for_two_pages_or_more(page: int, pages: int) -> None:
    links = page_links(min(page, pages), pages)
    for before, here, after in zip(links, links[1:], links[2:], strict=False):
        if here is None:
            assert before is not None
            assert after is not None
            assert after - before > 2
    assert len([None for a, b in pairwise(links) if a and b and b - a != 1]) == 0


def test_each_chip_takes_off_its_own_filter_alone() -> None:
    query = Query(boards=("Cabinet", "Planning"), years=(2024,), since=date(2024, 3, 14))
    found = chips(query, {"board": (Facet("Cabinet", "The Cabinet", 3, True),)})
    assert [(chip.name, chip.label, chip.without) for chip in found] == [
        ("Board", "The Cabinet", {"boards": ("Planning",)}),
        ("Board", "Planning", {"boards": ("Cabinet",)}),
        ("Year", "2024", {"years": ()}),
        ("From", "14 March 2024", {"since": None}),
    ]
    assert no_filters().keys() == {*FILTERS.values(), "since", "until"}


def test_a_chip_says_a_value_in_words_even_where_its_facet_was_not_counted() -> None:
    query = Query(months=("2024-03",), decisions=("not carried",), stages=("agenda",), attachments=("with",))
    assert [(chip.name, chip.label) for chip in chips(query, {})] == [
        ("Month", "March 2024"),
        ("Kind of decision", "Not carried"),
        ("Stage", "Agenda only"),
        ("Attachments", "With attachment"),
    ]


def test_months_are_counted_once_a_year_or_a_month_is_chosen() -> None:
    assert counted(Query()) == tuple(facet for facet in FACETS if facet != "month")
    assert counted(Query(years=(2024,))) == counted(Query(months=("2024-03",))) == FACETS
    assert counted(Query(years=(2024,), facets=("month", "kind"))) == ("month", "kind")


def test_a_facet_whose_single_value_every_result_has_is_not_shown_unless_it_is_chosen() -> None:
    def of(count: int, *, selected: bool) -> list[str]:
        facets: dict[str, tuple[Facet, ...]] = {"council": (Facet("salt", "Saltmarsh", count, selected),)}
        return [each.name for each in filters(Results(Query(), 5, (), facets, ""))]

    assert of(5, selected=False) == []
    assert of(5, selected=True) == ["council"]
    assert of(4, selected=False) == ["council"]


def results(count: int, selected: int) -> Results:
    facets = tuple(Facet(f"b{n}", f"Board {n}", 99 - n, n == selected) for n in range(count))
    return Results(Query(), 0, (), {"board": facets, "kind": ()}, "")


def test_a_long_facet_folds_but_never_over_what_is_selected() -> None:
    [folded] = filters(results(30, selected=2))
    [unfolded] = filters(results(30, selected=20))
    assert (len(folded.shown), len(folded.folded)) == (OPEN, 22)
    assert not folded.unfolded
    assert unfolded.unfolded


def test_the_months_of_a_year_do_not_fold() -> None:
    months = tuple(Facet(f"2024-{month:02}", "", 1, selected=False) for month in range(1, 13))
    [facet] = filters(Results(Query(), 12, (), {"month": months}, ""))
    assert (facet.shown, facet.folded) == (months, ())


def test_a_facet_does_not_fold_a_single_value() -> None:
    [facet] = filters(results(OPEN + 1, selected=0))
    assert facet.folded == ()
