"""Where a link to a passage leads, and that it goes on leading there."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from archive.model import Item, Passage
from indexer.anchors import anchors

TEXTS = st.lists(
    st.sampled_from(["Noted.", "The toll was kept.", "", "–", "A ferry"]) | st.text(), max_size=12
)


def _item(*texts: str) -> Item:
    return Item("51902", "59.", "Tolls", tuple(Passage("minutes", text) for text in texts))


def test_an_anchor_stays_when_passages_are_added_moved_or_marked_anew() -> None:
    before = anchors(_item("The toll was kept.", "Members thanked the crew."))
    item = _item("A new first paragraph.", "Members thanked the crew.", "The toll was kept.")
    item = replace(item, passages=tuple(replace(p, mark="(a)", style="bullet") for p in item.passages))
    assert anchors(item)[1:] == before[::-1]


def test_a_mended_dash_or_space_or_capital_leaves_the_anchor_and_another_word_does_not() -> None:
    (said,) = anchors(_item("The toll – £4 – was kept."))
    assert anchors(_item("The Toll - £4 -  was kept")) == (said,)
    assert anchors(_item("The toll – £5 – was kept.")) != (said,)


def test_passages_that_say_the_same_are_told_apart_by_a_number() -> None:
    first, _, third = anchors(_item("Noted.", "The ferry.", "Noted"))
    assert third == f"{first}-2"


@given(TEXTS)
def test_each_passage_of_an_item_has_an_anchor_of_its_own_that_an_address_can_hold(texts: list[str]) -> None:
    found = anchors(_item(*texts))
    assert len(found) == len(set(found)) == len(texts)
    assert all(
        anchor.startswith("item-51902-p") and anchor.isascii() and anchor.isprintable() for anchor in found
    )
