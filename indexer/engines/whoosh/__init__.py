"""The engine: Whoosh 2.7.4's schema, index and commits, over arrays that numpy reads in place.

    schema      a document as fields, and texts as terms
    storage     files that are on disk before a commit names them
    arrays      segments of arrays: gathered, inverted, merged, and read by Whoosh as a codec
    builds      which build is current; begin another beside it, switch
    writing     one commit: out, in, cursor
    building    an index made anew, by `runs` of documents that a `worker` process may write
    snapshots   the newest commit, open for all threads
    searching   matches, scores, counts and order, on the arrays
    search      all of it for one query
    listing     every match of a query, for exports
    engine      the Engine protocol
    verifying   whether the files are what was written
    dating      when that was

Whoosh's own searcher on the same files is the oracle of the tests (`tests/indexer/oracle`).
docs/decisions/0002 says why that version of Whoosh, 0013 why arrays. No file of an index is a pickle: to open
one that somebody else made runs nothing.
"""

from pathlib import Path

from indexer.acronyms import Acronyms
from indexer.engines.whoosh.building import Building
from indexer.engines.whoosh.dating import written
from indexer.engines.whoosh.engine import WhooshEngine, open_engine, rebuilding
from indexer.engines.whoosh.verifying import has_index, verify
from indexer.model import Engine
from indexer.origin import made_of, note

__all__ = [
    "WhooshEngine",
    "acronyms",
    "has_index",
    "made_of",
    "note",
    "open_engine",
    "rebuilding",
    "verify",
    "written",
]


def acronyms(folder: Path, engine: Engine) -> Acronyms:
    """Give what the archive's texts explain: a file beside the index, or within one being made."""
    return Acronyms(engine.folder, folder) if isinstance(engine, Building) else Acronyms(folder)
