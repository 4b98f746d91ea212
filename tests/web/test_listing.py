from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from archive.model import Kind
from indexer.model import FACETS, FILTERS, DocumentKind, DocumentStage, Facet, Fragment, Hit, Query, Results
from tests.web import sample
from web.listing import OPEN, VALUES, carried, chips, counted, filters, no_filters, outcome, page_links, ways
from web.timeline import timeline


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
        ("Year", "2024", {"years": (), "months": ()}),
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


def test_only_a_long_facet_can_be_looked_through_by_typing() -> None:
    [short], [long] = filters(results(11, selected=0)), filters(results(12, selected=0))
    assert (short.long, long.long) == (False, True)


def test_years_and_months_are_a_chart_and_no_list() -> None:
    years = tuple(Facet(str(year), "", 1, selected=False) for year in range(2020, 2024))
    assert filters(Results(Query(), 4, (), {"year": years}, "")) == ()


def test_a_kind_that_nothing_has_is_shown_with_its_count_of_none() -> None:
    found: dict[str, tuple[Facet, ...]] = {
        "kind": (Facet("item", "Item", 3, selected=False), Facet("action", "Action", 1, selected=False))
    }
    [kinds] = filters(Results(Query(), 4, (), found, ""))
    assert [(facet.value, facet.count) for facet in kinds.shown] == [
        ("item", 3),
        ("action", 1),
        ("decision", 0),
        ("meeting", 0),
    ]


def test_stages_that_nothing_has_are_folded_away_first() -> None:
    found: dict[str, tuple[Facet, ...]] = {
        "stage": (Facet("minutes", "Minutes", 3, selected=False), Facet("agenda", "", 1, selected=False))
    }
    [stages] = filters(Results(Query(), 4, (), found, ""))
    assert [facet.value for facet in stages.shown] == ["minutes", "agenda"]
    assert {facet.count for facet in stages.folded} == {0}


def test_the_values_known_beforehand_are_all_there_are() -> None:
    assert {name: set(values) for name, values in VALUES.items()} == {
        "kind": set(get_args(DocumentKind)),
        "decision": set(get_args(Kind)),
        "stage": set(get_args(DocumentStage)),
        "attachment": {"with", "without"},
    }


def test_what_is_chosen_and_has_no_box_is_carried_by_the_form() -> None:
    query = Query(boards=("Cabinet",), years=(2024,), months=("2024-05",))
    shown = filters(Results(query, 3, (), {"board": (Facet("Cabinet", "Cabinet", 3, selected=True),)}, ""))
    assert carried(query, shown, timeline(query, (), ())) == ()
    assert carried(query, (), timeline(Query(), (), ())) == (
        ("board", "Cabinet"),
        ("year", "2024"),
        ("month", "2024-05"),
    )


def test_each_filter_can_be_tried_off_alone_the_dates_as_one() -> None:
    query = Query(boards=("Cabinet", "Council"), years=(2024,), since=date(2024, 3, 1), kinds=("item",))
    assert [(way.name, way.without) for way in ways(query)] == [
        ("Dates", {"years": (), "months": (), "since": None, "until": None}),
        ("Board", {"boards": ()}),
        ("Kind", {"kinds": ()}),
    ]
    assert ways(Query("bins", sort="oldest")) == ()


def hit_of(kind: str, lead: str, *marked: str) -> Hit:
    document = next(document for document in sample.all_documents([sample.HELD]) if document.kind == kind)
    return Hit(document._replace(lead=lead), tuple(Fragment(text, matched=True) for text in marked))


def test_a_decision_is_told_whole_with_the_words_that_were_found() -> None:
    found = outcome(hit_of("decision", "that the quay, and the quayside, be dredged", "quay"))
    assert found == (
        Fragment("that the ", matched=False),
        Fragment("quay", matched=True),
        Fragment(", and the quayside, be dredged", matched=False),
    )
    assert outcome(hit_of("item", "the quay", "quay")) == ()


def test_a_decision_of_endless_length_is_cut_and_says_so() -> None:
    [told] = outcome(hit_of("decision", "that it be so " * 500))
    assert len(told.text) < 800
    assert told.text.endswith("…")


def test_a_facet_does_not_fold_a_single_value() -> None:
    [facet] = filters(results(OPEN + 1, selected=0))
    assert facet.folded == ()
