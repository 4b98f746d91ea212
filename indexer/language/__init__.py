"""The query language: what people type becomes our small tree, which each engine compiles.

`docs/query-language.md` describes it to those who type. No engine's syntax reaches a URL or a test.
"""

from indexer.language.evaluate import Text, matches, needs
from indexer.language.parser import Parsed, parse
from indexer.language.tree import (
    All,
    AnyOf,
    Everything,
    Field,
    Fuzzy,
    InTitle,
    Near,
    Not,
    Nothing,
    Phrase,
    Prefix,
    Since,
    Term,
    Tree,
    Until,
    Word,
    wanted,
)
from indexer.language.wording import explain, write

__all__ = [
    "All",
    "AnyOf",
    "Everything",
    "Field",
    "Fuzzy",
    "InTitle",
    "Near",
    "Not",
    "Nothing",
    "Parsed",
    "Phrase",
    "Prefix",
    "Since",
    "Term",
    "Text",
    "Tree",
    "Until",
    "Word",
    "explain",
    "matches",
    "needs",
    "parse",
    "wanted",
    "write",
]
