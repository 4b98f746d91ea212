"""What Whoosh's own searcher needs of a codec, read from the arrays.

It is the permanent oracle: stock Whoosh scores, filters and counts on the very files that ours does.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh.codec.base import Codec, FieldCursor, PerDocumentReader, TermsReader
from whoosh.columns import ColumnReader
from whoosh.reading import TermInfo, TermNotFound

from indexer.engines.whoosh.arrays.fields import FieldArrays, indexed_fields, stored_fields
from indexer.engines.whoosh.arrays.inverting import LENGTHS
from indexer.engines.whoosh.arrays.matcher import ArrayMatcher
from indexer.engines.whoosh.arrays.segment import ArraySegment


class ArrayCodec(Codec):
    """Reads segments of arrays; they are written whole, by `ArrayIndexWriter`."""

    length_stats = False

    def new_segment(self, storage: Any, indexname: str) -> ArraySegment:  # noqa: ARG002 - Whoosh's signature
        """Make a segment that is still empty."""
        return ArraySegment(indexname)

    def per_document_writer(self, storage: Any, segment: ArraySegment) -> None:
        """Give none: the writer gathers documents itself."""

    def field_writer(self, storage: Any, segment: ArraySegment) -> None:
        """Give none, likewise."""

    def terms_reader(self, storage: Any, segment: ArraySegment) -> ArrayTerms:
        """Open a segment's terms and postings."""
        return ArrayTerms(indexed_fields(segment.open(storage)))

    def per_document_reader(self, storage: Any, segment: ArraySegment) -> ArrayDocuments:
        """Open what a segment has of each document."""
        return ArrayDocuments(segment, segment.open(storage))


