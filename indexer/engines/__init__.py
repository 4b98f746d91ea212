"""The search engines: one module or package each, all alike behind `indexer.model.Engine`."""

from indexer.engines.whoosh import has_index, open_engine, rebuilding, verify

__all__ = ["has_index", "open_engine", "rebuilding", "verify"]
