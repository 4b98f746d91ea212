"""Several segments made into one, field by field and a piece at a time, from the mapped files.

Terms and documents are sorted in every source, so that merging is copying: each source's postings of a range
of terms lie together, and where they go is known beforehand. Memory does not grow with the segments.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress, pairwise

import numpy as np

from indexer.engines.whoosh.arrays.fields import indexed_fields
from indexer.engines.whoosh.arrays.files import Array, ArrayWriter
from indexer.engines.whoosh.arrays.inverting import ends_of, set_sections, term_sections
from indexer.engines.whoosh.arrays.sources import NO_TERMS, Part, Source, pieces
from indexer.engines.whoosh.arrays.weaving import merge_postings


def merge(sources: Sequence[Source], out: ArrayWriter) -> None:
    """Write the kept documents of all sources, one source after the other, as one segment."""
    bases = ends_of(np.array([source.documents for source in sources]))[:-1]
    fields = [indexed_fields(source.arrays) for source in sources]
    for name in fields[0]:
        parts = [
            Part(found[name], source, int(base), NO_TERMS)
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


def _merge_field(name: str, parts: Sequence[Part], out: ArrayWriter) -> None:
    terms, sizes = _vocabulary(parts)
    for part_name, values in term_sections(terms):
        out.put(f"{name}/{part_name}", values)
    offsets = ends_of(sizes)
    out.put(f"{name}/offsets", offsets)
    merge_postings(name, parts, offsets, out)
    if any(part.field.has("values") for part in parts):
        _merge_values(name, parts, out)
    if parts[0].field.has("slot_terms"):
        _merge_slots(name, parts, len(terms), out)


def _vocabulary(parts: Sequence[Part]) -> tuple[list[bytes], Array]:
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


def _merge_values(name: str, parts: Sequence[Part], out: ArrayWriter) -> None:
    held = [each for part in parts for each in _sets(part)]
    if any(len(each) > 1 for each in set(held)):
        sections = set_sections(held)
    else:
        sections = iter([("values", np.array([each[0] if each else -1 for each in held], np.int32))])
    for part_name, values in sections:
        out.put(f"{name}/{part_name}", values)


def _merge_slots(name: str, parts: Sequence[Part], terms: int, out: ArrayWriter) -> None:
    """Write which merged term stands in each slot of the kept documents."""
    ends = [part.field["slot_ends"] for part in parts]
    kept = sum(int(np.diff(end)[part.source.alive].sum()) for part, end in zip(parts, ends, strict=True))
    section = out.reserve(f"{name}/slot_terms", np.min_scalar_type(terms), kept)
    for part, end in zip(parts, ends, strict=True):
        numbers = np.append(part.terms, terms).astype(section.dtype)  # no term keeps the number behind all
        for first, last in pieces(end):
            row = numbers[part.field["slot_terms"][int(end[first]) : int(end[last])]]
            section.append(row[_in_kept(part.source, first, last, np.diff(end[first : last + 1]))])
            part.source.forget()


def _in_kept(source: Source, first: int, last: int, sizes: Array) -> Array | slice:
    """Say which values of the documents [first, last), that have so many each, are of kept ones."""
    return slice(None) if source.whole else np.repeat(source.alive[first:last], sizes)


def _sets(part: Part) -> Iterator[tuple[int, ...]]:
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
            for first, last in pieces(end):
                row = values[int(end[first]) : int(end[last])]
                section.append(row[_in_kept(source, first, last, size[first:last])])
                source.forget()


def _concatenate(out: ArrayWriter, name: str, held: Sequence[Array], keep: Sequence[Array]) -> None:
    values = [each[mask] for each, mask in zip(held, keep, strict=True)]
    out.put(name, np.concatenate(values))