class ArrayTerms(TermsReader):
    """The terms of all fields."""

    def __init__(self, fields: dict[str, FieldArrays]) -> None:
        self._fields = fields

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        name, text = term
        return name in self._fields and self._fields[name].terms.find(text) is not None

    def indexed_field_names(self) -> list[str]:
        """Give the fields' names."""
        return sorted(self._fields)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Give every field's terms in order."""
        yield from self.terms_from("", b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Give the terms at and after one, those of later fields too."""
        for name in sorted(self._fields):
            if name >= fieldname:
                terms = self._fields[name].terms
                first = bisect_left(terms, prefix) if name == fieldname else 0
                yield from ((name, terms[number]) for number in range(first, len(terms)))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Give every term with what is known of it."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Give the terms at and after one with what is known of them."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Count a term's postings; raises TermNotFound."""
        field, number = self._found(fieldname, text)
        where = field.postings(number)
        ids, counts = field.ids[where], field.counts(where)
        lengths = LENGTHS[field["norms"][ids]] if field.has("norms") else np.zeros(1)
        return TermInfo(
            weight=float(counts.sum(dtype=np.int64)),
            df=len(ids),
            minlength=float(lengths.min()),
            maxlength=float(lengths.max()),
            maxweight=float(counts.max()),
            minid=int(ids[0]),
            maxid=int(ids[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        """Count how often a term stands in all documents."""
        return float(self.term_info(fieldname, text).weight()) if (fieldname, text) in self else 0.0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Count the documents of a term, deleted ones included."""
        if (fieldname, text) not in self:
            return 0
        field, number = self._found(fieldname, text)
        return field.frequency(number)

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ArrayMatcher:
        """Give a matcher of a term's postings; raises TermNotFound."""
        field, number = self._found(fieldname, text)
        return ArrayMatcher(field, number, format_, (fieldname, text), scorer)

    def cursor(self, fieldname: str, fieldobj: Any) -> ArrayCursor:
        """Give a cursor over a field's terms."""
        return ArrayCursor(self._fields[fieldname], fieldobj, self)

    def _found(self, fieldname: str, text: bytes) -> tuple[FieldArrays, int]:
        field = self._fields.get(fieldname)
        number = field.terms.find(text) if field else None
        if field is None or number is None:
            raise TermNotFound(f"{fieldname}:{text!r}")
        return field, number


class ArrayCursor(FieldCursor):
    """Walks a field's terms."""

    def __init__(self, field: FieldArrays, fieldobj: Any, terms: ArrayTerms) -> None:
        self._field = field
        self._fieldobj = fieldobj
        self._terms = terms
        self._at = 0

    def first(self) -> str | None:
        """Go to the first term."""
        self._at = 0
        return self.text()

    def find(self, term: str | bytes) -> str | None:
        """Go to a term, or the next one after it."""
        raw = term if isinstance(term, bytes) else self._fieldobj.to_bytes(term)
        self._at = bisect_left(self._field.terms, raw)
        return self.text()

    def next(self) -> str | None:
        """Go to the next term."""
        self._at += 1
        return self.text()

    def text(self) -> str | None:
        """Give the term; None behind the last."""
        return self._fieldobj.from_bytes(self._field.terms[self._at]) if self.is_valid() else None

    term = text

    def term_info(self) -> TermInfo | None:
        """Say what is known of the term."""
        if not self.is_valid():
            return None
        return self._terms.term_info(self._field.name, self._field.terms[self._at])

    def is_valid(self) -> bool:
        """Say whether there is a term here."""
        return self._at < len(self._field.terms)


class ArrayDocuments(PerDocumentReader):
    """Lengths, columns, stored values and deletions."""

    def __init__(self, segment: ArraySegment, arrays: Any) -> None:
        self.arrays = arrays
        self._segment = segment
        self._fields = indexed_fields(arrays)

    def doc_count(self) -> int:
        """Count the documents that are not deleted."""
        return int(self._segment.doc_count())

    def doc_count_all(self) -> int:
        """Count all documents."""
        return self._segment.doc_count_all()

    def has_deletions(self) -> bool:
        """Say whether any document is deleted."""
        return bool(self._segment.deleted)

    def is_deleted(self, docnum: int) -> bool:
        """Say whether a document is deleted."""
        return self._segment.is_deleted(docnum)

    def deleted_docs(self) -> Iterator[int]:
        """Give the deleted documents' numbers."""
        return self._segment.deleted_docs()

    def supports_columns(self) -> bool:
        """Say yes."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Say whether a field keeps each document's value."""
        return fieldname in self._fields and self._fields[fieldname].has("values")

    def column_reader(self, fieldname: str, column: Any) -> ArrayColumn:  # noqa: ARG002 - Whoosh's signature
        """Give a field's values by document."""
        return ArrayColumn(self._fields[fieldname], self.doc_count_all())

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> float:
        """Give a document's length, in Whoosh's rounding."""
        field = self._fields[fieldname]
        return float(LENGTHS[field["norms"][docnum]]) if field.has("norms") else default

    def field_length(self, fieldname: str) -> int:
        """Sum all documents' lengths, exactly."""
        return self._fields[fieldname].total_length if fieldname in self._fields else 0

    def min_field_length(self, fieldname: str) -> float:
        """Give the shortest document's length."""
        return float(LENGTHS[self._fields[fieldname]["norms"].min()])

    def max_field_length(self, fieldname: str) -> float:
        """Give the longest document's length."""
        return float(LENGTHS[self._fields[fieldname]["norms"].max()])

    def stored_fields(self, docnum: int) -> dict[str, str]:
        """Give what is stored of a document."""
        held = stored_fields(self.arrays)
        return {name: value for name, values in held.items() if (value := values[docnum])}


class ArrayColumn(ColumnReader):
    """A field's value by document; the first of several."""

    def __init__(self, field: FieldArrays, documents: int) -> None:
        self._field = field
        self._doccount = documents

    def __getitem__(self, docnum: int) -> bytes:
        values = self._field.values_of(docnum)
        return self._field.terms[int(values[0])] if len(values) else b""
