"""Several segments made into one, field by field and a piece at a time, from the mapped files.

Terms and documents are sorted in every source, so that merging is copying: each source's postings of a range
of terms lie together, and where they go is known beforehand. Memory does not grow with the segments.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from indexer.engines.whoosh.arrays.fields import FieldArrays, indexed_fields
from indexer.engines.whoosh.arrays.files import Array, ArrayWriter
from indexer.engines.whoosh.arrays.inverting import ends_of, set_sections, term_sections

_PIECE = 1 << 22  # postings, positions or bytes that are copied at a time


@dataclass(frozen=True, slots=True)
class Source:
    """The arrays of a segment, and a mask of its documents that are to be kept."""

    arrays: Mapping[str, Array]
    alive: Array

    @property
    def documents(self) -> int:
        """Count the documents that are kept."""
        return int(np.count_nonzero(self.alive))


def merge(sources: Sequence[Source], out: ArrayWriter) -> None:
    """Write the kept documents of all sources, one source after the other, as one segment."""
    bases = ends_of(np.array([source.documents for source in sources]))[:-1]
    fields = [indexed_fields(source.arrays) for source in sources]
    for name in fields[0]:
        parts = [
            _Part(found[name], source.alive, _new_numbers(source.alive, int(base)))
            for source, found, base in zip(sources, fields, bases, strict=True)
        ]
        _merge_field(name, parts, out)
    for name in sources[0].arrays:
        if name.endswith(("/lengths", "/norms")):
            _concatenate(out, name, [s.arrays[name] for s in sources], [s.alive for s in sources])
        elif name.endswith("/slot_ends"):
            _merge_rows(out, name.removesuffix("/slot_ends"), ("starts", "widths"), "slot_ends", sources)
        elif name.endswith("/blob_ends"):
            _merge_rows(out, name.removesuffix("/blob_ends"), ("blob",), "blob_ends", sources)


def _new_numbers(alive: Array, base: int) -> Array:
    numbers: Array = (np.cumsum(alive) - 1 + base).astype(np.int32)
    return numbers


@dataclass(slots=True)
class _Part:
    """One field of one source; `terms` are the places of its terms among all."""

    field: FieldArrays
    alive: Array
    new_numbers: Array
    terms: Array | None = None

    def live(self) -> Array:
        """Count each term's kept postings."""
        if self.alive.all():
            return np.diff(self.field.offsets)
        counts = np.zeros(len(self.field.terms), np.int64)
        for first, last in _pieces(self.field.offsets):
            where = slice(int(self.field.offsets[first]), int(self.field.offsets[last]))
            of_term = _repeated(first, self.field.offsets[first : last + 1])
            counts += np.bincount(of_term[self.alive[self.field.ids[where]]], minlength=len(counts))
        return counts

    def between(self, first: int, last: int) -> _Postings:
        """Give the kept postings of the merged terms [first, last)."""
        assert self.terms is not None  # noqa: S101 - set before any is asked for
        low, high = (int(place) for place in np.searchsorted(self.terms, [first, last]))
        where = slice(int(self.field.offsets[low]), int(self.field.offsets[high]))
        ids = self.field.ids[where]
        keep = self.alive[ids]
        counts = self.field.counts(where)
        terms = self.terms[_repeated(low, self.field.offsets[low : high + 1])]
        positions = None
        if self.field.has("positions"):
            ends = self.field["position_offsets"]
            positions = self.field["positions"][int(ends[low]) : int(ends[high])][np.repeat(keep, counts)]
        return _Postings(terms[keep], self.new_numbers[ids[keep]], counts[keep], positions)


@dataclass(frozen=True, slots=True)
class _Postings:
    """Postings in the order of terms and documents."""

    terms: Array
    ids: Array
    counts: Array
    positions: Array | None


def _merge_field(name: str, parts: Sequence[_Part], out: ArrayWriter) -> None:
    terms, sizes = _vocabulary(parts)
    for part_name, values in term_sections(terms):
        out.put(f"{name}/{part_name}", values)
    offsets = ends_of(sizes)
    out.put(f"{name}/offsets", offsets)
    _merge_postings(name, parts, offsets, out)
    if any(part.field.has("values") for part in parts):
        _merge_values(name, parts, out)


