"""Segments of an index as files of plain arrays, under Whoosh's own life of an index.

files       one file of named arrays, written once and mapped
fields      the sections of a segment, by field
slips       the terms one slip from a word
splitting   many texts → their words, by numpy
spellings   words as spelled → numbers
gathering   columns of texts and values, as numbers of terms
inverting   numbers in the order of the text → postings in the order of the terms
batch       documents gathered, and as the sections of a segment
merging     several segments → one, from their `sources`, postings by `weaving`
segment     what Whoosh knows of a segment
toc         which segments make up a commit
index       Whoosh's index on these
writer      Whoosh's writer on these
codec       what Whoosh's searcher reads of them, with `matcher`

docs/decisions/0013 says why.
"""
