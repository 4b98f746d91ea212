from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from archive.model import Item, Passage
from tests.web.sample import HARBOUR
from web.passages import DEEPEST, Block, blocks, sections

PASSAGES = st.lists(
    st.builds(
        Passage,
        st.sampled_from(["agenda", "decision", "minutes"]),
        st.text(max_size=3),
        st.sampled_from(["paragraph", "bullet", "numbered", "heading", "row"]),
        st.integers(0, 9),
    ),
    max_size=25,
).map(tuple)


def places(found: tuple[Block, ...]) -> Iterator[int]:
    for block in found:
        for line in block.lines:
            yield line.place
            yield from places(line.under)


def depth(found: tuple[Block, ...]) -> int:
    return max((1 + depth(line.under) for block in found for line in block.lines), default=0)


@given(PASSAGES)
def test_every_passage_is_shown_once_in_the_order_printed(passages: tuple[Passage, ...]) -> None:
    shown = [place for _, found in sections(Item("1", "", "", passages)) for place in places(found)]
    assert shown == list(range(len(passages)))


def test_lists_nest_no_deeper_than_a_page_can_show() -> None:
    deep = tuple(Passage("minutes", "", "bullet", level) for level in range(500))
    [(_, found)] = sections(Item("1", "", "", deep))
    assert depth(found) == DEEPEST + 1


def test_a_bullet_under_a_bullet_is_its_own() -> None:
    _, _, (section, found) = sections(HARBOUR)
    fleet = next(block for block in found if block.style == "bullet").lines[1]
    assert section == "minutes"
    assert [line.passage.text for line in fleet.under[0].lines] == [
        "berths on the north quay;",
        "the ice house.",
    ]


def test_bullets_and_numbers_at_one_level_are_two_lists() -> None:
    _, _, (_, found) = sections(Item("1", "", "", HARBOUR.passages))
    assert [block.style for block in found].count("numbered") == 1
    assert blocks([]) == ()
