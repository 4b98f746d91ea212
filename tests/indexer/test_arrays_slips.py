"""The terms one slip from a word, found on arrays: those that counting the slips to every term finds."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engines.whoosh.arrays.fields import Terms
from indexer.engines.whoosh.arrays.inverting import term_sections
from indexer.spelling import slips

letters = st.text(alphabet="abłß語😀", min_size=1, max_size=7)


def _terms(words: Iterable[str]) -> Terms:
    sections = dict(term_sections(sorted(word.encode() for word in words)))
    return Terms(np.asarray(sections["terms"]), np.asarray(sections["term_ends"]))


@given(st.sets(letters, max_size=60), letters)
def test_the_terms_one_slip_away_are_those_of_counting_slips(words: set[str], word: str) -> None:
    terms = _terms(words)
    expected = [number for number, term in enumerate(terms) if slips(word, term.decode(), 1) <= 1]
    assert list(terms.one_slip_from(word)) == expected


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ferry", ["ferr", "ferrry", "ferry", "ferty", "frery", "łerry"]),
        ("łerr", ["ferr", "łerry"]),
        ("zebra", []),
    ],
)
def test_a_letter_too_many_missing_wrong_or_swapped_is_one_slip(typed: str, found: list[str]) -> None:
    terms = _terms(["ferr", "ferrry", "ferry", "ferty", "frery", "rfery", "ferried", "łerry"])
    assert [terms[number].decode() for number in terms.one_slip_from(typed)] == found


def test_a_field_without_terms_has_none_one_slip_away() -> None:
    assert _terms([]).one_slip_from("ferry") == ()
