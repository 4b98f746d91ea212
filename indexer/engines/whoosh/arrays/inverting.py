"""Tokens in the order of the text, turned into postings in the order of the terms (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from whoosh.util.numeric import _length_byte_cache  # the table has no public name; a test keeps it so

from indexer.engines.whoosh.arrays.files import Array, shrunk

LENGTHS = np.array(_length_byte_cache, np.float64)
"""The length that each of Whoosh's 256 length bytes stands for."""

STEP = 8
"""Postings from one whose positions' beginning is held to the next such; between them it is counted up."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """A field's tokens, documents ascending and in the text's order within each."""

    terms: Sequence[bytes]  # in any order
    numbers: Array  # of each token's term
    documents: Array
    lengths: Array  # tokens of each document
    positions: Array | None = None
    starts: Array | None = None
    widths: Array | None = None


def postings(tokens: Tokens) -> Iterator[tuple[str, Array]]:
    """Give the sections of a field's terms and postings."""
    order, ranks = _sorted_terms(tokens.terms)
    yield from term_sections([tokens.terms[number] for number in order])
    # One sort of (term, place in the text) as one number; the places tell all else.
    keys = ranks[tokens.numbers] << 32
    keys |= np.arange(len(tokens.numbers))
    keys.sort()
    terms, places = (keys >> 32).astype(np.int32), keys.astype(np.uint32)
    del keys  # as large as all else together
    documents = tokens.documents[places]
    first = np.flatnonzero(_changes(terms) | _changes(documents))
    counts = np.diff(first, append=len(places))
    yield "offsets", ends_of(np.bincount(terms[first], minlength=len(order)))
    yield "ids", documents[first].astype(np.int32)
    if len(counts) and counts.max() > 1:
        yield "counts", shrunk(counts)
    if tokens.positions is not None:
        yield "position_offsets", ends_of(np.bincount(terms, minlength=len(order)))
        yield "position_steps", shrunk(first[::STEP])
        yield "positions", shrunk(tokens.positions[places])


def lengths(tokens: Tokens) -> Iterator[tuple[str, Array]]:
    """Give the sections of the documents' lengths, for scoring."""
    yield from length_sections(tokens.lengths)


def without_positions(tokens: Tokens) -> Tokens:
    """Give the same tokens for a field that keeps no positions."""
    return Tokens(tokens.terms, tokens.numbers, tokens.documents, tokens.lengths)


def values(tokens: Tokens) -> Iterator[tuple[str, Array]]:
    """Give the sections of each document's terms, for sorting and counting."""
    _, ranks = _sorted_terms(tokens.terms)
    numbers = ranks[tokens.numbers].astype(np.int32)
    if len(tokens.lengths) and tokens.lengths.max() > 1:
        ends = ends_of(tokens.lengths).tolist()
        held = numbers.tolist()
        yield from set_sections(tuple(held[start:end]) for start, end in pairwise(ends))
    else:
        single = np.full(len(tokens.lengths), -1, np.int32)
        single[tokens.documents] = numbers
        yield "values", single


def slots(tokens: Tokens) -> Iterator[tuple[str, Array]]:
    """Give the sections of which term stands at each position of each document.

    Where no word stands, as between two lines and behind the last, is the number behind all terms': so no
    phrase reaches from one document into the next.
    """
    ends, at = _slots(tokens)
    _, ranks = _sorted_terms(tokens.terms)
    found = np.full(int(ends[-1]), len(tokens.terms), np.int64)
    found[at] = ranks[tokens.numbers]
    yield "slot_terms", shrunk(found)
    yield "slot_ends", ends


def places(tokens: Tokens) -> Iterator[tuple[str, Array]]:
    """Give the sections of where the word in each slot stands in its text."""
    if tokens.starts is None or tokens.widths is None:
        raise ValueError("the field has no places")
    ends, at = _slots(tokens)
    for name, found in (("starts", tokens.starts), ("widths", tokens.widths)):
        spread = np.zeros(int(ends[-1]), found.dtype)
        spread[at] = found
        yield name, shrunk(spread)


def _slots(tokens: Tokens) -> tuple[Array, Array]:
    """Give the ends of the documents' slots, one for each position and one more, and each token's slot."""
    if tokens.positions is None:
        raise ValueError("the field has no positions")
    sizes = np.ones(len(tokens.lengths), np.int64)
    last = np.cumsum(tokens.lengths) - 1
    some = tokens.lengths > 0
    sizes[some] += tokens.positions[last[some]] + 1
    ends = ends_of(sizes)
    return ends, ends[tokens.documents] + tokens.positions


def set_sections(sets: Iterable[tuple[int, ...]]) -> Iterator[tuple[str, Array]]:
    """Give the sections of documents that have several terms each: which set, and the sets.

    Many documents are about the same two or three topics, so there are few sets; whatever is asked of the
    documents' terms is asked of the sets first, once.
    """
    known: dict[tuple[int, ...], int] = {}
    values = np.array([known.setdefault(each, len(known)) for each in sets], np.int32)
    yield "values", values
    yield "set_terms", np.array([term for each in known for term in each], np.int32)
    yield "set_ends", ends_of(np.array([len(each) for each in known]))


def term_sections(ordered: Iterable[bytes]) -> Iterator[tuple[str, Array]]:
    """Give the sections of sorted terms."""
    terms = list(ordered)
    yield "terms", np.frombuffer(b"".join(terms), np.uint8)
    yield "term_ends", ends_of(np.fromiter(map(len, terms), np.int64, len(terms)))


def length_sections(exact: Array) -> Iterator[tuple[str, Array]]:
    """Give the sections of documents' lengths: exact, for averages, and as the bytes Whoosh scores by."""
    yield "lengths", shrunk(exact)
    yield "norms", np.minimum(np.searchsorted(LENGTHS, exact), 255).astype(np.uint8)


def ends_of(sizes: Array) -> Array:
    """Give 0 and the running sums: where each of several things in a row ends."""
    ends = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=ends[1:])
    return ends


def _sorted_terms(terms: Sequence[bytes]) -> tuple[list[int], Array]:
    """Give the terms' numbers in the order of the terms, and each number's place in that order."""
    order = sorted(range(len(terms)), key=terms.__getitem__)
    ranks = np.empty(len(terms), np.int64)
    ranks[order] = np.arange(len(terms))
    return order, ranks


def _changes(values: Array) -> Array:
    return np.concatenate([np.ones(min(1, len(values)), bool), values[1:] != values[:-1]])
