"""The bench of search asks each engine the same, and tells what it found."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from bench.search import alike, building, figures, growth, tables
from bench.search.asking import Key, Seen, ask_all
from bench.search.corpus import documents, vocabulary
from bench.search.figures import Asked, Built, Run
from bench.search.ours import OURS
from bench.search.peer import PAGE, Answer, Ask, Peer, Shown
from bench.search.peers import PEERS
from bench.search.queries import CLASSES, Class, queries, slips
from indexer.model import Fragment
from indexer.spelling import slips as counted

DOCUMENTS = 300


def engine(peer: Peer, folder: Path) -> Ask:
    folder.mkdir()
    peer.build(folder, documents(DOCUMENTS))
    assert peer.opened is not None
    return peer.opened(folder)


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ask]:
    opened = {}
    for peer in (OURS, *PEERS):
        try:
            peer.needs()
        except ImportError:
            continue
        opened[peer.name] = engine(peer, tmp_path_factory.mktemp("search") / peer.folder)
    return opened


@pytest.fixture(scope="module")
def seen(engines: dict[str, Ask]) -> dict[Key, Seen]:
    return ask_all(engines, {peer.name: peer.lacks for peer in (OURS, *PEERS)}, 2)


def test_every_engine_gives_whole_answers_with_the_same_matches_and_marks(seen: dict[Key, Seen]) -> None:
    assert [remark for remark in alike.remarks(seen) if "totals" not in remark] == []
    for (_, kind), each in seen.items():
        # Of so few documents one that another stemmer finds is more than the 2 % of a run.
        assert kind not in alike.ALIKE or alike.apart(seen["ours", kind].totals, each.totals) < 0.1
    assert {kind for name, kind in seen if name == "tantivy"} == set(CLASSES)
    assert all(sum(each.totals) for (_, kind), each in seen.items() if kind in ("common", "or", "prefix"))


def test_an_engine_is_not_asked_what_it_lacks(seen: dict[Key, Seen]) -> None:
    assert ("SQLite FTS5", "fuzzy") not in seen
    assert ("ours", "fuzzy") in seen


@pytest.mark.parametrize("name", ["stock Whoosh", "SQLite FTS5", "Xapian", "tantivy"])
def test_facets_are_counted_as_ours_are(engines: dict[str, Ask], name: str) -> None:
    if name not in engines:
        pytest.skip(f"{name} is not installed")
    (words,) = queries("or", 1)
    ours, theirs = (engines[each]("or", words).facets for each in ("ours", name))
    for facet in ("board", "year", "topic"):
        assert {str(k): v for k, v in theirs[facet].items() if k} == ours[facet]


def test_the_corpus_is_the_same_each_time_it_is_made_up() -> None:
    assert list(islice(documents(2000), 20)) == list(islice(documents(2000), 20))


def test_a_misspelt_word_is_one_slip_from_a_word_and_none_itself() -> None:
    known = frozenset(vocabulary())
    for (word,) in queries("fuzzy", 50):
        assert len(word) >= 4
        assert word not in known
        assert any(other in known for made in slips(word) for other in made)


def test_what_a_slip_makes_is_one_slip_away() -> None:
    many, missing, wrong, swapped = slips("bamo")
    assert {"bbamo", "bamoz"} <= set(many)
    assert set(missing) == {"amo", "bmo", "bao", "bam"}
    assert set(swapped) == {"abmo", "bmao", "baom"}
    assert all(counted("bamo", each, 1) == 1 for made in (missing, wrong, swapped) for each in made)


def answer(**changed: object) -> Answer:
    whole = Answer(
        1, [Shown("Quay", "The quay", "the [quay]")], {"board": {"A": 1}, "year": {"2020": 1}, "topic": {}}
    )
    return replace(whole, **changed)  # type: ignore[arg-type] # each test changes a field of its own type


def test_an_answer_without_its_hits_texts_or_counts_is_not_whole() -> None:
    assert answer().whole
    assert not answer(total=2).whole
    assert not answer(hits=[]).whole
    assert not answer(hits=[Shown("Quay", "", "")]).whole
    assert not answer(facets={"board": {"A": 1}, "year": {}, "topic": {}}).whole
    assert not answer(facets={"board": {"A": 1}, "year": {"2020": 1}, "topic": {"T": 2}}).whole


def test_marks_are_known_in_each_form_of_a_snippet() -> None:
    snippets = ("the <b>quay</b>", '<b class="m">', "[quay]", (Fragment("quay", True),))
    assert answer(hits=[Shown("t", "b", each) for each in snippets]).marked == 4
    assert (
        answer(hits=[Shown("t", "b", each) for each in ("quay", "", (Fragment("quay", False),))]).marked == 0
    )


def of(totals: list[int], *, marked: int = PAGE, faulty: int = 0) -> Seen:
    return Seen([1.0] * len(totals), totals, PAGE, marked, faulty)


def test_what_is_not_alike_is_told_by_engine_and_class() -> None:
    kind: Class = "common"
    told = alike.remarks(
        {
            ("ours", kind): of([100, 50]),
            ("near", kind): of([101, 49]),
            ("far", kind): of([110, 40], marked=3, faulty=1),
        }
    )
    assert told == (
        "far, common: 1 of 2 answers are not whole.",
        "far, common: totals are 13.3% apart from ours.",
        "far, common: 3 of 20 snippets mark something; 20 of ours.",
    )


def run(size: int) -> Run:
    ours: dict[str, Asked] = {kind: Asked(2.0 * size / 1000, 4.0, size / 10) for kind in CLASSES}
    tantivy: dict[str, Asked] = {
        kind: Asked(3.0 * size / 1000, 8.0, size / 10) for kind in CLASSES if kind != "fuzzy"
    }
    built = {"ours": Built(size, 2.0, 4.0, 16.4, 200.0)}
    return Run(size, 40, 10, built, {"ours": ours, "tantivy": tantivy}, ("tantivy, or: odd.",))


def test_a_run_takes_the_place_of_the_one_of_its_size(tmp_path: Path) -> None:
    kept = tmp_path / "search.json"
    figures.save(run(10_000), kept)
    figures.save(run(1_000), kept)
    later = replace(run(10_000), queries=9)
    assert list(figures.save(later, kept).items()) == [(1_000, run(1_000)), (10_000, later)]


def test_a_report_has_ratios_of_p50_and_p95_and_a_dash_for_what_an_engine_lacks() -> None:
    told = tables.told(run(1_000))
    cells = dict(zip(CLASSES, ("3.00 / 8.00",) * len(CLASSES), strict=True)) | {"fuzzy": "–"}
    assert f"| tantivy | {' | '.join(cells.values())} |" in told
    assert "| tantivy | 1.5 / 2.0 |" in told
    assert "- tantivy, or: odd." in told
    assert "| ours | 500 | 250 | 16 | 200 |" in told


def test_what_took_no_longer_than_making_the_documents_up_has_no_rate() -> None:
    assert tables.rate(100, -0.01) == "–"
    assert tables.rate(100, 0.02) == "5,000"


def test_growth_is_told_beside_the_growth_of_matches() -> None:
    told = tables.growth({1_000: run(1_000), 10_000: run(10_000)}, Path("search.svg"))
    assert "| and | 2.00, 100 | 20.00, 1,000 | ×10.0 | ×10.0 |" in told
    assert "](search.svg)" in told


def test_the_chart_has_a_panel_a_class_with_both_lines_and_the_matches() -> None:
    drawn = ET.fromstring(growth.chart({1_000: run(1_000), 10_000: run(10_000)}))  # noqa: S314 - our own
    lines = [each.get("points") for each in drawn.iter() if each.tag.endswith("polyline")]
    words = [each.text for each in drawn.iter() if each.tag.endswith("text")]
    assert len(lines) == 2 * len(CLASSES)
    assert lines[0] == lines[1]  # p50 grew just as matches did
    assert {*CLASSES, "100", "1,000", "1k", "10k"} <= set(words)


def test_a_class_without_matches_has_no_line_to_compare_with() -> None:
    none = replace(run(1_000), asked={"ours": {kind: Asked(1.0, 1.0, 0.0) for kind in CLASSES}})
    drawn = ET.fromstring(growth.chart({1_000: none, 10_000: run(10_000)}))  # noqa: S314 - our own
    assert next(each.get("points") for each in drawn.iter() if each.tag.endswith("polyline")) == ""


def test_an_index_that_is_there_is_used_and_one_of_another_size_is_refused(tmp_path: Path) -> None:
    (fts5,) = (peer for peer in PEERS if peer.name == "SQLite FTS5")
    first = building.built(fts5, tmp_path, 50)
    database = building.index_of(fts5, tmp_path) / "fts.db"
    made = database.stat().st_mtime_ns
    assert first.documents == 50
    assert first.index > 0 < first.memory
    assert building.built(fts5, tmp_path, 50) == first
    assert database.stat().st_mtime_ns == made
    with pytest.raises(ValueError, match="holds 50 documents, not 60"):
        building.built(fts5, tmp_path, 60)


@pytest.mark.campaign
def test_what_a_build_cut_short_left_is_built_anew(tmp_path: Path) -> None:
    (fts5,) = (peer for peer in PEERS if peer.name == "SQLite FTS5")
    left = building.index_of(fts5, tmp_path)
    left.mkdir(parents=True)
    (left / "fts.db").write_bytes(b"half a database")
    assert building.built(fts5, tmp_path, 50).documents == 50
