"""Tantivy, its facets by its own aggregations."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Query

from bench.search.corpus import vocabulary
from bench.search.peer import PAGE, SNIPPET, Answer, Ask, Peer, Shown
from bench.search.queries import FILTER, Class, Words, slips
from indexer.model import Document

_FIELDS = ["title", "body"]
_BOOSTS = {"title": 2.5}
_FACETS = ("board", "year", "topic")
_MOST = 60  # values of a facet: more than any has
_COUNTED = {name: {"terms": {"field": name, "size": _MOST}} for name in _FACETS}


def build(folder: Path, documents: Iterable[Document]) -> None:
    """Index documents with one thread beside the one that hands them over."""
    writer = tantivy.Index(_schema(), path=str(folder)).writer(heap_size=256_000_000, num_threads=1)
    for each in documents:
        writer.add_document(
            tantivy.Document(
                title=each.title, body=each.text, board=each.board, year=str(each.date.year),
                topic=list({topic.name for topic in each.topics}),  # it would count one twice
            )
        )  # fmt: skip
    writer.commit()
    writer.wait_merging_threads()


def opened(folder: Path) -> Ask:
    """Open the index."""
    index = tantivy.Index.open(str(folder))
    searcher, schema = index.searcher(), index.schema

    def ask(kind: Class, words: Words) -> Answer:
        query = _query(index, kind, words)
        found: Any = searcher.search(query, limit=PAGE)
        counted = searcher.aggregate(query, _COUNTED)
        marking = _marking(searcher, schema, kind, words) or query
        pieces = tantivy.SnippetGenerator.create(searcher, marking, schema, "body")
        pieces.set_max_num_chars(SNIPPET)
        return Answer(
            int(found.count),
            [_shown(searcher.doc(address), pieces) for _, address in found.hits],
            {name: {each["key"]: each["doc_count"] for each in counted[name]["buckets"]} for name in _FACETS},
        )

    return ask


def _shown(stored: tantivy.Document, pieces: tantivy.SnippetGenerator) -> Shown:
    snippet = pieces.snippet_from_doc(stored).to_html()
    return Shown(str(stored.get_first("title")), str(stored.get_first("body")), snippet)


def _schema() -> tantivy.Schema:
    made = tantivy.SchemaBuilder()
    for name in _FIELDS:
        made.add_text_field(name, stored=True, tokenizer_name="en_stem")
    for name in _FACETS:
        made.add_text_field(name, fast=True, tokenizer_name="raw")
    return made.build()


def _query(index: tantivy.Index, kind: Class, words: Words) -> Query:
    match kind:
        case "prefix":
            return _either([Query.regex_query(index.schema, field, f"{words[0]}.*") for field in _FIELDS])
        case "fuzzy":
            return _either([Query.fuzzy_term_query(index.schema, field, words[0]) for field in _FIELDS])
        case "phrase":
            return index.parse_query(f'"{" ".join(words)}"', _FIELDS, field_boosts=_BOOSTS)
    query = index.parse_query(
        " ".join(words), _FIELDS, field_boosts=_BOOSTS, conjunction_by_default=kind != "or"
    )
    if kind != "filtered":
        return query
    board = Query.const_score_query(Query.term_query(index.schema, "board", FILTER), 0.0)
    return Query.boolean_query([(Occur.Must, query), (Occur.Must, board)])


def _marking(searcher: tantivy.Searcher, schema: tantivy.Schema, kind: Class, words: Words) -> Query | None:
    """Give a query of plain words to mark; None where the query itself has them.

    Snippets mark no word that a prefix or a slip stands for. Whoever uses tantivy looks those up: a prefix
    among its terms, slips among the words that are known to exist.
    """
    match kind:
        case "prefix":
            meant = [term for term, _ in searcher.terms_with_prefix("body", words[0])]
        case "fuzzy":
            meant = [word for made in slips(words[0]) for word in made if word in _known()]
        case _:
            return None
    return _either([Query.term_query(schema, "body", word) for word in meant])


@cache
def _known() -> frozenset[str]:
    return frozenset(vocabulary())


def _either(queries: list[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])


TANTIVY = Peer("tantivy", build, opened)
