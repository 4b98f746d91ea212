"""Two states of an item: the words that were added and removed."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.model import Attachment, Item, Passage
from archive.store import ItemRevision
from tests.campaign import examples
from tests.kept import BRIDGE, NOON
from web.comparing import Run, at, compare, runs, states

VOCABULARY = ("the", "weir", "bridge", "is", "mended,", "in", "May.", "Not")
WORDS = st.lists(st.sampled_from(VOCABULARY), max_size=30).map(" ".join)
PASSAGES = st.lists(WORDS.filter(bool).map(lambda text: Passage("minutes", text)), max_size=8).map(tuple)


def side(found: Iterable[Run], without: str) -> str:
    return " ".join("".join(run.text for run in found if run.how != without).split())


@settings(deadline=None)
@given(WORDS, WORDS)
def test_without_what_was_added_is_the_old_text_and_without_what_was_removed_the_new(
    before: str, after: str
) -> None:
    found = list(runs(before, after))
    assert side(found, "added") == before
    assert side(found, "removed") == after


@settings(max_examples=examples(60), deadline=None)
@given(PASSAGES, PASSAGES)
def test_every_passage_of_both_states_is_shown_in_its_order(
    before: tuple[Passage, ...], after: tuple[Passage, ...]
) -> None:
    found = compare(replace(BRIDGE, passages=before), replace(BRIDGE, passages=after))
    told = ([side(line.runs, gone) for line in found.lines] for gone in ("added", "removed"))
    assert [[text for text in texts if text] for texts in told] == [
        [passage.text for passage in passages] for passages in (before, after)
    ]


def test_a_word_that_changed_is_shown_within_its_passage() -> None:
    after = replace(BRIDGE, passages=(Passage("agenda", "To consider the lock over the weir."),))
    line, gone = compare(BRIDGE, after).lines
    assert [(run.how, run.text) for run in line.runs] == [
        ("same", "To consider the "),
        ("removed", "bridge "),
        ("added", "lock "),
        ("same", "over the weir."),
    ]
    assert [run.how for run in gone.runs] == ["removed"]


def test_words_are_counted_and_files_told() -> None:
    paper = Attachment("Survey", "https://fernholt.example/s1.pdf")
    before = replace(BRIDGE, title="Bridge", attachments=(paper,))
    found = compare(
        before, replace(BRIDGE, attachments=(replace(paper, url="https://fernholt.example/s2.pdf"),))
    )
    assert (found.added, found.removed) == (2, 1)  # "Bridge" became "Weir bridge"
    assert [file.url[-6:] for file in (*found.files_added, *found.files_removed)] == ["s2.pdf", "s1.pdf"]
    assert not found.same
    assert compare(BRIDGE, BRIDGE).same


@pytest.mark.parametrize(
    ("before", "after"),
    [("so " * 4000, "so be " * 2000), ("a b c " * 900, "c b a " * 900), ("x" * 90_000, "y" * 90_000)],
)
def test_no_text_takes_long_to_compare(before: str, after: str) -> None:
    begin = time.process_time()
    found = list(runs(before.strip(), after.strip()))
    assert time.process_time() - begin < 5
    assert side(found, "removed") == after.strip()


def of(*items: Item) -> list[ItemRevision]:
    return [ItemRevision(n, NOON + timedelta(days=n), "minutes", item) for n, item in enumerate(items, 1)]


def test_a_state_in_which_only_the_archive_read_otherwise_is_none() -> None:
    read = replace(BRIDGE, attachments=(Attachment("Survey", "https://fernholt.example/s1.pdf"),))
    again = replace(read, attachments=(replace(read.attachments[0], format="pdf", digest="5:ab"),))
    assert [state.number for state in states(of(BRIDGE, read, again, BRIDGE))] == [1, 2, 4]


def test_a_part_of_an_item_is_no_state_of_it_once_the_whole_is_there() -> None:
    part = replace(BRIDGE, passages=BRIDGE.passages[:1], complete=False)
    assert [state.number for state in states(of(part, BRIDGE))] == [2]
    assert [state.number for state in states(of(BRIDGE, part, BRIDGE))] == [1]
    assert [state.number for state in states(of(part, replace(part, number="9.")))] == [1, 2]


def test_the_state_at_a_revision_is_the_last_that_came_before_it() -> None:
    found = states(of(BRIDGE, BRIDGE, replace(BRIDGE, title="Footbridge")))
    assert [state.number if state else None for state in (at(found, n) for n in (0, 1, 2, 3, 99))] == [
        None,
        1,
        1,
        3,
        3,
    ]
