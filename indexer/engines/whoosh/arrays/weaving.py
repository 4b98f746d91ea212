"""Postings of several sources put in the order of the merged terms, a piece at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from indexer.engines.whoosh.arrays.files import Array, ArrayWriter, Section
from indexer.engines.whoosh.arrays.inverting import STEP, ends_of
from indexer.engines.whoosh.arrays.sources import Part, Postings, pieces


def merge_postings(name: str, parts: Sequence[Part], offsets: Array, out: ArrayWriter) -> None:
    """Write the postings of a field, whose terms have theirs between these offsets, and their positions."""
    sections = _reserved(name, parts, int(offsets[-1]), out)
    steps = _Steps(name, sections, out) if "positions" in sections else None
    position_sizes = []
    for first, last in pieces(offsets):
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


def _reserved(name: str, parts: Sequence[Part], postings: int, out: ArrayWriter) -> dict[str, Section]:
    """Set room aside for a field's postings, in types that hold those of all parts."""
    made = {"ids": out.reserve(f"{name}/ids", np.int32, postings)}
    for part_name, count in (("counts", postings), ("positions", sum(map(_kept_positions, parts)))):
        types = [part.field[part_name].dtype for part in parts if part.field.has(part_name)]
        if types:
            made[part_name] = out.reserve(f"{name}/{part_name}", np.result_type(*types), count)
    return made


def _kept_positions(part: Part) -> int:
    """Count a part's positions: as many as the kept documents' words."""
    if not part.field.has("positions"):
        return 0
    return int(part.field["lengths"][part.source.alive].sum(dtype=np.int64))


def _woven(found: Sequence[Postings]) -> Postings:
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
    return Postings(terms[order], sizes[order], ids, counts, position_sizes, positions)


def _rows(sizes: Array, order: Array) -> Array:
    """Give where each value is to be taken from so that rows of these sizes come in another order."""
    starts = (np.cumsum(sizes) - sizes)[order]
    sizes = sizes[order]
    ends = np.cumsum(sizes)
    places: Array = np.repeat(starts - (ends - sizes), sizes) + np.arange(ends[-1] if len(ends) else 0)
    return places
