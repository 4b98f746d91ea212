"""The bench of the cluster: how answers are compared, lines drawn on, and figures told."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.cluster import figures, projection, servers, tables
from bench.cluster.asking import Both, ask_all, equal, shared, times
from bench.cluster.figures import Asked, Indexed, Run, Times
from bench.cluster.indexing import by_kind
from bench.cluster.projection import DOCUMENTS, Line, answering, line, sizing
from bench.search.corpus import documents
from bench.search.ours import build
from bench.search.queries import CLASSES
from indexer.engines.whoosh import open_engine
from indexer.model import Engine, Query


def run(count: int) -> Run:
    """Give a run in which all that grows grows as the documents do."""
    indexed = Indexed(
        clock=count / 250,
        copying=count / 1_000,
        ours=count / 500,
        nodes=count / 250,
        merging=12.0,
        primaries=6_000 * count,
        copies=12_000 * count,
        kinds={"words": 7_000 * count, "documents": 5_000 * count, "the rest": 1},
        heap=50_000_000 + 20 * count,
    )
    asked = Asked(
        servers=Times(10 + count / 10_000, 40.0),
        embedded=Times(3.0, 5.0),
        nodes=8 + count / 10_000,
        matches=count / 10,
        shared=0.96,
        unequal=0,
    )
    return Run(count, 40, 3, 2, indexed, dict.fromkeys(CLASSES, asked))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("index")
    build(folder, documents(300))
    return open_engine(folder)


@pytest.fixture(scope="module")
def fewer(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("fewer")
    build(folder, islice(documents(300), 299))
    return open_engine(folder)


def test_every_class_is_asked_of_both_and_equal_engines_answer_alike(engine: Engine) -> None:
    ticks = iter(range(100_000))
    found = ask_all(Both(engine, engine, lambda: next(ticks) / 1000), 2)
    assert set(found) == set(CLASSES)
    assert {(each.unequal, each.shared) for each in found.values()} == {(0, 1.0)}
    assert [each.nodes for each in found.values()] == pytest.approx([1.0] * len(CLASSES))
    assert found["common"].matches > 10
    assert all(each.servers.p50 > 0 < each.embedded.p50 for each in found.values())


def test_a_document_too_few_is_an_unequal_answer(engine: Engine, fewer: Engine) -> None:
    everything = Query("")
    whole, short = engine.search(everything), fewer.search(everything)
    assert equal(whole, engine.search(everything))
    assert not equal(whole, short)
    assert not equal(whole, replace(short, total=whole.total))  # as the counts tell


def test_hits_are_shared_in_any_order(engine: Engine) -> None:
    found = engine.search(Query(""))
    assert shared(found, replace(found, hits=found.hits[::-1])) == 1.0
    assert shared(found, replace(found, hits=found.hits[:5])) == 5 / len(found.hits)
    assert shared(replace(found, hits=()), replace(found, hits=())) == 1.0


def test_the_95th_of_100_answers_is_the_first_that_is_later() -> None:
    assert times([float(each) for each in reversed(range(100))]) == Times(49.5, 95.0)


def test_bytes_are_told_by_what_they_are_for() -> None:
    told = by_kind({"doc": 5, "pos": 7, "dvd": 11, "fdt": 13, "si": 2})
    assert list(told.values()) == [12, 11, 13, 2]
    assert list(told)[-1] == "the rest"


@given(st.floats(0, 1e3), st.floats(0, 1e-2), st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_line_goes_through_both_of_its_points(fixed: float, each: float, first: int, more: int) -> None:
    drawn = Line(fixed, each)
    found = line((first, drawn.at(first)), (first + more, drawn.at(first + more)))
    assert found.at(first + more) == pytest.approx(drawn.at(first + more), abs=1e-6)
    assert found.at(first) == pytest.approx(drawn.at(first), abs=1e-6)


def test_a_figure_that_fell_by_chance_is_not_projected_to_fall() -> None:
    assert line((100, 12.0), (200, 11.0)) == Line(11.0, 0.0)


def test_a_figure_that_grew_faster_than_the_documents_starts_at_nothing() -> None:
    assert line((100, 1.0), (200, 3.0)) == Line(0.0, 0.02)


def test_only_what_grows_is_shared_by_the_shards() -> None:
    found = answering([run(100_000), run(300_000)], "common", shards=10)
    grown = DOCUMENTS / 10_000
    assert found.matches == DOCUMENTS / 10
    assert (found.work, found.here) == pytest.approx((8 + grown, 10 + grown))
    assert found.apart == pytest.approx(10 + grown / 10)


def test_disks_hold_both_copies_of_three_indices_and_room() -> None:
    sized = sizing([run(100_000), run(300_000)])
    assert sized.index == pytest.approx(150e9)
    assert sized.shards == 9
    assert sized.stored == pytest.approx(300e9)
    assert sized.disk * projection.NODES * 0.85 == pytest.approx(900e9)
    assert sized.heap == pytest.approx(50e6 + 20 * DOCUMENTS)
    assert sized.read == pytest.approx(7_000 * DOCUMENTS / 3, rel=1e-6)  # documents are read for a page only
    assert sized.memory == 128e9  # for 8 GB of heap and 58 GB that are read
    assert (sized.hours, sized.alone) == pytest.approx((DOCUMENTS / 200 / 3600, DOCUMENTS / 500 / 3600))


def test_what_was_kept_is_read_again_the_smallest_first(tmp_path: Path) -> None:
    kept = tmp_path / "figures.json"
    assert figures.load(kept) == []
    figures.save(run(300_000), kept)
    figures.save(replace(run(100_000), queries=1), kept)
    assert figures.save(run(100_000), kept) == [run(100_000), run(300_000)] == figures.load(kept)


def test_one_size_is_told_without_a_projection_and_two_with_one() -> None:
    one, two = tables.told([run(100_000)]), tables.told([run(100_000), run(300_000)])
    assert "Projected" not in one
    assert "needs figures of two sizes" in one
    assert "a third index" in two
    assert "| cluster, ms | 20.0 / 40.0 |" in one
    assert re.findall(r"^### (.+)$", two, re.M) == [
        "100,000 documents",
        "300,000 documents",
        "Projected: 25 million documents, 420 councils",
    ]


def test_answers_that_differ_are_told() -> None:
    wrong = run(100_000)
    wrong = replace(wrong, asked={**wrong.asked, "or": replace(wrong.asked["or"], unequal=3)})
    assert "Of 320 answers none had another total" in tables.told([run(100_000)])
    assert "Of 320 answers 3 had another total" in tables.told([wrong])


def test_every_table_has_as_many_cells_in_each_row() -> None:
    told = tables.told([run(100_000), run(300_000)])
    blocks = [block.splitlines() for block in told.split("\n\n") if block.startswith("|")]
    assert len(blocks) == 4
    assert all(len({line.count("|") for line in block}) == 1 for block in blocks)


def test_the_section_is_replaced_and_the_others_stay(tmp_path: Path) -> None:
    path = tmp_path / "distributed.md"
    path.write_text("# Past one machine: figures\n\n## Another\n\nIts figures.\n", "utf-8")
    tables.keep([run(100_000)], path)
    tables.keep([run(100_000), run(300_000)], path)
    text = path.read_text("utf-8")
    assert text.count(f"## {tables.TITLE}\n") == 1
    assert "Its figures." in text
    assert "Projected" in text


def test_nodes_have_the_options_of_servers_and_what_is_started_later_those_from_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("_JAVA_OPTIONS", "-Dmine=1")
    with servers.as_servers():
        assert "UseG1GC" in os.environ["_JAVA_OPTIONS"]
    assert os.environ["_JAVA_OPTIONS"] == "-Dmine=1"
    monkeypatch.delenv("_JAVA_OPTIONS")
    with servers.as_servers():
        pass
    assert "_JAVA_OPTIONS" not in os.environ
