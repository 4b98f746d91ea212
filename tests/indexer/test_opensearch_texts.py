"""What is sent to search servers: texts as terms, documents as JSON, trees as queries."""

from __future__ import annotations

import json

import pytest

from archive.errors import QueryError
from indexer.engines.opensearch import mapping
from indexer.engines.opensearch.compiling import MOST_CLAUSES, compiled
from indexer.engines.opensearch.stored import from_json, to_json
from indexer.language import parse
from tests.indexer.made import document


def test_a_text_is_sent_as_words_between_spaces_with_the_places_of_line_ends() -> None:
    assert mapping.split("O’Connor's plans,\n\nAPP/20/00231") == (
        "oconnor plan ¶ ¶ app 20 00231",
        "oconnors plans ¶ ¶ app 20 00231",
    )
    assert mapping.split("\nLast") == ("¶ last", "¶ last")
    assert mapping.split("") == ("", "")


def test_a_line_end_is_never_a_word_of_the_list() -> None:
    assert mapping.row(document(text="One\nTwo\none"))["text_words"] == ["one", "two"]


def test_a_document_comes_back_from_json_as_it_was() -> None:
    put = document(text="Noted: Môn", topics=["Licensing, late"], attached=["A\nB", ""])._replace(
        anchors=("item-1-pa",),
        owner="Officers",
        stage="draft minutes",
    )
    assert from_json(json.loads(json.dumps(to_json(put)))) == put


def test_the_name_of_an_index_is_another_when_a_word_or_a_field_is(monkeypatch: pytest.MonkeyPatch) -> None:
    names = {mapping.tag()}
    for module, version in (("indexer.analysis", 99), ("indexer.acronyms", 99)):
        mapping.tag.cache_clear()
        with monkeypatch.context() as patch:
            patch.setattr(f"{module}.VERSION", version)
            names.add(mapping.tag())
    mapping.tag.cache_clear()
    assert len(names) == 3
    assert mapping.tag() in names


def test_every_field_of_a_row_is_in_the_mapping() -> None:
    rows = mapping.row(document()) | mapping.cursor_row(1) | mapping.origin_row("a")
    assert rows.keys() == mapping.mapping()["properties"].keys()
    assert mapping.mapping()["dynamic"] == "strict"


def test_no_query_is_longer_than_a_server_takes() -> None:
    longest = " ".join(f"a{number} near/5" for number in range(99))
    assert json.dumps(compiled(parse(f"{longest} a99").tree, "relevance")).count("span_term") <= MOST_CLAUSES
    phrases = " near/5 ".join(f'"{" ".join(f"{a}{b}" for b in "abcdefghijkl")}"' for a in range(60))
    with pytest.raises(QueryError, match="leave some out"):
        compiled(parse(phrases).tree, "relevance")
