"""The measures of bench/relevance, and the numbers that it chose."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bench.relevance import Judged, judgements, matters, ndcg, score, succeeds
from indexer.language import Word, parse
from indexer.ranking import asks_for_procedure, factor, pairs
from tests.indexer.made import document

GRADES = {"a": 3, "b": 2, "c": 1}
FILES = sorted((Path(__file__).parents[2] / "bench").glob("relevance*.toml"))


def test_the_best_order_has_all_the_gain_and_any_other_less() -> None:
    assert ndcg(["a", "b", "c"], GRADES) == pytest.approx(1)
    assert ndcg(["a", "c", "b"], GRADES) < 1
    assert ndcg(["x", "a", "b", "c"], GRADES) < ndcg(["a", "b", "c", "x"], GRADES)
    assert ndcg(["x"], GRADES) == ndcg([], GRADES) == 0


def test_success_is_a_best_matter_among_the_first() -> None:
    assert succeeds(["a"], GRADES, 1)
    assert not succeeds(["b", "a"], GRADES, 1)
    assert succeeds(["b", "c", "a"], GRADES, 3)
    assert not succeeds(["b", "c", "x", "a"], GRADES, 3)


def test_an_item_its_decisions_and_its_actions_are_one_matter() -> None:
    assert matters(["t/1/2/d1", "t/1/2", "t/1/3/a12", "t/1/d/4"]) == ["t/1/2", "t/1/3", "t/1/d/4"]


def test_means_are_over_all_queries() -> None:
    judged = [Judged("one", {"t/1": 3}), Judged("two", {"t/2": 3})]
    found = score(lambda text: ["t/1/d1"] if text == "one" else [], judged)
    assert (found.ndcg, found.first, found.third) == (0.5, 0.5, 0.5)


def test_a_judgement_of_nothing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "judged.toml"
    path.write_text('[[query]]\ntext = "ferry"\nbest = ["Harbour"]\ngood = ["9"]\n')
    put = [document("1"), document("9", title="Ferry")]
    assert judgements(path, put) == [Judged("ferry", {"salt/1/1": 3, "salt/9/9": 2})]
    with pytest.raises(ValueError, match="nothing is called"):
        judgements(path, put[1:])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_query_is_judged_once_and_understood_whole(path: Path) -> None:
    entries = tomllib.loads(path.read_text("utf-8"))["query"]
    texts = [entry["text"] for entry in entries]
    assert len(texts) == len(set(texts)) > 20
    assert all(entry["best"] for entry in entries)
    assert all(entry.keys() <= {"text", "best", "good", "fair"} for entry in entries)


def test_words_typed_side_by_side_are_pairs() -> None:
    [pair] = pairs(parse("harbour bridge -toll works").tree)  # between bridge and works stands another
    assert pair == (Word("harbour"), Word("bridge"))
    assert [*pairs(parse("bridge").tree), *pairs(parse('"a b" OR c').tree)] == []
    assert len(pairs(parse("a1 " * 9 + "b1 c1 d1 e1 f1 g1 h1").tree)) == 4


@pytest.mark.parametrize(
    ("typed", "asked"),
    [("apologies for absence", True), ("minutes", True), ("ferry", False), ("ferry minutes toll", False)],
)
def test_procedure_is_asked_for_in_its_own_words(typed: str, asked: bool) -> None:
    tree = parse(typed).tree
    assert asks_for_procedure(tree) is asked
    assert (factor("item", True, asked) == factor("item", False, asked)) is asked
