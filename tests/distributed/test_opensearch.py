"""What only an index on servers can get wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archive.errors import ConfigError, IndexAway, IndexFault, QueryError
from indexer.acronyms import Acronyms
from indexer.ask import Asking
from indexer.engines import open_engine as open_embedded
from indexer.engines.opensearch import (
    OpenSearchEngine,
    acronyms,
    answering,
    builds,
    open_engine,
    ordering,
    place,
    writing,
    written,
)
from indexer.engines.opensearch import rebuilding as rebuilding_at
from indexer.engines.opensearch.builds import Builds
from indexer.engines.opensearch.mapping import row
from indexer.engines.opensearch.verifying import has_index, verify
from indexer.listing import listed
from indexer.model import Document, Query
from indexer.settings import IndexSettings
from tests.distributed.conftest import remove
from tests.indexer.made import document
from tests.indexer.test_listing import QUERIES, many

AWAY = IndexSettings("opensearch", hosts=("http://127.0.0.1:9",), timeout=2.0)


@pytest.fixture
def engine(indices: Builds) -> OpenSearchEngine:
    return open_engine(indices)


def ids(documents: Iterator[Document]) -> list[str]:
    return [each.id for each in documents]


def test_every_page_of_a_deep_list_is_reached_from_either_end(
    engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = many(60)
    engine.replace([], put, 1)
    for query in (Query("bridge OR harbour", size=7), Query("", sort="oldest", size=7)):
        shallow = [engine.search(replace(query, page=n)) for n in range(1, 11)]
        with monkeypatch.context() as patch:
            for module in (ordering, answering):
                patch.setattr(module, "WINDOW", 9)
            deep = [engine.search(replace(query, page=n)) for n in range(1, 11)]
        assert [answer.hits for answer in deep] == [answer.hits for answer in shallow]
        assert [answer.notes for answer in deep] == [answer.notes for answer in shallow]
        assert sum(len(answer.hits) for answer in deep) == deep[0].total > 40


@pytest.mark.parametrize("how", ["a batch", "an index made anew"])
def test_a_list_that_is_being_read_is_of_one_state(
    engine: OpenSearchEngine, indices: Builds, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.engines.opensearch.listing._AT_ONCE", 7)
    old = many(60)
    engine.replace([], old, 1)
    being_read = engine.listed(Query("", sort="oldest"))
    begun = [next(being_read.documents).id for _ in range(10)]
    new = [each._replace(title="Changed") for each in many(9, seed=6)]
    if how == "a batch":
        engine.replace([each.meeting for each in old], new, 2)
    else:
        with rebuilding_at(indices) as building:
            building.replace([], new, 2)
    rest = list(being_read.documents)
    assert sorted([*begun, *ids(iter(rest))]) == sorted(ids(iter(old)))
    assert {each.title for each in engine.listed(Query("")).documents} == {"Changed"}


def test_a_list_is_all_pages_one_after_the_other(engine: OpenSearchEngine) -> None:
    engine.replace([], many(120), 1)
    for query in QUERIES:
        pages = engine.search(replace(query, size=200))
        whole = listed(engine, query)
        assert ids(whole.documents) == [hit.document.id for hit in pages.hits]
        assert whole.total == pages.total


def test_a_late_batch_of_a_run_taken_for_dead_changes_nothing(engine: OpenSearchEngine) -> None:
    engine.replace(["salt/1"], [document("1", "The newest text."), document("2", meeting="salt/1")], 5)
    engine.replace(["salt/1"], [document("1", "An older text.")], 4)
    assert (engine.cursor(), engine.count()) == (5, 2)
    assert engine.search(Query("newest")).total == 1


def test_what_a_late_batch_alone_has_put_in_is_taken_out_again(engine: OpenSearchEngine) -> None:
    engine.replace(["salt/1"], [document("1")], 5)
    late = [document("1", "An older text."), document("2", meeting="salt/1"), document("3")]
    engine.replace(["salt/1"], late, 4)
    assert (engine.cursor(), engine.count()) == (5, 1)
    engine.replace([], [document("3")], 6)
    assert (engine.cursor(), engine.count()) == (6, 2)


def test_a_late_batch_leaves_what_another_run_has_put_in_by_the_same_batch(
    engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = [document("1"), document("2")]
    engine.replace([], batch, 4)
    engine.replace([], [document("3")], 5)
    engine.replace([], batch, 4)
    assert (engine.cursor(), engine.count()) == (5, 3)
    refresh, others = writing.refresh, [([document("8"), document("9")], 6), ([document("7")], 7)]

    def overtaken(*arguments: Any) -> None:
        refresh(*arguments)
        if others and engine.count() > 3:  # once the late one has written its documents, and not its cursor
            monkeypatch.setattr(writing, "refresh", refresh)
            for documents, cursor in others:
                engine.replace([], documents, cursor)

    monkeypatch.setattr(writing, "refresh", overtaken)
    engine.replace([], others[0][0], 6)
    assert (engine.cursor(), engine.count()) == (7, 6)


def test_a_batch_cut_short_is_not_seen_and_is_mended_by_doing_it_again(
    engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.replace([], [document("1"), document("2")], 1)
    send, sent = writing._send, 0

    def failing(*arguments: Any) -> Any:
        nonlocal sent
        sent += 1
        if sent == 2:
            raise KeyboardInterrupt
        return send(*arguments)

    batch = [document("1", "A new text."), document("3"), document("4")]
    with monkeypatch.context() as patch:
        patch.setattr(writing, "_send", failing)
        patch.setattr(writing, "_CHARACTERS", 1)  # so that each entry is a request of its own
        with pytest.raises(KeyboardInterrupt):
            engine.replace(["salt/1", "salt/2"], batch, 2)
    assert (engine.cursor(), engine.count(), engine.search(Query("new")).total) == (1, 2, 0)
    engine.replace(["salt/1", "salt/2"], batch, 2)
    assert (engine.cursor(), engine.count(), engine.search(Query("new")).total) == (2, 3, 1)


def test_an_index_made_anew_is_switched_to_at_once_and_one_that_fails_is_not(
    engine: OpenSearchEngine, indices: Builds
) -> None:
    engine.replace([], [document("old")], 1)
    with pytest.raises(AttributeError), rebuilding_at(indices) as building:
        building.replace([], [document("new"), None], 2)  # type: ignore[list-item]  # what no reader would give
    assert (engine.cursor(), engine.search(Query("")).total, len(indices.every())) == (1, 1, 1)
    for cursor in (2, 3, 4):
        with rebuilding_at(indices) as building:
            building.replace([], [document("new"), document("newer")], cursor)
            assert engine.cursor() == cursor - 1
        assert (engine.cursor(), engine.search(Query("")).total) == (cursor, 2)
        assert len(indices.every()) == 2  # and the one before


def test_an_index_is_made_without_copies_and_has_them_when_it_is_switched_to(indices: Builds) -> None:
    assert indices.settings.replicas > 0
    with rebuilding_at(indices) as building:
        building.replace([], [document()], 1)
        (made,) = indices.every()
        assert (
            indices.cluster.ask("GET", f"/_cluster/health/{made}")["active_shards"] == indices.settings.shards
        )
    told = indices.cluster.ask("GET", f"/_cluster/health/{made}")
    copies = indices.settings.shards * (1 + indices.settings.replicas)
    assert (told["status"], told["active_shards"]) == ("green", copies)
    told = indices.cluster.ask("GET", f"/{made}/_recovery")[made]["shards"]
    made_anew = [each["translog"]["recovered"] for each in told if each["type"] == "PEER"]
    assert made_anew == [0] * (copies - indices.settings.shards)


def test_a_first_index_has_all_its_copies_before_anything_is_written(indices: Builds) -> None:
    told = indices.cluster.ask("GET", f"/_cluster/health/{indices.first()}")
    copies = indices.settings.shards * (1 + indices.settings.replicas)
    assert (told["status"], told["active_shards"]) == ("green", copies)


def test_an_index_of_another_schema_is_refused_and_one_made_anew_takes_its_place(
    engine: OpenSearchEngine, indices: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.replace([], [document()], 1)
    monkeypatch.setattr(builds, "tag", lambda: "v99-0123abcd")
    with pytest.raises(IndexFault, match=r"another version of this program.*--rebuild"):
        open_engine(indices)
    late = open_engine(indices, checked=False)
    for asked in (late.cursor, late.words, lambda: late.search(Query("bridge"))):
        with pytest.raises(IndexFault, match="another version"):
            asked()
    assert has_index(indices)
    with rebuilding_at(indices) as building:
        building.replace([], [document(), document("2")], 2)
    assert (open_engine(indices).cursor(), late.search(Query("bridge")).total) == (2, 2)


def test_a_field_that_the_schema_does_not_know_is_refused_by_the_server(
    engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "row", lambda each: row(each) | {"colour": "red"})
    with pytest.raises(IndexAway, match=r"refused 1 entries.*colour"):
        engine.replace([], [document()], 1)
    assert engine.cursor() == 0


def test_indices_of_another_prefix_are_left_alone(indices: Builds, engine: OpenSearchEngine) -> None:
    other = place(replace(indices.settings, prefix=f"{indices.settings.prefix}-v1-test"))
    open_engine(other).replace([], [document("theirs")], 1)
    engine.replace([], [document("ours")], 1)
    for _ in range(2):
        with rebuilding_at(indices) as building:
            building.replace([], [document("ours")], 1)
    assert open_engine(other).count() == 1
    remove(other.settings)


def test_a_server_that_is_not_there_is_told_with_what_to_do() -> None:
    away = place(AWAY)
    with pytest.raises(
        IndexAway, match=r"127.0.0.1:9 does not answer.*see to the server, and that \[index\]"
    ):
        open_engine(away)
    with pytest.raises(IndexAway):
        open_engine(away, checked=False).search(Query("bridge"))
    assert [file.why for file in verify(away)] != [""]


def test_parts_of_the_index_that_do_not_answer_are_an_error_and_no_short_answer(
    engine: OpenSearchEngine, indices: Builds
) -> None:
    engine.replace([], many(30), 1)
    name = indices.current()
    away = {"settings": {"index.routing.allocation.require._name": "nobody", "number_of_replicas": 0}}
    indices.cluster.ask("PUT", f"/{name}-gone", away, wait_for_active_shards="0")
    both = OpenSearchEngine(indices, f"{name},{name}-gone")
    with pytest.raises(IndexAway, match="cannot answer in full"):
        both.search(Query("bridge"))
    assert engine.search(Query("bridge")).total > 0


def test_every_part_of_a_whole_index_is_verified(engine: OpenSearchEngine, indices: Builds) -> None:
    assert (list(verify(indices)), has_index(indices)) == ([], False)
    engine.replace([], [document()], 1)
    assert ([file.why for file in verify(indices)], has_index(indices)) == (["", "", ""], True)


def test_what_the_texts_explain_of_acronyms_is_that_of_the_embedded_engine(
    engine: OpenSearchEngine, indices: Builds, tmp_path: Path
) -> None:
    said = [
        document("2", "The Quay Repair Fund (QRF) was noted."),
        document("1", "The Harbour Lights Trust (HLT) met.\nThe QRF (Quay Repair Fund) is spent."),
        document("3", "The Harbour Lights Team (HLT) met.", kind="decision"),
        document("4", "The lights are out."),
    ]
    embedded = open_embedded(tmp_path)
    asked = [
        Asking(engine, acronyms(indices, engine), engine.words),
        Asking(embedded, Acronyms(tmp_path), embedded.words),
    ]
    for each in asked:
        each.replace([], said, 1)
    first, second = ([each.search(Query(typed)) for typed in ("HLT", "QRF")] for each in asked)
    assert [(answer.total, answer.also) for answer in first] == [
        (answer.total, answer.also) for answer in second
    ]
    assert [also.words for answer in first for also in answer.also] == [
        "Harbour Lights Trust",
        "Quay Repair Fund",
    ]
    asked[0].replace(["salt/1"], [], 2)
    assert (asked[0].search(Query("HLT")).also, asked[0].cursor()) == ((), 2)


def test_when_the_index_was_written_is_known_on_every_machine(
    engine: OpenSearchEngine, indices: Builds
) -> None:
    assert written(indices) is None
    before = datetime.now(UTC)
    engine.replace([], [document()], 1)
    moment = written(indices)
    assert moment
    assert before <= moment <= datetime.now(UTC)


def test_the_state_has_another_name_after_each_batch_and_rebuild(
    engine: OpenSearchEngine, indices: Builds
) -> None:
    names = [engine.state()]
    for _ in range(2):
        engine.replace([], [document()], 1)
        names.append(engine.state())
    with rebuilding_at(indices) as building:
        building.replace([], [document()], 1)
    names.append(engine.state())
    assert len({*names}) == 4
    assert engine.state() == names[-1]


def test_a_connection_that_was_let_go_is_made_again(engine: OpenSearchEngine) -> None:
    engine.replace([], [document()], 1)
    engine.close()
    assert engine.count() == 1


def test_a_word_of_letters_that_are_several_words_when_folded_is_one_word(engine: OpenSearchEngine) -> None:
    engine.replace([], [document("1", "The sign \ufdfa stood there."), document("2", "Nothing")], 1)
    assert [hit.document.id for hit in engine.search(Query('"sign \ufdfa stood"')).hits] == ["salt/1/1"]


@pytest.mark.parametrize(
    "typed",
    [
        " ".join(f"a{n} near/5" for n in range(99)) + " a99",
        "(" * 20 + "bridge" + " OR quay) toll" * 20,
        "".join(f"-(b{n} OR " for n in range(20)) + "quay" + ")" * 20,
        " ".join(f"ab{n}*" for n in range(100)),
        " ".join(f"title:abcd{chr(97 + n % 26)}{chr(97 + n // 26)}~" for n in range(60)),
        '"' + "a b " * 900 + '"',
        " ".join(f'"c{n} d{n} e{n}"' for n in range(100)),
    ],
)
def test_the_longest_and_deepest_queries_are_answered(engine: OpenSearchEngine, typed: str) -> None:
    engine.replace([], [document()], 1)
    assert engine.search(Query(typed)).took_ms < 5_000
    assert engine.search(Query(typed, sort="newest")).took_ms < 5_000


def test_a_query_that_no_server_takes_says_so(engine: OpenSearchEngine) -> None:
    engine.replace([], [document()], 1)
    long = " near/5 ".join(f'"{" ".join(f"{a}{b}" for b in "abcdefghijkl")}"' for a in range(60))
    with pytest.raises(QueryError, match="too many words side by side"):
        engine.search(Query(long))


def test_a_password_that_cannot_be_read_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        place(replace(AWAY, user="minutes", password_file=tmp_path / "none"))
