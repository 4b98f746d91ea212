"""The peers: the same documents, 20 hits with snippets, the total, and board, year and topic counted."""

from bench.search.peers.fts5 import FTS5
from bench.search.peers.stock_whoosh import STOCK_WHOOSH
from bench.search.peers.tantivy import TANTIVY
from bench.search.peers.xapian import XAPIAN

PEERS = (STOCK_WHOOSH, FTS5, XAPIAN, TANTIVY)

__all__ = ["PEERS"]
