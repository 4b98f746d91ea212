"""Several segments made into one, field by field and a piece at a time, from the mapped files.

Terms and documents are sorted in every source, so that merging is copying: each source's postings of a range
of terms lie together, and where they go is known beforehand. Memory does not grow with the segments.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import compress, pairwise

import numpy as np

from indexer.engines.whoosh.arrays.fields import FieldArrays, indexed_fields
from indexer.engines.whoosh.arrays.files import Array, ArrayFile, ArrayWriter, Section
from indexer.engines.whoosh.arrays.inverting import STEP, ends_of, set_sections, term_sections

_PIECE = 1 << 20  # postings, positions or bytes that are copied at a time
_NO_TERMS = np.zeros(0, np.int64)  # until they are known


@dataclass(frozen=True)
class Source:
    """The arrays of a segment, and a mask of its documents that are to be kept."""

    arrays: Mapping[str, Array]
    alive: Array

    @property
    def documents(self) -> int:
        """Count the documents that are kept."""
        return int(np.count_nonzero(self.alive))

    @cached_property
    def whole(self) -> bool:
        """Say whether all documents are kept."""
        return bool(self.alive.all())

    @cached_property
    def new_numbers(self) -> Array:
        """Give each kept document's number among those that are kept."""
        numbers: Array = (np.cumsum(self.alive) - 1).astype(np.int32)
        return numbers

    def forget(self) -> None:
        """Give back the memory of what was read of a file."""
        if isinstance(self.arrays, ArrayFile):
            self.arrays.forget()


def merge(sources: Sequence[Source], out: ArrayWriter) -> None:
    """Write the kept documents of all sources, one source after the other, as one segment."""
    bases = ends_of(np.array([source.documents for source in sources]))[:-1]
    fields = [indexed_fields(source.arrays) for source in sources]
    for name in fields[0]:
        parts = [
            _Part(found[name], source, int(base), _NO_TERMS)
            for source, found, base in zip(sources, fields, bases, strict=True)
        ]
        _merge_field(name, parts, out)
    for name in sources[0].arrays:
        if name.endswith(("/lengths", "/norms")):
            _concatenate(out, name, [s.arrays[name] for s in sources], [s.alive for s in sources])
        elif name.endswith("/slot_ends"):
            field = name.removesuffix("/slot_ends")
            held = [part for part in ("starts", "widths") if f"{field}/{part}" in sources[0].arrays]
            _merge_rows(out, field, held, "slot_ends", sources)
        elif name.endswith("/blob_ends"):
            _merge_rows(out, name.removesuffix("/blob_ends"), ("blob",), "blob_ends", sources)


@dataclass(slots=True)
class _Part:
    """One field of one source; `terms` are the places of its terms among all."""

    field: FieldArrays
    source: Source
    base: int  # the number of its first kept document
    terms: Array

    def live(self) -> Array:
        """Count each term's kept postings."""
        offsets, counts = self.field.offsets, np.diff(self.field.offsets)
        if not self.source.whole:
            for first, last in _pieces(offsets):
                keep = self.source.alive[self.field.ids[int(offsets[first]) : int(offsets[last])]]
                counts[first:last] = _of_rows(keep, counts[first:last])
        return counts

    def between(self, first: int, last: int) -> _Postings:
        """Give the kept postings of the merged terms [first, last)."""
        low, high = (int(place) for place in np.searchsorted(self.terms, [first, last]))
        offsets = self.field.offsets[low : high + 1]
        where = slice(int(offsets[0]), int(offsets[-1]))
        ids, counts = self.field.ids[where], self.field.counts(where)
        found = _Postings(self.terms[low:high], np.diff(offsets), ids, counts, *self._positions(low, high))
        return _kept(found, self.source, self.base)

    def _positions(self, low: int, high: int) -> tuple[Array, Array]:
        """Give how many positions each term has, and the positions; none where the field keeps none."""
        if not self.field.has("positions"):
            return np.zeros(0, np.int64), np.zeros(0, np.uint8)
        ends = self.field["position_offsets"][low : high + 1]
        return np.diff(ends), self.field["positions"][int(ends[0]) : int(ends[-1])]


@dataclass(frozen=True, slots=True)
class _Postings:
    """Postings in the order of terms and documents: of each term those of one source, then of the next."""

    terms: Array
    sizes: Array  # postings of each term
    ids: Array
    counts: Array
    position_sizes: Array  # positions of each term
    positions: Array


