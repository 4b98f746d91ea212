from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import exact_words, forms, is_stop_word, tokens


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("s.106", ("s", "106")),
        ("2023/24", ("2023", "24")),
        ("COVID-19", ("covid", "19")),
        ("APP/20/00231", ("app", "20", "00231")),
        ("O'Connor", ("oconnor",)),
        ("O’Connor", ("oconnor",)),
        ("the councils' ‘plan’", ("the", "councils", "plan")),
        ("£640,000", ("640000",)),
        ("£1,234,567.50", ("1234567", "50")),
        ("1,2 and 2019,2020", ("1", "2", "and", "2019", "2020")),
        ("Môn, cafe\u0301 STRASSE Straße", ("mon", "cafe", "strasse", "strasse")),
        ("under_score…dash—ed", ("under", "score", "dash", "ed")),
        ("?! – ’", ()),
    ],
)
def test_a_text_splits_into_the_words_a_reader_would_type(text: str, words: tuple[str, ...]) -> None:
    assert exact_words(text) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("planning", "plan"),
        ("permitted", "permit"),
        ("submitted", "submit"),
        ("libraries", "library"),
        ("Llanelli's", "Llanelli"),
        ("council’s", "councils"),
    ],
)
def test_forms_of_one_word_have_one_stem(one: str, other: str) -> None:
    assert forms(one)[1] == forms(other)[1]
    assert forms(one)[0] != forms(other)[0] or "’" in one


def test_policy_and_police_are_different_words() -> None:
    assert forms("policy")[1] != forms("police")[1]


def test_no_phrase_reaches_from_one_passage_into_the_next() -> None:
    assert [token.position for token in tokens("one two\nthree\n\nfour")] == [0, 1, 3, 6]


def test_pasted_rubbish_is_cut_to_a_word_of_bearable_length() -> None:
    assert len(exact_words("Qk9" * 10_000)[0]) == 64


@given(st.text(max_size=80))
def test_every_token_stands_where_it_says_and_has_both_forms(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end <= len(text)
        assert token.exact
        assert token.stem
        assert forms(text[token.start : token.end]) == (token.exact, token.stem)
        end = token.end


@pytest.mark.parametrize(
    ("typed", "common"), [("the", True), ("The", True), ("IT", False), ("it", True), ("A", True)]
)
def test_a_common_word_is_one_unless_it_is_meant_in_capitals(typed: str, common: bool) -> None:
    assert is_stop_word(typed) is common
