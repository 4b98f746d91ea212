"""Which items are like another, or like a text, and by which words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model import Decision, Item, Meeting, Official, Passage
from archive.suppression import WITHHELD
from indexer.documents import documents, of_official
from indexer.language import parse, wanted
from indexer.model import Engine
from indexer.similar import LONGEST, MOST_WORDS, SHOWN, like_item, like_text, seen, telling
from indexer.topics import Topics

NO_TOPICS = Topics((), {}, {})
COUNTS = {
    "harbour": 40,
    "footbridge": 3,
    "footbridges": 2,
    "ferry": 8,
    "board": 95,
    "may": 5,
    "the": 100,
    "2024": 9,
}


def _item(key: str, title: str, *texts: str, decided: str = "") -> Item:
    passages = tuple(Passage("minutes", text) for text in (*texts, *filter(None, [decided])))
    decisions = (Decision(decided, "substantive", len(texts)),) if decided else ()
    return Item(key, f"{key}.", title, passages, decisions=decisions)


FOOTBRIDGE = _item(
    "1",
    "Harbour footbridge",
    "The planks of the footbridge are rotten, said Mr Ploverdale.",
    decided="That Ploverdale & Sons mend the footbridge.",
)
ITEMS = (
    FOOTBRIDGE,
    _item("2", "Planks for the pier", "Rotten planks of the pier were seen to."),
    _item(
        "3", "Footbridges of the moor", "Three footbridges are to be painted.", decided="That they be green."
    ),
    _item("4", "Library hours", "The library will open on Sundays."),
    _item("5", "Apologies", "There were none."),
)


class Shelf:
    """Records in memory: one meeting, and a decision of a register."""

    def __init__(self, *items: Item) -> None:
        self.held = Meeting(
            "salt",
            "7",
            "Harbour Board",
            None,
            date(2024, 3, 14),
            None,
            "held",
            "minutes",
            "https://salt.example",
        ).with_items(items)
        item = _item("90", "Paint for the footbridge", "Green paint.", decided="That paint be bought.")
        self.bought = Official("salt", "90", "https://salt.example/90", item, decided=date(2024, 2, 1))

    def meeting(self, council: str, meeting_id: str) -> Meeting | None:
        return self.held if (council, meeting_id) == ("salt", "7") else None

    def official(self, council: str, decision_id: str) -> Official | None:
        return self.bought if (council, decision_id) == ("salt", "90") else None


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(*ITEMS)


@pytest.fixture
def filled(opener: Callable[[Path], Engine], tmp_path: Path, shelf: Shelf) -> Engine:
    engine = opener(tmp_path)
    found = (*documents(shelf.held, "Salt", NO_TOPICS), *of_official(shelf.bought, "Salt", NO_TOPICS))
    engine.replace([], found, 1)
    return engine


def test_the_words_that_tell_most_are_frequent_here_and_rare_elsewhere() -> None:
    text = "The harbour footbridge, the ferry and the board. Footbridges!"
    assert telling(text, COUNTS, 100) == ("footbridge", "ferry", "harbour", "board")


def test_words_that_tell_nothing_are_left_out() -> None:
    assert telling("The 2024 May quango of an ox", COUNTS | {"ox": 1, "quango": 0}, 100) == ()


def test_a_word_of_every_document_tells_nothing() -> None:
    assert telling("ferry board", {"ferry": 100, "board": 180}, 100) == ()


def test_a_word_is_named_as_it_was_printed() -> None:
    assert telling("Llanmôr's ferry", {"llanmors": 1, "ferry": 9}, 10)[0] == "llanmôr's"


@given(
    st.text(max_size=300),
    st.dictionaries(st.sampled_from(["ferry", "quay", "not", "or", "near"]), st.integers(0, 9)),
)
def test_the_words_are_few_known_and_found_again_by_the_query(text: str, counts: Mapping[str, int]) -> None:
    words = telling(f"{text} ferry quay not or near", counts, 10)
    assert len(words) <= MOST_WORDS
    assert all(counts[word] for word in words)
    assert [write.text for write in wanted(parse(" OR ".join(words)).tree) if hasattr(write, "text")] == list(
        words
    )


def test_items_like_an_item_are_found_without_itself_and_its_parts(filled: Engine, shelf: Shelf) -> None:
    found = like_item(filled, shelf, "salt/7/1")
    assert found is not None
    assert {hit.document.id for hit in found.hits} == {"salt/7/3", "salt/decision/90", "salt/7/2"}
    assert (found.item, found.title, found.url) == ("salt/7/1", "Harbour footbridge", "/salt/7#item-1")


def test_a_name_that_only_the_item_and_its_decision_have_is_not_asked_for(
    filled: Engine, shelf: Shelf
) -> None:
    found = like_item(filled, shelf, "salt/7/1")
    assert found is not None
    assert {"footbridge", "planks"} <= set(found.words)
    assert "ploverdale" not in found.words
    assert "ploverdale" in like_text(filled, shelf, "Ploverdale came").words


def test_a_part_of_an_item_stands_for_the_item(filled: Engine, shelf: Shelf) -> None:
    of_part, of_item = like_item(filled, shelf, "salt/7/1/d1"), like_item(filled, shelf, "salt/7/1")
    assert of_part is not None
    assert of_item is not None
    assert (of_part.item, of_part.hits) == (of_item.item, of_item.hits)


def test_a_decision_of_the_register_has_similar_items_too(filled: Engine, shelf: Shelf) -> None:
    found = like_item(filled, shelf, "salt/decision/90")
    assert found is not None
    assert {hit.document.id for hit in found.hits} == {"salt/7/1", "salt/7/3"}
    assert found.url == "/salt/decision/90"


def test_items_like_a_text_come_with_the_words_and_the_query_that_found_them(
    filled: Engine, shelf: Shelf
) -> None:
    found = like_text(filled, shelf, "May we have the library open on Sundays, please?")
    assert [hit.document.id for hit in found.hits] == ["salt/7/4"]
    assert set(found.words) == {"library", "open"}
    assert (found.item, found.url) == ("", "")
    assert set(found.query.split(" OR ")) == set(found.words)


def test_a_text_without_a_telling_word_finds_nothing(filled: Engine, shelf: Shelf) -> None:
    for text in ("", "It was the same.", "¶ – …", "zeppelin"):
        found = like_text(filled, shelf, text)
        assert (found.words, found.hits) == ((), ())


def test_an_index_without_documents_finds_nothing(engine: Engine, shelf: Shelf) -> None:
    assert like_text(engine, shelf, "footbridge").hits == ()


def test_what_is_withheld_is_neither_shown_nor_asked_about_though_the_index_lags(filled: Engine) -> None:
    withheld = replace(ITEMS[2], title=WITHHELD, passages=(), decisions=())
    after = Shelf(FOOTBRIDGE, ITEMS[1], withheld)
    found = like_item(filled, after, "salt/7/1")
    assert found is not None
    assert {hit.document.id for hit in found.hits} == {"salt/decision/90", "salt/7/2"}
    assert like_item(filled, after, "salt/7/3") is None


@pytest.mark.parametrize("key", ["", "salt", "salt/7", "salt/7/99", "salt/8/1", "salt/decision/1", "fen/7/1"])
def test_what_is_no_item_of_the_archive_is_like_nothing(key: str, shelf: Shelf) -> None:
    assert seen(shelf, key) is None


def test_the_twenty_most_alike_are_given(engine: Engine) -> None:
    items = [_item(str(n), "Ferry", "The ferry ran late.") for n in range(SHOWN + 5)]
    shelf = Shelf(*items, ITEMS[3])
    engine.replace([], documents(shelf.held, "Salt", NO_TOPICS), 1)
    found = like_item(engine, shelf, "salt/7/3")
    assert found is not None
    assert len(found.hits) == SHOWN
    assert "salt/7/3" not in [hit.document.id for hit in found.hits]


def test_of_a_text_without_end_the_beginning_is_looked_at(filled: Engine, shelf: Shelf) -> None:
    assert like_text(filled, shelf, f"{'zeppelin ' * LONGEST}footbridge").words == ()
