from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from indexer.model import Facet, Query, Results
from web.listing import OPEN, chips, filters, no_filters, page_links


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
    assert no_filters().keys() == {"boards", "years", "topics", "kinds", "since", "until"}


def results(count: int, selected: int) -> Results:
    facets = tuple(Facet(f"b{n}", f"Board {n}", 99 - n, n == selected) for n in range(count))
    return Results(Query(), 0, (), {"board": facets, "kind": ()}, "")


def test_a_long_facet_folds_but_never_over_what_is_selected() -> None:
    [folded] = filters(results(30, selected=2))
    [unfolded] = filters(results(30, selected=20))
    assert (len(folded.shown), len(folded.folded)) == (OPEN, 22)
    assert not folded.unfolded
    assert unfolded.unfolded


def test_a_facet_does_not_fold_a_single_value() -> None:
    [facet] = filters(results(OPEN + 1, selected=0))
    assert facet.folded == ()
