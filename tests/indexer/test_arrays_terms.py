"""The sorted terms of a field, read in place."""

from __future__ import annotations

from bisect import bisect_left

from hypothesis import given
from hypothesis import strategies as st

from indexer.engines.whoosh.arrays.fields import Terms
from indexer.engines.whoosh.arrays.inverting import term_sections

made = st.text("abé", max_size=5).map(str.encode)


@given(st.sets(made, max_size=300), made)
def test_a_term_and_the_terms_with_a_beginning_are_found_as_in_a_list(
    held: set[bytes], sought: bytes
) -> None:
    ordered = sorted(held)
    sections = dict(term_sections(ordered))
    terms = Terms(sections["terms"], sections["term_ends"])
    assert list(terms) == ordered
    number = bisect_left(ordered, sought)
    assert terms.find(sought) == (number if sought in held else None)
    found = terms.starting_with(sought)
    assert [ordered[each] for each in found] == [term for term in ordered if term.startswith(sought)]
