"""Texts split many at once are split as `analysis` splits each: same words, same places, same positions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer import analysis
from indexer.engines.whoosh.arrays import spellings
from indexer.engines.whoosh.arrays.spellings import Spellings
from indexer.engines.whoosh.arrays.splitting import Kind, split
from indexer.engines.whoosh.schema import Words
from tests.campaign import examples
from web.demo import sample

WORDS = Words("text", stemmed=False)
Word = tuple[str, int, int, int]  # as spelled, position, start, end

# Where the rules meet: every apostrophe, commas and digits, marks, ends of lines, characters of 1 to 4 bytes.
MEETING = st.sampled_from("ab1234567890,,,'’‘ʼ`´ \n\r_-.éŵß²½٣１\u0301\u0302İΐ日🙂𝟙𐐀\u2028\x00\x7f")
NUMBERS = st.from_regex(r"\A[\d']{1,4}(,\d{2,4}){0,3}['’\u0301]?s?\Z")
TEXTS = st.one_of(
    st.text(MEETING, max_size=60),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.lists(NUMBERS, max_size=6).map(",".join),
    st.lists(
        st.sampled_from(["£640,000", "O’Connor’s", "rock 'n' roll", "1,2345", "a" * 17]), max_size=9
    ).map(" \n".join),
)


def _split(texts: Sequence[str], known: Spellings) -> list[list[Word]]:
    words = split([text.encode() for text in texts], WORDS)
    numbers = known.numbers(words).tolist()
    spelled = list(known)
    columns = (words.positions, words.starts, words.starts + words.widths)
    rows = [
        (spelled[number], *place)
        for number, *place in zip(numbers, *(column.tolist() for column in columns), strict=True)
    ]
    ends = [0, *words.lengths.cumsum().tolist()]
    return [rows[start:end] for start, end in pairwise(ends)]


def _one_by_one(text: str) -> list[Word]:
    return [
        (text[word.start : word.end], word.position, word.start, word.end) for word in analysis.tokens(text)
    ]


@settings(max_examples=examples(150), deadline=None)
@example(["1,234,5678 1,234’s 12,34,567 x'1,234 1234,567,890 1,234\u0301a"])
@example(["", "\n", "", "a", "\n\n’a’\n"])
@example(["é’é" * 9, "🙂a🙂1,000🙂", "٣,٣٣٣ 1,٣٣٣"])
@given(st.lists(TEXTS, max_size=6))
def test_words_are_spelled_and_stand_as_when_each_text_is_split_alone(texts: list[str]) -> None:
    assert _split(texts, Spellings()) == [_one_by_one(text) for text in texts]


def test_the_sample_councils_texts_are_split_as_each_alone() -> None:
    items = [item for meeting in sample().meetings for item in meeting.items]
    texts = ["\n".join(line.text for line in item.lines) for item in items]
    assert len(texts) > 100
    assert _split(texts, Spellings()) == [_one_by_one(text) for text in texts]


@settings(max_examples=examples(100), deadline=None)
@given(st.lists(st.lists(TEXTS, max_size=3), max_size=4), st.integers(min_value=0, max_value=4))
def test_spellings_are_told_apart_however_few_places_the_table_has(
    batches: list[list[str]], bits: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spellings, "_PLACES", bits)
        known = Spellings()
        for texts in batches:
            assert _split(texts, known) == [_one_by_one(text) for text in texts]
        assert len(set(known)) == len(known)


@pytest.mark.parametrize("width", [7, 8, 9, 15, 16, 17, 24, 300])
def test_words_that_differ_in_their_last_letter_only_are_two_whatever_their_width(width: int) -> None:
    known = Spellings()
    texts = ["a" * (width - 1) + last for last in "abéz"] * 2
    assert _split(texts, known) == [_one_by_one(text) for text in texts]
    assert len(known) == 4


@pytest.mark.parametrize("text", ["O’Connor paid £640,000", "Ymgynghorwyr y Môn", "the 2,000 “tolls”; l’été"])
def test_apostrophes_thousands_and_letters_with_accents_need_no_second_look(text: str) -> None:
    class Unasked(Words):
        def spans(self, text: str) -> list[tuple[int, int]]:  # type: ignore[override]
            raise AssertionError(f"{text} is split by itself")

    assert split([text.encode()], Unasked("text", stemmed=False)).lengths.tolist() == [len(_one_by_one(text))]


def test_every_character_is_to_a_word_what_the_analysis_takes_it_for() -> None:
    for character in map(chr, [*range(0xD800), *range(0xE000, 0x30000, 7)]):
        kind = WORDS.kind(character)
        if kind is not Kind.RARE:
            alone = [word.start for word in analysis.tokens(f"{character} x{character}x")]
            assert (kind >= Kind.LETTER) is (alone[0] == 0), hex(ord(character))
            joins = kind >= Kind.LETTER or kind is Kind.APOSTROPHE
            assert len(alone) == (kind >= Kind.LETTER) + (1 if joins else 2), hex(ord(character))
