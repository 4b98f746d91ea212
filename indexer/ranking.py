"""What makes one match better than another, beside the words' BM25F: the same for every engine (pure).

A score is (BM25F of the tree + that of each bonus times its weight) × the factor of the document. The weight
of titles was chosen on one half of the judgements in bench/relevance.toml and tried on the other. The other
numbers made no difference there, from nothing to twice what they are: they are what readers expect.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from indexer.analysis import exact_words
from indexer.documents import is_procedural
from indexer.language import All, Phrase, Tree, Word, wanted

FIELD_WEIGHTS: Mapping[str, float] = {"title": 4.0, "text": 1.0, "attached": 0.3}
"""How much a word says: more in the title, and little in an attached file, which may have a hundred pages."""

KIND_WEIGHTS: Mapping[str, float] = {"item": 1.0, "decision": 1.0, "action": 1.0, "meeting": 1.0}
"""An item has the whole text; its decisions and actions are short, which BM25F takes for a merit."""

SUNK = 0.1
"""What is left of the score of a procedural document, such as apologies, where none is asked for."""

SIDE_BY_SIDE = 0.5
"""What two words that are typed one after the other are worth where they stand so."""

NEARBY = 0.1
"""What they are worth where they stand near each other."""

WITHIN = 10  # words that count as near

_MOST_PAIRS = 4  # of a query; more would only cost time


def pairs(tree: Tree) -> Sequence[tuple[Word, Word]]:
    """Give the words that are typed one after the other, and are worth more where they stand together."""
    return [pair for run in _runs(tree) for pair in pairwise(run)][:_MOST_PAIRS]


def factor(kind: str, procedural: bool, asked: bool) -> float:
    """Give what a document's score is multiplied by; `asked` says that procedural ones are asked for."""
    return KIND_WEIGHTS[kind] * (SUNK if procedural and not asked else 1.0)


def asks_for_procedure(tree: Tree) -> bool:
    """Say whether the words sought are themselves those of a procedural title: “apologies for absence”."""
    words = [term.text for term in wanted(tree) if isinstance(term, Word | Phrase)]
    return is_procedural(" ".join(words))


def _runs(tree: Tree) -> Iterator[Sequence[Word]]:
    """Yield the words that stand one after the other in a query, each run once."""
    run: list[Word] = []
    for part in tree.parts if isinstance(tree, All) else ():
        if isinstance(part, Word) and exact_words(part.text):
            run.append(part)
        else:
            yield run
            run = []
    yield run
