"""The engine on Whoosh 2.7.4, in Whoosh's own format; docs/decisions/0002 says why that version.

    schema      a document as fields, and texts as terms
    storage     files that are on disk before a commit names them
    builds      which build is current; begin another beside it, switch
    writing     one commit: out, in, cursor
    columns     every document's board, day, kind, topics: read once for each commit
    snapshots   readers, one search at a time each, always on the newest commit
    matching    a tree as a Whoosh query; documents and scores
    facets      exact counts
    snippets    the pieces that show why
    search      all of it for one query
    engine      the Engine protocol

What Whoosh 2.7.4 does wrong is worked around where it would happen, with the reason beside it. Its files
are pickles: opening an index that somebody else made runs their code, so an index is never imported, only
rebuilt from the archive.
"""

from indexer.engines.whoosh.engine import WhooshEngine, open_engine, rebuilding

__all__ = ["WhooshEngine", "open_engine", "rebuilding"]