def _kept(found: _Postings, source: Source, base: int) -> _Postings:
    """Leave out what is not kept, and number the documents as they are among those of all sources."""
    if source.whole:
        return replace(found, ids=found.ids + np.int32(base))
    keep = source.alive[found.ids]
    position_sizes, positions = found.position_sizes, found.positions
    if len(position_sizes):
        position_sizes = _of_rows(np.where(keep, found.counts, 0), found.sizes)
        positions = positions[np.repeat(keep, found.counts)]
    ids = source.new_numbers[found.ids[keep]] + np.int32(base)
    sizes = _of_rows(keep, found.sizes)
    return _Postings(found.terms, sizes, ids, found.counts[keep], position_sizes, positions)


def _of_rows(values: Array, sizes: Array) -> Array:
    """Sum the values of rows that are so long; there may be rows of none."""
    sums: Array = np.diff(ends_of(values)[ends_of(sizes)])
    return sums


def _merge_field(name: str, parts: Sequence[_Part], out: ArrayWriter) -> None:
    terms, sizes = _vocabulary(parts)
    for part_name, values in term_sections(terms):
        out.put(f"{name}/{part_name}", values)
    offsets = ends_of(sizes)
    out.put(f"{name}/offsets", offsets)
    _merge_postings(name, parts, offsets, out)
    if any(part.field.has("values") for part in parts):
        _merge_values(name, parts, out)
    if parts[0].field.has("slot_terms"):
        _merge_slots(name, parts, len(terms), out)


def _vocabulary(parts: Sequence[_Part]) -> tuple[list[bytes], Array]:
    """Give the terms that still have postings, sorted, and how many; note each part's places among them."""
    live = [part.live() for part in parts]
    kept: set[bytes] = set()
    for part, counts in zip(parts, live, strict=True):
        kept.update(compress(part.field.terms, counts.tolist()))
    terms = sorted(kept)
    del kept
    place = {term: number for number, term in enumerate(terms)}
    sizes = np.zeros(len(terms), np.int64)
    for part, counts in zip(parts, live, strict=True):
        part.terms = _places(part.field.terms, counts, place)
        sizes[part.terms[counts > 0]] += counts[counts > 0]
    return terms, sizes


def _places(terms: Iterable[bytes], counts: Array, place: Mapping[bytes, int]) -> Array:
    """Give each term's place; one that is gone takes the next one's, so that places stay ascending."""
    found = np.fromiter((place.get(term, -1) for term in terms), np.int64, len(counts))
    found[found < 0] = len(place)
    ascending: Array = np.minimum.accumulate(found[::-1])[::-1]
    return ascending


def _merge_postings(name: str, parts: Sequence[_Part], offsets: Array, out: ArrayWriter) -> None:
    sections = _reserved(name, parts, int(offsets[-1]), out)
    steps = _Steps(name, sections, out) if "positions" in sections else None
    position_sizes = []
    for first, last in _pieces(offsets):
        made = _woven([part.between(first, last) for part in parts])
        for part_name, section in sections.items():
            section.append(getattr(made, part_name))
        if steps:
            position_sizes.append(np.bincount(made.terms - first, made.position_sizes, last - first))
            steps.append(made.counts)
        for part in parts:
            part.source.forget()
    if steps:
        sizes = np.concatenate([*position_sizes, np.zeros(0)]).astype(np.int64)
        out.put(f"{name}/position_offsets", ends_of(sizes))