def _vocabulary(parts: Sequence[_Part]) -> tuple[list[bytes], Array]:
    """Give the terms that still have postings, sorted, and how many; note each part's places among them."""
    live = [part.live() for part in parts]
    kept = [
        {term for term, count in zip(part.field.terms, counts.tolist(), strict=True) if count}
        for part, counts in zip(parts, live, strict=True)
    ]
    terms = sorted(set().union(*kept))
    place = {term: number for number, term in enumerate(terms)}
    sizes = np.zeros(len(terms), np.int64)
    for part, counts in zip(parts, live, strict=True):
        part.terms = _places(part.field.terms, counts, place)
        np.add.at(sizes, part.terms[counts > 0], counts[counts > 0])
    return terms, sizes


def _places(terms: Iterable[bytes], counts: Array, place: Mapping[bytes, int]) -> Array:
    """Give each term's place; one that is gone takes the next one's, so that places stay ascending."""
    found = np.fromiter((place.get(term, -1) for term in terms), np.int64, len(counts))
    found[found < 0] = len(place)
    ascending: Array = np.minimum.accumulate(found[::-1])[::-1]
    return ascending


def _merge_postings(name: str, parts: Sequence[_Part], offsets: Array, out: ArrayWriter) -> None:
    total = int(offsets[-1])
    counted = any(part.field.has("counts") for part in parts)
    ids = out.reserve(f"{name}/ids", np.int32, total)
    narrow = np.result_type(*(part.field["counts"].dtype for part in parts if part.field.has("counts")), "u1")
    counts = out.reserve(f"{name}/counts", narrow, total) if counted else None
    pieces = list(_pieces(offsets))
    if not parts[0].field.has("positions"):
        for first, last in pieces:
            made = _woven([part.between(first, last) for part in parts])
            ids.append(made.ids)
            if counts:
                counts.append(made.counts)
        return
    position_ends = [np.zeros(1, np.int64)]
    sized = sum(_kept_positions(part) for part in parts)
    wide = np.result_type(*(part.field["positions"].dtype for part in parts))
    positions = out.reserve(f"{name}/positions", wide, sized)
    for first, last in pieces:
        made = _woven([part.between(first, last) for part in parts])
        ids.append(made.ids)
        if counts:
            counts.append(made.counts)
        positions.append(made.positions)  # type: ignore[arg-type]  # fields with positions have them in all
        per_term = np.bincount(made.terms - first, made.counts, last - first).astype(np.int64)
        position_ends.append(position_ends[-1][-1] + np.cumsum(per_term))
    out.put(f"{name}/position_offsets", np.concatenate(position_ends))


def _kept_positions(part: _Part) -> int:
    """Count a part's positions: as many as the kept documents' words."""
    return int(part.field["lengths"][part.alive].sum(dtype=np.int64))


def _woven(found: Sequence[_Postings]) -> _Postings:
    """Put the postings of several sources in the order of terms; documents follow, as sources do."""
    terms = np.concatenate([each.terms for each in found])
    order = np.argsort(terms, kind="stable")
    counts = np.concatenate([each.counts for each in found])
    ids = np.concatenate([each.ids for each in found])
    positions = [each.positions for each in found if each.positions is not None]
    woven = _rows(np.concatenate(positions), ends_of(counts), order) if positions else None
    return _Postings(terms[order], ids[order], counts[order], woven)


def _rows(values: Array, ends: Array, order: Array) -> Array:
    """Give rows of values in another order."""
    sizes = np.diff(ends)[order]
    starts = ends[:-1][order]
    return values[np.repeat(starts - (np.cumsum(sizes) - sizes), sizes) + np.arange(int(sizes.sum()))]


def _merge_values(name: str, parts: Sequence[_Part], out: ArrayWriter) -> None:
    held = [each for part in parts for each in _sets(part)]
    if any(len(each) > 1 for each in set(held)):
        sections = set_sections(held)
    else:
        sections = iter([("values", np.array([each[0] if each else -1 for each in held], np.int32))])
    for part_name, values in sections:
        out.put(f"{name}/{part_name}", values)


def _sets(part: _Part) -> Iterator[tuple[int, ...]]:
    """Give the places of each kept document's terms."""
    assert part.terms is not None  # noqa: S101 - set with the vocabulary
    places, kept = part.terms.tolist(), part.field["values"][part.alive].tolist()
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
                section.append(row[np.repeat(source.alive[first:last], size[first:last])])


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


def _repeated(first: int, ends: Array) -> Array:
    """Give each row's number, counted from `first`, as often as it has values."""
    repeated: Array = np.repeat(np.arange(first, first + len(ends) - 1), np.diff(ends))
    return repeated
