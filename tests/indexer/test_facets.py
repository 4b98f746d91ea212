"""What the values of facets are called, in what order they stand, and that they are counted rightly."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model import Kind
from indexer.engines.whoosh.searching.column import Column
from indexer.engines.whoosh.searching.crossed import Crossed
from indexer.facets import label, selection, shown
from indexer.model import FACETS, DocumentKind, DocumentStage, Facet, Query


@pytest.mark.parametrize(
    ("facet", "value", "said"),
    [
        ("month", "2023-03", "March 2023"),
        ("month", "2023-13", "2023-13"),
        ("decision", "not carried", "Not carried"),
        ("kind", "action", "Action"),
        ("stage", "agenda", "Agenda only"),
        ("stage", "draft minutes", "Draft minutes"),
        ("attachment", "with", "With attachment"),
        ("council", "salt", "Saltmarsh"),
        ("council", "moon", "moon"),
        ("board", "planning Panel", "planning Panel"),
        ("topic", "roads", "roads"),
    ],
)
def test_a_value_is_said_as_readers_know_it_and_an_unknown_one_as_it_is(
    facet: str, value: str, said: str
) -> None:
    assert label(facet, value, {"salt": "Saltmarsh"}) == said


@pytest.mark.parametrize(
    ("facet", "values"), [("kind", DocumentKind), ("decision", Kind), ("stage", DocumentStage)]
)
def test_each_value_of_our_own_has_a_name_of_its_own_with_a_capital(facet: str, values: object) -> None:
    said = [label(facet, value, {}) for value in get_args(values)]
    assert len(set(said)) == len(said)
    assert all(each[0].isupper() for each in said)


def test_values_stand_by_their_counts_and_equals_by_their_names() -> None:
    found = shown("stage", {"minutes": 2, "cancelled": 2, "agenda": 5}, ("nothing",), {})
    assert found == (
        Facet("agenda", "Agenda only", 5, selected=False),
        Facet("cancelled", "Cancelled", 2, selected=False),
        Facet("minutes", "Minutes", 2, selected=False),
        Facet("nothing", "Nothing published", 0, selected=True),
    )


def test_every_facet_has_its_filter_in_a_query() -> None:
    assert selection(Query()) == dict.fromkeys(FACETS, ())
    assert selection(Query(years=(2023,), attachments=("with",)))["year"] == ("2023",)


NAMES = ("a", "b", "c")


@st.composite
def columns(draw: st.DrawFn) -> dict[str, Column]:
    documents = draw(st.integers(1, 40))
    made = {}
    for name in NAMES:
        labels = tuple("xyzw"[: draw(st.integers(0, 4))])
        numbers = st.lists(st.integers(-1, len(labels) - 1), min_size=documents, max_size=documents)
        made[name] = Column(labels, np.array(draw(numbers), np.int32), None)
    return made


@given(columns(), st.data())
def test_columns_counted_together_are_counted_as_each_alone(
    made: dict[str, Column], data: st.DataObject
) -> None:
    documents = st.integers(0, len(made["a"].values) - 1)
    ids = np.array(sorted(data.draw(st.sets(documents))), np.intp)
    wanted = data.draw(st.lists(st.sampled_from(NAMES), unique=True))
    together = Crossed(made).counts(ids, wanted)
    assert together.keys() == set(wanted)
    for name in wanted:
        assert together[name].tolist() == made[name].counts(ids).tolist()


def test_a_column_with_one_label_everywhere_counts_the_documents_without_looking() -> None:
    column = Column(("salt",), np.empty(0, np.int32), None, everywhere=True)
    assert column.counts(np.arange(7)).tolist() == [7]


@given(st.lists(st.dates().map(str), max_size=20))
def test_days_grouped_by_their_beginnings_are_months(days: list[str]) -> None:
    labels = tuple(sorted(set(days)))
    numbers = np.array([*(labels.index(day) for day in days), -1], np.int32)
    months = Column(labels, numbers, None).grouped(len("2023-03"))
    found = [months.labels[number] for number in months.values[:-1].tolist()]
    assert found == [day[:7] for day in days]
    assert months.values[-1] == -1
