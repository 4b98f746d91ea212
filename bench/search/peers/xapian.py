"""Xapian, from Debian's python3-xapian, its facets by its own match spies."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from bench.search.peer import PAGE, SNIPPET, Answer, Ask, Peer, Shown
from bench.search.queries import FILTER, Class, Words
from indexer.model import Document

_DEBIAN = Path("/usr/lib/python3/dist-packages/xapian/__init__.py")
_BOARD, _YEAR, _TOPICS = range(3)  # value slots
_BETWEEN_TOPICS = "|"
_ONLY_BOARD = "XB"  # what terms begin with that only filter; words are in small letters
_STEMMED = "Z"
_TITLE = 3  # times a word of the title counts
_BATCH = 10_000  # documents to a commit: the default, whatever the environment says


@cache
def xapian() -> Any:
    """Import the module, also from Debian's folder, of which nothing else comes into reach.

    Raises ImportError, with what to install.
    """
    found = importlib.util.find_spec("xapian") or importlib.util.spec_from_file_location("xapian", _DEBIAN)
    if found is None or found.loader is None or not Path(found.origin or "").exists():
        raise ImportError("there is no xapian: `apt-get install python3-xapian`")
    module = importlib.util.module_from_spec(found)
    sys.modules["xapian"] = module  # it imports its own compiled part by this name
    try:
        found.loader.exec_module(module)
    except ImportError as error:
        del sys.modules["xapian"]
        raise ImportError("python3-xapian was built for the system's own Python: run this with it") from error
    return module


def build(folder: Path, documents: Iterable[Document]) -> None:
    """Index documents: each word as printed, with its places, and its stem, as Xapian does by default."""
    x = xapian()
    database = x.WritableDatabase(str(folder), x.DB_CREATE)
    words = x.TermGenerator()
    words.set_stemmer(x.Stem("en"))
    for number, each in enumerate(documents, 1):
        database.add_document(_document(each, words))
        if number % _BATCH == 0:
            database.commit()
    database.commit()
    database.close()


def opened(folder: Path) -> Ask:
    """Open the database; every match is looked at, so that totals and counts are exact."""
    x = xapian()
    database = x.Database(str(folder))
    stem = x.Stem("en")

    def ask(kind: Class, words: Words) -> Answer:
        enquire = x.Enquire(database)
        enquire.set_weighting_scheme(x.BM25Weight(1.2, 0, 1, 0.75, 0.5))
        enquire.set_query(_query(kind, words, stem))
        spies = [x.ValueCountMatchSpy(slot) for slot in (_BOARD, _YEAR, _TOPICS)]
        for spy in spies:
            enquire.add_matchspy(spy)
        found = enquire.get_mset(0, PAGE, database.get_doccount())
        boards, years, topics = map(_counts, spies)
        hits = [_shown(hit.document, found, stem) for hit in found]
        facets = {"board": boards, "year": years, "topic": _of_each(topics)}
        return Answer(found.get_matches_estimated(), hits, facets)

    return ask


def _document(each: Document, words: Any) -> Any:
    made = xapian().Document()
    words.set_document(made)
    words.index_text(each.title, _TITLE)
    words.increase_termpos()
    words.index_text(each.text)
    made.set_data(f"{each.title}\n{each.text}")
    made.add_value(_BOARD, each.board)
    made.add_value(_YEAR, str(each.date.year))
    made.add_value(_TOPICS, _BETWEEN_TOPICS.join(sorted({topic.name for topic in each.topics})))
    made.add_boolean_term(_ONLY_BOARD + each.board)
    return made


def _query(kind: Class, words: Words, stem: Callable[[str], bytes]) -> Any:
    query = xapian().Query
    match kind:
        case "prefix":
            return query(query.OP_WILDCARD, words[0], 0, query.WILDCARD_LIMIT_ERROR, query.OP_SYNONYM)
        case "phrase":
            return query(query.OP_PHRASE, list(words))
    stems = [query(_STEMMED + stem(word).decode()) for word in words]
    sought = query(query.OP_OR if kind == "or" else query.OP_AND, stems)
    if kind != "filtered":
        return sought
    return query(query.OP_FILTER, sought, query(_ONLY_BOARD + FILTER))


def _shown(stored: Any, found: Any, stem: Any) -> Shown:
    title, _, text = stored.get_data().decode().partition("\n")
    return Shown(title, text, found.snippet(text, SNIPPET, stem, found.SNIPPET_EXHAUSTIVE).decode())


def _counts(spy: Any) -> dict[str, int]:
    return {each.term.decode(): each.termfreq for each in spy.values()}


def _of_each(sets: dict[str, int]) -> dict[str, int]:
    """Count topics from counts of sets of topics: a spy sees a slot's value whole."""
    counted: Counter[str] = Counter()
    for names, count in sets.items():
        for name in names.split(_BETWEEN_TOPICS):
            counted[name] += count
    return counted


XAPIAN = Peer("Xapian", build, opened, lacks=frozenset({"fuzzy"}), needs=xapian)
