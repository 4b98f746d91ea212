"""Whoosh 2.7.4 in its own format, with its own searcher, facets and highlighter."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import Stemmer
from whoosh import highlight, query, sorting
from whoosh.analysis import LowercaseFilter, RegexTokenizer, StemFilter
from whoosh.fields import ID, KEYWORD, STORED, TEXT, Schema
from whoosh.filedb.filestore import FileStorage

from bench.search.peer import PAGE, Answer, Ask, Peer, Shown
from bench.search.queries import FILTER, Class, Words
from indexer.model import Document

_FIELDS = {"title": 2.5, "body": 1.0}  # and what a match in each counts
_FACETS = ("board", "year", "topic")
_ENGLISH = Stemmer.Stemmer("english")


def build(folder: Path, documents: Iterable[Document]) -> None:
    """Index documents in one commit."""
    writer = FileStorage(str(folder)).create_index(_schema()).writer(limitmb=256)
    for each in documents:
        writer.add_document(
            title=each.title, body=each.text, board=each.board, year=str(each.date.year),
            topic=",".join(topic.name for topic in each.topics), rest=each.id,
        )  # fmt: skip
    writer.commit()


def opened(folder: Path) -> Ask:
    """Open the index without copying it into memory, which takes it seconds at a million documents."""
    searcher: Any = FileStorage(str(folder), supports_mmap=False).open_index().searcher()

    def ask(kind: Class, words: Words) -> Answer:
        only = query.Term("board", FILTER) if kind == "filtered" else None
        found = searcher.search(_query(kind, words), limit=PAGE, groupedby=_facets(), filter=only)
        found.fragmenter = highlight.ContextFragmenter()
        # Counting groups makes it forget the limit: all 50,000 matches would get a snippet.
        hits = [Shown(hit["title"], hit["body"], hit.highlights("body")) for hit in islice(found, PAGE)]
        return Answer(len(found), hits, {name: found.groups(name) for name in _FACETS})

    weakref.finalize(ask, searcher.close)
    return ask


def _schema() -> Schema:
    words = RegexTokenizer() | LowercaseFilter() | StemFilter(stemfn=stem, cachesize=-1)
    return Schema(
        title=TEXT(words, stored=True), body=TEXT(words, stored=True),
        board=ID(sortable=True), year=ID(sortable=True), topic=KEYWORD(commas=True), rest=STORED,
    )  # fmt: skip


def stem(word: str) -> str:
    """Give a word's stem; Whoosh's own stemmer is slower, and to it “planning” is not “plan”."""
    found: str = _ENGLISH.stemWord(word)
    return found


def _facets() -> Mapping[str, sorting.FieldFacet]:
    return {
        name: sorting.FieldFacet(name, allow_overlap=name == "topic", maptype=sorting.Count)
        for name in _FACETS
    }


def _query(kind: Class, words: Words) -> query.Query:
    match kind:
        case "prefix":
            return query.Or([query.Prefix(field, words[0], boost) for field, boost in _FIELDS.items()])
        case "fuzzy":
            return query.Or(
                [query.FuzzyTerm(field, words[0], boost, prefixlength=0) for field, boost in _FIELDS.items()]
            )
        case "phrase":
            return query.Or(
                [
                    query.Phrase(field, [stem(word) for word in words], boost=boost)
                    for field, boost in _FIELDS.items()
                ]
            )
        case "or":
            return query.Or([_anywhere(word) for word in words])
        case _:
            return query.And([_anywhere(word) for word in words])


def _anywhere(word: str) -> query.Query:
    return query.Or([query.Term(field, stem(word), boost) for field, boost in _FIELDS.items()])


STOCK_WHOOSH = Peer("stock Whoosh", build, opened)