class _Steps:
    """Writes where the positions of every so manieth posting begin, as postings come."""

    def __init__(self, name: str, sections: Mapping[str, Section], out: ArrayWriter) -> None:
        """Set room aside, in a type that holds the last of the positions."""
        steps = -(-sections["ids"].count // STEP)
        narrow = np.min_scalar_type(sections["positions"].count)
        dtype = narrow if narrow.itemsize < np.dtype(np.int64).itemsize else np.int64
        self._section = out.reserve(f"{name}/position_steps", dtype, steps)
        self._postings = self._positions = 0

    def append(self, counts: Array) -> None:
        """Take more postings, which stand so often each."""
        ends = ends_of(counts) + self._positions
        self._section.append(ends[:-1][-self._postings % STEP :: STEP])
        self._postings += len(counts)
        self._positions = int(ends[-1])


def _reserved(name: str, parts: Sequence[_Part], postings: int, out: ArrayWriter) -> dict[str, Section]:
    """Set room aside for a field's postings, in types that hold those of all parts."""
    made = {"ids": out.reserve(f"{name}/ids", np.int32, postings)}
    for part_name, count in (("counts", postings), ("positions", sum(map(_kept_positions, parts)))):
        types = [part.field[part_name].dtype for part in parts if part.field.has(part_name)]
        if types:
            made[part_name] = out.reserve(f"{name}/{part_name}", np.result_type(*types), count)
    return made


def _kept_positions(part: _Part) -> int:
    """Count a part's positions: as many as the kept documents' words."""
    if not part.field.has("positions"):
        return 0
    return int(part.field["lengths"][part.source.alive].sum(dtype=np.int64))


def _woven(found: Sequence[_Postings]) -> _Postings:
    """Put the postings of several sources in the order of terms; documents follow, as sources do."""
    terms = np.concatenate([each.terms for each in found])
    sizes = np.concatenate([each.sizes for each in found])
    position_sizes = np.concatenate([each.position_sizes for each in found])
    order = np.argsort(terms, kind="stable")
    rows = _rows(sizes, order)
    ids, counts = (np.concatenate(held)[rows] for held in ([f.ids for f in found], [f.counts for f in found]))
    positions = np.concatenate([each.positions for each in found])
    if len(position_sizes):
        positions = positions[_rows(position_sizes, order)]
        position_sizes = position_sizes[order]
    return _Postings(terms[order], sizes[order], ids, counts, position_sizes, positions)


def _rows(sizes: Array, order: Array) -> Array:
    """Give where each value is to be taken from so that rows of these sizes come in another order."""
    starts = (np.cumsum(sizes) - sizes)[order]
    sizes = sizes[order]
    ends = np.cumsum(sizes)
    places: Array = np.repeat(starts - (ends - sizes), sizes) + np.arange(ends[-1] if len(ends) else 0)
    return places


def _merge_values(name: str, parts: Sequence[_Part], out: ArrayWriter) -> None:
    held = [each for part in parts for each in _sets(part)]
    if any(len(each) > 1 for each in set(held)):
        sections = set_sections(held)
    else:
        sections = iter([("values", np.array([each[0] if each else -1 for each in held], np.int32))])
    for part_name, values in sections:
        out.put(f"{name}/{part_name}", values)


def _merge_slots(name: str, parts: Sequence[_Part], terms: int, out: ArrayWriter) -> None:
    """Write which merged term stands in each slot of the kept documents."""
    ends = [part.field["slot_ends"] for part in parts]
    kept = sum(int(np.diff(end)[part.source.alive].sum()) for part, end in zip(parts, ends, strict=True))
    section = out.reserve(f"{name}/slot_terms", np.min_scalar_type(terms), kept)
    for part, end in zip(parts, ends, strict=True):
        numbers = np.append(part.terms, terms).astype(section.dtype)  # no term keeps the number behind all
        for first, last in _pieces(end):
            row = numbers[part.field["slot_terms"][int(end[first]) : int(end[last])]]
            section.append(row[_in_kept(part.source, first, last, np.diff(end[first : last + 1]))])
            part.source.forget()


def _in_kept(source: Source, first: int, last: int, sizes: Array) -> Array | slice:
    """Say which values of the documents [first, last), that have so many each, are of kept ones."""
    return slice(None) if source.whole else np.repeat(source.alive[first:last], sizes)


def _sets(part: _Part) -> Iterator[tuple[int, ...]]:
    """Give the places of each kept document's terms."""
    places, kept = part.terms.tolist(), part.field["values"][part.source.alive].tolist()
    if part.field.has("set_ends"):
        terms = [places[number] for number in part.field["set_terms"].tolist()]
        sets = [tuple(terms[start:end]) for start, end in pairwise(part.field["set_ends"].tolist())]
    else:
        sets = [*((place,) for place in places), ()]  # a document without a term has the number -1
    return (sets[number] for number in kept)


def _merge_rows(
    out: ArrayWriter, field: str, names: Sequence[str], ends_name: str, sources: Sequence[Source]
) -> None:
    """Concatenate what documents have several of: bytes that are stored, places of words."""
    ends = [source.arrays[f"{field}/{ends_name}"] for source in sources]
    sizes = [np.diff(each) for each in ends]
    kept = np.concatenate([size[source.alive] for size, source in zip(sizes, sources, strict=True)])
    out.put(f"{field}/{ends_name}", ends_of(kept))
    for name in names:
        held = [source.arrays[f"{field}/{name}"] for source in sources]
        section = out.reserve(f"{field}/{name}", np.result_type(*(h.dtype for h in held)), int(kept.sum()))
        for values, end, size, source in zip(held, ends, sizes, sources, strict=True):
            for first, last in _pieces(end):
                row = values[int(end[first]) : int(end[last])]
                section.append(row[_in_kept(source, first, last, size[first:last])])
                source.forget()


def _concatenate(out: ArrayWriter, name: str, held: Sequence[Array], keep: Sequence[Array]) -> None:
    values = [each[mask] for each, mask in zip(held, keep, strict=True)]
    out.put(name, np.concatenate(values))


def _pieces(ends: Array) -> Iterator[tuple[int, int]]:
    """Cut rows into ranges of about as many values as are copied at a time, at least one row each."""
    first = 0
    while first < len(ends) - 1:
        last = int(np.searchsorted(ends, ends[first] + _PIECE, side="right")) - 1
        last = min(max(last, first + 1), len(ends) - 1)
        yield first, last
        first = last
