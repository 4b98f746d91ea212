"""The engine for archives that outgrow one machine: a cluster of OpenSearch servers.

    cluster     one way to ask, and every error on the project's own tree
    stored      a document as JSON
    mapping     a document as fields, and texts as terms
    compiling   a tree as a query
    counting    filters and exact facets
    ordering    the matches of a page, however deep
    answering   all of it for one query
    listing     every match of a query, for exports
    learning    what documents explain of acronyms
    words       every word, for spelling and for what tells
    writing     one batch: out, in, cursor
    builds      which index is current; begin another beside it, switch
    origin      which records it was made of
    engine      the Engine protocol
    verifying   whether the servers hold all of the index

docs/opensearch.md says how an archive is switched to it, docs/decisions/0018 why it is made so.
"""

from datetime import datetime

from indexer.engines.opensearch.builds import Builds
from indexer.engines.opensearch.cluster import Cluster
from indexer.engines.opensearch.engine import OpenSearchEngine, open_engine, rebuilding
from indexer.engines.opensearch.learning import Told
from indexer.engines.opensearch.origin import made_of, note
from indexer.engines.opensearch.verifying import has_index, verify
from indexer.settings import IndexSettings

__all__ = [
    "OpenSearchEngine",
    "acronyms",
    "has_index",
    "made_of",
    "note",
    "open_engine",
    "place",
    "rebuilding",
    "verify",
    "written",
]


def place(settings: IndexSettings) -> Builds:
    """Give the indices of an archive on the servers that config.toml names; nothing is asked yet."""
    return Builds(Cluster(settings), settings)


def acronyms(builds: Builds, engine: OpenSearchEngine) -> Told:  # noqa: ARG001 - another keeps them in a file
    """Give what the archive's texts explain: the index itself holds it."""
    return Told(engine)


def written(builds: Builds) -> datetime | None:
    """Return when the newest batch was complete; None for a new index."""
    return OpenSearchEngine(builds).written()
